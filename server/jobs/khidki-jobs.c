/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-jobs-private.h"

#include "libkhidki/khidki-error.h"

#define LOOK_AT_LEAST_MS (30 * 1000)
/* After the store refused for a while, another process holding it. */
#define SOON_MS 1000
#define START_AGAIN_MS 5000

G_DEFINE_FINAL_TYPE (KhidkiJobs, khidki_jobs, G_TYPE_OBJECT)

static void
running_free (KhidkiJobRunning *running)
{
  if (running->timer != 0)
    khidki_host_remove_timer (running->jobs->host, running->timer);
  khidki_job_clear (&running->job);
  g_clear_object (&running->cancellable);
  g_clear_object (&running->jobs);
  g_free (running);
}

static void
too_late (gpointer user_data)
{
  KhidkiJobRunning *running = user_data;

  running->timer = 0;
  g_cancellable_cancel (running->cancellable);
}

static gboolean
write_claim (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiJobRunning *running = data;
  int changed =
      khidki_transaction_execute (transaction, "job-claim", error, "x", running->job.id);

  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "another has it");
  return changed > 0;
}

static void
claimed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KhidkiJobRunning *running = user_data;
  g_autoptr (KhidkiJobs) self = g_object_ref (running->jobs);
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      running->handler->running--;
      self->counters.running--;
      g_hash_table_remove (self->running, &running->job.id);
      if (khidki_jobs_is_passing (error))
        khidki_jobs_set_timer (self, khidki_host_now (self->host) + SOON_MS);
      return;
    }

  running->job.attempts++;
  if (self->stopped)
    {
      khidki_jobs_cut_off (self, &running->job, "");
      return;
    }
  running->timer = khidki_host_add_timer (self->host, running->handler->deadline, too_late, running,
                                          NULL);
  running->handler->func (self, &running->job, running->cancellable, running->handler->user_data);
}

static void
timer_fired (gpointer user_data)
{
  g_autoptr (KhidkiJobs) self = g_object_ref (user_data);

  self->timer = 0;
  khidki_jobs_write_unwritten (self);
  khidki_jobs_look (self);
}

void
khidki_jobs_set_timer (KhidkiJobs *self, gint64 next)
{
  gint64 now = khidki_host_now (self->host);
  gint64 wait = next > now ? MIN (next - now, LOOK_AT_LEAST_MS) : LOOK_AT_LEAST_MS;

  if (!g_queue_is_empty (&self->unwritten))
    wait = MIN (wait, SOON_MS);
  if (self->stopped)
    return;
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  self->timer = khidki_host_add_timer (self->host, (guint) MAX (wait, 1), timer_fired, self, NULL);
}

/* Takes what @job holds, if it can be begun. */
static void
begin (KhidkiJobs *self, KhidkiJob *job)
{
  KhidkiJobHandler *handler = g_hash_table_lookup (self->handlers, job->kind);
  KhidkiJobRunning *running;

  if (handler == NULL || handler->running >= handler->most
      || g_hash_table_contains (self->running, &job->id))
    return;

  handler->running++;
  self->counters.running++;
  running = g_new0 (KhidkiJobRunning, 1);
  running->job = *job;
  *job = (KhidkiJob) { 0 };
  running->jobs = g_object_ref (self);
  running->handler = handler;
  running->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->running, &running->job.id, running);
  khidki_store_write_async (self->store, write_claim, running, NULL, NULL, claimed, running);
}

typedef struct
{
  KhidkiJobs *self;
  KhidkiJobLook *look;
} LookCall;

static void
looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree LookCall *call = user_data;
  g_autoptr (KhidkiJobs) self = call->self;
  g_autoptr (KhidkiJobLook) seen = call->look;
  g_autoptr (GError) error = NULL;
  gboolean read = khidki_store_read_finish (KHIDKI_STORE (source), result, &error);

  self->looking = FALSE;
  if (!read)
    g_warning ("jobs: rows cannot be read: %s", error->message);

  for (guint i = 0; read && !self->stopped && i < seen->found->len; i++)
    begin (self, g_ptr_array_index (seen->found, i));
  for (guint i = 0; read && !self->stopped && i < seen->unreadable->len; i++)
    khidki_jobs_park_unreadable (self, g_ptr_array_index (seen->unreadable, i));
  for (guint i = 0; i < self->settled->len; i++)
    g_hash_table_remove (self->unreadable, &g_array_index (self->settled, gint64, i));
  g_array_set_size (self->settled, 0);
  khidki_jobs_set_timer (self, read ? seen->next : khidki_host_now (self->host) + SOON_MS);
  if (self->look_again)
    khidki_jobs_look (self);
}

void
khidki_jobs_look (KhidkiJobs *self)
{
  LookCall *call;
  GHashTableIter iter;
  gpointer kind, value;

  if (!self->started || self->stopped)
    return;
  self->look_again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  call = g_new0 (LookCall, 1);
  call->self = g_object_ref (self);
  call->look = khidki_job_look_new (khidki_host_now (self->host));
  g_hash_table_iter_init (&iter, self->handlers);
  while (g_hash_table_iter_next (&iter, &kind, &value))
    {
      KhidkiJobHandler *handler = value;
      guint room = handler->most - MIN (handler->running, handler->most);

      if (room > 0)
        khidki_job_look_add_kind (call->look, kind, room);
    }
  khidki_store_read_async (self->store, khidki_job_look_read, call->look, NULL, NULL, looked, call);
}

static gboolean
write_recovery (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiJobs *self = data;

  self->n_deadly = khidki_transaction_execute (transaction, "job-recover-deadly", error, "x",
                                               (gint64) KHIDKI_JOBS_MOST_LOST);
  return self->n_deadly >= 0
         && khidki_transaction_execute (transaction, "job-recover", error, "") >= 0;
}

static void
start_again (gpointer user_data)
{
  KhidkiJobs *self = user_data;

  self->timer = 0;
  khidki_jobs_start (self);
}

static void
recovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiJobs) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      g_critical ("jobs: none is done yet, for what was under way cannot be told: %s",
                  error->message);
      if (!self->stopped)
        self->timer = khidki_host_add_timer (self->host, START_AGAIN_MS, start_again, self, NULL);
      return;
    }
  if (self->n_deadly > 0)
    g_warning ("jobs: %d are parked, for the server ended while they ran, time after time", self->n_deadly);
  self->counters.parked += self->n_deadly;
  self->started = TRUE;
  khidki_jobs_look (self);
}

void
khidki_jobs_start (KhidkiJobs *self)
{
  khidki_store_write_async (self->store, write_recovery, self, NULL, NULL, recovered,
                            g_object_ref (self));
}

void
khidki_jobs_wake (KhidkiJobs *self)
{
  khidki_jobs_look (self);
}

void
khidki_jobs_add_handler (KhidkiJobs *self,
                         const char *kind,
                         guint most_at_once,
                         guint deadline_milliseconds,
                         KhidkiJobFunc func,
                         gpointer user_data)
{
  KhidkiJobHandler *before = g_hash_table_lookup (self->handlers, kind);
  KhidkiJobHandler *handler;

  /* What runs points to its handler. */
  g_return_if_fail (before == NULL || before->running == 0);

  handler = g_new0 (KhidkiJobHandler, 1);
  handler->func = func;
  handler->user_data = user_data;
  handler->most = most_at_once;
  handler->most_attempts = KHIDKI_JOBS_MOST_ATTEMPTS;
  handler->deadline = deadline_milliseconds;
  g_hash_table_replace (self->handlers, g_strdup (kind), handler);
}

void
khidki_jobs_set_patience (KhidkiJobs *self, const char *kind, guint most_attempts)
{
  KhidkiJobHandler *handler = g_hash_table_lookup (self->handlers, kind);

  g_return_if_fail (handler != NULL);
  handler->most_attempts = most_attempts;
}

void
khidki_jobs_stop (KhidkiJobs *self)
{
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer running;

  self->stopped = TRUE;
  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  self->timer = 0;

  /* A handler may end its job from within the cancellation. */
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &running))
    g_ptr_array_add (cancellables, g_object_ref (((KhidkiJobRunning *) running)->cancellable));
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
}

gboolean
khidki_jobs_are_stopping (KhidkiJobs *self)
{
  return self->stopped;
}

void
khidki_jobs_get_counters (KhidkiJobs *self, KhidkiJobsCounters *counters)
{
  *counters = self->counters;
}

static void
khidki_jobs_finalize (GObject *object)
{
  KhidkiJobs *self = KHIDKI_JOBS (object);

  if (self->timer != 0)
    khidki_host_remove_timer (self->host, self->timer);
  khidki_jobs_drop_unwritten (self);
  g_hash_table_unref (self->unreadable);
  g_array_unref (self->settled);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->handlers);
  g_clear_object (&self->store);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_jobs_parent_class)->finalize (object);
}

static void
khidki_jobs_class_init (KhidkiJobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_jobs_finalize;
}

static void
khidki_jobs_init (KhidkiJobs *self)
{
  g_queue_init (&self->unwritten);
  self->unreadable = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->settled = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->handlers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->running = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify) running_free);
}

KhidkiJobs *
khidki_jobs_new (KhidkiHost *host, KhidkiStore *store)
{
  KhidkiJobs *self = g_object_new (KHIDKI_TYPE_JOBS, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  return self;
}
