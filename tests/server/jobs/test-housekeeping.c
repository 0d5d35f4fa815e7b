/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-housekeeping.h"
#include "rooms-fixture.h"

#define MINUTE (60 * 1000)

typedef struct
{
  RoomsFixture rooms;
  KhidkiHousekeeping *housekeeping;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  fixture->housekeeping = khidki_housekeeping_new (fixture->rooms.host, fixture->rooms.rows.store);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_housekeeping_stop (fixture->housekeeping);
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->housekeeping);
  rooms_tear_down (&fixture->rooms);
}

typedef struct
{
  guint first;
  guint n;
  const char *what;
  gint64 at;
} Rows;

static gboolean
write_events (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("x", 1);

  for (guint i = 0; i < rows->n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s %u", rows->what, rows->first + i);

      if (khidki_transaction_execute (transaction, "event-add", error, "sssxxxssb", CHANNEL, key,
                                      "asha", rows->at, rows->at, G_GINT64_CONSTANT (1), rows->what,
                                      "", sealed) != 1)
        return FALSE;
    }
  return TRUE;
}

static void
add_events (Fixture *fixture, guint n, const char *outcome, gint64 age)
{
  static guint first;
  Rows rows = { first, n, outcome, rooms_now (&fixture->rooms) - age };

  first += n;
  rooms_write (&fixture->rooms, write_events, &rows);
}

static gboolean
write_links (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Rows *rows = data;

  for (guint i = 0; i < rows->n; i++)
    {
      g_autofree char *token = g_strdup_printf ("%s %u", rows->what, i);

      if (khidki_transaction_execute (transaction, "private-link-add", error, "sssssxx", token, "asha",
                                      "draft", "path", "en", rows->at, rows->at) != 1)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sends (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Rows *rows = data;

  for (guint i = 0; i < rows->n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s %u", rows->what, i);

      if (rooms_put_text (transaction, "asha", KHIDKI_LANE_REPLY, text, rows->at, error) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
assert_sql (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *found = rooms_sql (&fixture->rooms, sql);

  g_assert_cmpstr (found, ==, expected);
}

/* Far more than one round takes, in the hour in which they became old. */
static void
test_forgets_all_that_is_old (Fixture *fixture, gconstpointer data)
{
  add_events (fixture, 2500, "done", 31 * DAY);
  add_events (fixture, 5, "parked", 400 * DAY);
  add_events (fixture, 7, "done", 29 * DAY);
  khidki_housekeeping_start (fixture->housekeeping);
  rooms_advance (&fixture->rooms, MINUTE, MINUTE);
  rooms_advance (&fixture->rooms, 1000, 20);
  assert_sql (fixture, "SELECT group_concat(outcome || ' ' || n) FROM "
                       "(SELECT outcome, count(*) n FROM event GROUP BY outcome)",
              "done 7,parked 5");

  rooms_advance (&fixture->rooms, 2 * DAY, HOUR);
  assert_sql (fixture, "SELECT group_concat(outcome) FROM event GROUP BY 1 = 1",
              "parked,parked,parked,parked,parked");
}

static guint64
count_failed (Fixture *fixture, guint64 *writes)
{
  KhidkiStoreCounters counters;

  khidki_store_get_counters (fixture->rooms.rows.store, &counters);
  *writes = counters.writes;
  return counters.failed_writes;
}

/* Others come in between, and nothing is done over and over when nothing is old. */
static void
test_few_at_once (Fixture *fixture, gconstpointer data)
{
  guint64 before, after;

  add_events (fixture, 1000, "done", 31 * DAY);
  khidki_housekeeping_start (fixture->housekeeping);
  khidki_test_host_advance (fixture->rooms.test_host, MINUTE);
  rooms_settle (&fixture->rooms);
  assert_sql (fixture, "SELECT count(*) FROM event", "800");
  khidki_test_host_advance (fixture->rooms.test_host, 20);
  rooms_settle (&fixture->rooms);
  assert_sql (fixture, "SELECT count(*) FROM event", "600");

  rooms_advance (&fixture->rooms, 1000, 20);
  g_assert_cmpuint (count_failed (fixture, &before), ==, 0);
  khidki_test_host_advance (fixture->rooms.test_host, 30 * MINUTE);
  count_failed (fixture, &after);
  g_assert_cmpuint (after, ==, before);
}

static void
test_forgets_what_was_sent (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  Rows old = { 0, 700, "old", rooms_now (rooms) - 91 * DAY };
  Rows young = { 0, 10, "young", rooms_now (rooms) - 89 * DAY };
  g_autofree char *changed = NULL;

  rooms_add_account (rooms, "asha", rooms_now (rooms));
  rooms_write (rooms, write_sends, &old);
  rooms_write (rooms, write_sends, &young);
  changed = rooms_sql (rooms,
                       "UPDATE outbox SET state = CASE id % 7 WHEN 0 THEN 'queued' WHEN 1 THEN 'sending' "
                       "WHEN 2 THEN 'parked' WHEN 3 THEN 'sent' WHEN 4 THEN 'delivered' "
                       "WHEN 5 THEN 'failed' ELSE 'uncertain' END RETURNING 1");
  khidki_housekeeping_start (fixture->housekeeping);
  rooms_advance (rooms, MINUTE, MINUTE);
  rooms_advance (rooms, 2000, 20);
  assert_sql (fixture, "SELECT group_concat(state || ' ' || n) FROM (SELECT state, count(*) n FROM "
                       "outbox WHERE key LIKE 'old%' GROUP BY state)",
              "parked 100,queued 100,sending 100");
  assert_sql (fixture, "SELECT count(*) FROM outbox WHERE key LIKE 'young%'", "10");
}

static void
test_forgets_links (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  Rows old = { 0, 300, "old", rooms_now (rooms) - 25 * HOUR };
  Rows young = { 0, 3, "young", rooms_now (rooms) - 23 * HOUR };

  rooms_write (rooms, write_links, &old);
  rooms_write (rooms, write_links, &young);
  khidki_housekeeping_start (fixture->housekeeping);
  rooms_advance (rooms, MINUTE, MINUTE);
  rooms_advance (rooms, 1000, 20);
  assert_sql (fixture, "SELECT count(*) FROM private_link", "3");
}

static int
forget_seven (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error)
{
  return khidki_transaction_execute (transaction, "private-link-forget", error, "xx", now,
                                     MIN (most, 7));
}

static int
forget_all (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error)
{
  return khidki_transaction_execute (transaction, "private-link-forget", error, "xx", now, most);
}

/* What other rooms have kept too: each its turn, until nothing is left of it. */
static void
test_forgets_for_others (Fixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  Rows links = { 0, 1000, "link", rooms_now (rooms) - 1 };

  rooms_write (rooms, write_links, &links);
  khidki_housekeeping_add (fixture->housekeeping, forget_seven);
  khidki_housekeeping_start (fixture->housekeeping);
  rooms_advance (rooms, MINUTE, MINUTE);
  rooms_advance (rooms, 1000, 20);
  assert_sql (fixture, "SELECT count(*) FROM private_link", "993");

  khidki_housekeeping_add (fixture->housekeeping, forget_all);
  rooms_advance (rooms, HOUR, MINUTE);
  rooms_advance (rooms, 1000, 20);
  assert_sql (fixture, "SELECT count(*) FROM private_link", "0");
}

static void
test_finds_by_index (Fixture *fixture, gconstpointer data)
{
  static const char *const plans[][2] = {
    { "SELECT id FROM event WHERE outcome <> 'parked' AND received < 5 ORDER BY received LIMIT 9",
      "SEARCH event USING INDEX event_received (received<?)" },
    { "SELECT token_digest FROM private_link WHERE expires < 5 ORDER BY expires LIMIT 9",
      "SEARCH private_link USING COVERING INDEX private_link_expires (expires<?)" },
    { "SELECT code_digest FROM draft_offer WHERE expires < 5 ORDER BY expires LIMIT 9",
      "SEARCH draft_offer USING COVERING INDEX draft_offer_expires (expires<?)" },
    { "SELECT asker FROM guess WHERE changed < 5 ORDER BY changed LIMIT 9",
      "SEARCH guess USING COVERING INDEX guess_changed (changed<?)" },
    { "SELECT session_digest FROM operator_session WHERE seen < 5 ORDER BY seen LIMIT 9",
      "SEARCH operator_session USING COVERING INDEX operator_session_seen (seen<?)" },
    { "SELECT id, created FROM outbox WHERE id > 5 ORDER BY id LIMIT 9",
      "SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", plans[i][0], NULL);
      g_autofree char *plan = rooms_sql_column (&fixture->rooms, sql, 3);

      g_assert_cmpstr (plan, ==, plans[i][1]);
    }
}

#define ADD(name, func) g_test_add ("/housekeeping/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("events", test_forgets_all_that_is_old);
  ADD ("few-at-once", test_few_at_once);
  ADD ("sent", test_forgets_what_was_sent);
  ADD ("links", test_forgets_links);
  ADD ("others", test_forgets_for_others);
  ADD ("by-index", test_finds_by_index);

  return g_test_run ();
}
