/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-queue.h"

static gboolean
read_rows (GPtrArray *queue, KhidkiRows *rows, KhidkiSeal *seal, GError **error)
{
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      KhidkiApplicationRow *row = khidki_application_row_read (rows, i, seal, error);

      if (row == NULL)
        return FALSE;
      g_ptr_array_add (queue, row);
    }
  return TRUE;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const KhidkiApplicationRow *left = *(KhidkiApplicationRow *const *) a;
  const KhidkiApplicationRow *right = *(KhidkiApplicationRow *const *) b;

  if (left->due != right->due)
    return left->due < right->due ? -1 : 1;
  return g_strcmp0 (left->number, right->number);
}

/* One query a sub-division runs along the index; one over all of them would sort. */
GPtrArray *
khidki_queue_load (KhidkiTransaction *transaction,
                   KhidkiState state,
                   const char *const *subdivisions,
                   guint most,
                   GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  const char *name = khidki_state_to_string (state);
  g_autoptr (GPtrArray) queue =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_application_row_free);

  if (subdivisions == NULL)
    {
      g_autoptr (KhidkiRows) rows =
          khidki_transaction_query (transaction, "application-queue-all",
                                    KHIDKI_APPLICATION_COLUMNS, error, "sx", name, (gint64) most);

      return read_rows (queue, rows, seal, error) ? g_steal_pointer (&queue) : NULL;
    }
  for (guint i = 0; subdivisions[i] != NULL; i++)
    {
      g_autoptr (KhidkiRows) rows = khidki_transaction_query (
          transaction, "application-queue", KHIDKI_APPLICATION_COLUMNS, error, "ssx", name,
          subdivisions[i], (gint64) most);

      if (!read_rows (queue, rows, seal, error))
        return NULL;
    }
  g_ptr_array_sort (queue, compare_due);
  if (queue->len > most)
    g_ptr_array_set_size (queue, most);
  return g_steal_pointer (&queue);
}

void
khidki_history_entry_free (KhidkiHistoryEntry *self)
{
  g_free (self->move);
  g_free (self->from_state);
  g_free (self->to_state);
  g_free (self->stage);
  g_free (self->actor);
  g_free (self->reason);
  g_free (self);
}

GPtrArray *
khidki_history_load (KhidkiTransaction *transaction, const char *number, GError **error)
{
  g_autoptr (GPtrArray) history =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_history_entry_free);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "move-history", "xxssssss",
                                                          error, "s", number);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      KhidkiHistoryEntry *entry = g_new0 (KhidkiHistoryEntry, 1);

      entry->sequence = khidki_rows_get_int64 (rows, i, 0);
      entry->at = khidki_rows_get_int64 (rows, i, 1);
      entry->move = g_strdup (khidki_rows_get_text (rows, i, 2));
      entry->from_state = g_strdup (khidki_rows_get_text (rows, i, 3));
      entry->to_state = g_strdup (khidki_rows_get_text (rows, i, 4));
      entry->stage = g_strdup (khidki_rows_get_text (rows, i, 5));
      entry->actor = g_strdup (khidki_rows_get_text (rows, i, 6));
      entry->reason = g_strdup (khidki_rows_get_text (rows, i, 7));
      g_ptr_array_add (history, entry);
    }
  return g_steal_pointer (&history);
}
