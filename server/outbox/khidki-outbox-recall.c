/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was told before a restart and is not over. */
#include "outbox/khidki-outbox-private.h"

#include "outbox/khidki-outbox-wait.h"

typedef struct
{
  KhidkiOutbox *outbox;
  gint64 now;
  KhidkiRows *rows; /* (nullable): channel, line, and when the last reply was parked there */
} Recall;

static void
recall_free (Recall *recall)
{
  g_clear_pointer (&recall->rows, khidki_rows_free);
  g_object_unref (recall->outbox);
  g_free (recall);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recall, recall_free)

static gboolean
read_unanswered (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Recall *recall = data;

  g_clear_pointer (&recall->rows, khidki_rows_free);
  recall->rows = khidki_transaction_query (transaction, "outbox-unanswered", "ssx", error, "x",
                                           recall->now - KHIDKI_OUTBOX_UNANSWERED_MS);
  return recall->rows != NULL;
}

static void
recalled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Recall) recall = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      g_warning ("outbox: who got no answer before the start cannot be told: %s", error->message);
      return;
    }
  for (guint i = 0; i < khidki_rows_get_n (recall->rows); i++)
    {
      g_autofree char *line = g_strconcat (khidki_rows_get_text (recall->rows, i, 0), "/",
                                           khidki_rows_get_text (recall->rows, i, 1), NULL);

      khidki_outbox_show_unanswered (recall->outbox, line,
                                     recall->now - khidki_rows_get_int64 (recall->rows, i, 2));
    }
}

void
khidki_outbox_recall_unanswered (KhidkiOutbox *self)
{
  Recall *recall = g_new0 (Recall, 1);

  recall->outbox = g_object_ref (self);
  recall->now = khidki_host_now (self->host);
  khidki_store_read_async (self->store, read_unanswered, recall, NULL, NULL, recalled, recall);
}
