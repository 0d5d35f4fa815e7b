/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-row.h"
#include "intake/khidki-intake.h"
#include "libkhidki/khidki-department.h"
#include "rooms-fixture.h"

#define PHONE "+919800000001"
#define DIGITS "919800000001"
#define LINE "line"

typedef struct
{
  RoomsFixture rooms;
  KhidkiCatalogue *catalogue;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  KhidkiIntake *intake;
  GPtrArray *keys;
} Fixture;

static char *
source_path (const char *first, const char *second, const char *third)
{
  return g_test_build_filename (G_TEST_DIST, "..", "..", "..", first, second, third, NULL);
}

static KhidkiCatalogue *
load_catalogue (void)
{
  g_autofree char *places_path = source_path ("data", "places", "delhi.ini");
  g_autofree char *folder = source_path ("plugins", "departments", "revenue");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (places_path, &error);
  g_autoptr (KhidkiDepartment) revenue = khidki_folder_department_new (folder);
  KhidkiCatalogue *catalogue;

  g_assert_no_error (error);
  catalogue = khidki_catalogue_new (places);
  khidki_catalogue_add_department (catalogue, revenue, &error);
  g_assert_no_error (error);
  return catalogue;
}

static void
open_marks (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->rooms.rows.folder, "marks", NULL);
  g_autoptr (GError) error = NULL;

  fixture->marks = khidki_marks_open (path, &error);
  g_assert_no_error (error);
}

static void
make_intake (Fixture *fixture)
{
  KhidkiIntakeSetup setup = {
    .host = fixture->rooms.host,
    .store = fixture->rooms.rows.store,
    .channels = fixture->rooms.channels,
    .outbox = fixture->outbox,
    .jobs = fixture->jobs,
    .marks = fixture->marks,
    .time_zone = fixture->time_zone,
    .public_url = "https://khidki.example",
    .helpline = "1031",
    .helpline_hours = "8–22",
  };

  fixture->intake = khidki_intake_new (&setup);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->rooms.channel));
  fixture->catalogue = load_catalogue ();
  fixture->time_zone = g_time_zone_new_identifier ("Asia/Kolkata");
  fixture->outbox = khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store,
                                       fixture->rooms.channels);
  fixture->jobs = khidki_jobs_new (fixture->rooms.host, fixture->rooms.rows.store);
  fixture->keys = g_ptr_array_new_with_free_func (g_free);
  open_marks (fixture);
  make_intake (fixture);
  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
  khidki_outbox_start (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  rooms_settle (&fixture->rooms);
  g_assert_true (khidki_intake_is_idle (fixture->intake));
  g_assert_finalize_object (fixture->intake);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->outbox);
  g_clear_pointer (&fixture->keys, g_ptr_array_unref);
  g_clear_pointer (&fixture->marks, khidki_marks_close);
  g_clear_pointer (&fixture->time_zone, g_time_zone_unref);
  g_clear_pointer (&fixture->catalogue, khidki_catalogue_unref);
  rooms_tear_down (&fixture->rooms);
}

static KhidkiEvent *
text_from (Fixture *fixture, const char *id, const char *phone, const char *key, const char *text)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, id, phone, "Asha");

  return khidki_event_new_text (key, account, rooms_now (&fixture->rooms), text);
}

static void
begin (Fixture *fixture, GPtrArray *events, GAsyncResult **result)
{
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (fixture->keys, g_strdup (khidki_event_get_key (events->pdata[i])));
  khidki_intake_receive_async (fixture->intake, events, NULL, khidki_test_take_result, result);
}

/* (transfer full) for @events */
static void
feed_all (Fixture *fixture, GPtrArray *events)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) owned = events;
  g_autoptr (GError) error = NULL;

  begin (fixture, owned, &result);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);
  rooms_settle (&fixture->rooms);
}

static GPtrArray *
new_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
}

static void
feed (Fixture *fixture, KhidkiEvent *event)
{
  GPtrArray *events = new_events ();

  g_ptr_array_add (events, event);
  feed_all (fixture, events);
}

static void
say (Fixture *fixture, const char *key, const char *text)
{
  feed (fixture, text_from (fixture, DIGITS, PHONE, key, text));
}

/* Keys are kept as digests; tests name them as they were fed. */
static void
assert_sql (Fixture *fixture, const char *sql, const char *expected)
{
  KhidkiSeal *seal = khidki_store_get_seal (fixture->rooms.rows.store);
  g_autoptr (GString) asked = g_string_new (sql);
  g_autoptr (GString) found = NULL;
  g_autofree char *answer = NULL;

  for (guint i = 0; i < fixture->keys->len; i++)
    {
      g_autofree char *digest = khidki_seal_digest (seal, "event", fixture->keys->pdata[i]);
      g_autofree char *quoted = g_strdup_printf ("'%s'", (char *) fixture->keys->pdata[i]);
      g_autofree char *sealed = g_strdup_printf ("'%s'", digest);

      g_string_replace (asked, quoted, sealed, 0);
    }
  answer = rooms_sql (&fixture->rooms, asked->str);
  found = g_string_new (answer);
  for (guint i = 0; i < fixture->keys->len; i++)
    {
      g_autofree char *digest = khidki_seal_digest (seal, "event", fixture->keys->pdata[i]);

      g_string_replace (found, digest, fixture->keys->pdata[i], 0);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static guint
n_sent (Fixture *fixture)
{
  return fake_channel_get_n_sent (fixture->rooms.channel);
}

static void
test_acts_once (Fixture *fixture, gconstpointer data)
{
  GPtrArray *twins = new_events ();
  KhidkiIntakeCounters counters;
  guint n;

  say (fixture, "one", "Hi");
  n = n_sent (fixture);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (fake_channel_get_n_read (fixture->rooms.channel), ==, 1);

  say (fixture, "one", "Hi");
  g_assert_cmpuint (n_sent (fixture), ==, n);
  g_ptr_array_add (twins, text_from (fixture, "other", NULL, "two", "Hi"));
  g_ptr_array_add (twins, text_from (fixture, "other", NULL, "two", "Hi"));
  feed_all (fixture, twins);
  g_assert_cmpuint (n_sent (fixture), ==, 2 * n);
  assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event",
              "one done,two done");
  assert_sql (fixture, "SELECT count(*) FROM account", "2");

  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.received, ==, 4);
  g_assert_cmpuint (counters.acted, ==, 2);
  g_assert_cmpuint (counters.duplicates, ==, 2);
  g_assert_cmpuint (counters.waiting, ==, 0);
  g_assert_cmpuint (counters.waiting_bytes, ==, 0);
}

static void
test_folds_in_order (Fixture *fixture, gconstpointer data)
{
  GPtrArray *events = new_events ();
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("%02u", i);

      g_string_append_printf (keys, "%s%s", i > 0 ? "," : "", key);
      g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, key, i == 0 ? "Hi" : "menu"));
    }
  feed_all (fixture, events);
  assert_sql (fixture, "SELECT group_concat(key) FROM (SELECT key FROM event ORDER BY id)",
              keys->str);
  /* Sixteen at most in one turn, one row for the conversation. */
  assert_sql (fixture, "SELECT count(*) || ' ' || max(version) FROM account", "1 2");
  assert_sql (fixture, "SELECT count(*) FROM outbox WHERE state <> 'sent'", "0");
  g_string_free (keys, TRUE);
}

static guint64
count_reads (Fixture *fixture)
{
  KhidkiStoreCounters counters;

  khidki_store_get_counters (fixture->rooms.rows.store, &counters);
  return counters.reads;
}

/* Another does @sql between the step of what is said and its write. */
static void
say_meanwhile (Fixture *fixture, const char *key, const char *text, const char *sql)
{
  g_autoptr (GPtrArray) events = new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *locker = rooms_lock_then (&fixture->rooms, sql);
  guint64 reads = count_reads (fixture);

  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, key, text));
  begin (fixture, events, &result);
  while (count_reads (fixture) == reads)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_settle ();
  rooms_unlock (locker);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);
}

static void
assert_conflicts (Fixture *fixture, guint n)
{
  KhidkiIntakeCounters counters;

  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.conflicts, ==, n);
}

/* Another node is faster. */
static void
test_steps_again_after_a_conflict (Fixture *fixture, gconstpointer data)
{
  KhidkiIntakeCounters counters;

  say (fixture, "one", "Hi");
  say_meanwhile (fixture, "two", "menu", "UPDATE account SET version = version + 1");
  assert_conflicts (fixture, 1);
  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.acted, ==, 2);
  assert_sql (fixture, "SELECT version FROM account", "3");
  assert_sql (fixture, "SELECT count(*) FROM event", "2");
}

static void
begin_draft (Fixture *fixture)
{
  say (fixture, "one", "hello");
  say (fixture, "two", "english");
  say (fixture, "three", "income");
  say (fixture, "four", "For myself");
  assert_sql (fixture, "SELECT version FROM draft", "1");
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

  return khidki_draft_row_load_open (transaction, load->account, &load->draft, error);
}

/* A counter saves the draft while its citizen answers in the chat. */
static void
test_loses_no_answer_of_another_door (Fixture *fixture, gconstpointer data)
{
  LoadDraft load = { 0 };
  g_autoptr (GError) error = NULL;

  begin_draft (fixture);
  say_meanwhile (fixture, "five", "Asha Rani", "UPDATE draft SET version = version + 1");
  assert_conflicts (fixture, 1);
  assert_sql (fixture, "SELECT version FROM draft", "3");
  assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'done'", "5");

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
test_revives_no_draft (Fixture *fixture, gconstpointer data)
{
  begin_draft (fixture);
  say_meanwhile (fixture, "five", "Asha Rani", "DELETE FROM draft");
  assert_conflicts (fixture, 1);
  assert_sql (fixture, "SELECT count(*) FROM draft", "0");
  assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'done'", "5");
}

/* A draft that is begun, answered and dropped within one turn. */
static void
test_folds_a_draft (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "Asha Rani", "cancel", "Yes, delete it" };
  GPtrArray *events = new_events ();

  begin_draft (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, texts[i], texts[i]));
  feed_all (fixture, events);
  assert_sql (fixture, "SELECT count(*) FROM draft", "0");
  assert_sql (fixture, "SELECT max(version) FROM account", "5");
  assert_conflicts (fixture, 0);
}

static KhidkiEvent *
new_notice (Fixture *fixture, guint number)
{
  g_autofree char *id = g_strdup_printf ("citizen %u", number % 500);
  g_autofree char *key = g_strdup_printf ("notice %u", number);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, id, NULL, NULL);

  return khidki_event_new (KHIDKI_EVENT_NOTICE, key, account, rooms_now (&fixture->rooms));
}

static void
test_says_when_it_is_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = new_events ();
  g_autoptr (GPtrArray) more = new_events ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  /* Before there is a catalogue everything waits. */
  g_assert_finalize_object (fixture->intake);
  make_intake (fixture);
  for (guint i = 0; i < 8000; i++)
    g_ptr_array_add (events, new_notice (fixture, i));
  g_ptr_array_add (more, new_notice (fixture, 8000));

  begin (fixture, events, &first);
  begin (fixture, more, &second);
  khidki_test_await (&second);
  g_assert_false (khidki_intake_receive_finish (fixture->intake, second, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  g_assert_null (first);

  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
  khidki_test_await (&first);
  assert_sql (fixture, "SELECT count(*) FROM event", "8000");
  g_clear_object (&second);
  begin (fixture, more, &second);
  khidki_test_await (&second);
  assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'ignored'", "8001");
  assert_sql (fixture, "SELECT count(*) FROM account", "0");
}

/* What is not durable is not acknowledged. */
static void
test_refuses_with_the_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *locker = rooms_lock (&fixture->rooms);

  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "one", "Hi"));
  begin (fixture, events, &result);
  khidki_test_await (&result);
  g_assert_false (khidki_intake_receive_finish (fixture->intake, result, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_true (khidki_intake_is_idle (fixture->intake));
  rooms_unlock (locker);
  assert_sql (fixture, "SELECT count(*) FROM event", "0");
  g_assert_cmpuint (n_sent (fixture), ==, 0);

  say (fixture, "one", "Hi");
  assert_sql (fixture, "SELECT outcome FROM event", "done");
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  khidki_intake_close (fixture->intake);
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "one", "Hi"));
  begin (fixture, events, &result);
  khidki_test_await (&result);
  g_assert_false (khidki_intake_receive_finish (fixture->intake, result, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
}

static GBytes *
bytes_of_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_masks_before_it_keeps (Fixture *fixture, gconstpointer data)
{
  KhidkiSeal *seal = fixture->rooms.rows.seal;
  g_autofree char *key = khidki_seal_digest (seal, "event", "one");
  g_autofree char *hex = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  say (fixture, "one", "my number is 2345 6789 0124, please");
  hex = rooms_sql (&fixture->rooms, "SELECT hex(sealed) FROM event");
  sealed = bytes_of_hex (hex);
  variant = khidki_seal_open_variant (seal, "event", key, sealed, G_VARIANT_TYPE ("(uxa{sv})"),
                                      &error);
  g_assert_no_error (error);
  event = khidki_event_new_from_variant (variant);
  g_assert_cmpstr (khidki_event_get_text (event), ==, "my number is XXXX XXXX 0124, please");
}

static void
test_old_events_are_only_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);

  feed (fixture, khidki_event_new_text ("one", account, rooms_now (&fixture->rooms) - 31 * DAY, "Hi"));
  assert_sql (fixture, "SELECT outcome FROM event", "old");
  g_assert_cmpuint (n_sent (fixture), ==, 0);
}

/* As if the process had died while it stepped @key. */
static void
die_on (Fixture *fixture, const char *key)
{
  g_assert_finalize_object (fixture->intake);
  g_assert_true (khidki_marks_set (fixture->marks, key));
  khidki_marks_note_crash (fixture->marks);
  khidki_marks_close (fixture->marks);
  open_marks (fixture);
  make_intake (fixture);
  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
}

static void
test_puts_a_killer_aside (Fixture *fixture, gconstpointer data)
{
  GPtrArray *events = new_events ();
  KhidkiIntakeCounters counters;

  die_on (fixture, "killer");
  die_on (fixture, "killer");
  die_on (fixture, "suspect");
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "before", "Hi"));
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "suspect", "menu"));
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "killer", "menu"));
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "after", "menu"));
  g_ptr_array_add (events, text_from (fixture, "other", NULL, "elsewhere", "Hi"));
  rooms_expect_warning ("*ended the process more than once*");
  feed_all (fixture, events);
  rooms_assert_warned ();
  assert_sql (fixture,
              "SELECT group_concat(key || ' ' || outcome) FROM "
              "(SELECT * FROM event WHERE key <> 'elsewhere' ORDER BY id)",
              "before done,suspect done,killer parked,after done");
  /* The suspect and the killer had turns of their own. */
  assert_sql (fixture, "SELECT max(version) FROM account", "3");
  assert_sql (fixture, "SELECT count(*) FROM event WHERE key = 'elsewhere'", "1");
  g_assert_cmpuint (khidki_marks_get_suspicion (fixture->marks, "killer"), ==, 0);
  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.parked, ==, 1);
}

static void
test_nobody_has_no_conversation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) nobody = khidki_account_new (CHANNEL, LINE, "", NULL, NULL);
  GPtrArray *events = new_events ();

  g_ptr_array_add (events, khidki_event_new (KHIDKI_EVENT_NOTICE, "notice", nobody,
                                             rooms_now (&fixture->rooms)));
  g_ptr_array_add (events, khidki_event_new_status ("status", nobody, rooms_now (&fixture->rooms),
                                                    KHIDKI_SEND_STATUS_READ, "far-unknown", NULL));
  g_ptr_array_add (events, text_from (fixture, "", NULL, "text", "Hi"));
  feed_all (fixture, events);
  assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event",
              "notice ignored,status done,text ignored");
  assert_sql (fixture, "SELECT count(*) FROM account", "0");
  g_assert_cmpuint (n_sent (fixture), ==, 0);
}

static void
test_status_reaches_its_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);
  const char *key;

  say (fixture, "one", "Hi");
  key = fake_channel_get_sent (fixture->rooms.channel, 0)->key;
  feed (fixture, khidki_event_new_status ("status", account, rooms_now (&fixture->rooms),
                                          KHIDKI_SEND_STATUS_DELIVERED, "wamid", key));
  rooms_assert_state (&fixture->rooms, key, "delivered");
  assert_sql (fixture, "SELECT max(version) FROM account", "1");
}

static gboolean
add_draft (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = khidki_draft_new ("draft", "REV-INC", "1", "self", answers);
  g_autoptr (KhidkiDraft) saved = khidki_draft_row_save (transaction, draft, data, 1, error);

  return saved != NULL;
}

static void
give_draft (Fixture *fixture)
{
  g_autofree char *key = rooms_sql (&fixture->rooms, "SELECT account FROM account");

  rooms_write (&fixture->rooms, add_draft, key);
}

/* Everything hangs on the one account there is. */
static void
assert_all_moved (Fixture *fixture, const char *old_key)
{
  g_autofree char *key = rooms_sql (&fixture->rooms, "SELECT account FROM account");

  g_assert_cmpstr (key, !=, old_key);
  assert_sql (fixture, "SELECT count(*) FROM account", "1");
  assert_sql (fixture, "SELECT count(*) FROM draft JOIN account USING (account)", "1");
  assert_sql (fixture, "SELECT count(*) FROM outbox WHERE account NOT IN (SELECT account FROM account)",
              "0");
}

static const char *
last_sent_to (Fixture *fixture)
{
  return fake_channel_get_sent (fixture->rooms.channel, n_sent (fixture) - 1)->id;
}

static void
test_takes_a_new_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) old = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  g_autoptr (KhidkiEvent) event = khidki_event_new (KHIDKI_EVENT_IDENTITY, "identity", old,
                                                    rooms_now (&fixture->rooms));
  g_autofree char *key = NULL;
  guint n;

  say (fixture, "one", "Hi");
  key = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  give_draft (fixture);
  khidki_event_set_new_id (event, "919800000002", "+919800000002");
  feed (fixture, g_steal_pointer (&event));
  assert_all_moved (fixture, key);

  feed (fixture, text_from (fixture, "919800000002", "+919800000002", "two", "menu"));
  g_assert_cmpstr (last_sent_to (fixture), ==, "919800000002");
  assert_sql (fixture, "SELECT count(*) FROM account", "1");

  /* A job that knew the old id still finds the conversation … */
  feed (fixture, khidki_event_new_server ("lost", old, rooms_now (&fixture->rooms), "paper-lost", NULL));
  assert_sql (fixture, "SELECT count(*) FROM account", "1");
  assert_sql (fixture, "SELECT group_concat(key) FROM event JOIN account USING (account)", "identity,two,lost");

  /* … but whoever has the number now is somebody else. */
  n = n_sent (fixture);
  say (fixture, "three", "Hi");
  g_assert_cmpuint (n_sent (fixture), >, n);
  g_assert_cmpstr (last_sent_to (fixture), ==, DIGITS);
  assert_sql (fixture, "SELECT count(*) FROM account", "2");
  assert_sql (fixture, "SELECT count(*) FROM account_alias", "0");
}

static void
test_new_id_of_somebody_else (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) old = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, "Asha");
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_IDENTITY, "identity", old,
                                         rooms_now (&fixture->rooms));

  say (fixture, "one", "Hi");
  feed (fixture, text_from (fixture, "919800000002", "+919800000002", "two", "Hi"));
  khidki_event_set_new_id (event, "919800000002", "+919800000002");
  feed (fixture, event);
  assert_sql (fixture, "SELECT count(*) FROM account", "2");
  assert_sql (fixture, "SELECT outcome FROM event WHERE key = 'identity'", "done");
}

static gboolean
is_offered (Fixture *fixture, const char *choice)
{
  g_autofree char *within = g_strconcat (choice, "|", NULL);

  return strstr (fake_channel_get_sent (fixture->rooms.channel, n_sent (fixture) - 1)->choices,
                 within) != NULL;
}

static void
test_knows_who_was_known_by_number (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;

  say (fixture, "one", "Hi");
  key = rooms_sql (&fixture->rooms, "SELECT account FROM account");
  give_draft (fixture);
  say (fixture, "mine", "menu");
  g_assert_true (is_offered (fixture, "continue"));
  feed (fixture, text_from (fixture, "IN.1", PHONE, "two", "menu"));
  assert_all_moved (fixture, key);
  /* Nothing of it shows until they have shown that it is theirs. */
  g_assert_false (is_offered (fixture, "continue"));
  g_assert_cmpstr (last_sent_to (fixture), ==, "IN.1");

  /* Another id with the same number is another person. */
  feed (fixture, text_from (fixture, "IN.2", PHONE, "three", "Hi"));
  assert_sql (fixture, "SELECT count(*) FROM account", "2");
}

static void
test_a_clock_ahead_opens_no_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);
  g_autofree char *expected = NULL;

  expected = g_strdup_printf ("%" G_GINT64_FORMAT, rooms_now (&fixture->rooms));
  feed (fixture, khidki_event_new_text ("one", account, rooms_now (&fixture->rooms) + 300 * DAY, "Hi"));
  assert_sql (fixture, "SELECT last_inbound FROM account", expected);
}

#define ADD(name, func) g_test_add ("/intake/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("once", test_acts_once);
  ADD ("order", test_folds_in_order);
  ADD ("conflict", test_steps_again_after_a_conflict);
  ADD ("other-door", test_loses_no_answer_of_another_door);
  ADD ("no-revival", test_revives_no_draft);
  ADD ("folded-draft", test_folds_a_draft);
  ADD ("full", test_says_when_it_is_full);
  ADD ("store-refuses", test_refuses_with_the_store);
  ADD ("closed", test_closed);
  ADD ("masked", test_masks_before_it_keeps);
  ADD ("old", test_old_events_are_only_kept);
  ADD ("killer", test_puts_a_killer_aside);
  ADD ("nobody", test_nobody_has_no_conversation);
  ADD ("status", test_status_reaches_its_row);
  ADD ("identity/new-id", test_takes_a_new_id);
  ADD ("identity/taken", test_new_id_of_somebody_else);
  ADD ("identity/number", test_knows_who_was_known_by_number);
  ADD ("clock-ahead", test_a_clock_ahead_opens_no_window);

  return g_test_run ();
}
