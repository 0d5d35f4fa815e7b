/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake-fixture.h"
#include "intake/khidki-intake-parked.h"
#include "libkhidki/khidki-error.h"

static void
test_puts_a_killer_aside (IntakeFixture *fixture, gconstpointer data)
{
  GPtrArray *events = intake_fixture_new_events ();
  KhidkiIntakeCounters counters;

  intake_fixture_die_on (fixture, "killer");
  intake_fixture_die_on (fixture, "killer");
  intake_fixture_die_on (fixture, "suspect");
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "before", "Hi"));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "suspect", "menu"));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "killer", "menu"));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "after", "menu"));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, "other", NULL, "elsewhere", "Hi"));
  rooms_expect_warning ("*ended the process more than once*");
  intake_fixture_feed_all (fixture, events);
  rooms_assert_warned ();
  intake_fixture_assert_sql (fixture,
              "SELECT group_concat(key || ' ' || outcome) FROM "
              "(SELECT * FROM event WHERE key <> 'elsewhere' ORDER BY id)",
              "before done,suspect done,killer parked,after done");
  /* The suspect and the killer had turns of their own. */
  intake_fixture_assert_sql (fixture, "SELECT max(version) FROM account", "3");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event WHERE key = 'elsewhere'", "1");
  g_assert_cmpuint (khidki_marks_get_suspicion (fixture->marks, "killer"), ==, 0);
  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.parked, ==, 1);
}

static gboolean
retry (IntakeFixture *fixture, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean done;

  khidki_intake_parked_retry_async (fixture->intake, fixture->rooms.rows.store, id,
                                    khidki_test_take_result, &result);
  khidki_test_await (&result);
  done = khidki_intake_parked_retry_finish (result, error);
  rooms_settle (&fixture->rooms);
  return done;
}

/* An administrator lets what was put aside be acted on: once, its row and its
 * effects together. */
static void
test_acts_on_what_was_put_aside (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  intake_fixture_die_on (fixture, "killer");
  intake_fixture_die_on (fixture, "killer");
  rooms_expect_warning ("*ended the process more than once*");
  intake_fixture_say (fixture, "killer", "Hi");
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event", "parked");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 0);
  intake_fixture_say (fixture, "killer", "Hi");
  intake_fixture_assert_sql (fixture, "SELECT group_concat(outcome) FROM event", "parked");

  g_assert_true (retry (fixture, 1, &error));
  g_assert_no_error (error);
  intake_fixture_assert_sql (fixture, "SELECT group_concat(outcome || note) FROM event", "done");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 1);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "1");

  g_assert_false (retry (fixture, 1, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  intake_fixture_say (fixture, "killer", "Hi");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 1);
}

/* What cannot be acted on stays where an administrator sees it, with its new reason. */
static void
test_is_put_aside_again (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nothing = NULL;

  intake_fixture_say (fixture, "one", "Hi");
  intake_fixture_die_on (fixture, "killer");
  intake_fixture_die_on (fixture, "killer");
  rooms_expect_warning ("*ended the process more than once*");
  intake_fixture_say (fixture, "killer", "menu");
  nothing = rooms_sql (&fixture->rooms, "UPDATE account SET sealed_session = x'00' RETURNING 1");
  rooms_expect_warning ("*is put aside*");
  g_assert_false (retry (fixture, 2, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  rooms_assert_warned ();
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event", "one done,killer parked");
  intake_fixture_assert_sql (fixture, "SELECT note LIKE '%more than once%' FROM event WHERE id = 2", "0");

  /* So is what comes after: acknowledged, or it would come for ever. */
  rooms_expect_warning ("*is put aside*");
  intake_fixture_say (fixture, "next", "menu");
  rooms_assert_warned ();
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event WHERE key = 'next'", "parked");
}

#define ADD(name, func) \
  g_test_add ("/intake-parked/" name, IntakeFixture, NULL, intake_fixture_set_up, func, \
              intake_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("killer", test_puts_a_killer_aside);
  ADD ("again", test_acts_on_what_was_put_aside);
  ADD ("stays", test_is_put_aside_again);

  return g_test_run ();
}
