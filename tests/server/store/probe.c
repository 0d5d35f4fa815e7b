/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "probe.h"

#include <string.h>

void
probe_clear (Probe *probe)
{
  g_clear_pointer (&probe->found_plugin, g_free);
  g_clear_pointer (&probe->found, g_free);
}

static gboolean
insert (Probe *probe, KhidkiTransaction *transaction, const char *statement, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (probe->value, strlen (probe->value));

  probe->changed = khidki_transaction_execute (transaction, statement, error, "ssxb",
                                               probe->plugin, probe->key, probe->version, bytes);
  return probe->changed >= 0;
}

gboolean
probe_add (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return insert (data, transaction, "probe-add", error);
}

gboolean
probe_add_strictly (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return insert (data, transaction, "probe-add-strictly", error);
}

gboolean
probe_swap (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe *probe = data;
  g_autoptr (GBytes) bytes = g_bytes_new (probe->value, strlen (probe->value));

  probe->changed = khidki_transaction_execute (transaction, "probe-swap", error, "bssx", bytes,
                                               probe->plugin, probe->key, probe->version);
  return probe->changed >= 0;
}

gboolean
probe_load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe *probe = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "probe-load", "sxb", error, "ss", probe->plugin, probe->key);
  g_autoptr (GBytes) bytes = NULL;

  probe_clear (probe);
  if (rows == NULL)
    return FALSE;
  probe->count = khidki_rows_get_n (rows);
  if (probe->count == 0)
    return TRUE;
  probe->found_plugin = g_strdup (khidki_rows_get_text (rows, 0, 0));
  probe->version = khidki_rows_get_int64 (rows, 0, 1);
  bytes = khidki_rows_get_bytes (rows, 0, 2);
  probe->found_size = g_bytes_get_size (bytes);
  probe->found = g_malloc0 (probe->found_size + 1);
  if (probe->found_size > 0)
    memcpy (probe->found, g_bytes_get_data (bytes, NULL), probe->found_size);
  return TRUE;
}

gboolean
probe_count (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe *probe = data;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "probe-count", "xx", error, "s", probe->plugin);

  if (rows == NULL)
    return FALSE;
  probe->count = khidki_rows_get_int64 (rows, 0, 0);
  probe->sum = khidki_rows_get_int64 (rows, 0, 1);
  return TRUE;
}
