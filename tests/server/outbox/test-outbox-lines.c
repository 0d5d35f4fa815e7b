/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several numbers in one channel: what befalls one is not noticed at another. */
#include "outbox-fixture.h"
#include "outbox/khidki-outbox-wait.h"

#define SECOND 1000

typedef struct
{
  const char *line;
  const char *what;
  guint n;
  KhidkiLane lane;
  gint64 now;
} Crowd;

static gboolean
write_crowd (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Crowd *crowd = data;

  for (guint i = 0; i < crowd->n; i++)
    {
      g_autofree char *account = g_strdup_printf ("%s-%u@%s", crowd->what, i, crowd->line);
      g_autofree char *text = g_strdup_printf ("%s %u on %s", crowd->what, i, crowd->line);

      if (!rooms_put_account (transaction, account, crowd->now, error)
          || rooms_put_text (transaction, account, crowd->lane, text, crowd->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

/* Written by another process: the outbox finds them by itself. */
static void
say_to_many (OutboxFixture *fixture, const char *line, const char *what, guint n, KhidkiLane lane)
{
  Crowd crowd = { line, what, n, lane, rooms_now (&fixture->rooms) };

  rooms_write (&fixture->rooms, write_crowd, &crowd);
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

static guint
count (OutboxFixture *fixture, const char *line)
{
  return fake_channel_count_line (fixture->rooms.channel, line);
}

static void
restart (OutboxFixture *fixture)
{
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->outbox);
  fixture->outbox = khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store,
                                       fixture->rooms.channels);
  outbox_fixture_start (fixture);
}

/* The first number is refused everything, with more waiting on it than a window holds; a
 * restart later who writes to the second is still answered at once. */
static void
test_refused (OutboxFixture *fixture, gconstpointer data)
{
  guint tried;

  rooms_expect_warning ("*refuses everything*");
  fake_channel_refuse_line (fixture->rooms.channel, "first", KHIDKI_ERROR_OPERATOR);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "first", "reply", 3000, KHIDKI_LANE_REPLY);
  rooms_assert_warned ();
  tried = count (fixture, "first");
  g_assert_cmpuint (tried, >=, 1);
  g_assert_cmpuint (tried, <=, 32);
  say_to_many (fixture, "second", "reply", 100, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "second"), ==, 100);

  rooms_expect_warning ("*refuses everything*");
  restart (fixture);
  rooms_assert_warned ();
  say_to_many (fixture, "second", "more", 100, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "second"), ==, 200);
  g_assert_cmpuint (count (fixture, "first"), ==, tried);

  fake_channel_refuse_line (fixture->rooms.channel, "first", (KhidkiError) 0);
  rooms_advance (&fixture->rooms, 130 * SECOND, 5 * SECOND);
  g_assert_cmpuint (count (fixture, "first"), ==, tried + 3000);
}

/* Each number has its own minute. */
static void
test_pauses_apart (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  rooms_expect_warning ("*refuses everything*");
  fake_channel_refuse_line (fixture->rooms.channel, "first", KHIDKI_ERROR_OPERATOR);
  say_to_many (fixture, "first", "reply", 1, KHIDKI_LANE_REPLY);
  rooms_advance (&fixture->rooms, 50 * SECOND, SECOND);
  rooms_expect_warning ("*refuses everything*");
  fake_channel_refuse_line (fixture->rooms.channel, "second", KHIDKI_ERROR_OPERATOR);
  say_to_many (fixture, "second", "reply", 2, KHIDKI_LANE_REPLY);
  rooms_assert_warned ();
  g_assert_cmpuint (count (fixture, "second"), <=, 2);
  fake_channel_refuse_line (fixture->rooms.channel, "first", (KhidkiError) 0);
  fake_channel_refuse_line (fixture->rooms.channel, "second", (KhidkiError) 0);
  say_to_many (fixture, "second", "later", 1, KHIDKI_LANE_REPLY);

  rooms_advance (&fixture->rooms, 15 * SECOND, SECOND);
  g_assert_cmpuint (count (fixture, "first"), ==, 2);
  g_assert_cmpuint (count (fixture, "second"), <=, 2);
  rooms_advance (&fixture->rooms, 60 * SECOND, SECOND);
  g_assert_cmpuint (count (fixture, "second"), ==, 5);
}

/* After the pause one message tries; the others wait for what comes of it. */
static void
test_one_tries (OutboxFixture *fixture, gconstpointer data)
{
  guint tried;

  outbox_fixture_start (fixture);
  rooms_expect_warning ("*refuses everything*");
  fake_channel_refuse_line (fixture->rooms.channel, "first", KHIDKI_ERROR_OPERATOR);
  say_to_many (fixture, "first", "reply", 20, KHIDKI_LANE_REPLY);
  rooms_assert_warned ();
  tried = count (fixture, "first");
  fake_channel_hold_line (fixture->rooms.channel, "first", TRUE);
  rooms_advance (&fixture->rooms, 70 * SECOND, SECOND);
  g_assert_cmpuint (count (fixture, "first"), ==, tried + 1);

  fake_channel_hold_line (fixture->rooms.channel, "first", FALSE);
  fake_channel_refuse_line (fixture->rooms.channel, "first", (KhidkiError) 0);
  fake_channel_let_go (fixture->rooms.channel);
  rooms_advance (&fixture->rooms, 70 * SECOND, SECOND);
  g_assert_cmpuint (count (fixture, "first"), ==, tried + 20);
}

/* However long it lasts: a refusal of everything is none of a message's tries, which it has
 * all when the far end is only busy afterwards. */
static void
test_refused_for_long (OutboxFixture *fixture, gconstpointer data)
{
  guint tried;

  fake_channel_refuse_line (fixture->rooms.channel, "first", KHIDKI_ERROR_OPERATOR);
  outbox_fixture_start (fixture);
  rooms_expect_warning ("*refuses everything*");
  say_to_many (fixture, "first", "reply", 1, KHIDKI_LANE_REPLY);
  for (guint i = 0; i < 3 * KHIDKI_OUTBOX_MOST_ATTEMPTS; i++)
    {
      rooms_assert_warned ();
      rooms_expect_warning ("*refuses everything*");
      tried = count (fixture, "first");
      for (guint j = 0; count (fixture, "first") == tried; j++)
        {
          g_assert_cmpuint (j, <, 70);
          rooms_advance (&fixture->rooms, SECOND, SECOND);
        }
    }
  rooms_assert_warned ();
  tried = count (fixture, "first");
  fake_channel_refuse_line (fixture->rooms.channel, "first", KHIDKI_ERROR_RETRY);
  rooms_advance (&fixture->rooms, 62 * SECOND, SECOND);
  g_assert_cmpuint (count (fixture, "first"), >, tried);
  tried = count (fixture, "first");
  fake_channel_refuse_line (fixture->rooms.channel, "first", (KhidkiError) 0);
  rooms_advance (&fixture->rooms, 600 * SECOND, 10 * SECOND);
  g_assert_cmpuint (count (fixture, "first"), ==, tried + 1);
}

/* A far end that does not answer has what it may have, and nothing of the others'. */
static void
test_slow (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold_line (fixture->rooms.channel, "first", TRUE);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "first", "reply", 3000, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "first"), ==, 32);
  say_to_many (fixture, "second", "reply", 1500, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "second"), ==, 1500);
  g_assert_cmpuint (count (fixture, "first"), ==, 32);
  fake_channel_hold_line (fixture->rooms.channel, "first", FALSE);
}

/* What is in flight follows the rate; broadcasts leave a quarter of it. */
static void
test_rate (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  fake_channel_set_rate (fixture->rooms.channel, 1000);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "first", "broadcast", 1000, KHIDKI_LANE_BROADCAST);
  rooms_advance (&fixture->rooms, SECOND, 20);
  g_assert_cmpuint (count (fixture, "first"), ==, 225);
  say_to_many (fixture, "first", "reply", 1000, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "first"), ==, 300);
  fake_channel_set_rate (fixture->rooms.channel, 80);
  say_to_many (fixture, "second", "reply", 1000, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "second"), ==, 32);
  fake_channel_set_rate (fixture->rooms.channel, 100000);
  say_to_many (fixture, "third", "reply", 1000, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "third"), ==, 320);
}

/* Rows that were written before rows had a line go out as well, in their order. */
static void
test_rows_from_before (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *changed = NULL;

  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "bina", "two");
  changed = rooms_sql (&fixture->rooms, "UPDATE outbox SET line = '' RETURNING id");
  outbox_fixture_reply (fixture, "asha", "three");
  outbox_fixture_start (fixture);
  outbox_fixture_assert_n_sent (fixture, 3);
  for (guint i = 0, seen = 0; i < 3; i++)
    if (g_str_equal (fake_channel_get_sent (fixture->rooms.channel, i)->id, "asha"))
      outbox_fixture_assert_sent (fixture, i, seen++ == 0 ? "one" : "three");
}

#define ADD(name, func) g_test_add ("/outbox-lines/" name, OutboxFixture, NULL, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("refused", test_refused);
  ADD ("pauses-apart", test_pauses_apart);
  ADD ("one-tries", test_one_tries);
  ADD ("refused-for-long", test_refused_for_long);
  ADD ("slow", test_slow);
  ADD ("rate", test_rate);
  ADD ("rows-from-before", test_rows_from_before);

  return g_test_run ();
}
