/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-load.h"

#include <string.h>

typedef struct
{
  char *channel;
  char *line;
  KhidkiLane kind;
  guint most;
  gint64 now;
  GPtrArray *entries;
  GPtrArray *unreadable;
  KhidkiOutboxFound found;
} Load;

/* A row that cannot be opened, and why. */
typedef struct
{
  gint64 id;
  char *why;
} Unreadable;

static void
unreadable_free (Unreadable *unreadable)
{
  g_free (unreadable->why);
  g_free (unreadable);
}

typedef struct
{
  gint64 now;
  GPtrArray *rows;
  guint n; /* of them that no other look has parked */
} Parking;

static void
parking_free (Parking *parking)
{
  g_ptr_array_unref (parking->rows);
  g_free (parking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Parking, parking_free)

static void
load_free (Load *load)
{
  g_ptr_array_unref (load->unreadable);
  if (load->entries != NULL)
    {
      g_ptr_array_set_free_func (load->entries, (GDestroyNotify) khidki_outbox_entry_free);
      g_ptr_array_unref (load->entries);
    }
  g_clear_pointer (&load->found.refused, khidki_account_unref);
  g_free (load->found.refusal);
  g_clear_pointer (&load->found.lines, g_ptr_array_unref);
  g_free (load->channel);
  g_free (load->line);
  g_free (load);
}

/* The names of the statements for each kind. */
static const struct
{
  const char *load;
  const char *next;
  const char *next_line;
} statements[] = {
  [KHIDKI_LANE_REPLY] = { "outbox-load-reply", "outbox-next-reply", "outbox-next-line" },
  [KHIDKI_LANE_NEWS] = { "outbox-load", "outbox-next", "outbox-next-line" },
  [KHIDKI_LANE_BROADCAST] = { "outbox-load-broadcast", "outbox-next-broadcast", "outbox-next-line-broadcast" },
};

static KhidkiOutboxEntry *
open_entry (KhidkiSeal *seal, KhidkiRows *rows, guint i, GError **error)
{
  const char *key = khidki_rows_get_text (rows, i, 1);
  const char *account_key = khidki_rows_get_text (rows, i, 2);
  const char *note = khidki_rows_get_text (rows, i, 7);
  g_autoptr (GBytes) sealed_message = khidki_rows_get_bytes (rows, i, 8);
  g_autoptr (GBytes) sealed_account = khidki_rows_get_bytes (rows, i, 9);
  g_autoptr (KhidkiMessage) message = khidki_outbox_open_message (seal, key, sealed_message, error);
  g_autoptr (KhidkiAccount) account = NULL;
  KhidkiOutboxEntry *entry;

  if (message == NULL)
    return NULL;
  account = khidki_outbox_open_account (seal, account_key, sealed_account, error);
  if (account == NULL)
    return NULL;

  entry = khidki_outbox_entry_new (khidki_rows_get_int64 (rows, i, 0), key, account_key, account,
                                   (KhidkiLane) khidki_rows_get_int64 (rows, i, 4),
                                   khidki_rows_get_int64 (rows, i, 10), message);
  entry->attempts = (guint) khidki_rows_get_int64 (rows, i, 5);
  entry->next_at = khidki_rows_get_int64 (rows, i, 6);
  entry->tried_once = g_str_equal (note, KHIDKI_OUTBOX_TRIED_ONCE);
  entry->told_once = khidki_outbox_is_note (note) && !entry->tried_once;
  entry->use_template = g_str_equal (note, KHIDKI_OUTBOX_USE_TEMPLATE);
  return entry;
}

static void
note_unreadable (Load *load, gint64 id, const GError *error)
{
  Unreadable *unreadable = g_new0 (Unreadable, 1);

  unreadable->id = id;
  unreadable->why = g_strdup (error->message);
  g_ptr_array_add (load->unreadable, unreadable);
}

static gboolean
read_next (KhidkiTransaction *transaction, Load *load, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, statements[load->kind].next, "x", error, "ssx",
                                load->channel, load->line, load->now);

  if (rows == NULL)
    return FALSE;
  load->found.next_at = khidki_rows_get_int64 (rows, 0, 0);
  return TRUE;
}

static gboolean
read_refusal (KhidkiTransaction *transaction, Load *load, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "outbox-refused", "xssb", error, "ss", load->channel,
                                load->line);
  g_autoptr (GBytes) sealed = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  sealed = khidki_rows_get_bytes (rows, 0, 3);
  g_clear_pointer (&load->found.refused, khidki_account_unref);
  load->found.refused = khidki_outbox_open_account (khidki_transaction_get_seal (transaction),
                                                    khidki_rows_get_text (rows, 0, 2), sealed, NULL);
  load->found.refused_until = khidki_rows_get_int64 (rows, 0, 0);
  g_free (load->found.refusal);
  load->found.refusal =
      g_strdup (khidki_rows_get_text (rows, 0, 1) + strlen (KHIDKI_OUTBOX_FOR_OPERATOR));
  return TRUE;
}

/* One seek in the index a line, however many rows wait on it. */
static gboolean
read_lines (KhidkiTransaction *transaction, Load *load, GError **error)
{
  const char *statement = statements[load->kind].next_line;
  const char *after = load->line;

  g_clear_pointer (&load->found.lines, g_ptr_array_unref);
  load->found.lines = g_ptr_array_new_with_free_func (g_free);
  while (after != NULL)
    {
      g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, statement, "s", error,
                                                              "ss", load->channel, after);

      if (rows == NULL)
        return FALSE;
      after = NULL;
      if (khidki_rows_get_n (rows) == 0)
        break;
      g_ptr_array_add (load->found.lines, g_strdup (khidki_rows_get_text (rows, 0, 0)));
      after = g_ptr_array_index (load->found.lines, load->found.lines->len - 1);
    }
  return TRUE;
}

/* What is not due says when to look again, and whether the line rests. */
static gboolean
read_waiting (KhidkiTransaction *transaction, Load *load, GError **error)
{
  return read_next (transaction, load, error) && read_refusal (transaction, load, error)
         && (*load->line != '\0' || read_lines (transaction, load, error));
}

static gboolean
read_rows (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Load *load = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, statements[load->kind].load,
                                                          "xsssxxxsbbx", error, "ssxx",
                                                          load->channel, load->line, load->now,
                                                          (gint64) load->most);
  guint n = 0;

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (GError) local_error = NULL;
      KhidkiOutboxEntry *entry =
          open_entry (khidki_transaction_get_seal (transaction), rows, i, &local_error);

      if (entry != NULL)
        g_ptr_array_add (load->entries, entry);
      else
        note_unreadable (load, khidki_rows_get_int64 (rows, i, 0), local_error);
      /* Of replies: what stands before them comes beside. */
      n += load->kind != KHIDKI_LANE_REPLY || khidki_rows_get_int64 (rows, i, 4) == KHIDKI_LANE_REPLY;
    }
  load->found.more = n >= load->most;
  return read_waiting (transaction, load, error);
}

static gboolean
write_parking (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Parking *parking = data;

  parking->n = 0;
  for (guint i = 0; i < parking->rows->len; i++)
    {
      Unreadable *row = g_ptr_array_index (parking->rows, i);
      int changed = khidki_transaction_execute (transaction, "outbox-unreadable", error, "sxx",
                                                row->why, parking->now, row->id);

      if (changed < 0)
        return FALSE;
      parking->n += (guint) changed;
    }
  return TRUE;
}

static void
parked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Parking) parking = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_warning ("outbox: rows that cannot be read were not parked: %s", error->message);
  else if (parking->n > 0)
    g_critical ("outbox: %u rows cannot be read and are parked. See “khidkictl queue”.", parking->n);
}

static void
park_unreadable (KhidkiStore *store, Load *load)
{
  Parking *parking;

  if (load->unreadable->len == 0)
    return;

  parking = g_new0 (Parking, 1);
  parking->now = load->now;
  parking->rows = g_ptr_array_ref (load->unreadable);
  khidki_store_write_async (store, write_parking, parking, NULL, NULL, parked, parking);
}

static void
rows_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean read = khidki_store_read_finish (KHIDKI_STORE (source), result, &error);

  park_unreadable (KHIDKI_STORE (source), g_task_get_task_data (task));
  if (read)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
khidki_outbox_load_async (KhidkiStore *store,
                          const char *channel,
                          const char *line,
                          KhidkiLane kind,
                          guint most,
                          gint64 now,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (store, NULL, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->channel = g_strdup (channel);
  load->line = g_strdup (line);
  load->kind = kind;
  load->most = most;
  load->now = now;
  load->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) unreadable_free);
  load->entries = g_ptr_array_new ();
  g_task_set_source_tag (task, khidki_outbox_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  khidki_store_read_async (store, read_rows, load, NULL, NULL, rows_read, task);
}

GPtrArray *
khidki_outbox_load_finish (GAsyncResult *result, KhidkiOutboxFound *found, GError **error)
{
  Load *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  *found = load->found;
  memset (&load->found, 0, sizeof load->found);
  return g_steal_pointer (&load->entries);
}
