/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-jobs-private.h"

#include "libkhidki/khidki-error.h"

/* How a job ends: done, again after a while, or parked; written as soon as the store takes it. */

#define FIRST_WAIT_MS 1000
#define LONGEST_WAIT_MS (10 * 60 * 1000)
#define CUT_OFF_WAIT_MS 1000

typedef struct
{
  gint64 id;
  gint64 now;
  gint64 next_at;
  const char *state; /* (nullable): done */
  gboolean untried;
  char *error;
} Ending;

static void
ending_free (Ending *ending)
{
  g_free (ending->error);
  g_free (ending);
}

static gboolean
write_ending (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Ending *ending = data;

  if (ending->state == NULL)
    return khidki_job_end (transaction, ending->id, error);
  if (ending->untried)
    return khidki_transaction_execute (transaction, "job-untried", error, "xsx", ending->next_at,
                                       ending->error, ending->id) >= 0;
  return khidki_transaction_execute (transaction, "job-again", error, "sxsx", ending->state,
                                     ending->next_at, ending->error, ending->id) >= 0;
}

typedef struct
{
  KhidkiJobs *self;
  Ending *ending;
} EndingCall;

gboolean
khidki_jobs_is_passing (const GError *error)
{
  return g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
}

/* A look that is under way may have read the row as it was before. */
static void
forget_unreadable (KhidkiJobs *self, gint64 id)
{
  if (self->looking)
    g_array_append_val (self->settled, id);
  else
    g_hash_table_remove (self->unreadable, &id);
}

static void
ending_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree EndingCall *call = user_data;
  g_autoptr (KhidkiJobs) self = call->self;
  g_autoptr (GError) error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      forget_unreadable (self, call->ending->id);
      ending_free (call->ending);
      khidki_jobs_look (self);
      return;
    }

  g_warning ("jobs: the end of a job was not written: %s", error->message);
  if (khidki_jobs_is_passing (error))
    {
      g_queue_push_tail (&self->unwritten, call->ending);
      khidki_jobs_set_timer (self, 0);
      return;
    }
  /* The row stays claimed and is done again after a restart: its effects carry
   * the job's key. */
  ending_free (call->ending);
  khidki_jobs_look (self);
}

static void
begin_ending (KhidkiJobs *self, Ending *ending)
{
  EndingCall *call = g_new0 (EndingCall, 1);

  call->self = g_object_ref (self);
  call->ending = ending;
  khidki_store_write_async (self->store, write_ending, ending, NULL, NULL, ending_written, call);
}

void
khidki_jobs_write_unwritten (KhidkiJobs *self)
{
  guint n = g_queue_get_length (&self->unwritten);

  for (guint i = 0; i < n; i++)
    begin_ending (self, g_queue_pop_head (&self->unwritten));
}

void
khidki_jobs_drop_unwritten (KhidkiJobs *self)
{
  g_queue_clear_full (&self->unwritten, (GDestroyNotify) ending_free);
}

/* @ending: (transfer full) */
static void
end (KhidkiJobs *self, KhidkiJob *job, Ending *ending)
{
  KhidkiJobRunning *running = (KhidkiJobRunning *) job;

  ending->id = job->id;
  running->handler->running--;
  self->counters.running--;
  begin_ending (self, ending);
  g_hash_table_remove (self->running, &job->id);
}

static Ending *
ending_new (const char *state, gint64 next_at, const char *error)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->state = state;
  ending->next_at = next_at;
  ending->error = g_strdup (error);
  return ending;
}

void
khidki_jobs_done (KhidkiJobs *self, KhidkiJob *job)
{
  self->counters.done++;
  end (self, job, ending_new (NULL, 0, NULL));
}

void
khidki_jobs_cut_off (KhidkiJobs *self, KhidkiJob *job, const char *why)
{
  gint64 wait = self->stopped ? 0 : CUT_OFF_WAIT_MS;
  Ending *ending = ending_new ("waiting", khidki_host_now (self->host) + wait, why);

  ending->untried = TRUE;
  end (self, job, ending);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

void
khidki_jobs_failed (KhidkiJobs *self, KhidkiJob *job, const GError *error)
{
  KhidkiJobRunning *running = (KhidkiJobRunning *) job;
  gint64 wait = MIN (FIRST_WAIT_MS << MIN (job->attempts, 10), LONGEST_WAIT_MS);

  if (self->stopped)
    {
      khidki_jobs_cut_off (self, job, error->message);
    }
  else if (is_final (error) || job->attempts >= running->handler->most_attempts)
    {
      self->counters.parked++;
      g_warning ("jobs: %s job %" G_GINT64_FORMAT " is parked after %u tries: %s", job->kind, job->id,
                 job->attempts, error->message);
      end (self, job, ending_new ("parked", 0, error->message));
    }
  else
    {
      self->counters.retried++;
      if (job->attempts == KHIDKI_JOBS_MOST_ATTEMPTS)
        g_warning ("jobs: %s job %" G_GINT64_FORMAT " failed %u times and is tried again every ten "
                   "minutes: %s", job->kind, job->id, job->attempts, error->message);
      end (self, job, ending_new ("waiting", khidki_host_now (self->host) + wait, error->message));
    }
}

void
khidki_jobs_park_unreadable (KhidkiJobs *self, const KhidkiJobUnreadable *unreadable)
{
  Ending *ending;

  if (!g_hash_table_add (self->unreadable,
                         g_memdup2 (&unreadable->id, sizeof unreadable->id)))
    return;
  g_critical ("jobs: row %" G_GINT64_FORMAT " cannot be read and is parked: %s", unreadable->id,
              unreadable->why);
  ending = ending_new ("parked", 0, unreadable->why);
  ending->id = unreadable->id;
  begin_ending (self, ending);
}
