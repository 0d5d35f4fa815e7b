/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox-fixture.h"

typedef struct
{
  guint n;
  gint64 now;
} Crowd;

static gboolean
write_crowd (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Crowd *crowd = data;

  for (guint i = 0; i < 2 * crowd->n; i++)
    {
      g_autofree char *account = g_strdup_printf ("crowd-%u", i % crowd->n);
      g_autofree char *text = g_strdup_printf ("%s %u", account, i / crowd->n);

      if ((i < crowd->n && !rooms_put_account (transaction, account, crowd->now, error))
          || rooms_put_text (transaction, account, KHIDKI_LANE_REPLY, text, crowd->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

/* The far end is down for more citizens than a window holds, each with a second
 * reply behind the first; then it takes what others are told. */
static void
test_who_waits_holds_up_nobody (OutboxFixture *fixture, gconstpointer error)
{
  RoomsFixture *rooms = &fixture->rooms;
  Crowd crowd = { .n = 1200, .now = rooms_now (rooms) };
  KhidkiOutboxCounters counters;

  for (guint i = 0; i < crowd.n; i++)
    fake_channel_push_error (rooms->channel, (KhidkiError) GPOINTER_TO_INT (error));
  rooms_write (rooms, write_crowd, &crowd);
  outbox_fixture_start (fixture);
  outbox_fixture_assert_n_sent (fixture, crowd.n);
  khidki_outbox_get_counters (fixture->outbox, &counters);
  g_assert_cmpuint (counters.in_window, ==, 0);

  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "offered");
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, crowd.n + 1);
  outbox_fixture_assert_sent (fixture, crowd.n, "offered");
  outbox_fixture_reply (fixture, "bina", "looked for");
  khidki_outbox_wake (fixture->outbox);
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, crowd.n + 2);
  rooms_advance (rooms, 60 * 1000, 500);
  outbox_fixture_assert_n_sent (fixture, 3 * crowd.n + 2 - (GPOINTER_TO_INT (error) == KHIDKI_ERROR_UNCERTAIN ? crowd.n : 0));
}

/* A clock that is put forward delays nobody. */
static void
test_clock_put_forward (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  outbox_fixture_start (fixture);
  khidki_test_host_set_now (rooms->test_host, rooms_now (rooms) + HOUR);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RETRY);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "one");
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_advance (rooms, 4000, 100);
  outbox_fixture_assert_n_sent (fixture, 2);
}

/* Nor does one that is put back, of what was to leave already. */
static void
test_clock_put_back (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "three");
  khidki_test_host_set_now (rooms->test_host, rooms_now (rooms) - HOUR);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 3);
}

/* A row made while its lane waits stands behind it, whoever tells of it. */
static void
test_nothing_overtakes_what_waits (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "three");
  rooms_settle (rooms);
  g_assert_finalize_object (fixture->outbox);
  fixture->outbox = khidki_outbox_new (rooms->host, rooms->rows.store, rooms->channels);
  outbox_fixture_start (fixture);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "four");
  rooms_settle (rooms);
  outbox_fixture_assert_n_sent (fixture, 1);
  rooms_advance (rooms, 3000, 100);
  outbox_fixture_assert_n_sent (fixture, 5);
  outbox_fixture_assert_sent (fixture, 1, "one");
  outbox_fixture_assert_sent (fixture, 2, "two");
  outbox_fixture_assert_sent (fixture, 3, "three");
  outbox_fixture_assert_sent (fixture, 4, "four");
}

/* Failures here and there while more is said, told of and looked for: whoever is
 * tried again, each citizen's replies keep their order. */
static void
test_order_under_failures (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint said[8] = { 0 }, heard[8] = { 0 };

  outbox_fixture_start (fixture);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *account = g_strdup_printf ("%u", i);

      rooms_add_account (rooms, account, rooms_now (rooms));
    }
  for (guint i = 0; i < 400; i++)
    {
      guint who = (guint) g_rand_int_range (chance, 0, 8);
      g_autofree char *account = g_strdup_printf ("%u", who);
      g_autofree char *text = g_strdup_printf ("%u of %u", said[who]++, who);

      if (g_rand_int_range (chance, 0, 12) == 0)
        fake_channel_push_error (rooms->channel, KHIDKI_ERROR_RETRY);
      if (g_rand_int_range (chance, 0, 2) == 0)
        outbox_fixture_offer (fixture, account, KHIDKI_LANE_REPLY, text);
      else
        outbox_fixture_reply (fixture, account, text);
      if (g_rand_int_range (chance, 0, 3) == 0)
        khidki_outbox_wake (fixture->outbox);
      for (gint32 turns = g_rand_int_range (chance, 0, 20); turns > 0; turns--)
        g_main_context_iteration (NULL, FALSE);
      if (g_rand_int_range (chance, 0, 5) == 0)
        khidki_test_host_advance (rooms->test_host, 200);
    }
  rooms_advance (rooms, HOUR, 20000);

  for (guint i = 0; i < fake_channel_get_n_sent (rooms->channel); i++)
    {
      FakeSend *send = fake_channel_get_sent (rooms->channel, i);
      guint who = (guint) g_ascii_strtoull (send->id, NULL, 10);
      guint number = (guint) g_ascii_strtoull (send->text, NULL, 10);

      /* The next, or the last once more. */
      g_assert_true (number == heard[who] || number + 1 == heard[who]);
      heard[who] = number + 1;
    }
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (heard[i], ==, said[i]);
}

static char *
explain (OutboxFixture *fixture, const char *where)
{
  g_autofree char *sql = g_strdup_printf (
      "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE %s ORDER BY next_at, id LIMIT 10", where);

  return rooms_sql_column (&fixture->rooms, sql, 3);
}

/* A backlog of any size costs the same: what is due lies together in an index,
 * already in order. */
static void
test_looks_by_index (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *due = explain (fixture, "state = 'queued' AND lane < 2 AND channel = 'x' AND line = 'y' AND next_at <= 1");
  g_autofree char *broadcast =
      explain (fixture, "state = 'queued' AND lane = 2 AND channel = 'x' AND line = 'y' AND next_at <= 1");

  g_assert_cmpstr (due, ==,
                   "SEARCH outbox USING INDEX outbox_due (channel=? AND line=? AND next_at<?)");
  g_assert_cmpstr (broadcast, ==,
                   "SEARCH outbox USING INDEX outbox_due_broadcast (channel=? AND line=? AND next_at<?)");
}

#define ADD(name, func) g_test_add ("/outbox-waits/" name, OutboxFixture, NULL, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/outbox-waits/nobody/retry", OutboxFixture, GINT_TO_POINTER (KHIDKI_ERROR_RETRY), outbox_fixture_set_up,
              test_who_waits_holds_up_nobody, outbox_fixture_tear_down);
  g_test_add ("/outbox-waits/nobody/uncertain", OutboxFixture, GINT_TO_POINTER (KHIDKI_ERROR_UNCERTAIN), outbox_fixture_set_up,
              test_who_waits_holds_up_nobody, outbox_fixture_tear_down);
  ADD ("clock-put-forward", test_clock_put_forward);
  ADD ("clock-put-back", test_clock_put_back);
  ADD ("overtakes", test_nothing_overtakes_what_waits);
  ADD ("order-under-failures", test_order_under_failures);
  ADD ("by-index", test_looks_by_index);

  return g_test_run ();
}
