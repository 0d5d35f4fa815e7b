/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "libkhidki/khidki-error.h"
#include "probe.h"
#include "store-fixture.h"

#define WRITES 50

/* A disk that is full, without one: files may not grow beyond what the log has now. */
static void
fill_disk (StoreFixture *fixture)
{
  struct rlimit limit = { .rlim_cur = 64 * 1024, .rlim_max = RLIM_INFINITY };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
empty_disk (void)
{
  struct rlimit limit = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

typedef struct
{
  guint done;
  guint failed;
  guint told;
  gboolean told_on_home;
  GThread *home;
} Outcome;

static void
told (const GError *error, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  g_assert_true (g_thread_self () == outcome->home);
  outcome->told++;
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
      outcome->failed++;
    }
  outcome->done++;
}

static gboolean
add_much (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autofree char *value = g_strnfill (20000, 'x');
  Probe probe = { .plugin = "much", .key = data, .value = value };

  return probe_add (transaction, &probe, error);
}

static void
run_full_disk (StoreFixture *fixture)
{
  Outcome outcome = { .home = g_thread_self () };
  Probe counted = { .plugin = "much" };
  g_autoptr (GError) error = NULL;
  gint64 kept;

  khidki_store_set_failure_func (fixture->store, told, &outcome);
  fill_disk (fixture);
  for (guint i = 0; i < WRITES; i++)
    khidki_store_write_async (fixture->store, add_much, g_strdup_printf ("%u", i), g_free, NULL,
                              written, &outcome);
  while (outcome.done < WRITES || outcome.told == 0)
    g_main_context_iteration (NULL, TRUE);
  empty_disk ();
  g_assert_cmpuint (outcome.failed, >, 0);
  g_assert_cmpuint (outcome.told, ==, 1);
  /* There is room again, but what is lost stays lost. */
  g_assert_false (khidki_store_write (fixture->store, add_much, "later", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  g_clear_error (&error);
  store_fixture_reopen (fixture);
  khidki_store_read (fixture->store, probe_count, &counted, &error);
  g_assert_no_error (error);
  kept = counted.count;
  g_assert_cmpint (kept, ==, WRITES - outcome.failed);
  g_assert_true (khidki_store_write (fixture->store, add_much, "later", &error));
}

static void
test_full_disk (void)
{
  if (g_test_subprocess ())
    {
      StoreFixture fixture = { 0 };

      store_fixture_set_up (&fixture, NULL);
      run_full_disk (&fixture);
      store_fixture_tear_down (&fixture, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/failure/full-disk", test_full_disk);
  return g_test_run ();
}
