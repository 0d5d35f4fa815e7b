/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-account-row.h"
#include "outbox/khidki-outbox.h"
#include "outbox-fixture.h"

#define SHORT "short"
#define FAMILY "certificate_ready"
#define LATE (6 * HOUR)
#define STEP (30 * 60 * 1000)

typedef struct
{
  RoomsFixture rooms;
  FakeChannel *short_channel;
  KhidkiOutbox *outbox;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  rooms_set_up (rooms);
  fixture->short_channel = fake_channel_new (rooms->host);
  fake_channel_set_templates_only (fixture->short_channel, TRUE);
  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
  khidki_channels_add (rooms->channels, SHORT, KHIDKI_CHANNEL (fixture->short_channel));
  fixture->outbox = khidki_outbox_new (rooms->host, rooms->rows.store, rooms->channels);
  rooms_add_account (rooms, "asha", rooms_now (rooms));
  khidki_outbox_start (fixture->outbox);
  rooms_settle (rooms);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->outbox);
  khidki_channels_remove (fixture->rooms.channels, SHORT);
  g_assert_finalize_object (fixture->short_channel);
  rooms_tear_down (&fixture->rooms);
}

/* As the intake does after its commit. */
static void
tell (Fixture *fixture, KhidkiLane lane, const char *key, const char *family)
{
  rooms_add_message (&fixture->rooms, "asha", lane, key, family);
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

static void
news (Fixture *fixture, const char *key)
{
  tell (fixture, KHIDKI_LANE_NEWS, key, FAMILY);
}

static void
status (Fixture *fixture, KhidkiSendStatus status, const char *key, const char *detail)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "asha", NULL, NULL);
  g_autofree char *far_id = g_strconcat ("far-", key, NULL);
  g_autoptr (KhidkiEvent) event =
      khidki_event_new_status ("event", account, rooms_now (rooms), status, far_id, key);

  if (detail != NULL)
    {
      khidki_event_set_detail (event, detail);
      khidki_event_set_error (event, 131026, "undeliverable");
    }
  if (outbox_fixture_apply_status (rooms, event).queued)
    khidki_outbox_wake (fixture->outbox);
  rooms_settle (rooms);
}

static void
assert_short (Fixture *fixture, guint n)
{
  g_assert_cmpuint (fake_channel_get_n_sent (fixture->short_channel), ==, n);
}

/* It went to the phone as the text of the same family, with a key made of its own. */
static void
assert_went (Fixture *fixture, const char *key)
{
  g_autofree char *expected = g_strconcat (key, ":", SHORT, NULL);
  FakeSend *sent;

  assert_short (fixture, 1);
  sent = fake_channel_get_sent (fixture->short_channel, 0);
  g_assert_true (sent->is_template);
  g_assert_cmpstr (sent->text, ==, FAMILY);
  g_assert_cmpstr (sent->id, ==, "919800000001");
  g_assert_cmpstr (sent->key, ==, expected);
  rooms_assert_state (&fixture->rooms, key, "rerouted");
}

static void
test_not_a_recipient (Fixture *fixture, gconstpointer data)
{
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_RECIPIENT);
  news (fixture, "news");
  assert_went (fixture, "news");
  rooms_advance (&fixture->rooms, 2 * DAY, HOUR);
  assert_went (fixture, "news");
}

/* The far end holds the window for closed, though a registered text was sent. */
static void
test_no_window_for_a_template (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_WINDOW);
  news (fixture, "news");
  rooms_advance (&fixture->rooms, 60 * 1000, 1000);
  assert_went (fixture, "news");
  g_assert_cmpuint (fake_channel_get_n_sent (fixture->rooms.channel), ==, 3);
}

/* The far end does not know the registered text. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_FAILED);
  news (fixture, "news");
  assert_went (fixture, "news");
}

static void
test_failed_by_status (Fixture *fixture, gconstpointer data)
{
  news (fixture, "news");
  rooms_assert_state (&fixture->rooms, "news", "sent");
  status (fixture, KHIDKI_SEND_STATUS_SENT, "news", NULL);
  assert_short (fixture, 0);
  status (fixture, KHIDKI_SEND_STATUS_FAILED, "news", "recipient");
  assert_went (fixture, "news");
  status (fixture, KHIDKI_SEND_STATUS_FAILED, "news", "recipient");
  assert_went (fixture, "news");
}

/* Told again that the window has closed, it has no other text left. */
static void
test_window_by_status (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *far_id = i == 0 ? g_strdup ("news") : g_strdup_printf ("news-%u", i + 1);

      if (i == 0)
        news (fixture, "news");
      assert_short (fixture, 0);
      rooms_assert_state (&fixture->rooms, "news", "sent");
      {
        g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "asha", NULL, NULL);
        g_autofree char *far = g_strconcat ("far-", far_id, NULL);
        g_autoptr (KhidkiEvent) event =
            khidki_event_new_status ("event", account, rooms_now (&fixture->rooms),
                                     KHIDKI_SEND_STATUS_FAILED, far, "news");

        khidki_event_set_detail (event, "window");
        khidki_event_set_error (event, 131047, "24 hours");
        g_assert_true (outbox_fixture_apply_status (&fixture->rooms, event).queued);
        khidki_outbox_wake (fixture->outbox);
      }
      rooms_advance (&fixture->rooms, 5000, 1000);
    }
  assert_went (fixture, "news");
}

static void
test_not_delivered_in_time (Fixture *fixture, gconstpointer data)
{
  news (fixture, "news");
  rooms_advance (&fixture->rooms, LATE - STEP, STEP);
  assert_short (fixture, 0);
  rooms_assert_state (&fixture->rooms, "news", "sent");
  rooms_advance (&fixture->rooms, 2 * STEP, STEP);
  assert_went (fixture, "news");
  rooms_advance (&fixture->rooms, DAY, STEP);
  assert_short (fixture, 1);
}

static void
test_unknown_for_long (Fixture *fixture, gconstpointer data)
{
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_UNCERTAIN);
  news (fixture, "news");
  rooms_advance (&fixture->rooms, 2000, 500);
  rooms_assert_state (&fixture->rooms, "news", "uncertain");
  assert_short (fixture, 0);
  rooms_advance (&fixture->rooms, LATE + STEP, STEP);
  assert_went (fixture, "news");
}

static void
test_delivered_before (Fixture *fixture, gconstpointer data)
{
  news (fixture, "news");
  rooms_advance (&fixture->rooms, LATE - STEP, STEP);
  status (fixture, KHIDKI_SEND_STATUS_DELIVERED, "news", NULL);
  rooms_advance (&fixture->rooms, DAY, STEP);
  assert_short (fixture, 0);
  status (fixture, KHIDKI_SEND_STATUS_FAILED, "news", "recipient");
  rooms_advance (&fixture->rooms, DAY, STEP);
  assert_short (fixture, 0);
  rooms_assert_state (&fixture->rooms, "news", "delivered");
}

/* Whatever the far end says of it later, in whatever order and how often. */
static void
test_late_statuses (Fixture *fixture, gconstpointer data)
{
  static const char *const details[] = { "recipient", "retry", "window", "operator", "failed" };

  news (fixture, "news");
  rooms_advance (&fixture->rooms, LATE + STEP, STEP);
  assert_went (fixture, "news");
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (details); i++)
        status (fixture, KHIDKI_SEND_STATUS_FAILED, "news", details[i]);
      status (fixture, KHIDKI_SEND_STATUS_SENT, "news", NULL);
      status (fixture, KHIDKI_SEND_STATUS_READ, "news", NULL);
      status (fixture, KHIDKI_SEND_STATUS_DELIVERED, "news", NULL);
    }
  rooms_advance (&fixture->rooms, DAY, HOUR);
  assert_went (fixture, "news");
  g_assert_cmpuint (fake_channel_get_n_sent (fixture->rooms.channel), ==, 1);
}

/* Answers and what has no registered text stay where they are said. */
static void
test_nothing_but_news (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_RECIPIENT);
  tell (fixture, KHIDKI_LANE_REPLY, "answer", FAMILY);
  tell (fixture, KHIDKI_LANE_NEWS, "textless", NULL);
  rooms_advance (&fixture->rooms, DAY, HOUR);
  assert_short (fixture, 0);
  rooms_assert_state (&fixture->rooms, "answer", "failed");
  rooms_assert_state (&fixture->rooms, "textless", "failed");
}

/* Where a far end never says that something arrived, silence means nothing. */
static void
test_who_does_not_report (Fixture *fixture, gconstpointer data)
{
  fake_channel_set_reports_delivery (fixture->rooms.channel, FALSE);
  news (fixture, "news");
  rooms_advance (&fixture->rooms, DAY, HOUR);
  assert_short (fixture, 0);
  rooms_assert_state (&fixture->rooms, "news", "sent");
}

/* It waits where an administrator sees it, and goes when it can, unless it is old. */
static void
test_no_channel_for_it (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  khidki_channels_remove (rooms->channels, SHORT);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RECIPIENT);
  news (fixture, "old");
  rooms_advance (rooms, 8 * DAY, 12 * HOUR);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_FAILED);
  news (fixture, "news");
  rooms_assert_state (rooms, "old", "failed");
  rooms_assert_state (rooms, "news", "parked");
  khidki_channels_add (rooms->channels, SHORT, KHIDKI_CHANNEL (fixture->short_channel));
  rooms_settle (rooms);
  assert_went (fixture, "news");
  rooms_assert_state (rooms, "old", "failed");
}

/* Everything is refused: nobody's news leaves, and that of one who has no fault in it
 * either. Once the time is over it goes to the phone, and never where it waited. */
static void
test_never_sent (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  guint tries;

  /* Each look at it while everything is refused is complained of. */
  for (guint i = 0; i < 100; i++)
    {
      rooms_expect_warning ("*refuses everything*");
      fake_channel_push_error (rooms->channel, KHIDKI_ERROR_OPERATOR);
    }
  news (fixture, "news");
  rooms_advance (rooms, LATE - STEP, STEP);
  rooms_assert_state (rooms, "news", "queued");
  assert_short (fixture, 0);
  rooms_advance (rooms, 2 * STEP, STEP);
  assert_went (fixture, "news");
  tries = fake_channel_get_n_sent (rooms->channel);
  rooms_advance (rooms, DAY, STEP);
  assert_went (fixture, "news");
  g_assert_cmpuint (fake_channel_get_n_sent (rooms->channel), ==, tries);
  rooms_forget_warnings ();
}

/* The channel itself is not there any more. */
static void
test_channel_gone (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  khidki_channels_remove (rooms->channels, CHANNEL);
  news (fixture, "news");
  tell (fixture, KHIDKI_LANE_REPLY, "answer", FAMILY);
  rooms_advance (rooms, LATE - STEP, STEP);
  assert_short (fixture, 0);
  rooms_advance (rooms, 2 * STEP, STEP);
  assert_went (fixture, "news");
  rooms_assert_state (rooms, "answer", "queued");
  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
}

/* Nor is there one that reaches every phone: in the end it has failed, where an
 * administrator sees it; what is younger still goes when that one comes. */
static void
test_nothing_runs (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  khidki_channels_remove (rooms->channels, SHORT);
  khidki_channels_remove (rooms->channels, CHANNEL);
  news (fixture, "old");
  rooms_advance (rooms, 4 * DAY, 12 * HOUR);
  news (fixture, "news");
  rooms_advance (rooms, 2 * DAY, 12 * HOUR);
  rooms_assert_state (rooms, "old", "queued");
  rooms_expect_warning ("*could not be sent in seven days*");
  rooms_advance (rooms, 2 * DAY, 12 * HOUR);
  rooms_assert_warned ();
  rooms_assert_state (rooms, "old", "failed");
  rooms_assert_state (rooms, "news", "queued");
  khidki_channels_add (rooms->channels, SHORT, KHIDKI_CHANNEL (fixture->short_channel));
  rooms_settle (rooms);
  assert_went (fixture, "news");
  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
  rooms_advance (rooms, DAY, HOUR);
  assert_went (fixture, "news");
  rooms_assert_state (rooms, "old", "failed");
  g_assert_cmpuint (fake_channel_get_n_sent (rooms->channel), ==, 0);
}

static gboolean
do_add_nameless (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "bina", NULL, NULL);
  g_autoptr (GVariant) plain = khidki_account_to_variant (account);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "account", "bina", plain);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", "bina", CHANNEL,
                                     *(gint64 *) data, *(gint64 *) data, "", sealed, sealed) == 1;
}

static void
test_no_phone (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  gint64 now = rooms_now (rooms);

  rooms_write (rooms, do_add_nameless, &now);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RECIPIENT);
  rooms_add_message (rooms, "bina", KHIDKI_LANE_NEWS, "news", FAMILY);
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, DAY, HOUR);
  assert_short (fixture, 0);
  rooms_assert_state (rooms, "news", "failed");
}

/* More than one pass takes; each of them once. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *key = g_strdup_printf ("news-%u", i);

      rooms_add_message (rooms, "asha", KHIDKI_LANE_NEWS, key, FAMILY);
      fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RECIPIENT);
    }
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (rooms);
  rooms_advance (rooms, HOUR, STEP);
  assert_short (fixture, 250);
  for (guint i = 0; i < 250; i++)
    g_hash_table_add (keys, fake_channel_get_sent (fixture->short_channel, i)->key);
  g_assert_cmpuint (g_hash_table_size (keys), ==, 250);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/outbox/reroute/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("not-a-recipient", test_not_a_recipient);
  ADD ("no-window-for-a-template", test_no_window_for_a_template);
  ADD ("refused", test_refused);
  ADD ("failed-by-status", test_failed_by_status);
  ADD ("window-by-status", test_window_by_status);
  ADD ("not-delivered-in-time", test_not_delivered_in_time);
  ADD ("unknown-for-long", test_unknown_for_long);
  ADD ("delivered-before", test_delivered_before);
  ADD ("late-statuses", test_late_statuses);
  ADD ("nothing-but-news", test_nothing_but_news);
  ADD ("who-does-not-report", test_who_does_not_report);
  ADD ("no-channel-for-it", test_no_channel_for_it);
  ADD ("never-sent", test_never_sent);
  ADD ("channel-gone", test_channel_gone);
  ADD ("nothing-runs", test_nothing_runs);
  ADD ("no-phone", test_no_phone);
  ADD ("many", test_many);
#undef ADD

  return g_test_run ();
}
