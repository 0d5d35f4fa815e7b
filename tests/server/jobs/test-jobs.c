/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-jobs.h"
#include "rooms-fixture.h"

#define DEADLINE 60000

/* A job that is being done, and when it began. */
typedef struct
{
  char *key;
  char *payload;
  gint64 at;
  guint attempts;
} Call;

typedef struct
{
  RoomsFixture rooms;
  KhidkiJobs *jobs;
  GPtrArray *calls;
  GQueue held;
  GQueue errors;
  gboolean hold;
  guint n_cancelled;
} Fixture;

static void
call_free (Call *call)
{
  g_free (call->key);
  g_free (call->payload);
  g_free (call);
}

static void
answer (Fixture *fixture, KhidkiJob *job)
{
  g_autoptr (GError) error = g_queue_pop_head (&fixture->errors);

  if (error != NULL)
    khidki_jobs_failed (fixture->jobs, job, error);
  else
    khidki_jobs_done (fixture->jobs, job);
}

static void
cancelled (GCancellable *cancellable, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_cancelled++;
}

static void
run (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  Fixture *fixture = user_data;
  Call *call = g_new0 (Call, 1);

  call->key = g_strdup (job->key);
  call->payload = g_variant_is_of_type (job->payload, G_VARIANT_TYPE_STRING)
                      ? g_variant_dup_string (job->payload, NULL)
                      : NULL;
  call->at = rooms_now (&fixture->rooms);
  call->attempts = job->attempts;
  g_ptr_array_add (fixture->calls, call);
  if (fixture->hold)
    {
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled), fixture);
      g_queue_push_tail (&fixture->held, job);
    }
  else
    answer (fixture, job);
}

static void
let_go (Fixture *fixture)
{
  KhidkiJob *job;

  while ((job = g_queue_pop_head (&fixture->held)) != NULL)
    answer (fixture, job);
}

static void
make_jobs (Fixture *fixture)
{
  fixture->jobs = khidki_jobs_new (fixture->rooms.host, fixture->rooms.rows.store);
  khidki_jobs_add_handler (fixture->jobs, "slow", 2, DEADLINE, run, fixture);
  khidki_jobs_add_handler (fixture->jobs, "quick", 8, DEADLINE, run, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  fixture->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) call_free);
  make_jobs (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_jobs_stop (fixture->jobs);
  let_go (fixture);
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->jobs);
  g_ptr_array_unref (fixture->calls);
  g_queue_clear_full (&fixture->errors, (GDestroyNotify) g_error_free);
  rooms_tear_down (&fixture->rooms);
}

static void
start (Fixture *fixture)
{
  khidki_jobs_start (fixture->jobs);
  rooms_settle (&fixture->rooms);
}

typedef struct
{
  const char *key;
  const char *kind;
  gint64 due;
} NewJob;

static gboolean
do_add (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  NewJob *job = data;

  return khidki_job_add (transaction, job->key, job->kind, "asha", "subject",
                         g_variant_new_string (job->key), job->due, job->due, error);
}

static void
add (Fixture *fixture, const char *key, const char *kind, gint64 delay)
{
  NewJob job = { key, kind, rooms_now (&fixture->rooms) + delay };

  rooms_write (&fixture->rooms, do_add, &job);
}

static void
push_error (Fixture *fixture, KhidkiError code)
{
  g_queue_push_tail (&fixture->errors, g_error_new (KHIDKI_ERROR, (int) code, "no: %d", (int) code));
}

static void
assert_called (Fixture *fixture, guint index, const char *key)
{
  g_assert_cmpuint (fixture->calls->len, >, index);
  g_assert_cmpstr (((Call *) g_ptr_array_index (fixture->calls, index))->key, ==, key);
}

static void
assert_state (Fixture *fixture, const char *key, const char *state)
{
  g_autofree char *states = rooms_sql (
      &fixture->rooms, "SELECT ' ' || COALESCE(group_concat(key || '=' || state, ' '), '') || ' ' FROM job");
  g_autofree char *expected = g_strdup_printf (" %s=%s ", key, state);
  g_autofree char *any = g_strdup_printf (" %s=", key);

  if (g_str_equal (state, "gone"))
    g_assert_null (strstr (states, any));
  else
    g_assert_nonnull (strstr (states, expected));
}

static void
assert_tries (Fixture *fixture, const char *expected)
{
  g_autofree char *tries =
      rooms_sql (&fixture->rooms, "SELECT group_concat(attempts, ' ') FROM job");

  g_assert_cmpstr (tries, ==, expected);
}

static void
test_claims_and_does (Fixture *fixture, gconstpointer data)
{
  KhidkiJobsCounters counters;

  fixture->hold = TRUE;
  add (fixture, "one", "quick", 0);
  add (fixture, "later", "quick", 5000);
  start (fixture);
  g_assert_cmpuint (fixture->calls->len, ==, 1);
  assert_called (fixture, 0, "one");
  g_assert_cmpstr (((Call *) g_ptr_array_index (fixture->calls, 0))->payload, ==, "one");
  assert_state (fixture, "one", "running");
  assert_state (fixture, "later", "waiting");

  let_go (fixture);
  rooms_settle (&fixture->rooms);
  assert_state (fixture, "one", "gone");
  rooms_advance (&fixture->rooms, 5000, 1000);
  assert_called (fixture, 1, "later");
  khidki_jobs_get_counters (fixture->jobs, &counters);
  g_assert_cmpuint (counters.done, ==, 1);
  g_assert_cmpuint (counters.running, ==, 1);
}

static void
test_wakes (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  add (fixture, "one", "quick", 0);
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (fixture->calls->len, ==, 0);
  khidki_jobs_wake (fixture->jobs);
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (fixture->calls->len, ==, 1);

  /* Another process wrote it. */
  add (fixture, "untold", "quick", 0);
  rooms_advance (&fixture->rooms, 31 * 1000, 1000);
  assert_called (fixture, 1, "untold");
}

static void
test_same_key_makes_one_job (Fixture *fixture, gconstpointer data)
{
  add (fixture, "one", "quick", 0);
  add (fixture, "one", "quick", 0);
  start (fixture);
  g_assert_cmpuint (fixture->calls->len, ==, 1);
}

static void
test_tries_again_with_growing_waits (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    push_error (fixture, i == 2 ? KHIDKI_ERROR_BUSY : KHIDKI_ERROR_RETRY);
  add (fixture, "one", "quick", 0);
  start (fixture);
  rooms_advance (&fixture->rooms, 60 * 1000, 1000);

  g_assert_cmpuint (fixture->calls->len, ==, 5);
  for (guint i = 1; i < 5; i++)
    {
      Call *call = g_ptr_array_index (fixture->calls, i);
      Call *before = g_ptr_array_index (fixture->calls, i - 1);

      g_assert_cmpuint (call->attempts, ==, i + 1);
      g_assert_cmpint (call->at - before->at, >=, G_GINT64_CONSTANT (1000) << i);
      g_assert_cmpint (call->at - before->at, <=, (G_GINT64_CONSTANT (1000) << i) + 1000);
    }
  assert_state (fixture, "one", "gone");
}

static void
test_parks_after_the_last_try (Fixture *fixture, gconstpointer data)
{
  g_autofree char *error = NULL;

  for (guint i = 0; i < 10; i++)
    push_error (fixture, KHIDKI_ERROR_RETRY);
  add (fixture, "one", "quick", 0);
  rooms_expect_warning ("*parked after 10 tries*");
  start (fixture);
  rooms_advance (&fixture->rooms, 3 * HOUR, 60 * 1000);
  rooms_assert_warned ();
  g_assert_cmpuint (fixture->calls->len, ==, 10);
  assert_state (fixture, "one", "parked");
  error = rooms_sql (&fixture->rooms, "SELECT error FROM job WHERE key = 'one'");
  g_assert_cmpstr (error, ==, "no: 1");
}

static void
test_parks_final_errors_at_once (Fixture *fixture, gconstpointer data)
{
  static const KhidkiError codes[] = { KHIDKI_ERROR_FAILED, KHIDKI_ERROR_INVALID,
                                       KHIDKI_ERROR_REFUSED, KHIDKI_ERROR_NOT_FOUND };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *key = g_strdup_printf ("job %u", i);

      push_error (fixture, codes[i]);
      add (fixture, key, "quick", 0);
      rooms_expect_warning ("*parked after 1 tries*");
    }
  start (fixture);
  rooms_assert_warned ();
  rooms_advance (&fixture->rooms, HOUR, 60 * 1000);
  g_assert_cmpuint (fixture->calls->len, ==, G_N_ELEMENTS (codes));
  assert_state (fixture, "job 0", "parked");
  assert_state (fixture, "job 3", "parked");
}

static void
test_deadline_cancels (Fixture *fixture, gconstpointer data)
{
  fixture->hold = TRUE;
  add (fixture, "one", "quick", 0);
  start (fixture);
  rooms_advance (&fixture->rooms, DEADLINE - 1000, 10 * 1000);
  g_assert_cmpuint (fixture->n_cancelled, ==, 0);
  rooms_advance (&fixture->rooms, 2000, 1000);
  g_assert_cmpuint (fixture->n_cancelled, ==, 1);

  push_error (fixture, KHIDKI_ERROR_RETRY);
  let_go (fixture);
  rooms_settle (&fixture->rooms);
  assert_state (fixture, "one", "waiting");
}

static void
test_restart_does_it_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *changed = NULL;

  add (fixture, "one", "quick", 0);
  changed = rooms_sql (&fixture->rooms,
                       "UPDATE job SET state = 'running', attempts = 1 RETURNING 1");
  g_assert_cmpstr (changed, ==, "1");
  start (fixture);
  g_assert_cmpuint (fixture->calls->len, ==, 1);
  g_assert_cmpuint (((Call *) g_ptr_array_index (fixture->calls, 0))->attempts, ==, 2);
  assert_state (fixture, "one", "gone");
}

/* Where the far end may be away for days. */
static void
test_patience (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    push_error (fixture, KHIDKI_ERROR_RETRY);
  khidki_jobs_set_patience (fixture->jobs, "quick", 40);
  add (fixture, "one", "quick", 0);
  rooms_expect_warning ("*failed 10 times and is tried again*");
  start (fixture);
  rooms_advance (&fixture->rooms, 3 * HOUR, 60 * 1000);
  rooms_assert_warned ();
  assert_state (fixture, "one", "waiting");
  rooms_advance (&fixture->rooms, 2 * HOUR, 60 * 1000);
  g_assert_cmpuint (fixture->calls->len, ==, 31);
  assert_state (fixture, "one", "gone");
}

/* One that brings the server down would do so at each start. */
static void
test_restart_does_not_go_on_for_ever (Fixture *fixture, gconstpointer data)
{
  g_autofree char *changed = NULL;

  add (fixture, "deadly", "quick", 0);
  changed = rooms_sql (&fixture->rooms,
                       "UPDATE job SET state = 'running', attempts = 10, lost = 9 RETURNING 1");
  g_assert_cmpstr (changed, ==, "1");
  add (fixture, "harmless", "quick", 0);
  rooms_expect_warning ("*1 are parked, for the server ended*");
  start (fixture);
  rooms_assert_warned ();
  g_assert_cmpuint (fixture->calls->len, ==, 1);
  assert_state (fixture, "deadly", "parked");
  assert_state (fixture, "harmless", "gone");
}

static void
test_backlog_holds_up_no_other (Fixture *fixture, gconstpointer data)
{
  fixture->hold = TRUE;
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("slow %02u", i);

      add (fixture, key, "slow", 0);
    }
  add (fixture, "quick", "quick", 0);
  start (fixture);
  g_assert_cmpuint (fixture->calls->len, ==, 3);
  assert_state (fixture, "quick", "running");

  fixture->hold = FALSE;
  let_go (fixture);
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (fixture->calls->len, ==, 21);
}

static void
test_kind_without_handler_waits (Fixture *fixture, gconstpointer data)
{
  add (fixture, "strange", "strange", 0);
  add (fixture, "one", "quick", 0);
  start (fixture);
  g_assert_cmpuint (fixture->calls->len, ==, 1);
  assert_state (fixture, "strange", "waiting");
}

static void
test_parks_what_cannot_be_read (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *key = g_strdup_printf ("spoiled %u", i);

      add (fixture, key, "slow", 0);
    }
  g_free (rooms_sql (&fixture->rooms, "UPDATE job SET sealed = x'00' RETURNING 1"));
  add (fixture, "fine", "slow", 0);
  /* Two at a time, as many as the handler takes. */
  for (guint i = 0; i < 3; i++)
    rooms_expect_warning ("*cannot be read and is parked*");
  start (fixture);
  rooms_assert_warned ();
  assert_state (fixture, "spoiled 2", "parked");
  assert_state (fixture, "fine", "gone");
}

static void
test_stop_keeps_the_rows (Fixture *fixture, gconstpointer data)
{
  fixture->hold = TRUE;
  add (fixture, "one", "slow", 0);
  add (fixture, "two", "slow", 0);
  add (fixture, "three", "slow", 0);
  start (fixture);
  khidki_jobs_stop (fixture->jobs);
  g_assert_cmpuint (fixture->n_cancelled, ==, 2);
  /* Even an end that is final otherwise: what failed was the stop. */
  push_error (fixture, KHIDKI_ERROR_FAILED);
  let_go (fixture);
  rooms_settle (&fixture->rooms);
  rooms_advance (&fixture->rooms, HOUR, 10 * 60 * 1000);
  assert_state (fixture, "one", "waiting");
  assert_state (fixture, "two", "gone");
  assert_state (fixture, "three", "waiting");
  assert_tries (fixture, "0 0");
  g_assert_cmpuint (fixture->calls->len, ==, 2);
}

/* Claimed, and the stop came before it was begun. */
static void
test_stop_before_the_beginning (Fixture *fixture, gconstpointer data)
{
  KhidkiJobsCounters counters = { 0 };

  start (fixture);
  add (fixture, "one", "slow", 0);
  khidki_jobs_wake (fixture->jobs);
  while (counters.running == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      khidki_jobs_get_counters (fixture->jobs, &counters);
    }
  khidki_jobs_stop (fixture->jobs);
  rooms_settle (&fixture->rooms);
  assert_state (fixture, "one", "waiting");
  assert_tries (fixture, "0");
  g_assert_cmpuint (fixture->calls->len, ==, 0);
}

static void
test_writes_the_end_again (Fixture *fixture, gconstpointer data)
{
  GSubprocess *locker;

  fixture->hold = TRUE;
  add (fixture, "one", "quick", 0);
  start (fixture);
  locker = rooms_lock (&fixture->rooms);
  rooms_expect_warning ("*the end of a job was not written*");
  let_go (fixture);
  rooms_await_warning ();
  rooms_unlock (locker);
  rooms_advance (&fixture->rooms, 2000, 1000);
  assert_state (fixture, "one", "gone");
  g_assert_cmpuint (fixture->calls->len, ==, 1);
}

static void
test_starts_when_the_store_lets_it (Fixture *fixture, gconstpointer data)
{
  GSubprocess *locker;

  add (fixture, "one", "quick", 0);
  locker = rooms_lock (&fixture->rooms);
  rooms_expect_warning ("*none is done yet*");
  khidki_jobs_start (fixture->jobs);
  rooms_await_warning ();
  rooms_unlock (locker);
  rooms_advance (&fixture->rooms, 6000, 1000);
  g_assert_cmpuint (fixture->calls->len, ==, 1);
}

#define ADD(name, func) g_test_add ("/jobs/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("claims", test_claims_and_does);
  ADD ("wakes", test_wakes);
  ADD ("same-key", test_same_key_makes_one_job);
  ADD ("growing-waits", test_tries_again_with_growing_waits);
  ADD ("last-try", test_parks_after_the_last_try);
  ADD ("final", test_parks_final_errors_at_once);
  ADD ("deadline", test_deadline_cancels);
  ADD ("restart", test_restart_does_it_again);
  ADD ("patience", test_patience);
  ADD ("restart/deadly", test_restart_does_not_go_on_for_ever);
  ADD ("backlog", test_backlog_holds_up_no_other);
  ADD ("strange-kind", test_kind_without_handler_waits);
  ADD ("unreadable", test_parks_what_cannot_be_read);
  ADD ("stop", test_stop_keeps_the_rows);
  ADD ("stop/before", test_stop_before_the_beginning);
  ADD ("store/end", test_writes_the_end_again);
  ADD ("store/start", test_starts_when_the_store_lets_it);

  return g_test_run ();
}
