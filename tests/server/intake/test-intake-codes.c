/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-draft-row.h"
#include "intake-fixture.h"
#include "intake/khidki-media-job.h"

#define MINUTE ((gint64) 60 * 1000)
#define CODE "12345678901"
#define OTHER_CODE "22345678901"
#define OTHER_PHONE "+919800000002"
#define OTHER_DIGITS "919800000002"
#define OPERATOR "operator/meena@rohini"
#define DRAFT "walked"

static KhidkiMediaJob *media_job;

typedef struct
{
  const char *code;
  const char *draft;
  const char *phone;
  gint64 now;
} Offer;

/* A centre begins a form, with a name in it, and offers it to the phone. */
static gboolean
do_offer (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Offer *offer = data;
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account = khidki_counter_account_new ("rohini", offer->draft, NULL);
  g_autofree char *key = khidki_account_key (seal, account);
  g_autofree char *digest = khidki_phone_digest (seal, offer->phone);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiDraft) begun = khidki_draft_new (offer->draft, "REV-INC", "1", "self", none);
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiDraft) saved = NULL;

  khidki_answers_set (answers, "name", "Sita Devi");
  draft = khidki_draft_copy_with_answers (begun, answers, OPERATOR);
  saved = khidki_draft_row_save (transaction, draft, key, offer->now, error);
  return saved != NULL
         && khidki_draft_hold_set (transaction, offer->draft, "rohini", offer->now, error)
         && khidki_draft_offer_make (transaction, offer->draft, KHIDKI_OFFER_TOWARDS_PHONE, digest,
                                     offer->code, offer->now, error);
}

static void
offer (IntakeFixture *fixture, const char *draft, const char *code, const char *phone)
{
  Offer call = { code, draft, phone, rooms_now (&fixture->rooms) };

  rooms_write (&fixture->rooms, do_offer, &call);
}

static void
set_up (IntakeFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  intake_fixture_set_up (fixture, data);
  /* It brings a server's events into their lanes. */
  media_job = khidki_media_job_new (rooms->host, rooms->rows.store, rooms->channels, fixture->intake,
                                    fixture->jobs, NULL, NULL, NULL);
  khidki_jobs_start (fixture->jobs);
  rooms_settle (rooms);
}

static void
tear_down (IntakeFixture *fixture, gconstpointer data)
{
  rooms_settle (&fixture->rooms);
  khidki_jobs_stop (fixture->jobs);
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (media_job);
  intake_fixture_tear_down (fixture, data);
}

/* Until what came of it, told as an event of the server, has been answered too. */
static void
settle (IntakeFixture *fixture)
{
  KhidkiJobsCounters counters;

  do
    {
      rooms_settle (&fixture->rooms);
      khidki_jobs_get_counters (fixture->jobs, &counters);
    }
  while (counters.running > 0 || !khidki_intake_is_idle (fixture->intake));
  rooms_settle (&fixture->rooms);
}

static void
write_from (IntakeFixture *fixture, const char *digits, const char *phone, const char *key, const char *text)
{
  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, digits, phone, key, text));
  settle (fixture);
}

static void
say (IntakeFixture *fixture, const char *key, const char *text)
{
  write_from (fixture, DIGITS, PHONE, key, text);
}

static void
greet (IntakeFixture *fixture, const char *digits, const char *phone)
{
  g_autofree char *hello = g_strconcat ("hello", digits, NULL);
  g_autofree char *english = g_strconcat ("english", digits, NULL);

  write_from (fixture, digits, phone, hello, "hello");
  write_from (fixture, digits, phone, english, "english");
}

static const char *
last_said (IntakeFixture *fixture)
{
  guint n = intake_fixture_n_sent (fixture);

  return fake_channel_get_sent (fixture->rooms.channel, n - 1)->text;
}

static void
assert_said (IntakeFixture *fixture, const char *words)
{
  if (strstr (last_said (fixture), words) == NULL)
    g_error ("“%s” is not in “%s”", words, last_said (fixture));
}

static char *
dup_account (IntakeFixture *fixture, const char *digits, const char *phone)
{
  KhidkiSeal *seal = khidki_store_get_seal (fixture->rooms.rows.store);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, digits, phone, NULL);

  return khidki_account_key (seal, account);
}

static void
assert_owner (IntakeFixture *fixture, const char *digits)
{
  g_autofree char *account = dup_account (fixture, digits, NULL);
  g_autofree char *found =
      rooms_sql (&fixture->rooms, "SELECT account FROM draft WHERE draft = '" DRAFT "'");

  g_assert_cmpstr (found, ==, account);
}

typedef struct
{
  const char *id;
  KhidkiDraft *draft;
} Load;

static gboolean
do_load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Load *load = data;

  load->draft = khidki_draft_row_load (transaction, load->id, NULL, error);
  return load->draft != NULL;
}

static void
test_taken_and_gone_on_with (IntakeFixture *fixture, gconstpointer data)
{
  Load load = { DRAFT, NULL };

  greet (fixture, DIGITS, PHONE);
  offer (fixture, DRAFT, CODE, "");
  say (fixture, "two", "123 4567 8901");
  assert_said (fixture, "is here now");
  assert_said (fixture, "marked as typed there");
  /* The name is there: the next thing is asked. */
  assert_said (fixture, "Are you");
  assert_owner (fixture, DIGITS);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft_hold", "0");

  say (fixture, "three", "Female");
  rooms_write (&fixture->rooms, do_load, &load);
  g_assert_cmpstr (khidki_draft_get_author (load.draft, "name"), ==, OPERATOR);
  g_assert_cmpstr (khidki_draft_get_author (load.draft, "gender"), ==, CHANNEL);
  khidki_draft_unref (load.draft);
}

/* The same message again is one; a further one with the same code finds nothing. */
static void
test_once (IntakeFixture *fixture, gconstpointer data)
{
  guint n;

  greet (fixture, DIGITS, PHONE);
  offer (fixture, DRAFT, CODE, "");
  say (fixture, "two", CODE);
  n = intake_fixture_n_sent (fixture);
  say (fixture, "two", CODE);
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, n);
  say (fixture, "three", CODE);
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, n + 1);
  assert_said (fixture, "no form can be opened");
  assert_owner (fixture, DIGITS);
}

static void
test_two_at_once (IntakeFixture *fixture, gconstpointer data)
{
  GPtrArray *events = intake_fixture_new_events ();
  guint taken = 0, refused = 0;

  greet (fixture, DIGITS, PHONE);
  greet (fixture, OTHER_DIGITS, OTHER_PHONE);
  offer (fixture, DRAFT, CODE, "");
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "three", CODE));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, OTHER_DIGITS, OTHER_PHONE, "four", CODE));
  intake_fixture_feed_all (fixture, events);
  settle (fixture);
  for (guint i = 0; i < intake_fixture_n_sent (fixture); i++)
    {
      const char *text = fake_channel_get_sent (fixture->rooms.channel, i)->text;

      taken += strstr (text, "is here now") != NULL;
      refused += strstr (text, "no form can be opened") != NULL;
    }
  g_assert_cmpuint (taken, ==, 1);
  g_assert_cmpuint (refused, ==, 1);
}

static void
test_late (IntakeFixture *fixture, gconstpointer data)
{
  greet (fixture, DIGITS, PHONE);
  offer (fixture, DRAFT, CODE, "");
  rooms_advance (&fixture->rooms, 31 * MINUTE, 10 * MINUTE);
  say (fixture, "two", CODE);
  assert_said (fixture, "no form can be opened");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft_hold", "1");
}

/* Bound to another's phone: the same words as for a wrong one, and it stays good. */
static void
test_of_another_phone (IntakeFixture *fixture, gconstpointer data)
{
  g_autofree char *wrong = NULL;

  greet (fixture, DIGITS, PHONE);
  greet (fixture, OTHER_DIGITS, OTHER_PHONE);
  offer (fixture, DRAFT, CODE, OTHER_PHONE);
  say (fixture, "three", OTHER_CODE);
  wrong = g_strdup (last_said (fixture));
  say (fixture, "four", CODE);
  g_assert_cmpstr (last_said (fixture), ==, wrong);
  write_from (fixture, OTHER_DIGITS, OTHER_PHONE, "five", CODE);
  assert_said (fixture, "is here now");
  assert_owner (fixture, OTHER_DIGITS);
}

static void
test_guesses_are_slowed (IntakeFixture *fixture, gconstpointer data)
{
  greet (fixture, DIGITS, PHONE);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *guess = g_strdup_printf ("9234567890%u", i);

      say (fixture, guess, guess);
      assert_said (fixture, "no form can be opened");
    }
  offer (fixture, DRAFT, CODE, "");
  say (fixture, "seven", CODE);
  assert_said (fixture, "too many wrong numbers");
  rooms_advance (&fixture->rooms, 11 * MINUTE, MINUTE);
  say (fixture, "eight", CODE);
  assert_said (fixture, "is here now");
}

/* What was open before waits behind what was taken, and comes back after it. */
static void
test_loses_no_other_form (IntakeFixture *fixture, gconstpointer data)
{
  greet (fixture, DIGITS, PHONE);
  say (fixture, "two", "income");
  say (fixture, "three", "For myself");
  say (fixture, "four", "Asha Rani");
  rooms_advance (&fixture->rooms, MINUTE, MINUTE);
  offer (fixture, DRAFT, CODE, "");
  say (fixture, "five", CODE);
  assert_said (fixture, "is kept");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft", "2");
  say (fixture, "six", "cancel");
  say (fixture, "seven", "Yes, delete it");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft WHERE draft = '" DRAFT "'", "0");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft", "1");
  say (fixture, "eight", "menu");
  say (fixture, "nine", "Finish my form");
  say (fixture, "ten", "Female");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM draft", "1");
}

/* Towards the counter: the code that was told opens this form there, once. */
typedef struct
{
  const char *text;
  gint64 now;
  KhidkiOfferOutcome outcome;
  char *draft;
} Take;

static gboolean
do_take (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Take *take = data;

  return khidki_draft_offer_take (transaction, take->text, KHIDKI_OFFER_TOWARDS_COUNTER,
                                  "operator:meena", "", take->now, &take->outcome, &take->draft, error);
}

static char *
dup_code (const char *text)
{
  const char *begin = strstr (text, "\n\n*");
  const char *end = begin != NULL ? strchr (begin + 3, '*') : NULL;

  g_assert_nonnull (end);
  return g_strndup (begin + 3, (gsize) (end - begin - 3));
}

static void
test_towards_the_counter (IntakeFixture *fixture, gconstpointer data)
{
  g_autofree char *old = NULL;
  g_autofree char *code = NULL;
  g_autofree char *id = NULL;
  Take take = { 0 };

  greet (fixture, DIGITS, PHONE);
  say (fixture, "two", "income");
  say (fixture, "three", "For myself");
  say (fixture, "four", "counter");
  old = dup_code (last_said (fixture));
  say (fixture, "five", "counter");
  code = dup_code (last_said (fixture));
  g_assert_cmpstr (old, !=, code);
  id = rooms_sql (&fixture->rooms, "SELECT draft FROM draft");

  take.now = rooms_now (&fixture->rooms);
  take.text = old;
  rooms_write (&fixture->rooms, do_take, &take);
  g_assert_cmpint (take.outcome, ==, KHIDKI_OFFER_WRONG);
  take.text = code;
  rooms_write (&fixture->rooms, do_take, &take);
  g_assert_cmpint (take.outcome, ==, KHIDKI_OFFER_TAKEN);
  g_assert_cmpstr (take.draft, ==, id);
  g_clear_pointer (&take.draft, g_free);
  rooms_write (&fixture->rooms, do_take, &take);
  g_assert_cmpint (take.outcome, ==, KHIDKI_OFFER_WRONG);
}

#define ADD(name, func) \
  g_test_add ("/intake/codes/" name, IntakeFixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("taken", test_taken_and_gone_on_with);
  ADD ("once", test_once);
  ADD ("two-at-once", test_two_at_once);
  ADD ("late", test_late);
  ADD ("another-phone", test_of_another_phone);
  ADD ("guesses", test_guesses_are_slowed);
  ADD ("other-form", test_loses_no_other_form);
  ADD ("towards-counter", test_towards_the_counter);

  return g_test_run ();
}
