/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-value.h"

#include "libkhidki/khidki-error.h"

#define SEAL_PLACE "plugin_value"

KhidkiPluginValue *
khidki_plugin_value_new (const char *plugin, const char *key)
{
  KhidkiPluginValue *self = g_new0 (KhidkiPluginValue, 1);

  self->plugin = g_strdup (plugin);
  self->key = g_strdup (key);
  return self;
}

void
khidki_plugin_value_free (KhidkiPluginValue *self)
{
  g_free (self->plugin);
  g_free (self->key);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_free (self);
}

/* A plugin's name is that of a file and holds no slash. */
static char *
name_row (KhidkiPluginValue *self)
{
  return g_strdup_printf ("%s/%s", self->plugin, self->key);
}

gboolean
khidki_plugin_value_read (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiPluginValue *self = data;
  g_autofree char *row = name_row (self);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "plugin-value-load", "xb",
                                                          error, "ss", self->plugin, self->key);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  sealed = khidki_rows_get_bytes (rows, 0, 1);
  self->version = khidki_rows_get_int64 (rows, 0, 0);
  self->value = khidki_seal_open (khidki_transaction_get_seal (transaction), SEAL_PLACE, row, sealed,
                                  error);
  return self->value != NULL;
}

gboolean
khidki_plugin_value_write (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiPluginValue *self = data;
  g_autofree char *row = name_row (self);
  g_autoptr (GBytes) sealed = khidki_seal_close (khidki_transaction_get_seal (transaction),
                                                 SEAL_PLACE, row, self->value);
  int changed =
      self->version == 0
          ? khidki_transaction_execute (transaction, "plugin-value-add", error, "ssb", self->plugin,
                                        self->key, sealed)
          : khidki_transaction_execute (transaction, "plugin-value-save", error, "bssx", sealed,
                                        self->plugin, self->key, self->version);

  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "another version is there");
  return changed > 0;
}
