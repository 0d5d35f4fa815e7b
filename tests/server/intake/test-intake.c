/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-draft.h"
#include "intake/khidki-intake-parked.h"
#include "intake/khidki-intake.h"
#include "intake/khidki-read-marks.h"
#include "libkhidki/khidki-department.h"
#include "held-department.h"
#include "rooms-fixture.h"

#define PHONE "+919800000001"
#define DIGITS "919800000001"
#define LINE "line"

typedef struct
{
  RoomsFixture rooms;
  HeldDepartment *department;
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
load_catalogue (Fixture *fixture)
{
  g_autofree char *places_path = source_path ("data", "places", "delhi.ini");
  g_autofree char *folder = source_path ("plugins", "departments", "revenue");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (places_path, &error);
  KhidkiCatalogue *catalogue;

  g_assert_no_error (error);
  catalogue = khidki_catalogue_new (places);
  fixture->department = held_department_new (folder);
  khidki_catalogue_add_department (catalogue, KHIDKI_DEPARTMENT (fixture->department), &error);
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
  fixture->catalogue = load_catalogue (fixture);
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
  g_assert_finalize_object (fixture->department);
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

/* Another node is faster between the step and the write. */
static void
test_steps_again_after_a_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiIntakeCounters counters;
  GSubprocess *locker;
  guint64 reads;

  say (fixture, "one", "Hi");
  locker = rooms_lock_then (&fixture->rooms, "UPDATE account SET version = version + 1");
  g_ptr_array_add (events, text_from (fixture, DIGITS, PHONE, "two", "menu"));
  reads = count_reads (fixture);
  begin (fixture, events, &result);
  while (count_reads (fixture) == reads)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_settle ();
  rooms_unlock (locker);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);

  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.conflicts, ==, 1);
  g_assert_cmpuint (counters.acted, ==, 2);
  assert_sql (fixture, "SELECT version FROM account", "3");
  assert_sql (fixture, "SELECT count(*) FROM event", "2");
}

/* Who is answered at once sees the answer; who waits for it sees that they were
 * heard. */
static void
test_shows_who_waits_that_they_were_heard (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  say (fixture, "one", "Hi");
  rooms_advance (rooms, 1000, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 0);

  fake_channel_hold (rooms->channel, TRUE);
  say (fixture, "two", "menu");
  rooms_advance (rooms, 250, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 0);
  rooms_advance (rooms, 100, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 1);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
}

/* Nothing is said yet, as while a paper is looked at. */
static void
test_shows_at_once_when_nothing_is_said (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  KhidkiReadMarks *marks = khidki_read_marks_new (rooms->host, rooms->channels, fixture->outbox);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);

  khidki_read_marks_add (marks, "key", account, "one", FALSE);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 1);
  for (guint i = 0; i < 1000; i++)
    khidki_read_marks_add (marks, "key", account, "one", TRUE);
  khidki_read_marks_free (marks);
  rooms_advance (rooms, 1000, 100);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 1);
}

static gboolean
read_accounts (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "alias-load", "s", error, "s", "");

  return rows != NULL;
}

/* Neither pages, which read, nor other citizens wait for a department that takes
 * its time. */
static void
test_slow_hook_holds_up_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) slow = new_events ();
  g_autoptr (GPtrArray) other = new_events ();
  g_autoptr (GAsyncResult) slow_result = NULL;
  g_autoptr (GAsyncResult) other_result = NULL;
  g_autoptr (GAsyncResult) read_result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (slow, text_from (fixture, DIGITS, PHONE, "slow", "Hi"));
  g_ptr_array_add (other, text_from (fixture, "other", NULL, "other", "Hi"));
  held_department_hold (fixture->department);
  begin (fixture, slow, &slow_result);
  while (!held_department_is_held (fixture->department))
    g_main_context_iteration (NULL, FALSE);

  khidki_store_read_async (fixture->rooms.rows.store, read_accounts, NULL, NULL, NULL,
                           khidki_test_take_result, &read_result);
  khidki_test_await (&read_result);
  begin (fixture, other, &other_result);
  khidki_test_await (&other_result);
  khidki_intake_receive_finish (fixture->intake, other_result, &error);
  g_assert_no_error (error);
  g_assert_true (held_department_is_held (fixture->department));
  g_assert_null (slow_result);

  held_department_let_go (fixture->department);
  khidki_test_await (&slow_result);
  g_assert_true (khidki_intake_receive_finish (fixture->intake, slow_result, &error));
  assert_sql (fixture, "SELECT group_concat(key) FROM (SELECT key FROM event ORDER BY id)",
              "other,slow");
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

/* As if the process had died while it stepped @key, alone. */
static void
die_on (Fixture *fixture, const char *key)
{
  g_autofree char *path = g_build_filename (fixture->rooms.rows.folder, "marks", NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_finalize_object (fixture->intake);
  g_assert_true (khidki_marks_set (fixture->marks, key));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  khidki_marks_close (fixture->marks);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
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

static gboolean
retry (Fixture *fixture, gint64 id, GError **error)
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
test_acts_on_what_was_put_aside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  die_on (fixture, "killer");
  die_on (fixture, "killer");
  rooms_expect_warning ("*ended the process more than once*");
  say (fixture, "killer", "Hi");
  assert_sql (fixture, "SELECT outcome FROM event", "parked");
  g_assert_cmpuint (n_sent (fixture), ==, 0);
  say (fixture, "killer", "Hi");
  assert_sql (fixture, "SELECT group_concat(outcome) FROM event", "parked");

  g_assert_true (retry (fixture, 1, &error));
  g_assert_no_error (error);
  assert_sql (fixture, "SELECT group_concat(outcome || note) FROM event", "done");
  g_assert_cmpuint (n_sent (fixture), ==, 1);
  assert_sql (fixture, "SELECT count(*) FROM account", "1");

  g_assert_false (retry (fixture, 1, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  say (fixture, "killer", "Hi");
  g_assert_cmpuint (n_sent (fixture), ==, 1);
}

/* What cannot be acted on stays where an administrator sees it, with its new reason. */
static void
test_is_put_aside_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nothing = NULL;

  say (fixture, "one", "Hi");
  die_on (fixture, "killer");
  die_on (fixture, "killer");
  rooms_expect_warning ("*ended the process more than once*");
  say (fixture, "killer", "menu");
  nothing = rooms_sql (&fixture->rooms, "UPDATE account SET sealed_session = x'00' RETURNING 1");
  rooms_expect_warning ("*is put aside*");
  g_assert_false (retry (fixture, 2, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  rooms_assert_warned ();
  assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event", "one done,killer parked");
  assert_sql (fixture, "SELECT note LIKE '%more than once%' FROM event WHERE id = 2", "0");

  /* So is what comes after: acknowledged, or it would come for ever. */
  rooms_expect_warning ("*is put aside*");
  say (fixture, "next", "menu");
  rooms_assert_warned ();
  assert_sql (fixture, "SELECT outcome FROM event WHERE key = 'next'", "parked");
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
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = khidki_draft_new ("draft", "REV-INC", "1", "self", answers);
  GVariant *value = khidki_draft_to_variant (draft);
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "draft", "draft", boxed);

  return khidki_transaction_execute (transaction, "draft-save", error, "ssssxb", "draft", data,
                                     "REV-INC", "1", G_GINT64_CONSTANT (1), sealed) == 1;
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
  ADD ("read/waits", test_shows_who_waits_that_they_were_heard);
  ADD ("read/at-once", test_shows_at_once_when_nothing_is_said);
  ADD ("order", test_folds_in_order);
  ADD ("conflict", test_steps_again_after_a_conflict);
  ADD ("slow-hook", test_slow_hook_holds_up_nobody);
  ADD ("full", test_says_when_it_is_full);
  ADD ("store-refuses", test_refuses_with_the_store);
  ADD ("closed", test_closed);
  ADD ("masked", test_masks_before_it_keeps);
  ADD ("old", test_old_events_are_only_kept);
  ADD ("killer", test_puts_a_killer_aside);
  ADD ("parked/again", test_acts_on_what_was_put_aside);
  ADD ("parked/stays", test_is_put_aside_again);
  ADD ("nobody", test_nobody_has_no_conversation);
  ADD ("status", test_status_reaches_its_row);
  ADD ("identity/new-id", test_takes_a_new_id);
  ADD ("identity/taken", test_new_id_of_somebody_else);
  ADD ("identity/number", test_knows_who_was_known_by_number);
  ADD ("clock-ahead", test_a_clock_ahead_opens_no_window);

  return g_test_run ();
}
