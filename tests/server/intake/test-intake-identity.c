/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-row.h"
#include "intake-fixture.h"

static gboolean
add_draft (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = khidki_draft_new ("draft", "REV-INC", "1", "self", answers);
  g_autoptr (KhidkiDraft) saved = khidki_draft_row_save (transaction, draft, data, 1, error);

  return saved != NULL;
}

static void
give_draft (IntakeFixture *fixture)
{
  g_autofree char *key = rooms_sql (&fixture->rooms, "SELECT account FROM account");

  rooms_write (&fixture->rooms, add_draft, key);
}

/* Everything hangs on the one account there is. */
static void
assert_all_moved (IntakeFixture *fixture, const char *old_key)
{
  g_autofree char *key = rooms_sql (&fixture->rooms, "SELECT account FROM account");

  g_assert_cmpstr (key, !=, old_key);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "1");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft JOIN account USING (account)", "1");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM outbox WHERE account NOT IN (SELECT account FROM account)",
              "0");
}

static const char *
last_sent_to (IntakeFixture *fixture)
{
  return fake_channel_get_sent (fixture->rooms.channel, intake_fixture_n_sent (fixture) - 1)->id;
}

static void
test_takes_a_new_id (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) old = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  g_autoptr (KhidkiEvent) event = khidki_event_new (KHIDKI_EVENT_IDENTITY, "identity", old,
                                                    rooms_now (&fixture->rooms));
  g_autofree char *key = NULL;
  guint n;

  intake_fixture_say (fixture, "one", "Hi");
  key = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  give_draft (fixture);
  khidki_event_set_new_id (event, "919800000002", "+919800000002");
  intake_fixture_feed (fixture, g_steal_pointer (&event));
  assert_all_moved (fixture, key);

  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "919800000002", "+919800000002", "two", "menu"));
  g_assert_cmpstr (last_sent_to (fixture), ==, "919800000002");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "1");

  /* A job that knew the old id still finds the conversation … */
  intake_fixture_feed (fixture, khidki_event_new_server ("lost", old, rooms_now (&fixture->rooms), "paper-lost", NULL));
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "1");
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key) FROM event JOIN account USING (account)", "identity,two,lost");

  /* … but whoever has the number now is somebody else. */
  n = intake_fixture_n_sent (fixture);
  intake_fixture_say (fixture, "three", "Hi");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), >, n);
  g_assert_cmpstr (last_sent_to (fixture), ==, DIGITS);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "2");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account_alias", "0");
}

static void
test_new_id_of_somebody_else (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) old = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_IDENTITY, "identity", old,
                                         rooms_now (&fixture->rooms));

  intake_fixture_say (fixture, "one", "Hi");
  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "919800000002", "+919800000002", "two", "Hi"));
  khidki_event_set_new_id (event, "919800000002", "+919800000002");
  intake_fixture_feed (fixture, event);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "2");
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event WHERE key = 'identity'", "done");
}

/* The id changes with the number; whoever has the old number now must not be written to,
 * whether or not the new id has spoken yet. */
static void
test_new_id_without_number (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) old = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  gboolean taken = data != NULL;
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_IDENTITY, "identity", old,
                                         rooms_now (&fixture->rooms));

  intake_fixture_say (fixture, "one", "Hi");
  intake_fixture_assert_sql (fixture, "SELECT phone_digest <> '' FROM account", "1");
  if (taken)
    intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "IN.2", NULL, "two", "Hi"));
  khidki_event_set_new_id (event, "IN.2", NULL);
  intake_fixture_feed (fixture, event);
  intake_fixture_assert_sql (fixture, "SELECT group_concat(phone_digest, '') FROM account", "");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", taken ? "2" : "1");

  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "IN.2", NULL, "three", "menu"));
  g_assert_cmpstr (last_sent_to (fixture), ==, "IN.2");
  intake_fixture_assert_sql (fixture, "SELECT group_concat(phone_digest, '') FROM account", "");
}

static gboolean
is_offered (IntakeFixture *fixture, const char *choice)
{
  g_autofree char *within = g_strconcat (choice, "|", NULL);

  return strstr (fake_channel_get_sent (fixture->rooms.channel, intake_fixture_n_sent (fixture) - 1)->choices,
                 within) != NULL;
}

static void
test_knows_who_was_known_by_number (IntakeFixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;

  intake_fixture_say (fixture, "one", "Hi");
  key = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  give_draft (fixture);
  intake_fixture_say (fixture, "mine", "menu");
  g_assert_true (is_offered (fixture, "continue"));
  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "IN.1", PHONE, "two", "menu"));
  assert_all_moved (fixture, key);
  /* Nothing of it shows until they have shown that it is theirs. */
  g_assert_false (is_offered (fixture, "continue"));
  g_assert_cmpstr (last_sent_to (fixture), ==, "IN.1");

  /* Another id with the same number is another person. */
  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, "IN.2", PHONE, "three", "Hi"));
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "2");
}

#define ADD(name, func) ADD_WITH (name, func, NULL)
#define ADD_WITH(name, func, data) \
  g_test_add ("/intake-identity/" name, IntakeFixture, data, intake_fixture_set_up, func, \
              intake_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new-id", test_takes_a_new_id);
  ADD ("new-id/without-number", test_new_id_without_number);
  ADD_WITH ("new-id/without-number-taken", test_new_id_without_number, "taken");
  ADD ("taken", test_new_id_of_somebody_else);
  ADD ("number", test_knows_who_was_known_by_number);

  return g_test_run ();
}
