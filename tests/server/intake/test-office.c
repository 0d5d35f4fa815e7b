/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "drafts/khidki-draft-row.h"
#include "intake-fixture.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-pipeline.h"

typedef struct
{
  IntakeFixture *fixture;
  const char *account;
  const char *move;
  const char *text;
} Office;

static char *
dup_number (void)
{
  static const guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES] = { 1, 2, 3 };

  return khidki_application_number_new (2026, randomness);
}

static gboolean
do_submit (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Office *office = data;
  KhidkiCatalogue *catalogue = office->fixture->catalogue;
  KhidkiService *service = khidki_catalogue_find_service (catalogue, "REV-INC");
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = khidki_draft_new (
      "draft", "REV-INC", khidki_service_get_version (service), "self", answers);
  g_autofree char *number = dup_number ();
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 23, G_DATE_NOVEMBER, 2026);
  khidki_answers_set (answers, "name", "Asha");
  khidki_answers_set (answers, "address.subdivision", "rohini");
  return khidki_pipeline_submit (transaction, catalogue, number, office->account, draft,
                                 rooms_now (&office->fixture->rooms), &today, error);
}

static gboolean
do_move (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Office *office = data;
  g_autofree char *number = dup_number ();
  KhidkiMove move = { number, office->move, "officer:test", NULL, "dealing-assistant", "",
                      office->text, NULL, rooms_now (&office->fixture->rooms) };

  return khidki_pipeline_move (transaction, office->fixture->catalogue, &move, error);
}

/* An application of the one account there is, about which the office asks. */
static void
give_question (IntakeFixture *fixture, const char *question)
{
  g_autofree char *account = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  Office office = { fixture, account, "scrutinise", "" };

  rooms_write (&fixture->rooms, do_submit, &office);
  rooms_write (&fixture->rooms, do_move, &office);
  office.move = "ask";
  office.text = question;
  rooms_write (&fixture->rooms, do_move, &office);
}

static FakeSend *
last_sent (IntakeFixture *fixture)
{
  return fake_channel_get_sent (fixture->rooms.channel, intake_fixture_n_sent (fixture) - 1);
}

/* The choice of the last message that ends in @what. */
static KhidkiEvent *
tap (IntakeFixture *fixture, const char *key, const char *what)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  g_auto (GStrv) choices = g_strsplit (last_sent (fixture)->choices, "|", -1);

  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_has_suffix (choices[i], what))
      return khidki_event_new_choice (key, account, rooms_now (&fixture->rooms), choices[i], what);
  g_error ("“%s” was not offered", what);
}

static void
assert_said (IntakeFixture *fixture, const char *text)
{
  if (strstr (last_sent (fixture)->text, text) == NULL)
    g_error ("“%s” is not in: %s", text, last_sent (fixture)->text);
}

/* What was promised is not said when the office was faster between the step and
 * the write: the step is made again with what is so now. */
static void
act_while_the_office_moves (IntakeFixture *fixture, KhidkiEvent *event, const char *sql)
{
  g_autoptr (GPtrArray) events = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *locker = rooms_lock_then (&fixture->rooms, sql);
  guint64 reads = intake_fixture_count_reads (fixture);
  KhidkiIntakeCounters counters;

  g_ptr_array_add (events, event);
  intake_fixture_begin (fixture, events, &result);
  while (intake_fixture_count_reads (fixture) == reads)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_settle ();
  rooms_unlock (locker);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);
  rooms_settle (&fixture->rooms);
  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.conflicts, ==, 1);
  g_assert_cmpuint (counters.parked, ==, 0);
}

static void
test_office_faster_than_answer (IntakeFixture *fixture, gconstpointer data)
{
  intake_fixture_say (fixture, "one", "Hi");
  give_question (fixture, "Which school?");
  intake_fixture_say (fixture, "two", "english");
  intake_fixture_say (fixture, "three", "Government school, Rohini");
  assert_said (fixture, "Shall I send this");
  act_while_the_office_moves (fixture, tap (fixture, "four", "send-answer"),
                              "UPDATE application SET state = 'scrutiny', version = version + 1");
  assert_said (fixture, "not waiting for an answer");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM move WHERE move = 'answer'", "0");
}

static void
test_office_faster_than_withdrawal (IntakeFixture *fixture, gconstpointer data)
{
  intake_fixture_say (fixture, "one", "Hi");
  give_question (fixture, "Which school?");
  intake_fixture_say (fixture, "two", "english");
  intake_fixture_say (fixture, "three", "status");
  intake_fixture_feed (fixture, tap (fixture, "four", "withdraw"));
  assert_said (fixture, "Do you really want");
  act_while_the_office_moves (fixture, tap (fixture, "five", "withdraw-now"),
                              "UPDATE application SET state = 'approved', version = version + 1");
  assert_said (fixture, "already been decided");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM move WHERE move = 'withdraw'", "0");
}

static KhidkiEvent *
news_of (IntakeFixture *fixture, const char *key, const char *move)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  g_autofree char *number = dup_number ();
  GVariantDict values;

  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "number", "s", number);
  g_variant_dict_insert (&values, "move", "s", move);
  g_variant_dict_insert (&values, "service", "s", "REV-INC");
  return khidki_event_new_server (key, account, rooms_now (&fixture->rooms), "application-moved",
                                  g_variant_dict_end (&values));
}

/* A reply to a message of ours is known by the far end's id of it. */
static void
test_knows_what_is_replied_to (IntakeFixture *fixture, gconstpointer data)
{
  g_autofree char *far_id = NULL;
  g_autoptr (KhidkiEvent) reply = NULL;
  g_autoptr (KhidkiEvent) unknown = NULL;

  intake_fixture_say (fixture, "one", "Hi");
  give_question (fixture, "Which school?");
  intake_fixture_say (fixture, "two", "english");
  intake_fixture_say (fixture, "three", "income");
  intake_fixture_feed (fixture, tap (fixture, "four", "no-answer"));
  intake_fixture_feed (fixture, tap (fixture, "five", "begin:self"));
  assert_said (fixture, "full name");
  intake_fixture_feed (fixture, news_of (fixture, "news", "ask"));
  far_id = g_strconcat ("far-", last_sent (fixture)->key, NULL);

  reply = intake_fixture_text_from (fixture, DIGITS, PHONE, "six", "Rohini School");
  khidki_event_set_reply_to (reply, far_id);
  intake_fixture_feed (fixture, g_steal_pointer (&reply));
  assert_said (fixture, "“Rohini School”");
  intake_fixture_feed (fixture, tap (fixture, "seven", "no-answer"));

  /* What it is a reply to may have gone long ago. */
  unknown = intake_fixture_text_from (fixture, DIGITS, PHONE, "eight", "9");
  khidki_event_set_reply_to (unknown, "far-unknown");
  intake_fixture_feed (fixture, g_steal_pointer (&unknown));
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event WHERE key = 'eight'", "done");
}

#define ADD(name, func) \
  g_test_add ("/office/" name, IntakeFixture, NULL, intake_fixture_set_up, func, intake_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("faster/answer", test_office_faster_than_answer);
  ADD ("faster/withdrawal", test_office_faster_than_withdrawal);
  ADD ("replied", test_knows_what_is_replied_to);

  return g_test_run ();
}
