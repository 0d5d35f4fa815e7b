/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A send whose outcome nobody ever tells is not sent twice, and not forgotten either. */
#include <string.h>

#include "outbox-fixture.h"

#define MINUTE (60 * 1000)

static const char *
get_alarm (OutboxFixture *fixture)
{
  return khidki_test_host_get_alarm (fixture->rooms.test_host, "uncertain-whatsapp-line");
}

static guint
count (OutboxFixture *fixture)
{
  KhidkiOutboxCounters counters;

  khidki_outbox_get_counters (fixture->outbox, &counters);
  return counters.unresolved;
}

static void
say_in_vain (OutboxFixture *fixture, const char *account, const char *text)
{
  fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_UNCERTAIN);
  outbox_fixture_offer (fixture, account, KHIDKI_LANE_REPLY, text);
  rooms_settle (&fixture->rooms);
  rooms_assert_state (&fixture->rooms, text, "uncertain");
}

static void
report_delivered (OutboxFixture *fixture, const char *key)
{
  g_autoptr (KhidkiAccount) account = rooms_new_account ("asha");
  g_autoptr (KhidkiEvent) event
      = khidki_event_new_status ("event", account, rooms_now (&fixture->rooms),
                                 KHIDKI_SEND_STATUS_DELIVERED, "far", key);

  outbox_fixture_apply_status (&fixture->rooms, event);
}

/* Told after a quarter of an hour, counted, never sent twice; what is heard of ends it. */
static void
test_told (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  say_in_vain (fixture, "asha", "one");
  say_in_vain (fixture, "bina", "two");
  rooms_advance (&fixture->rooms, 14 * MINUTE, MINUTE);
  g_assert_null (get_alarm (fixture));
  g_assert_cmpuint (count (fixture), ==, 0);
  rooms_advance (&fixture->rooms, 3 * MINUTE, MINUTE / 2);
  g_assert_nonnull (get_alarm (fixture));
  g_assert_nonnull (strstr (get_alarm (fixture), "2 messages"));
  g_assert_cmpuint (count (fixture), ==, 2);
  outbox_fixture_assert_n_sent (fixture, 2);

  report_delivered (fixture, "one");
  rooms_advance (&fixture->rooms, 2 * MINUTE, MINUTE / 2);
  g_assert_nonnull (strstr (get_alarm (fixture), "1 message"));
  g_assert_cmpuint (count (fixture), ==, 1);
  report_delivered (fixture, "two");
  rooms_advance (&fixture->rooms, 2 * MINUTE, MINUTE / 2);
  g_assert_null (get_alarm (fixture));
  g_assert_cmpuint (count (fixture), ==, 0);
  outbox_fixture_assert_n_sent (fixture, 2);
}

/* Whose status comes in time is nobody's trouble. */
static void
test_in_time (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  say_in_vain (fixture, "asha", "one");
  rooms_advance (&fixture->rooms, 10 * MINUTE, MINUTE);
  g_assert_null (get_alarm (fixture));
  report_delivered (fixture, "one");
  rooms_advance (&fixture->rooms, 20 * MINUTE, MINUTE);
  g_assert_null (get_alarm (fixture));
}

/* Nobody is called for what was told a day ago; it is counted as long as it lies there. */
static void
test_ends (OutboxFixture *fixture, gconstpointer data)
{
  outbox_fixture_start (fixture);
  say_in_vain (fixture, "asha", "one");
  rooms_advance (&fixture->rooms, 23 * HOUR, HOUR);
  g_assert_nonnull (get_alarm (fixture));
  rooms_advance (&fixture->rooms, 2 * HOUR, HOUR / 2);
  g_assert_null (get_alarm (fixture));
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* What a killed server was sending is told of by the next one. */
static void
test_killed (OutboxFixture *fixture, gconstpointer data)
{
  g_autofree char *changed = NULL;

  outbox_fixture_reply (fixture, "asha", "one");
  changed = rooms_sql (&fixture->rooms, "UPDATE outbox SET state = 'sending' RETURNING id");
  outbox_fixture_start (fixture);
  rooms_assert_state (&fixture->rooms, "one", "uncertain");
  rooms_advance (&fixture->rooms, 17 * MINUTE, MINUTE / 2);
  g_assert_nonnull (get_alarm (fixture));
  g_assert_cmpuint (count (fixture), ==, 1);
  outbox_fixture_assert_n_sent (fixture, 0);
}

#define ADD(name, func) g_test_add ("/outbox-unresolved/" name, OutboxFixture, NULL, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("told", test_told);
  ADD ("in-time", test_in_time);
  ADD ("ends", test_ends);
  ADD ("killed", test_killed);

  return g_test_run ();
}
