/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-queue.h"

#define PAGE 500
#define SERVICE 3
#define SERVICE_VERSION 4
#define STAGE 7
#define DUE 10

/* What is not wanted is passed over unopened. */
static gboolean
read_page (GPtrArray *queue,
           KhidkiRows *rows,
           const KhidkiQueueQuery *query,
           KhidkiSeal *seal,
           GError **error)
{
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      KhidkiApplicationRow *row;

      if (query->is_wanted != NULL
          && !query->is_wanted (khidki_rows_get_text (rows, i, SERVICE),
                                khidki_rows_get_text (rows, i, SERVICE_VERSION),
                                khidki_rows_get_text (rows, i, STAGE), query->user_data))
        continue;
      row = khidki_application_row_read (rows, i, seal, error);
      if (row == NULL)
        return FALSE;
      g_ptr_array_add (queue, row);
    }
  return TRUE;
}

static KhidkiRows *
query_page (KhidkiTransaction *transaction,
            KhidkiState state,
            const char *subdivision,
            gint64 due,
            const char *number,
            GError **error)
{
  const char *name = khidki_state_to_string (state);

  if (subdivision == NULL)
    return khidki_transaction_query (transaction, "application-queue-all", KHIDKI_APPLICATION_COLUMNS,
                                     error, "sxsx", name, due, number, (gint64) PAGE);
  return khidki_transaction_query (transaction, "application-queue", KHIDKI_APPLICATION_COLUMNS, error,
                                   "ssxsx", name, subdivision, due, number, (gint64) PAGE);
}

/* @subdivision (nullable). However many of others stand in front, those that are wanted
 * are found. */
static gboolean
load_place (KhidkiTransaction *transaction,
            const KhidkiQueueQuery *query,
            const char *subdivision,
            GPtrArray *queue,
            GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *number = g_strdup ("");
  guint enough = queue->len + query->most;
  gint64 due = G_MININT64;
  guint n = PAGE;

  while (n == PAGE && queue->len < enough)
    {
      g_autoptr (KhidkiRows) rows =
          query_page (transaction, query->state, subdivision, due, number, error);

      if (rows == NULL || !read_page (queue, rows, query, seal, error))
        return FALSE;
      n = khidki_rows_get_n (rows);
      if (n == 0)
        break;
      due = khidki_rows_get_int64 (rows, n - 1, DUE);
      g_free (number);
      number = g_strdup (khidki_rows_get_text (rows, n - 1, 0));
    }
  return TRUE;
}

int
khidki_queue_compare_due (gconstpointer a, gconstpointer b)
{
  const KhidkiApplicationRow *left = *(KhidkiApplicationRow *const *) a;
  const KhidkiApplicationRow *right = *(KhidkiApplicationRow *const *) b;

  if (left->due != right->due)
    return left->due < right->due ? -1 : 1;
  return g_strcmp0 (left->number, right->number);
}

/* One query a sub-division runs along the index; one over all of them would sort. */
GPtrArray *
khidki_queue_load (KhidkiTransaction *transaction, const KhidkiQueueQuery *query, GError **error)
{
  g_autoptr (GPtrArray) queue =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_application_row_free);

  if (query->subdivisions == NULL && !load_place (transaction, query, NULL, queue, error))
    return NULL;
  for (guint i = 0; query->subdivisions != NULL && query->subdivisions[i] != NULL; i++)
    if (!load_place (transaction, query, query->subdivisions[i], queue, error))
      return NULL;
  g_ptr_array_sort (queue, khidki_queue_compare_due);
  if (queue->len > query->most)
    g_ptr_array_set_size (queue, query->most);
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
