/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* However much news there is to tell: who waits for an answer gets it. */
#include "outbox-fixture.h"

/* More than any window holds. */
#define FLOOD 3000

typedef struct
{
  const char *what;
  guint n;
  KhidkiLane lane;
  gint64 now;
  gint64 last_id;
} Crowd;

static gboolean
write_crowd (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Crowd *crowd = data;

  for (guint i = 0; i < crowd->n; i++)
    {
      g_autofree char *account = g_strdup_printf ("%s-%u", crowd->what, i);
      g_autofree char *text = g_strdup_printf ("%s %u", crowd->what, i);

      if (!rooms_put_account (transaction, account, crowd->now, error))
        return FALSE;
      crowd->last_id = rooms_put_text (transaction, account, crowd->lane, text, crowd->now, error);
      if (crowd->last_id < 0)
        return FALSE;
    }
  return TRUE;
}

/* Written by another process: the outbox finds them by itself. */
static void
say_to_many (OutboxFixture *fixture, const char *what, guint n, KhidkiLane lane)
{
  Crowd crowd = { what, n, lane, rooms_now (&fixture->rooms), 0 };

  rooms_write (&fixture->rooms, write_crowd, &crowd);
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

static guint
count (OutboxFixture *fixture, const char *what)
{
  guint n = 0;

  for (guint i = 0; i < fake_channel_get_n_sent (fixture->rooms.channel); i++)
    n += g_str_has_prefix (fake_channel_get_sent (fixture->rooms.channel, i)->text, what);
  return n;
}

/* The far end answers those that it has, and takes as many again. */
static void
answer_round (OutboxFixture *fixture)
{
  fake_channel_let_go (fixture->rooms.channel);
  rooms_settle (&fixture->rooms);
}

/* The far end answers nobody: there is room for replies all the same. */
static void
test_room (OutboxFixture *fixture, gconstpointer lane)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "news", 100, GPOINTER_TO_INT (lane));
  g_assert_cmpuint (count (fixture, "news"), ==, 24);
  say_to_many (fixture, "reply", 100, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "reply"), ==, 8);
}

/* The rows of the news are older than those of the replies, and more than are held. */
static void
test_rows (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "news", FLOOD, KHIDKI_LANE_NEWS);
  say_to_many (fixture, "reply", 8, KHIDKI_LANE_REPLY);
  g_assert_cmpuint (count (fixture, "reply"), ==, 8);
}

/* The same after a restart, and with more replies than fit at once. */
static void
test_restart (OutboxFixture *fixture, gconstpointer data)
{
  say_to_many (fixture, "news", FLOOD, KHIDKI_LANE_NEWS);
  say_to_many (fixture, "reply", 300, KHIDKI_LANE_REPLY);
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  for (guint i = 0; i < 14; i++)
    answer_round (fixture);
  g_assert_cmpuint (count (fixture, "reply"), ==, 300);
  g_assert_cmpuint (count (fixture, "news"), <, FLOOD / 3);
}

/* As the intake does after one commit of many. */
static void
offer_to_many (OutboxFixture *fixture, const char *what, guint n, KhidkiLane lane)
{
  Crowd crowd = { what, n, lane, rooms_now (&fixture->rooms), 0 };
  const KhidkiOutboxPlace place = { crowd.now, 0 };

  rooms_write (&fixture->rooms, write_crowd, &crowd);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s-%u", what, i);
      g_autofree char *text = g_strdup_printf ("%s %u", what, i);
      g_autoptr (KhidkiAccount) account = rooms_new_account (key);
      g_autoptr (KhidkiMessage) message = khidki_message_new_text (text);

      khidki_outbox_offer (fixture->outbox, crowd.last_id - n + 1 + i, text, key, account, lane,
                           crowd.now, &place, message);
    }
}

/* What is held is full of news when somebody is answered. */
static void
test_offered (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  offer_to_many (fixture, "news", 2100, KHIDKI_LANE_NEWS);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "reply");
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (count (fixture, "reply"), ==, 1);
}

static guint
find (OutboxFixture *fixture, const char *text)
{
  for (guint i = 0; i < fake_channel_get_n_sent (fixture->rooms.channel); i++)
    if (g_str_equal (fake_channel_get_sent (fixture->rooms.channel, i)->text, text))
      return i;
  return G_MAXUINT;
}

/* Somebody who has news waiting writes: both are told, in their order, before the news of
 * everybody else. @offered: it is told of; else the rows tell. */
static void
test_own_news (OutboxFixture *fixture, gconstpointer offered)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "news", FLOOD, KHIDKI_LANE_NEWS);
  rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_NEWS, "her news", NULL);
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (count (fixture, "her news"), ==, 0);
  if (offered != NULL)
    outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "her reply");
  else
    {
      outbox_fixture_reply (fixture, "asha", "her reply");
      khidki_outbox_wake (fixture->outbox);
    }
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (count (fixture, "her news"), ==, 1);
  answer_round (fixture);
  g_assert_cmpuint (count (fixture, "her reply"), ==, 1);
  g_assert_cmpuint (find (fixture, "her news"), <, find (fixture, "her reply"));
}

/* Her news is held already, among that of others, when she writes. */
static void
test_own_news_held (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, TRUE);
  outbox_fixture_start (fixture);
  say_to_many (fixture, "news", 200, KHIDKI_LANE_NEWS);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_NEWS, "her news");
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (count (fixture, "her news"), ==, 0);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "her reply");
  rooms_settle (&fixture->rooms);
  g_assert_cmpuint (count (fixture, "her news"), ==, 1);
}

/* Replies without end do not lose the news: it leaves when they leave room. */
static void
test_news_follow (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  fake_channel_hold (fixture->rooms.channel, TRUE);
  say_to_many (fixture, "reply", 1500, KHIDKI_LANE_REPLY);
  say_to_many (fixture, "news", 1500, KHIDKI_LANE_NEWS);
  fake_channel_hold (fixture->rooms.channel, FALSE);
  answer_round (fixture);
  g_assert_cmpuint (count (fixture, "reply"), ==, 1500);
  g_assert_cmpuint (count (fixture, "news"), ==, 1500);
}

typedef struct
{
  GRand *chance;
  guint n;
  gint64 now;
} Mix;

static gboolean
write_mix (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Mix *mix = data;
  guint n = (guint) g_rand_int_range (mix->chance, 1, 200);

  for (guint i = 0; i < n; i++)
    {
      KhidkiLane lane = g_rand_int_range (mix->chance, 0, 4) == 0 ? KHIDKI_LANE_REPLY : KHIDKI_LANE_NEWS;
      g_autofree char *account = g_strdup_printf ("person-%d", g_rand_int_range (mix->chance, 0, 700));
      g_autofree char *text = g_strdup_printf ("%05u", mix->n++);

      if (rooms_put_text (transaction, account, lane, text, mix->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

/* Whatever comes when: each is told everything once, in its order. */
static void
test_order (OutboxFixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (17);
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);
  Mix mix = { chance, 0, rooms_now (&fixture->rooms) };

  for (guint i = 0; i < 700; i++)
    {
      g_autofree char *account = g_strdup_printf ("person-%u", i);

      rooms_add_account (&fixture->rooms, account, mix.now);
    }
  fake_channel_hold (fixture->rooms.channel, TRUE);
  for (guint i = 0; i < 20; i++)
    rooms_write (&fixture->rooms, write_mix, &mix);
  outbox_fixture_start (fixture);
  for (guint i = 0; i < 20; i++)
    {
      answer_round (fixture);
      if (g_rand_boolean (chance))
        fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_RETRY);
      mix.now = rooms_now (&fixture->rooms);
      rooms_write (&fixture->rooms, write_mix, &mix);
      khidki_outbox_wake (fixture->outbox);
      rooms_advance (&fixture->rooms, 500, 500);
    }
  fake_channel_hold (fixture->rooms.channel, FALSE);
  answer_round (fixture);
  rooms_advance (&fixture->rooms, 60 * 1000, 2000);

  for (guint i = 0; i < fake_channel_get_n_sent (fixture->rooms.channel); i++)
    {
      FakeSend *send = fake_channel_get_sent (fixture->rooms.channel, i);
      const char *before = g_hash_table_lookup (last, send->id);

      if (before != NULL)
        g_assert_cmpstr (before, <=, send->text);
      g_hash_table_insert (last, send->id, send->text);
    }
  {
    g_autofree char *left = rooms_sql (&fixture->rooms, "SELECT count(*) FROM outbox WHERE state <> 'sent'");

    g_assert_cmpstr (left, ==, "0");
  }
}

#define ADD(name, data, func) g_test_add ("/outbox-fair/" name, OutboxFixture, data, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("room/news", GINT_TO_POINTER (KHIDKI_LANE_NEWS), test_room);
  ADD ("room/broadcast", GINT_TO_POINTER (KHIDKI_LANE_BROADCAST), test_room);
  ADD ("rows", NULL, test_rows);
  ADD ("restart", NULL, test_restart);
  ADD ("offered", NULL, test_offered);
  ADD ("own-news/rows", NULL, test_own_news);
  ADD ("own-news/offered", "offered", test_own_news);
  ADD ("own-news/held", NULL, test_own_news_held);
  ADD ("news-follow", NULL, test_news_follow);
  ADD ("order", NULL, test_order);

  return g_test_run ();
}
