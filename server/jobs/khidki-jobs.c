/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-jobs.h"

#include "jobs/khidki-job-look.h"
#include "libkhidki/khidki-error.h"

#define MOST_ATTEMPTS 10
#define FIRST_WAIT_MS 1000
#define LONGEST_WAIT_MS (10 * 60 * 1000)
#define LOOK_AT_LEAST_MS (30 * 1000)
/* After the store refused for a while, another process holding it. */
#define SOON_MS 1000
#define START_AGAIN_MS 5000

typedef struct
{
  KhidkiJobFunc func;
  gpointer user_data;
  guint most;
  guint running;
  guint deadline;
} Handler;

/* A job with what the runner knows of it beside. */
typedef struct
{
  KhidkiJob job;
  KhidkiJobs *jobs;
  Handler *handler;
  GCancellable *cancellable;
  guint timer;
} Running;

struct _KhidkiJobs
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  GHashTable *handlers;
  GHashTable *running;
  GQueue unwritten;
  GHashTable *unreadable;
  GArray *settled;
  KhidkiJobsCounters counters;
  guint timer;
  gboolean started;
  gboolean looking;
  gboolean look_again;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (KhidkiJobs, khidki_jobs, G_TYPE_OBJECT)

static void look (KhidkiJobs *self);
static void set_timer (KhidkiJobs *self, gint64 next);

static void
running_free (Running *running)
{
  if (running->timer != 0)
    khidki_host_remove_timer (running->jobs->host, running->timer);
  khidki_job_clear (&running->job);
  g_clear_object (&running->cancellable);
  g_clear_object (&running->jobs);
  g_free (running);
}

typedef struct
{
  gint64 id;
  gint64 now;
  gint64 next_at;
  const char *state;
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
  return khidki_transaction_execute (transaction, "job-again", error, "sxsx", ending->state,
                                     ending->next_at, ending->error, ending->id) >= 0;
}

typedef struct
{
  KhidkiJobs *self;
  Ending *ending;
} EndingCall;

static gboolean
is_passing (const GError *error)
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
      look (self);
      return;
    }

  g_warning ("jobs: the end of a job was not written: %s", error->message);
  if (is_passing (error))
    {
      g_queue_push_tail (&self->unwritten, call->ending);
      set_timer (self, 0);
      return;
    }
  /* The row stays claimed and is done again after a restart: its effects carry
   * the job's key. */
  ending_free (call->ending);
  look (self);
}

static void
begin_ending (KhidkiJobs *self, Ending *ending)
{
  EndingCall *call = g_new0 (EndingCall, 1);

  call->self = g_object_ref (self);
  call->ending = ending;
  khidki_store_write_async (self->store, write_ending, ending, NULL, NULL, ending_written, call);
}

static void
end (KhidkiJobs *self, KhidkiJob *job, const char *state, gint64 next_at, const char *error)
{
  Running *running = (Running *) job;
  Ending *ending = g_new0 (Ending, 1);

  ending->id = job->id;
  ending->state = state;
  ending->next_at = next_at;
  ending->error = g_strdup (error);
  running->handler->running--;
  self->counters.running--;
  begin_ending (self, ending);
  g_hash_table_remove (self->running, &job->id);
}

void
khidki_jobs_done (KhidkiJobs *self, KhidkiJob *job)
{
  self->counters.done++;
  end (self, job, NULL, 0, NULL);
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
  gint64 wait = MIN (FIRST_WAIT_MS << MIN (job->attempts, 10), LONGEST_WAIT_MS);

  if (self->stopped)
    {
      end (self, job, "waiting", khidki_host_now (self->host), error->message);
    }
  else if (is_final (error) || job->attempts >= MOST_ATTEMPTS)
    {
      self->counters.parked++;
      g_warning ("jobs: %s job %" G_GINT64_FORMAT " is parked after %u tries: %s", job->kind, job->id,
                 job->attempts, error->message);
      end (self, job, "parked", 0, error->message);
    }
  else
    {
      self->counters.retried++;
      end (self, job, "waiting", khidki_host_now (self->host) + wait, error->message);
    }
}

static void
too_late (gpointer user_data)
{
  Running *running = user_data;

  running->timer = 0;
  g_cancellable_cancel (running->cancellable);
}

static gboolean
write_claim (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Running *running = data;
  int changed =
      khidki_transaction_execute (transaction, "job-claim", error, "x", running->job.id);

  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "another has it");
  return changed > 0;
}

static void
claimed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Running *running = user_data;
  g_autoptr (KhidkiJobs) self = g_object_ref (running->jobs);
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error) || self->stopped)
    {
      running->handler->running--;
      self->counters.running--;
      g_hash_table_remove (self->running, &running->job.id);
      if (error != NULL && is_passing (error))
        set_timer (self, khidki_host_now (self->host) + SOON_MS);
      return;
    }

  running->job.attempts++;
  running->timer = khidki_host_add_timer (self->host, running->handler->deadline, too_late, running,
                                          NULL);
  running->handler->func (self, &running->job, running->cancellable, running->handler->user_data);
}

static void
timer_fired (gpointer user_data)
{
  g_autoptr (KhidkiJobs) self = g_object_ref (user_data);
  guint n = g_queue_get_length (&self->unwritten);

  self->timer = 0;
  for (guint i = 0; i < n; i++)
    begin_ending (self, g_queue_pop_head (&self->unwritten));
  look (self);
}

static void
set_timer (KhidkiJobs *self, gint64 next)
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
  Handler *handler = g_hash_table_lookup (self->handlers, job->kind);
  Running *running;

  if (handler == NULL || handler->running >= handler->most
      || g_hash_table_contains (self->running, &job->id))
    return;

  handler->running++;
  self->counters.running++;
  running = g_new0 (Running, 1);
  running->job = *job;
  *job = (KhidkiJob) { 0 };
  running->jobs = g_object_ref (self);
  running->handler = handler;
  running->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->running, &running->job.id, running);
  khidki_store_write_async (self->store, write_claim, running, NULL, NULL, claimed, running);
}

static void
park_unreadable (KhidkiJobs *self, const KhidkiJobUnreadable *unreadable)
{
  Ending *ending;

  if (!g_hash_table_add (self->unreadable,
                         g_memdup2 (&unreadable->id, sizeof unreadable->id)))
    return;
  g_critical ("jobs: row %" G_GINT64_FORMAT " cannot be read and is parked: %s", unreadable->id,
              unreadable->why);
  ending = g_new0 (Ending, 1);
  ending->id = unreadable->id;
  ending->state = "parked";
  ending->error = g_strdup (unreadable->why);
  begin_ending (self, ending);
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
    park_unreadable (self, g_ptr_array_index (seen->unreadable, i));
  for (guint i = 0; i < self->settled->len; i++)
    g_hash_table_remove (self->unreadable, &g_array_index (self->settled, gint64, i));
  g_array_set_size (self->settled, 0);
  set_timer (self, read ? seen->next : khidki_host_now (self->host) + SOON_MS);
  if (self->look_again)
    look (self);
}

static void
look (KhidkiJobs *self)
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
      Handler *handler = value;
      guint room = handler->most - MIN (handler->running, handler->most);

      if (room > 0)
        khidki_job_look_add_kind (call->look, kind, room);
    }
  khidki_store_read_async (self->store, khidki_job_look_read, call->look, NULL, NULL, looked, call);
}

static gboolean
write_recovery (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_execute (transaction, "job-recover", error, "") >= 0;
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
  self->started = TRUE;
  look (self);
}

void
khidki_jobs_start (KhidkiJobs *self)
{
  khidki_store_write_async (self->store, write_recovery, NULL, NULL, NULL, recovered,
                            g_object_ref (self));
}

void
khidki_jobs_wake (KhidkiJobs *self)
{
  look (self);
}

void
khidki_jobs_add_handler (KhidkiJobs *self,
                         const char *kind,
                         guint most_at_once,
                         guint deadline_milliseconds,
                         KhidkiJobFunc func,
                         gpointer user_data)
{
  Handler *before = g_hash_table_lookup (self->handlers, kind);
  Handler *handler;

  /* What runs points to its handler. */
  g_return_if_fail (before == NULL || before->running == 0);

  handler = g_new0 (Handler, 1);
  handler->func = func;
  handler->user_data = user_data;
  handler->most = most_at_once;
  handler->deadline = deadline_milliseconds;
  g_hash_table_replace (self->handlers, g_strdup (kind), handler);
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
    g_ptr_array_add (cancellables, g_object_ref (((Running *) running)->cancellable));
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
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
  g_queue_clear_full (&self->unwritten, (GDestroyNotify) ending_free);
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
