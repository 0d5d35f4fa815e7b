/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-census.h"

#include "catalogue/khidki-civil-day.h"

static void
count_free (gpointer data)
{
  KhidkiCensusCount *count = data;

  g_free (count->kind);
  g_free (count->state);
  g_free (count);
}

/* @now: UTC milliseconds */
KhidkiCensus *
khidki_census_new (GTimeZone *zone, gint64 now)
{
  g_autoptr (GDateTime) midnight = khidki_civil_day_begin (zone, now);
  KhidkiCensus *self = g_new0 (KhidkiCensus, 1);

  self->now = now;
  self->today = g_date_time_to_unix (midnight) * 1000;
  self->counts = g_ptr_array_new_with_free_func (count_free);
  return self;
}

void
khidki_census_free (KhidkiCensus *self)
{
  g_ptr_array_unref (self->counts);
  g_free (self);
}

static void
add (KhidkiCensus *self,
     const char *queue,
     const char *kind,
     const char *state,
     gint64 count,
     gint64 oldest)
{
  KhidkiCensusCount *entry = g_new0 (KhidkiCensusCount, 1);

  entry->queue = queue;
  entry->kind = g_strdup (kind);
  entry->state = g_strdup (state);
  entry->count = count;
  entry->oldest = oldest;
  g_ptr_array_add (self->counts, entry);
}

static gboolean
count_outbox (KhidkiCensus *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-outbox", "sxx", error, "");

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    add (self, "outbox", "", khidki_rows_get_text (rows, i, 0), khidki_rows_get_int64 (rows, i, 1),
         khidki_rows_get_int64 (rows, i, 2));
  return rows != NULL;
}

static gboolean
count_jobs (KhidkiCensus *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-jobs", "ssxx", error, "");

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    add (self, "job", khidki_rows_get_text (rows, i, 0), khidki_rows_get_text (rows, i, 1),
         khidki_rows_get_int64 (rows, i, 2), khidki_rows_get_int64 (rows, i, 3));
  return rows != NULL;
}

static gboolean
count_events (KhidkiCensus *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-events-parked", "xx", error, "");

  if (rows != NULL && khidki_rows_get_int64 (rows, 0, 0) > 0)
    add (self, "event", "", "parked", khidki_rows_get_int64 (rows, 0, 0),
         khidki_rows_get_int64 (rows, 0, 1));
  return rows != NULL;
}

static gboolean
count_applications (KhidkiCensus *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "admin-applications", "sxx", error, "x", self->today);

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      add (self, "application", "", khidki_rows_get_text (rows, i, 0),
           khidki_rows_get_int64 (rows, i, 1), 0);
      self->overdue += khidki_rows_get_int64 (rows, i, 2);
    }
  return rows != NULL;
}

/* A [callback@StoreFunc] whose data is the census. */
gboolean
khidki_census_take (KhidkiTransaction *transaction, gpointer census, GError **error)
{
  return count_outbox (census, transaction, error) && count_jobs (census, transaction, error)
         && count_events (census, transaction, error)
         && count_applications (census, transaction, error);
}

/* UTC milliseconds; 0 when none waits in @state. */
gint64
khidki_census_get_oldest (KhidkiCensus *self, const char *queue, const char *state)
{
  gint64 oldest = 0;

  for (guint i = 0; i < self->counts->len; i++)
    {
      KhidkiCensusCount *count = g_ptr_array_index (self->counts, i);

      if (g_str_equal (count->queue, queue) && g_str_equal (count->state, state)
          && count->oldest != 0 && (oldest == 0 || count->oldest < oldest))
        oldest = count->oldest;
    }
  return oldest;
}
