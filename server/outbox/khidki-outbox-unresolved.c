/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sends that may have arrived or not, and of which the far end has told nothing since: they
 * are not sent again blindly, so somebody has to know of them. */
#include "outbox/khidki-outbox-private.h"

#include "outbox/khidki-outbox-wait.h"

/* So long after the last an administrator has seen it; the rows stay. */
#define TOLD_MS (24 * 60 * 60 * 1000)
#define COUNT_AGAIN_MS (60 * 1000)

/* Of one line. */
typedef struct
{
  char *line;
  guint n;
  gint64 last;
} Count;

typedef struct
{
  KhidkiOutbox *outbox;
  gint64 before;
  GArray *counts;
} Look;

static void
count_clear (gpointer data)
{
  Count *count = data;

  g_free (count->line);
}

static void
look_free (Look *look)
{
  g_array_unref (look->counts);
  g_object_unref (look->outbox);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static gboolean
read_counts (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "outbox-unresolved", "ssxx",
                                                          error, "x", look->before);

  if (rows == NULL)
    return FALSE;
  g_array_set_size (look->counts, 0);
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      Count count = { g_strconcat (khidki_rows_get_text (rows, i, 0), "/",
                                   khidki_rows_get_text (rows, i, 1), NULL),
                      (guint) khidki_rows_get_int64 (rows, i, 2), khidki_rows_get_int64 (rows, i, 3) };

      g_array_append_val (look->counts, count);
    }
  return TRUE;
}

static void
tell (KhidkiOutbox *self, const char *alarm, guint n)
{
  g_autofree char *text = g_strdup_printf (
      "%u message%s may have arrived or not: the far end did not answer, and has told nothing of them "
      "in the %d minutes after. They are not sent twice blindly; “khidkictl queue” has them as "
      "uncertain, and “khidkictl queue retry outbox ID” sends one once more", n, n == 1 ? "" : "s",
      KHIDKI_OUTBOX_UNRESOLVED_MS / 60000);

  khidki_host_set_alarm (self->host, alarm, text);
}

static void
end_all_but (KhidkiOutbox *self, GHashTable *shown)
{
  GHashTableIter iter;
  gpointer alarm;

  g_hash_table_iter_init (&iter, self->unresolved);
  while (g_hash_table_iter_next (&iter, &alarm, NULL))
    if (!g_hash_table_contains (shown, alarm))
      khidki_host_set_alarm (self->host, alarm, NULL);
}

/* @look: what the rows say; so it is right after a restart, too. */
static void
show (KhidkiOutbox *self, Look *look)
{
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < look->counts->len; i++)
    {
      const Count *count = &g_array_index (look->counts, Count, i);
      g_autofree char *alarm = khidki_outbox_dup_alarm_name ("uncertain", count->line);

      n += count->n;
      if (count->last <= look->before - TOLD_MS)
        continue;
      tell (self, alarm, count->n);
      g_hash_table_add (shown, g_steal_pointer (&alarm));
    }
  self->counters.unresolved = n;
  end_all_but (self, shown);
  g_hash_table_unref (self->unresolved);
  self->unresolved = g_steal_pointer (&shown);
}

static void
counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  KhidkiOutbox *self = look->outbox;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    g_warning ("outbox: what is uncertain cannot be counted: %s", error->message);
  else if (!self->stopped)
    show (self, look);
}

void
khidki_outbox_count_unresolved (KhidkiOutbox *self)
{
  gint64 now = khidki_host_get_monotonic (self->host);
  Look *look;

  if (!self->started || self->stopped || now < self->count_at)
    return;
  self->count_at = now + COUNT_AGAIN_MS;
  look = g_new0 (Look, 1);
  look->outbox = g_object_ref (self);
  look->before = khidki_host_now (self->host) - KHIDKI_OUTBOX_UNRESOLVED_MS;
  look->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  g_array_set_clear_func (look->counts, count_clear);
  khidki_store_read_async (self->store, read_counts, look, NULL, NULL, counted, look);
}
