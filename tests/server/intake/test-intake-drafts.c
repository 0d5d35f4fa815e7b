/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-row.h"
#include "intake-fixture.h"

/* Another does @sql between the step of what is said and its write. */
static void
say_meanwhile (IntakeFixture *fixture, const char *key, const char *text, const char *sql)
{
  g_autoptr (GPtrArray) events = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *locker = rooms_lock_then (&fixture->rooms, sql);
  guint64 reads = intake_fixture_count_reads (fixture);

  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, key, text));
  intake_fixture_begin (fixture, events, &result);
  while (intake_fixture_count_reads (fixture) == reads)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_settle ();
  rooms_unlock (locker);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);
}

static void
assert_conflicts (IntakeFixture *fixture, guint n)
{
  KhidkiIntakeCounters counters;

  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.conflicts, ==, n);
}

/* Another node is faster. */
static void
test_steps_again_after_a_conflict (IntakeFixture *fixture, gconstpointer data)
{
  KhidkiIntakeCounters counters;

  intake_fixture_say (fixture, "one", "Hi");
  say_meanwhile (fixture, "two", "menu", "UPDATE account SET version = version + 1");
  assert_conflicts (fixture, 1);
  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.acted, ==, 2);
  intake_fixture_assert_sql (fixture, "SELECT version FROM account", "3");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event", "2");
}

static void
begin_draft (IntakeFixture *fixture)
{
  intake_fixture_say (fixture, "one", "hello");
  intake_fixture_say (fixture, "two", "english");
  intake_fixture_say (fixture, "three", "income");
  intake_fixture_say (fixture, "four", "For myself");
  intake_fixture_assert_sql (fixture, "SELECT version FROM draft", "1");
}

typedef struct
{
  char *account;
  KhidkiDraft *draft;
} LoadDraft;

static gboolean
load_draft (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  LoadDraft *load = data;

  return khidki_draft_row_load_open (transaction, load->account, &load->draft, NULL, error);
}

/* A counter saves the draft while its citizen answers in the chat. */
static void
test_loses_no_answer_of_another_door (IntakeFixture *fixture, gconstpointer data)
{
  LoadDraft load = { 0 };
  g_autoptr (GError) error = NULL;

  begin_draft (fixture);
  say_meanwhile (fixture, "five", "Asha Rani", "UPDATE draft SET version = version + 1");
  assert_conflicts (fixture, 1);
  intake_fixture_assert_sql (fixture, "SELECT version FROM draft", "3");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'done'", "5");

  load.account = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  khidki_store_read (fixture->rooms.rows.store, load_draft, &load, &error);
  g_assert_no_error (error);
  g_assert_cmpint (khidki_draft_get_version (load.draft), ==, 3);
  g_assert_cmpstr (khidki_answers_get (khidki_draft_get_answers (load.draft), "name"), ==,
                   "Asha Rani");
  g_assert_cmpstr (khidki_draft_get_author (load.draft, "name"), ==, CHANNEL);
  khidki_draft_unref (load.draft);
  g_free (load.account);
}

/* What a counter has submitted does not come back as a draft. */
static void
test_revives_no_draft (IntakeFixture *fixture, gconstpointer data)
{
  begin_draft (fixture);
  say_meanwhile (fixture, "five", "Asha Rani", "DELETE FROM draft");
  assert_conflicts (fixture, 1);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft", "0");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'done'", "5");
}

/* A draft that is begun, answered and dropped within one turn. */
static void
test_folds_a_draft (IntakeFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "Asha Rani", "cancel", "Yes, delete it" };
  GPtrArray *events = intake_fixture_new_events ();

  begin_draft (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, texts[i], texts[i]));
  intake_fixture_feed_all (fixture, events);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft", "0");
  intake_fixture_assert_sql (fixture, "SELECT max(version) FROM account", "5");
  assert_conflicts (fixture, 0);
}

#define ADD(name, func) \
  g_test_add ("/intake/drafts/" name, IntakeFixture, NULL, intake_fixture_set_up, func, \
              intake_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("conflict", test_steps_again_after_a_conflict);
  ADD ("other-door", test_loses_no_answer_of_another_door);
  ADD ("no-revival", test_revives_no_draft);
  ADD ("folded-draft", test_folds_a_draft);

  return g_test_run ();
}
