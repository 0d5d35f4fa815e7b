/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>

#include "jobs/khidki-jobs.h"
#include "jobs/khidki-job-rows.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-office-job.h"
#include "sample-department.h"

#define DEADLINE_MS 60000

typedef struct
{
  PipelineFixture pipeline;
  KhidkiTestHost *host;
  KhidkiJobs *jobs;
  KhidkiOfficeJob *office_job;
  char *number;
  GQueue asked; /* of GTask: what the office was asked and has not answered */
  guint n_asked;
} Fixture;

static void
ask (KhidkiApplication *application, GTask *task, gpointer user_data)
{
  Fixture *fixture = user_data;
  KhidkiAnswers *answers = khidki_application_get_answers (application);

  g_assert_cmpstr (khidki_application_get_number (application), ==, fixture->number);
  g_assert_cmpstr (khidki_answers_get (answers, "name"), ==, NAME);
  g_assert_cmpstr (khidki_application_get_subdivision (application), ==, "north-bank");
  fixture->n_asked++;
  g_queue_push_tail (&fixture->asked, task);
}

static void
answer (Fixture *fixture, const char *reference, KhidkiError code)
{
  g_autoptr (GTask) task = g_queue_pop_head (&fixture->asked);

  g_assert_nonnull (task);
  if (reference != NULL)
    g_task_return_pointer (task, g_strdup (reference), g_free);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, code, "the far end says no");
}

static void
settle (Fixture *fixture)
{
  store_fixture_settle (&fixture->pipeline.rows);
}

static void
pass (Fixture *fixture, gint64 milliseconds)
{
  for (gint64 passed = 0; passed < milliseconds; passed += 1000)
    {
      khidki_test_host_advance (fixture->host, 1000);
      settle (fixture);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pipeline_fixture_set_up (&fixture->pipeline, "office");
  fixture->host = khidki_test_host_new ("server");
  khidki_test_host_set_now (fixture->host, START);
  sample_office_set_submit (ask, fixture);
  fixture->number = pipeline_fixture_number (1);
  pipeline_fixture_submit (&fixture->pipeline, fixture->number, &error);
  g_assert_no_error (error);

  fixture->jobs = khidki_jobs_new (KHIDKI_HOST (fixture->host), fixture->pipeline.rows.store);
  fixture->office_job = khidki_office_job_new (KHIDKI_HOST (fixture->host), fixture->jobs,
                                               fixture->pipeline.rows.store);
  khidki_office_job_set_catalogue (fixture->office_job, fixture->pipeline.catalogue);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_jobs_stop (fixture->jobs);
  while (!g_queue_is_empty (&fixture->asked))
    answer (fixture, "too late", 0);
  settle (fixture);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->office_job);
  g_object_unref (fixture->host);
  g_free (fixture->number);
  pipeline_fixture_tear_down (&fixture->pipeline, NULL);
}

static void
start (Fixture *fixture)
{
  khidki_jobs_start (fixture->jobs);
  settle (fixture);
}

/* What the office knows it as, and what is left of the job. */
static void
assert_stands (Fixture *fixture, const char *reference, const char *job)
{
  g_autoptr (KhidkiApplicationRow) row =
      pipeline_fixture_load (&fixture->pipeline, fixture->number);
  g_autofree char *found = pipeline_fixture_sql (
      &fixture->pipeline,
      "SELECT coalesce((SELECT state FROM job WHERE kind = 'office:TST'), 'none')");

  g_assert_cmpstr (row->office_reference, ==, reference);
  g_assert_cmpstr (found, ==, job);
}

static void
test_registers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *moves = NULL;

  start (fixture);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  answer (fixture, "EDIST/2026/77", 0);
  settle (fixture);
  assert_stands (fixture, "EDIST/2026/77", "none");
  moves = pipeline_fixture_sql (&fixture->pipeline,
                                "SELECT group_concat(move) FROM move ORDER BY sequence");
  g_assert_cmpstr (moves, ==, "submit,register");
  pass (fixture, 5000);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
}

static void
test_tries_again (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  answer (fixture, NULL, KHIDKI_ERROR_RETRY);
  settle (fixture);
  assert_stands (fixture, "", "waiting");
  pass (fixture, 5000);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  answer (fixture, NULL, KHIDKI_ERROR_BUSY);
  settle (fixture);
  pass (fixture, 10000);
  g_assert_cmpuint (fixture->n_asked, ==, 3);
  answer (fixture, "77", 0);
  settle (fixture);
  assert_stands (fixture, "77", "none");
}

/* Others are final, whatever they are; and so is a reference that is none. */
static void
test_parks (Fixture *fixture, gconstpointer data)
{
  const char *reference = data;

  start (fixture);
  answer (fixture, reference, KHIDKI_ERROR_UNCERTAIN);
  settle (fixture);
  assert_stands (fixture, "", "parked");
}

/* One that does not answer holds the job no longer than the deadline, and what it
 * says after that is dropped. */
static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  pass (fixture, DEADLINE_MS);
  assert_stands (fixture, "", "waiting");
  answer (fixture, "LATE", 0);
  settle (fixture);
  assert_stands (fixture, "", "waiting");
  pass (fixture, 5000);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  answer (fixture, "AGAIN", 0);
  settle (fixture);
  assert_stands (fixture, "AGAIN", "none");
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  khidki_jobs_stop (fixture->jobs);
  settle (fixture);
  assert_stands (fixture, "", "waiting");
  answer (fixture, "LATE", 0);
  settle (fixture);
  assert_stands (fixture, "", "waiting");
}

/* What the citizen took back is nobody's business any more. */
static void
test_withdrawn (Fixture *fixture, gconstpointer data)
{
  KhidkiMove move = { fixture->number, "withdraw", "citizen", ACCOUNT, "", "", "", NULL, START };
  g_autoptr (GError) error = NULL;

  pipeline_fixture_move (&fixture->pipeline, &move, &error);
  g_assert_no_error (error);
  start (fixture);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
  assert_stands (fixture, "", "none");
}

/* Taken back while the office was being asked: somebody must look at it. */
static void
test_withdrawn_meanwhile (Fixture *fixture, gconstpointer data)
{
  KhidkiMove move = { fixture->number, "withdraw", "citizen", ACCOUNT, "", "", "", NULL, START };
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  start (fixture);
  pipeline_fixture_move (&fixture->pipeline, &move, &error);
  g_assert_no_error (error);
  answer (fixture, "EDIST/2026/78", 0);
  settle (fixture);
  assert_stands (fixture, "", "parked");
  told = pipeline_fixture_sql (&fixture->pipeline, "SELECT error FROM job WHERE kind = 'office:TST'");
  g_assert_nonnull (g_strstr_len (told, -1, "EDIST/2026/78"));
}

/* The department is stopped now and comes back. */
static void
test_department_away (Fixture *fixture, gconstpointer data)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (fixture->pipeline.catalogue);
  g_autoptr (KhidkiCatalogue) empty = khidki_catalogue_new (places);

  khidki_office_job_set_catalogue (fixture->office_job, empty);
  start (fixture);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
  assert_stands (fixture, "", "waiting");
  khidki_office_job_set_catalogue (fixture->office_job, fixture->pipeline.catalogue);
  pass (fixture, 5000);
  answer (fixture, "BACK", 0);
  settle (fixture);
  assert_stands (fixture, "BACK", "none");
}

static gboolean
do_add_hung (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *key = g_strdup_printf ("hung %u", i);

      if (!khidki_job_add (transaction, key, "office", ACCOUNT, data, NULL, START, START, error))
        return FALSE;
    }
  return TRUE;
}

/* Four at once of one kind hang; those of another department go on. */
static void
test_hung_beside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->pipeline.rows.store, do_add_hung, fixture->number, &error);
  g_assert_no_error (error);
  start (fixture);
  g_assert_cmpuint (fixture->n_asked, ==, 5);
  assert_stands (fixture, "", "running");
}

static GLogWriterOutput
quiet (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

#define ADD(name, data, func) g_test_add ("/office-job/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Parking is a warning; here it is what is wanted. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (quiet, NULL, NULL);
  ADD ("registers", NULL, test_registers);
  ADD ("tries-again", NULL, test_tries_again);
  ADD ("parks", NULL, test_parks);
  ADD ("parks-no-reference", "", test_parks);
  ADD ("deadline", NULL, test_deadline);
  ADD ("stop", NULL, test_stop);
  ADD ("withdrawn", NULL, test_withdrawn);
  ADD ("withdrawn-meanwhile", NULL, test_withdrawn_meanwhile);
  ADD ("department-away", NULL, test_department_away);
  ADD ("hung-beside", NULL, test_hung_beside);
  return g_test_run ();
}
