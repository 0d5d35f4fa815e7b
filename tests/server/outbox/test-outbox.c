/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox-fixture.h"

static void
test_sends_in_order (OutboxFixture *fixture, gconstpointer data)
{
  guint next[2] = { 0, 0 };

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *one = g_strdup_printf ("asha %u", i);
      g_autofree char *other = g_strdup_printf ("bina %u", i);

      outbox_fixture_reply (fixture, "asha", one);
      rooms_add_message (&fixture->rooms, "bina", i % 2 == 0 ? KHIDKI_LANE_NEWS : KHIDKI_LANE_REPLY,
                         other, NULL);
    }
  outbox_fixture_start (fixture);

  outbox_fixture_assert_n_sent (fixture, 10);
  for (guint i = 0; i < 10; i++)
    {
      FakeSend *send = fake_channel_get_sent (fixture->rooms.channel, i);
      guint who = g_str_equal (send->id, "bina");
      g_autofree char *text = g_strdup_printf ("%s %u", send->id, next[who]++);

      g_assert_cmpstr (send->text, ==, text);
      g_assert_cmpstr (send->key, ==, text);
      rooms_assert_state (&fixture->rooms, text, "sent");
    }
  rooms_assert_far_id (&fixture->rooms, "asha 3", "far-asha 3");
}

static void
test_is_claimed_while_it_is_sent (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);

  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_assert_state (&fixture->rooms, "one", "sending");
  rooms_assert_state (&fixture->rooms, "two", "queued");

  fake_channel_let_go (fixture->rooms.channel);
  rooms_settle (&fixture->rooms);
  rooms_assert_state (&fixture->rooms, "one", "sent");
  rooms_assert_state (&fixture->rooms, "two", "sending");
}

static guint
count_texts (OutboxFixture *fixture, guint until, const char *prefix)
{
  guint n = 0;

  for (guint i = 0; i < until; i++)
    n += g_str_has_prefix (fake_channel_get_sent (fixture->rooms.channel, i)->text, prefix);
  return n;
}

typedef struct
{
  guint n;
  gint64 now;
} Many;

static gboolean
write_broadcast (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Many *many = data;

  for (guint i = 0; i < many->n; i++)
    {
      g_autofree char *account = g_strdup_printf ("citizen-%u", i);
      g_autofree char *text = g_strdup_printf ("broadcast %u", i);

      if (!rooms_put_account (transaction, account, many->now, error)
          || rooms_put_text (transaction, account, KHIDKI_LANE_BROADCAST, text, many->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
add_broadcast (OutboxFixture *fixture, guint n)
{
  Many many = { n, rooms_now (&fixture->rooms) };

  rooms_write (&fixture->rooms, write_broadcast, &many);
}

static void
test_replies_go_before_broadcasts (OutboxFixture *fixture, gconstpointer data)
{
  add_broadcast (fixture, 60);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *account = g_strdup_printf ("citizen-%u", i);
      g_autofree char *text = g_strdup_printf ("reply %u", i);

      outbox_fixture_reply (fixture, account, text);
    }
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);

  /* 32 at once; whichever rows came first, broadcasts leave room. */
  outbox_fixture_assert_n_sent (fixture, 32);
  g_assert_cmpuint (count_texts (fixture, 32, "reply"), >=, 8);

  fake_channel_hold (fixture->rooms.channel, FALSE);
  fake_channel_let_go (fixture->rooms.channel);
  rooms_settle (&fixture->rooms);
  outbox_fixture_assert_n_sent (fixture, 80);
  g_assert_cmpuint (count_texts (fixture, 44, "reply"), ==, 20);
}

/* A reply must not wait until a broadcast to a whole city has gone out. */
static void
test_long_broadcast_holds_up_nobody (OutboxFixture *fixture, gconstpointer data)
{
  add_broadcast (fixture, 2100);
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  outbox_fixture_assert_n_sent (fixture, 24);

  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "reply");
  rooms_settle (&fixture->rooms);
  outbox_fixture_assert_n_sent (fixture, 25);
  outbox_fixture_assert_sent (fixture, 24, "reply");
}

static void
test_tries_again_with_growing_waits (OutboxFixture *fixture, gconstpointer data)
{
  gint64 before = 0;

  for (guint i = 0; i < 4; i++)
    fake_channel_push_error (fixture->rooms.channel, i == 1 ? KHIDKI_ERROR_BUSY : KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  rooms_advance (&fixture->rooms, 60 * 1000, 250);

  outbox_fixture_assert_n_sent (fixture, 6);
  for (guint i = 1; i < 5; i++)
    {
      gint64 wait = fake_channel_get_sent (fixture->rooms.channel, i)->at
                    - fake_channel_get_sent (fixture->rooms.channel, i - 1)->at;
      gint64 nominal = G_GINT64_CONSTANT (1000) << i;

      outbox_fixture_assert_sent (fixture, i, "one");
      g_assert_cmpint (wait, >=, nominal * 3 / 4);
      g_assert_cmpint (wait, <=, nominal * 5 / 4 + 250);
      g_assert_cmpint (wait, >, before);
      before = wait;
    }
  outbox_fixture_assert_sent (fixture, 5, "two");
  rooms_assert_state (&fixture->rooms, "one", "sent");
  g_assert_cmpint (rooms_get_attempts (&fixture->rooms, "one"), ==, 5);
}

static void
test_parks_after_the_last_try (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  fake_channel_refuse_text (rooms->channel, "one", KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  /* Others are served meanwhile: the message is the reason. */
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *text = g_strdup_printf ("to others %u", i);

      outbox_fixture_offer (fixture, "bina", KHIDKI_LANE_REPLY, text);
      rooms_advance (rooms, 120 * 1000, 60 * 1000);
    }

  rooms_assert_state (rooms, "one", "parked");
  rooms_assert_state (rooms, "two", "sent");
  error = rooms_dup_error (rooms, "one");
  g_assert_cmpstr (error, ==, "the far end refuses one");
  g_assert_cmpint (rooms_get_attempts (rooms, "one"), ==, 12);
  g_assert_null (khidki_test_host_get_alarm (rooms->test_host, "silent-whatsapp-line"));
}

/* The far end is away for an evening: nobody's answer is given up. */
static void
test_outlasts_an_outage (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_refuse_line (rooms->channel, "line", KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  rooms_add_message (rooms, "bina", KHIDKI_LANE_NEWS, "two", NULL);
  outbox_fixture_start (fixture);
  rooms_advance (rooms, 6 * HOUR, 60 * 1000);

  rooms_assert_state (rooms, "one", "queued");
  /* News need not wait for it: they have other ways. */
  rooms_assert_state (rooms, "two", "parked");
  g_assert_nonnull (khidki_test_host_get_alarm (rooms->test_host, "silent-whatsapp-line"));

  fake_channel_refuse_line (rooms->channel, "line", (KhidkiError) 0);
  rooms_advance (rooms, HOUR / 6, 60 * 1000);
  rooms_assert_state (rooms, "one", "sent");
  g_assert_null (khidki_test_host_get_alarm (rooms->test_host, "silent-whatsapp-line"));
}

/* The far end comes back, and stumbles: what was tried in vain while it was away is not held
 * against those it still refuses. After an hour it is the message. */
static void
test_outlasts_the_end_of_an_outage (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  rooms_add_account (rooms, "chand", rooms_now (rooms));
  fake_channel_refuse_line (rooms->channel, "line", KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "bina", "two");
  outbox_fixture_reply (fixture, "chand", "three");
  outbox_fixture_start (fixture);
  rooms_advance (rooms, HOUR, 60 * 1000);
  g_assert_cmpint (rooms_get_attempts (rooms, "two"), >, 12);

  fake_channel_refuse_line (rooms->channel, "line", (KhidkiError) 0);
  fake_channel_refuse_text (rooms->channel, "two", KHIDKI_ERROR_BUSY);
  fake_channel_refuse_text (rooms->channel, "three", KHIDKI_ERROR_RETRY);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("to others %u", i);

      outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, text);
      rooms_advance (rooms, 120 * 1000, 60 * 1000);
      if (i != 8)
        continue;
      rooms_assert_state (rooms, "one", "sent");
      rooms_assert_state (rooms, "two", "queued");
      fake_channel_refuse_text (rooms->channel, "two", (KhidkiError) 0);
    }
  rooms_assert_state (rooms, "two", "sent");
  rooms_assert_state (rooms, "three", "parked");
}

static void
test_gives_up_after_a_day (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_refuse_line (rooms->channel, "line", KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  rooms_advance (rooms, 20 * HOUR, 5 * 60 * 1000);
  rooms_assert_state (rooms, "one", "queued");
  rooms_advance (rooms, 10 * HOUR, 5 * 60 * 1000);
  rooms_assert_state (rooms, "one", "parked");
}

static void
test_takes_the_template_when_the_window_closed (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  rooms_add_account (rooms, "chaya", rooms_now (rooms) - 2 * DAY);
  rooms_add_message (rooms, "chaya", KHIDKI_LANE_NEWS, "bare", NULL);
  rooms_add_message (rooms, "chaya", KHIDKI_LANE_NEWS, "moved", "application_moved");
  outbox_fixture_start (fixture);

  outbox_fixture_assert_n_sent (fixture, 1);
  outbox_fixture_assert_sent (fixture, 0, "application_moved");
  g_assert_true (fake_channel_get_sent (rooms->channel, 0)->is_template);
  rooms_assert_state (rooms, "moved", "sent");
  rooms_assert_state (rooms, "bare", "parked");
  error = rooms_dup_error (rooms, "bare");
  g_assert_nonnull (strstr (error, "window"));
}

/* Somebody wrote after the row had been read. */
static void
test_sees_that_the_window_opened (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *changed = NULL;

  rooms_add_account (rooms, "chaya", rooms_now (rooms) - 2 * DAY);
  rooms_add_message (rooms, "chaya", KHIDKI_LANE_NEWS, "first", "application_moved");
  rooms_add_message (rooms, "chaya", KHIDKI_LANE_NEWS, "second", "application_moved");
  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_start (fixture);
  outbox_fixture_assert_sent (fixture, 0, "application_moved");

  changed = rooms_sql (rooms, "UPDATE account SET last_inbound = (SELECT last_inbound FROM account "
                              "WHERE account = 'asha') WHERE account = 'chaya' RETURNING 1");
  g_assert_cmpstr (changed, ==, "1");
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  outbox_fixture_assert_sent (fixture, 1, "second");
}

static void
test_takes_the_template_once_when_told (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_WINDOW);
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_WINDOW);
  rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_NEWS, "one", "application_moved");
  outbox_fixture_start (fixture);
  rooms_advance (&fixture->rooms, 1100, 100);
  outbox_fixture_assert_n_sent (fixture, 3);
  outbox_fixture_assert_sent (fixture, 0, "one");
  outbox_fixture_assert_sent (fixture, 1, "one");
  outbox_fixture_assert_sent (fixture, 2, "application_moved");
  rooms_assert_state (&fixture->rooms, "one", "sent");

  for (guint i = 0; i < 5; i++)
    fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_WINDOW);
  rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_NEWS, "two", "application_moved");
  outbox_fixture_reply (fixture, "asha", "bare");
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (&fixture->rooms, 3000, 100);
  outbox_fixture_assert_n_sent (fixture, 8);
  rooms_assert_state (&fixture->rooms, "two", "parked");
  rooms_assert_state (&fixture->rooms, "bare", "parked");
}

/* What was decided must not be forgotten with the process. */
static void
test_remembers_the_template (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_WINDOW);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_WINDOW);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RETRY);
  rooms_add_message (rooms, "asha", KHIDKI_LANE_NEWS, "one", "application_moved");
  outbox_fixture_start (fixture);
  rooms_advance (rooms, 1100, 100);
  outbox_fixture_assert_n_sent (fixture, 3);

  g_assert_finalize_object (fixture->outbox);
  fixture->outbox = khidki_outbox_new (rooms->host, rooms->rows.store, rooms->channels);
  outbox_fixture_start (fixture);
  rooms_advance (rooms, 20 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 4);
  outbox_fixture_assert_sent (fixture, 3, "application_moved");
}

static void
test_waits_after_an_uncertain_send (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_UNCERTAIN);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  rooms_assert_state (rooms, "one", "uncertain");
  rooms_advance (rooms, 29 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_advance (rooms, 2000, 1000);
  outbox_fixture_assert_n_sent (fixture, 2);
  outbox_fixture_assert_sent (fixture, 1, "two");
  rooms_assert_state (rooms, "one", "uncertain");
}

static void
test_pauses_the_channel_for_the_operator (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  rooms_expect_warning ("*refuses everything*");
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_OPERATOR);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  rooms_assert_warned ();
  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_assert_state (rooms, "one", "queued");

  outbox_fixture_offer (fixture, "bina", KHIDKI_LANE_REPLY, "two");
  rooms_advance (rooms, 59 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 1);

  rooms_advance (rooms, 2000, 1000);
  outbox_fixture_assert_n_sent (fixture, 3);
  rooms_assert_state (rooms, "one", "sent");
  rooms_assert_state (rooms, "two", "sent");
  /* The message was not at fault. */
  g_assert_cmpint (rooms_get_attempts (rooms, "one"), ==, 1);
}

static void
test_gives_up_a_recipient (OutboxFixture *fixture, gconstpointer data)
{
  KhidkiOutboxCounters counters;

  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_RECIPIENT);
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_INVALID);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_reply (fixture, "asha", "three");
  outbox_fixture_start (fixture);
  rooms_assert_state (&fixture->rooms, "one", "failed");
  rooms_assert_state (&fixture->rooms, "two", "parked");
  rooms_assert_state (&fixture->rooms, "three", "sent");

  khidki_outbox_get_counters (fixture->outbox, &counters);
  g_assert_cmpuint (counters.failed, ==, 2);
  g_assert_cmpuint (counters.sent, ==, 1);
  g_assert_cmpuint (counters.in_flight, ==, 0);
  g_assert_cmpuint (counters.in_window, ==, 0);
}

static void
test_is_uncertain_after_a_restart (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *changed = NULL;

  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  changed = rooms_sql (rooms, "UPDATE outbox SET state = 'sending' WHERE key = 'one' RETURNING 1");
  g_assert_cmpstr (changed, ==, "1");
  outbox_fixture_start (fixture);
  rooms_assert_state (rooms, "one", "uncertain");
  rooms_assert_state (rooms, "two", "sent");
  outbox_fixture_assert_n_sent (fixture, 1);
}

#define CITIZENS 60

static gboolean
write_replies (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Many *many = data;

  for (guint i = 0; i < many->n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i % CITIZENS);
      g_autofree char *text = g_strdup_printf ("%u of %s", i / CITIZENS, name);

      if ((i < CITIZENS && !rooms_put_account (transaction, name, many->now, error))
          || rooms_put_text (transaction, name, KHIDKI_LANE_REPLY, text, many->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
test_sends_more_than_it_holds (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Many many = { 3000, rooms_now (&fixture->rooms) };
  guint next[CITIZENS] = { 0 };

  rooms_write (&fixture->rooms, write_replies, &many);
  outbox_fixture_start (fixture);

  outbox_fixture_assert_n_sent (fixture, 3000);
  for (guint i = 0; i < 3000; i++)
    {
      FakeSend *send = fake_channel_get_sent (fixture->rooms.channel, i);
      guint64 who = g_ascii_strtoull (send->id, NULL, 10);

      g_assert_true (g_hash_table_add (seen, send->key));
      g_assert_cmpuint (g_ascii_strtoull (send->text, NULL, 10), ==, next[who]++);
    }
}

static void
test_stops_with_sends_in_flight (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  khidki_outbox_stop_async (fixture->outbox, 5000, khidki_test_take_result, &result);
  rooms_advance (rooms, 4000, 1000);
  g_assert_null (result);
  outbox_fixture_offer (fixture, "bina", KHIDKI_LANE_REPLY, "three");
  rooms_advance (rooms, 2000, 1000);
  g_assert_nonnull (result);
  g_assert_true (khidki_outbox_stop_finish (fixture->outbox, result, &error));

  /* Nothing begins after the end. */
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, HOUR, 60 * 1000);
  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_assert_state (rooms, "one", "uncertain");
  rooms_assert_state (rooms, "two", "queued");
  rooms_assert_state (rooms, "three", "queued");
}

static void
test_stops_after_the_answer (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autoptr (GAsyncResult) result = NULL;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  khidki_outbox_stop_async (fixture->outbox, 5000, khidki_test_take_result, &result);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  g_assert_nonnull (result);
  rooms_assert_state (rooms, "one", "sent");
  rooms_assert_state (rooms, "two", "queued");
  outbox_fixture_assert_n_sent (fixture, 1);
}

static void
test_channel_comes_later (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  KhidkiOutboxCounters counters;

  khidki_channels_remove (rooms->channels, CHANNEL);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "two");
  rooms_advance (rooms, 120 * 1000, 10 * 1000);
  outbox_fixture_assert_n_sent (fixture, 0);

  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 2);
  outbox_fixture_assert_sent (fixture, 0, "one");

  /* It goes while lanes wait, one of them for its second try, and comes back. */
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RETRY);
  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "three");
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "four");
  rooms_settle (rooms);
  khidki_channels_remove (rooms->channels, CHANNEL);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_advance (rooms, 120 * 1000, 10 * 1000);
  outbox_fixture_assert_n_sent (fixture, 3);
  khidki_outbox_get_counters (fixture->outbox, &counters);
  g_assert_cmpuint (counters.in_window, ==, 0);

  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 5);
  outbox_fixture_assert_sent (fixture, 3, "three");
  outbox_fixture_assert_sent (fixture, 4, "four");
}

static void
test_finds_rows_nobody_told_of (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  outbox_fixture_reply (fixture, "asha", "one");
  rooms_advance (&fixture->rooms, 31 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 1);
}

static void
test_parks_what_cannot_be_read (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *changed = NULL;

  outbox_fixture_reply (fixture, "asha", "spoiled");
  changed = rooms_sql (rooms, "UPDATE outbox SET sealed = x'00' WHERE key = 'spoiled' RETURNING 1");
  g_assert_cmpstr (changed, ==, "1");
  outbox_fixture_reply (fixture, "without account", "orphan");
  outbox_fixture_reply (fixture, "asha", "fine");
  rooms_expect_warning ("*2 rows cannot be read*");
  outbox_fixture_start (fixture);
  rooms_assert_warned ();
  rooms_assert_state (rooms, "spoiled", "parked");
  rooms_assert_state (rooms, "orphan", "parked");
  rooms_assert_state (rooms, "fine", "sent");
}

/* Another process holds the database just when the answer comes. */
static void
test_writes_the_result_again (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  GSubprocess *locker;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  locker = rooms_lock (rooms);
  rooms_expect_warning ("*result of a send was not written*");
  fake_channel_let_go (rooms->channel);
  rooms_await_warning ();
  rooms_assert_state (rooms, "one", "sending");

  rooms_unlock (locker);
  rooms_advance (rooms, 2000, 1000);
  rooms_assert_state (rooms, "one", "sent");
}

static void
test_starts_when_the_store_lets_it (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  GSubprocess *locker;

  outbox_fixture_reply (fixture, "asha", "one");
  locker = rooms_lock (rooms);
  rooms_expect_warning ("*nothing is sent yet*");
  khidki_outbox_start (fixture->outbox);
  rooms_await_warning ();
  rooms_unlock (locker);
  rooms_advance (rooms, 6000, 1000);
  outbox_fixture_assert_n_sent (fixture, 1);
}

static void
test_same_key_makes_one_row (OutboxFixture *fixture, gconstpointer data)
{
  gint64 first = rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_REPLY, "one", NULL);

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_REPLY, "one", NULL), ==, 0);
  outbox_fixture_start (fixture);
  outbox_fixture_assert_n_sent (fixture, 1);
}

static void
test_takes_up_a_new_id (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_start (fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      gint64 id = rooms_add_message (rooms, "asha", KHIDKI_LANE_REPLY, text, NULL);
      g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "old", NULL, NULL);
      g_autoptr (KhidkiMessage) message = khidki_message_new_text (text);

      khidki_outbox_offer (fixture->outbox, id, text, "asha", account, KHIDKI_LANE_REPLY,
                           rooms_now (rooms), &rooms->place, message);
    }
  rooms_settle (rooms);
  khidki_outbox_refresh (fixture->outbox, "asha");
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 3);
  g_assert_cmpstr (fake_channel_get_sent (rooms->channel, 0)->id, ==, "old");
  for (guint i = 1; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      outbox_fixture_assert_sent (fixture, i, text);
      g_assert_cmpstr (fake_channel_get_sent (rooms->channel, i)->id, ==, "asha");
    }
}

static gboolean
do_nothing (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
do_rename (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "new", NULL, NULL);
  g_autoptr (GVariant) plain = khidki_account_to_variant (account);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (khidki_transaction_get_seal (transaction),
                                                         "account", "asha", plain);

  return khidki_transaction_execute (transaction, "account-rename", error, "xbs", *(gint64 *) data,
                                     sealed, "asha") == 1;
}

/* The rows were just read when the id became another. */
static void
test_takes_up_a_new_id_while_it_reads (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  gint64 now = rooms_now (rooms);
  g_autoptr (GError) error = NULL;

  /* From then on its line is known. */
  outbox_fixture_reply (fixture, "bina", "to another");
  outbox_fixture_start (fixture);
  outbox_fixture_reply (fixture, "asha", "one");
  khidki_outbox_wake (fixture->outbox);
  /* By then the other has been read. */
  khidki_store_read (rooms->rows.store, do_nothing, NULL, &error);
  g_assert_no_error (error);
  rooms_write (rooms, do_rename, &now);
  khidki_outbox_refresh (fixture->outbox, "asha");
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 2);
  g_assert_cmpstr (fake_channel_get_sent (rooms->channel, 1)->id, ==, "new");
}

#define ADD(name, func) g_test_add ("/outbox/" name, OutboxFixture, NULL, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("order", test_sends_in_order);
  ADD ("claimed", test_is_claimed_while_it_is_sent);
  ADD ("replies-first", test_replies_go_before_broadcasts);
  ADD ("long-broadcast", test_long_broadcast_holds_up_nobody);
  ADD ("growing-waits", test_tries_again_with_growing_waits);
  ADD ("last-try", test_parks_after_the_last_try);
  ADD ("outage", test_outlasts_an_outage);
  ADD ("outage-ends", test_outlasts_the_end_of_an_outage);
  ADD ("outage-of-a-day", test_gives_up_after_a_day);
  ADD ("window/closed", test_takes_the_template_when_the_window_closed);
  ADD ("window/opened", test_sees_that_the_window_opened);
  ADD ("window/told", test_takes_the_template_once_when_told);
  ADD ("window/remembered", test_remembers_the_template);
  ADD ("uncertain/waits", test_waits_after_an_uncertain_send);
  ADD ("operator", test_pauses_the_channel_for_the_operator);
  ADD ("recipient", test_gives_up_a_recipient);
  ADD ("restart", test_is_uncertain_after_a_restart);
  ADD ("many", test_sends_more_than_it_holds);
  ADD ("stop/in-flight", test_stops_with_sends_in_flight);
  ADD ("stop/answered", test_stops_after_the_answer);
  ADD ("channel-later", test_channel_comes_later);
  ADD ("untold", test_finds_rows_nobody_told_of);
  ADD ("unreadable", test_parks_what_cannot_be_read);
  ADD ("store/result", test_writes_the_result_again);
  ADD ("store/start", test_starts_when_the_store_lets_it);
  ADD ("same-key", test_same_key_makes_one_row);
  ADD ("new-id", test_takes_up_a_new_id);
  ADD ("new-id-while-it-reads", test_takes_up_a_new_id_while_it_reads);

  return g_test_run ();
}
