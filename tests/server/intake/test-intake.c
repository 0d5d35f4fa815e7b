/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake-fixture.h"
#include "intake/khidki-read-marks.h"

static void
test_acts_once (IntakeFixture *fixture, gconstpointer data)
{
  GPtrArray *twins = intake_fixture_new_events ();
  KhidkiIntakeCounters counters;
  guint n;

  intake_fixture_say (fixture, "one", "Hi");
  n = intake_fixture_n_sent (fixture);
  g_assert_cmpuint (n, >, 0);

  intake_fixture_say (fixture, "one", "Hi");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, n);
  g_ptr_array_add (twins, intake_fixture_text_from (fixture, "other", NULL, "two", "Hi"));
  g_ptr_array_add (twins, intake_fixture_text_from (fixture, "other", NULL, "two", "Hi"));
  intake_fixture_feed_all (fixture, twins);
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 2 * n);
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event",
              "one done,two done");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "2");

  khidki_intake_get_counters (fixture->intake, &counters);
  g_assert_cmpuint (counters.received, ==, 4);
  g_assert_cmpuint (counters.acted, ==, 2);
  g_assert_cmpuint (counters.duplicates, ==, 2);
  g_assert_cmpuint (counters.waiting, ==, 0);
  g_assert_cmpuint (counters.waiting_bytes, ==, 0);
}

static void
test_folds_in_order (IntakeFixture *fixture, gconstpointer data)
{
  GPtrArray *events = intake_fixture_new_events ();
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("%02u", i);

      g_string_append_printf (keys, "%s%s", i > 0 ? "," : "", key);
      g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, key, i == 0 ? "Hi" : "menu"));
    }
  intake_fixture_feed_all (fixture, events);
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key) FROM (SELECT key FROM event ORDER BY id)",
              keys->str);
  /* Sixteen at most in one turn, one row for the conversation. */
  intake_fixture_assert_sql (fixture, "SELECT count(*) || ' ' || max(version) FROM account", "1 2");
  /* What came while another left is found by the outbox's next look. */
  rooms_advance (&fixture->rooms, 100, 20);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM outbox WHERE state <> 'sent'", "0");
  g_string_free (keys, TRUE);
}

/* Who is answered at once sees the answer; who waits for it sees that they were
 * heard. */
static void
test_shows_who_waits_that_they_were_heard (IntakeFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  intake_fixture_say (fixture, "one", "Hi");
  rooms_advance (rooms, 1000, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 0);

  fake_channel_hold (rooms->channel, TRUE);
  intake_fixture_say (fixture, "two", "menu");
  rooms_advance (rooms, 250, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 0);
  rooms_advance (rooms, 100, 50);
  g_assert_cmpuint (fake_channel_get_n_read (rooms->channel), ==, 1);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
}

/* Nothing is said yet, as while a paper is looked at. */
static void
test_shows_at_once_when_nothing_is_said (IntakeFixture *fixture, gconstpointer data)
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
test_slow_hook_holds_up_nobody (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) slow = intake_fixture_new_events ();
  g_autoptr (GPtrArray) other = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) slow_result = NULL;
  g_autoptr (GAsyncResult) other_result = NULL;
  g_autoptr (GAsyncResult) read_result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (slow, intake_fixture_text_from (fixture, DIGITS, PHONE, "slow", "Hi"));
  g_ptr_array_add (other, intake_fixture_text_from (fixture, "other", NULL, "other", "Hi"));
  held_department_hold (fixture->department);
  intake_fixture_begin (fixture, slow, &slow_result);
  while (!held_department_is_held (fixture->department))
    g_main_context_iteration (NULL, FALSE);

  khidki_store_read_async (fixture->rooms.rows.store, read_accounts, NULL, NULL, NULL,
                           khidki_test_take_result, &read_result);
  khidki_test_await (&read_result);
  intake_fixture_begin (fixture, other, &other_result);
  khidki_test_await (&other_result);
  khidki_intake_receive_finish (fixture->intake, other_result, &error);
  g_assert_no_error (error);
  g_assert_true (held_department_is_held (fixture->department));
  g_assert_null (slow_result);

  held_department_let_go (fixture->department);
  khidki_test_await (&slow_result);
  g_assert_true (khidki_intake_receive_finish (fixture->intake, slow_result, &error));
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key) FROM (SELECT key FROM event ORDER BY id)",
              "other,slow");
}

static KhidkiEvent *
new_notice (IntakeFixture *fixture, guint number)
{
  g_autofree char *id = g_strdup_printf ("citizen %u", number % 500);
  g_autofree char *key = g_strdup_printf ("notice %u", number);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, id, NULL, NULL);

  return khidki_event_new (KHIDKI_EVENT_NOTICE, key, account, rooms_now (&fixture->rooms));
}

static void
test_says_when_it_is_full (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = intake_fixture_new_events ();
  g_autoptr (GPtrArray) more = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  /* Before there is a catalogue everything waits. */
  g_assert_finalize_object (fixture->intake);
  intake_fixture_make_intake (fixture);
  /* One more than fits: brought again it would be as many. */
  for (guint i = 0; i < 8001; i++)
    g_ptr_array_add (events, new_notice (fixture, i));
  g_ptr_array_add (more, new_notice (fixture, 8001));

  intake_fixture_begin (fixture, events, &first);
  intake_fixture_begin (fixture, more, &second);
  khidki_test_await (&second);
  g_assert_false (khidki_intake_receive_finish (fixture->intake, second, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  g_assert_null (first);

  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
  khidki_test_await (&first);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event", "8001");
  g_clear_object (&second);
  intake_fixture_begin (fixture, more, &second);
  khidki_test_await (&second);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event WHERE outcome = 'ignored'", "8002");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "0");
}

/* What is not durable is not acknowledged. */
static void
test_refuses_with_the_store (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *locker = rooms_lock (&fixture->rooms);

  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "one", "Hi"));
  intake_fixture_begin (fixture, events, &result);
  khidki_test_await (&result);
  g_assert_false (khidki_intake_receive_finish (fixture->intake, result, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_true (khidki_intake_is_idle (fixture->intake));
  rooms_unlock (locker);
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM event", "0");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 0);

  intake_fixture_say (fixture, "one", "Hi");
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event", "done");
}

static void
test_closed (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) events = intake_fixture_new_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  khidki_intake_close (fixture->intake);
  g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, "one", "Hi"));
  intake_fixture_begin (fixture, events, &result);
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

/* What was kept of the event with @fed as its key. */
static void
assert_kept (IntakeFixture *fixture, const char *fed, const char *expected)
{
  KhidkiSeal *seal = fixture->rooms.rows.seal;
  g_autofree char *key = khidki_seal_digest (seal, "event", fed);
  g_autofree char *rows = NULL;
  g_autofree char *hex = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  rows = rooms_sql (&fixture->rooms, "SELECT group_concat(key || ' ' || hex(sealed)) FROM event");
  g_assert_nonnull (strstr (rows, key));
  hex = g_strdup (strstr (rows, key) + strlen (key) + 1);
  hex[strcspn (hex, ",")] = '\0';
  sealed = bytes_of_hex (hex);
  variant = khidki_seal_open_variant (seal, "event", key, sealed, G_VARIANT_TYPE ("(uxa{sv})"),
                                      &error);
  g_assert_no_error (error);
  event = khidki_event_new_from_variant (variant);
  g_assert_cmpstr (khidki_event_get_text (event), ==, expected);
}

static void
test_masks_before_it_keeps (IntakeFixture *fixture, gconstpointer data)
{
  intake_fixture_say (fixture, "one", "my number is 2345 6789 0124, please");
  assert_kept (fixture, "one", "my number is XXXX XXXX 0124, please");
  intake_fixture_say (fixture, "two", "2345\n6789\n0124");
  assert_kept (fixture, "two", "XXXX\nXXXX\n0124");
  intake_fixture_say (fixture, "three", "919810000002");
  assert_kept (fixture, "three", "XXXXXXXX0002");
}

/* One mobile number in ten fits the check digit once 91 stands in front: where it
 * is asked for it is left, be it in the same turn as the answers before it. */
static void
test_keeps_what_was_asked_for (IntakeFixture *fixture, gconstpointer data)
{
  static const char *const said[][2] = {
    { "k1", "Hi" },        { "k2", "English" },   { "k3", "income" },       { "k4", "For myself" },
    { "k5", "Sita Devi" }, { "k6", "Female" },    { "k7", "919810000002" }, { "k8", "15/8/1990" },
    { "k9", "2345 6789 0124" }, { "ka", "9198 1000 0002" }, { "kb", "919810000002" },
    { "kc", "919810000002" }, { "kd", "Father Ram Prasad" }, { "ke", "DL 0420 1100 12345" },
    { "kf", "DL 0420 1100 12345" },
  };
  GPtrArray *events = intake_fixture_new_events ();

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_ptr_array_add (events, intake_fixture_text_from (fixture, DIGITS, PHONE, said[i][0], said[i][1]));
  intake_fixture_feed_all (fixture, events);
  assert_kept (fixture, "k7", "XXXXXXXX0002");
  assert_kept (fixture, "k9", "XXXX XXXX 0124");
  assert_kept (fixture, "ka", "XXXX XXXX 0002");
  assert_kept (fixture, "kb", "919810000002");
  /* The next question is another one. */
  assert_kept (fixture, "kc", "XXXXXXXX0002");
  /* Nothing but the last four digits of a card were asked for, and are kept. */
  assert_kept (fixture, "ke", "DL XXXX XXXX X2345");
  assert_kept (fixture, "kf", "DL 0420 1100 12345");
}

static void
test_old_events_are_only_kept (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);

  intake_fixture_feed (fixture, khidki_event_new_text ("one", account, rooms_now (&fixture->rooms) - 31 * DAY, "Hi"));
  intake_fixture_assert_sql (fixture, "SELECT outcome FROM event", "old");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 0);
}

static void
test_nobody_has_no_conversation (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) nobody = khidki_account_new (CHANNEL, LINE, "", NULL, NULL);
  GPtrArray *events = intake_fixture_new_events ();

  g_ptr_array_add (events, khidki_event_new (KHIDKI_EVENT_NOTICE, "notice", nobody,
                                             rooms_now (&fixture->rooms)));
  g_ptr_array_add (events, khidki_event_new_status ("status", nobody, rooms_now (&fixture->rooms),
                                                    KHIDKI_SEND_STATUS_READ, "far-unknown", NULL));
  g_ptr_array_add (events, intake_fixture_text_from (fixture, "", NULL, "text", "Hi"));
  intake_fixture_feed_all (fixture, events);
  intake_fixture_assert_sql (fixture, "SELECT group_concat(key || ' ' || outcome) FROM event",
              "notice ignored,status done,text ignored");
  intake_fixture_assert_sql (fixture, "SELECT count(*) FROM account", "0");
  g_assert_cmpuint (intake_fixture_n_sent (fixture), ==, 0);
}

static void
test_status_reaches_its_row (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);
  const char *key;

  intake_fixture_say (fixture, "one", "Hi");
  key = fake_channel_get_sent (fixture->rooms.channel, 0)->key;
  intake_fixture_feed (fixture, khidki_event_new_status ("status", account, rooms_now (&fixture->rooms),
                                          KHIDKI_SEND_STATUS_DELIVERED, "wamid", key));
  rooms_assert_state (&fixture->rooms, key, "delivered");
  intake_fixture_assert_sql (fixture, "SELECT max(version) FROM account", "1");
}

static void
fail_later (IntakeFixture *fixture, guint n, const char *detail)
{
  g_autofree char *id = g_strdup_printf ("98110000%02u", n);
  g_autofree char *key = g_strdup_printf ("status %u", n);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, id, NULL, NULL);
  KhidkiEvent *status
      = khidki_event_new_status (key, account, rooms_now (&fixture->rooms), KHIDKI_SEND_STATUS_FAILED, NULL,
                                 fake_channel_get_sent (fixture->rooms.channel, n)->key);

  khidki_event_set_detail (status, detail);
  intake_fixture_feed (fixture, status);
}

/* What the far end takes and does not deliver tells of a line that is half dead; told twice, it
 * tells no more. */
static void
test_failures_reach_the_line (IntakeFixture *fixture, gconstpointer data)
{
  khidki_outbox_start (fixture->outbox);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = g_strdup_printf ("98110000%02u", i);
      g_autofree char *key = g_strdup_printf ("hi %u", i);

      intake_fixture_feed (fixture, intake_fixture_text_from (fixture, id, NULL, key, "Hi"));
      rooms_advance (&fixture->rooms, 60 * 1000, 30 * 1000);
    }
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++)
      {
        fail_later (fixture, i, "retry");
        rooms_advance (&fixture->rooms, 20 * 1000, 20 * 1000);
      }
  g_assert_null (khidki_test_host_get_alarm (fixture->rooms.test_host, "failing-whatsapp-line"));
  for (guint i = 3; i < 8; i++)
    fail_later (fixture, i, "retry");
  rooms_advance (&fixture->rooms, 30 * 1000, 30 * 1000);
  g_assert_nonnull (khidki_test_host_get_alarm (fixture->rooms.test_host, "failing-whatsapp-line"));
}

/* An administrator hears of an answer that did not arrive. */
static void
test_failed_answer (IntakeFixture *fixture, gconstpointer data)
{
  KhidkiTestHost *host = fixture->rooms.test_host;

  khidki_outbox_start (fixture->outbox);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("98110000%02u", i);
      g_autofree char *key = g_strdup_printf ("hi %u", i);

      intake_fixture_feed (fixture, intake_fixture_text_from (fixture, id, NULL, key, "Hi"));
    }
  fail_later (fixture, 0, "recipient");
  g_assert_null (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
  fail_later (fixture, 1, "failed");
  g_assert_nonnull (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
}

static void
test_a_clock_ahead_opens_no_window (IntakeFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, DIGITS, PHONE, NULL);
  g_autofree char *expected = NULL;

  expected = g_strdup_printf ("%" G_GINT64_FORMAT, rooms_now (&fixture->rooms));
  intake_fixture_feed (fixture, khidki_event_new_text ("one", account, rooms_now (&fixture->rooms) + 300 * DAY, "Hi"));
  intake_fixture_assert_sql (fixture, "SELECT last_inbound FROM account", expected);
}

#define ADD(name, func) \
  g_test_add ("/intake/" name, IntakeFixture, NULL, intake_fixture_set_up, func, \
              intake_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("once", test_acts_once);
  ADD ("read/waits", test_shows_who_waits_that_they_were_heard);
  ADD ("read/at-once", test_shows_at_once_when_nothing_is_said);
  ADD ("order", test_folds_in_order);
  ADD ("slow-hook", test_slow_hook_holds_up_nobody);
  ADD ("full", test_says_when_it_is_full);
  ADD ("store-refuses", test_refuses_with_the_store);
  ADD ("closed", test_closed);
  ADD ("masked", test_masks_before_it_keeps);
  ADD ("asked-for", test_keeps_what_was_asked_for);
  ADD ("old", test_old_events_are_only_kept);
  ADD ("nobody", test_nobody_has_no_conversation);
  ADD ("status", test_status_reaches_its_row);
  ADD ("failed-answer", test_failed_answer);
  ADD ("failures", test_failures_reach_the_line);
  ADD ("clock-ahead", test_a_clock_ahead_opens_no_window);

  return g_test_run ();
}
