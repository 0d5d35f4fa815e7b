/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The number's rate, from the rows to what leaves: on a clock that only the test moves. */
#include "policy-fixture.h"

#define SECOND 1000

typedef struct
{
  guint first;
  guint n;
  KhidkiLane lane;
  const char *what;
  gint64 now;
} Crowd;

static gboolean
write_crowd (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Crowd *crowd = data;

  for (guint i = 0; i < crowd->n; i++)
    {
      g_autofree char *account = g_strdup_printf ("person %u", crowd->first + i);
      g_autofree char *text = g_strdup_printf ("%s to %u", crowd->what, crowd->first + i);

      if ((crowd->lane != KHIDKI_LANE_REPLY
           && !rooms_put_account (transaction, account, crowd->now, error))
          || rooms_put_text (transaction, account, crowd->lane, text, crowd->now, error) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
say_to_all (PolicyFixture *self, Crowd crowd)
{
  crowd.now = rooms_now (&self->rooms);
  rooms_write (&self->rooms, write_crowd, &crowd);
  khidki_outbox_wake (self->outbox);
  rooms_settle (&self->rooms);
}

static void
assert_never_more (PolicyFixture *self, guint most)
{
  for (guint i = most; i < self->sends->len; i++)
    {
      PolicySend *send = g_ptr_array_index (self->sends, i);
      PolicySend *before = g_ptr_array_index (self->sends, i - most);

      g_assert_cmpint (send->at - before->at, >=, SECOND);
    }
}

/* A broadcast to many; a while later everybody in it is also answered something. Nobody is
 * left out, no second has more than is allowed, and answers do not stand behind the
 * broadcast. */
static void
test_replies_overtake (PolicyFixture *self, gconstpointer data)
{
  guint rate = data != NULL ? (guint) g_ascii_strtoull (data, NULL, 10) : 80;
  guint n = rate * 6;
  KhidkiOutboxCounters counters;
  gint64 asked, last_reply = 0;

  say_to_all (self, (Crowd) { 0, n, KHIDKI_LANE_BROADCAST, "broadcast" });
  policy_advance (self, 2 * SECOND, 100);
  g_assert_cmpuint (self->sends->len, <, n);
  asked = khidki_host_get_monotonic (self->rooms.host) - self->begun;
  say_to_all (self, (Crowd) { 0, rate, KHIDKI_LANE_REPLY, "reply" });
  khidki_outbox_get_counters (self->outbox, &counters);
  g_assert_cmpuint (counters.in_window, <=, 4000);
  policy_advance (self, 20 * SECOND, 100);

  assert_never_more (self, rate);
  g_assert_cmpuint (self->sends->len, ==, n + rate);
  for (guint i = 0; i < self->sends->len; i++)
    {
      PolicySend *send = g_ptr_array_index (self->sends, i);

      g_assert_cmpuint (policy_count (self, send->key), ==, 1);
      if (g_str_has_prefix (send->key, "reply"))
        last_reply = MAX (last_reply, send->at);
    }
  g_assert_cmpint (last_reply - asked, <=, 2 * SECOND + 200);
}

/* News of applications to many more than the number may tell in a while. People who chat, half
 * of whom have news among it, are answered as if there were none; each hears their news first. */
static void
test_chat_beside_news (PolicyFixture *self, gconstpointer data)
{
  gint64 asked;

  say_to_all (self, (Crowd) { 0, 2500, KHIDKI_LANE_NEWS, "news" });
  policy_advance (self, 2 * SECOND, 100);
  g_assert_cmpuint (self->sends->len, <=, 3 * 80);
  for (guint i = 0; i < 5; i++)
    {
      asked = khidki_host_get_monotonic (self->rooms.host) - self->begun;
      say_to_all (self, (Crowd) { 2480 - 20 * i, 20, KHIDKI_LANE_REPLY, "reply" });
      policy_advance (self, SECOND, 50);
      for (guint j = 0; j < 20; j++)
        {
          g_autofree char *reply = g_strdup_printf ("reply to %u", 2480 - 20 * i + j);
          g_autofree char *news = g_strdup_printf ("news to %u", 2480 - 20 * i + j);

          g_assert_cmpuint (policy_count (self, reply), ==, 1);
          g_assert_cmpint (policy_get_last (self, reply)->at - asked, <=, SECOND);
          if (policy_count (self, news) > 0)
            g_assert_cmpint (policy_get_last (self, news)->at, <=, policy_get_last (self, reply)->at);
        }
    }
  assert_never_more (self, 80);
  policy_advance (self, 60 * SECOND, 200);
  g_assert_cmpuint (self->sends->len, ==, 2500 + 5 * 20);
}

static void
write_in (PolicyFixture *self, guint person)
{
  g_autofree char *json = g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{"
      "\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
      "\"phone_number_id\":\"" POLICY_NUMBER "\"},\"messages\":[{\"from\":\"919800000001\","
      "\"id\":\"wamid.in.%u\",\"timestamp\":\"1767594600\",\"type\":\"text\","
      "\"text\":{\"body\":\"hi\"}}]}}]}]}", person);

  policy_post (self, json);
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : *(const gint64 *) a > *(const gint64 *) b;
}

/* While there is news, people write and are answered: Meta, which counts both, has no second in
 * which it is too much, or it would refuse their answers as well. */
static void
test_room_for_chat (PolicyFixture *self, gconstpointer data)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  say_to_all (self, (Crowd) { 0, 2000, KHIDKI_LANE_NEWS, "news" });
  for (guint i = 0; i < 40; i++)
    {
      gint64 now;

      policy_advance (self, 125, 5);
      now = khidki_host_get_monotonic (self->rooms.host) - self->begun;
      write_in (self, i);
      g_array_append_val (times, now);
      say_to_all (self, (Crowd) { 1950 + i, 1, KHIDKI_LANE_REPLY, "reply" });
    }
  g_assert_cmpuint (self->sends->len, >=, 5 * 60);
  for (guint i = 0; i < self->sends->len; i++)
    g_array_append_val (times, ((PolicySend *) g_ptr_array_index (self->sends, i))->at);
  g_array_sort (times, by_time);
  for (guint i = 80; i < times->len; i++)
    g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - 80), >=,
                     SECOND);
}

/* One who writes without end is answered 45 times within a second, then one in six seconds, and
 * others do not notice; in the end each answer has arrived, in its order. */
static void
test_one_who_never_stops (PolicyFixture *self, gconstpointer data)
{
  guint next = 0;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("answer %u", i);

      rooms_add_message (&self->rooms, "asha", KHIDKI_LANE_REPLY, text, NULL);
    }
  khidki_outbox_wake (self->outbox);
  rooms_settle (&self->rooms);
  policy_advance (self, SECOND, 20);
  g_assert_cmpuint (self->sends->len, ==, 45);
  policy_say (self, "bina", KHIDKI_LANE_REPLY, "bina", NULL);
  g_assert_cmpuint (policy_count (self, "bina"), ==, 1);
  policy_advance (self, 31 * SECOND, 500);
  g_assert_cmpuint (self->sends->len, ==, 46 + 5);
  policy_advance (self, 70 * SECOND, 500);
  g_assert_cmpuint (self->sends->len, ==, 61);
  for (guint i = 0; i < self->sends->len; i++)
    {
      PolicySend *send = g_ptr_array_index (self->sends, i);
      g_autofree char *expected = g_strdup_printf ("answer %u", next);

      if (g_str_equal (send->key, "bina"))
        continue;
      g_assert_cmpstr (send->key, ==, expected);
      next++;
    }
}

static gint64
how_long (PolicyFixture *self, gboolean broadcast)
{
  KhidkiPacedChannel *channel = KHIDKI_PACED_CHANNEL (self->channel);
  g_autoptr (KhidkiAccount) account
      = khidki_account_new (CHANNEL, POLICY_NUMBER, "asha", NULL, NULL);
  gboolean all;
  gint64 wait = khidki_paced_channel_take (channel, account, broadcast, &all);

  if (wait <= 0)
    khidki_paced_channel_put_back (channel, account);
  return wait;
}

/* Meta repeats what it was not answered: an old refusal is no reason to say less now. */
static void
test_repeated_refusal (PolicyFixture *self, gconstpointer code)
{
  gboolean bulk = GPOINTER_TO_INT (code) == 131048;
  gint64 lasts = bulk ? 24 * 60 * 60 * SECOND : 90 * SECOND;
  g_autofree char *json = NULL;

  policy_say (self, "asha", KHIDKI_LANE_REPLY, "one", NULL);
  json = policy_dup_status (self, "one", "failed", GPOINTER_TO_INT (code));
  policy_post (self, json);
  g_assert_cmpint (how_long (self, bulk), >, 0);
  policy_advance (self, lasts / 2, lasts / 2);
  policy_post (self, json);
  policy_advance (self, lasts / 2 + SECOND, lasts / 2 + SECOND);
  policy_post (self, json);
  g_assert_cmpint (how_long (self, bulk), <=, 0);
}

/* What comes in takes from what may go out. */
static void
test_inbound_counts (PolicyFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 70; i++)
    write_in (self, i);
  say_to_all (self, (Crowd) { 0, 30, KHIDKI_LANE_BROADCAST, "broadcast" });
  g_assert_cmpuint (self->sends->len, ==, 0);
  say_to_all (self, (Crowd) { 0, 30, KHIDKI_LANE_REPLY, "reply" });
  policy_advance (self, SECOND - 100, 20);
  g_assert_cmpuint (self->sends->len, ==, 10);
  policy_advance (self, SECOND, 20);
  g_assert_cmpuint (self->sends->len, >=, 60);
}

/* A file and the text after it: the second leaves when the first has arrived, or has had
 * time enough. */
static KhidkiMessage *
new_document (PolicyFixture *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF", 4);
  g_autoptr (KhidkiPaper) paper
      = khidki_test_host_keep (self->rooms.test_host, "application/pdf", bytes);

  return khidki_message_new_document (paper, "income.pdf", "caption");
}

typedef struct
{
  KhidkiMessage *message;
  const char *key;
  gint64 now;
} Add;

static gboolean
write_message (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Add *add = data;
  g_autoptr (KhidkiAccount) account = rooms_new_account ("asha");

  return khidki_outbox_add (transaction, add->key, "asha", account, KHIDKI_LANE_REPLY, NULL,
                            add->message, add->now, NULL, error) > 0;
}

static void
say_document (PolicyFixture *self, const char *key)
{
  g_autoptr (KhidkiMessage) message = new_document (self);
  Add add = { message, key, rooms_now (&self->rooms) };

  rooms_write (&self->rooms, write_message, &add);
  khidki_outbox_wake (self->outbox);
  rooms_settle (&self->rooms);
}

static void
test_document_after_text (PolicyFixture *self, gconstpointer data)
{
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "text", NULL);
  say_document (self, "document");
  policy_advance (self, 3 * SECOND, 500);
  g_assert_cmpuint (policy_count (self, "document"), ==, 0);
  policy_report (self, "text", "delivered", 0);
  policy_advance (self, SECOND, 500);
  g_assert_cmpuint (policy_count (self, "document"), ==, 1);

  policy_say (self, "asha", KHIDKI_LANE_REPLY, "after", NULL);
  policy_say (self, "bina", KHIDKI_LANE_REPLY, "bina", NULL);
  g_assert_cmpuint (policy_count (self, "after"), ==, 0);
  g_assert_cmpuint (policy_count (self, "bina"), ==, 1);
  policy_advance (self, 8 * SECOND, 500);
  g_assert_cmpuint (policy_count (self, "after"), ==, 0);
  policy_advance (self, 3 * SECOND, 500);
  g_assert_cmpuint (policy_count (self, "after"), ==, 1);
}

/* Looking whether the first has arrived takes no credit: 45 are there all the same. */
static void
test_waiting_takes_nothing (PolicyFixture *self, gconstpointer data)
{
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "text", NULL);
  say_document (self, "document");
  policy_advance (self, 9 * SECOND, 500);
  g_assert_cmpuint (self->sends->len, ==, 1);
  policy_report (self, "text", "read", 0);
  policy_advance (self, SECOND, 500);
  policy_report (self, "document", "read", 0);
  for (guint i = 0; i < 45; i++)
    {
      g_autofree char *text = g_strdup_printf ("answer %u", i);

      rooms_add_message (&self->rooms, "asha", KHIDKI_LANE_REPLY, text, NULL);
    }
  khidki_outbox_wake (self->outbox);
  policy_advance (self, SECOND, 20);
  g_assert_cmpuint (self->sends->len, >=, 45);
}

/* Whoever waits for a file to arrive keeps nobody else from leaving meanwhile. */
static void
test_waiting_is_in_nobodys_way (PolicyFixture *self, gconstpointer data)
{
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "text", NULL);
  policy_advance (self, 1100, 100);
  say_document (self, "document");
  policy_say (self, "bina", KHIDKI_LANE_REPLY, "bina", NULL);
  g_assert_cmpuint (policy_count (self, "document"), ==, 0);
  policy_advance (self, 400, 50);
  g_assert_cmpuint (policy_count (self, "bina"), ==, 1);
}

#define FIRST "@" POLICY_NUMBER
#define SECOND_NUMBER "@" POLICY_SECOND

static guint
count_second (PolicyFixture *self)
{
  guint n = 0;

  for (guint i = 0; i < self->sends->len; i++)
    n += ((PolicySend *) g_ptr_array_index (self->sends, i))->second;
  return n;
}

static void
say_on (PolicyFixture *self, const char *number, const char *what, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *account = g_strdup_printf ("%s-%u%s", what, i, number);
      g_autofree char *text = g_strdup_printf ("%s %u", what, i);

      rooms_add_account (&self->rooms, account, rooms_now (&self->rooms));
      rooms_add_message (&self->rooms, account, KHIDKI_LANE_REPLY, text, NULL);
    }
  khidki_outbox_wake (self->outbox);
  rooms_settle (&self->rooms);
}

/* The token of one number has expired: who writes to another does not notice, after a
 * restart neither. */
static void
test_refused_apart (PolicyFixture *self, gconstpointer data)
{
  rooms_expect_warning ("outbox: channel whatsapp refuses everything*");
  policy_refuse (self, 401, 190);
  say_on (self, FIRST, "asha", 1);
  say_on (self, SECOND_NUMBER, "cara", 3);
  say_on (self, FIRST, "bina", 1);
  rooms_assert_state (&self->rooms, "cara 2", "sent");
  rooms_assert_state (&self->rooms, "bina 0", "queued");

  rooms_expect_warning ("outbox: channel whatsapp refuses everything*");
  policy_restart (self);
  say_on (self, SECOND_NUMBER, "dina", 3);
  rooms_assert_state (&self->rooms, "dina 2", "sent");
  rooms_assert_state (&self->rooms, "bina 0", "queued");
  policy_advance (self, 70 * SECOND, 5 * SECOND);
  rooms_assert_state (&self->rooms, "asha 0", "sent");
  rooms_assert_state (&self->rooms, "bina 0", "sent");
}

/* One number said too much and is slow for a while; the other says what it has to say, after
 * a restart too. */
static void
test_slow_apart (PolicyFixture *self, gconstpointer data)
{
  policy_refuse (self, 400, 130429);
  say_on (self, FIRST, "asha", 1);
  say_on (self, FIRST, "bina", 50);
  say_on (self, SECOND_NUMBER, "cara", 50);
  policy_advance (self, 900, 20);
  g_assert_cmpuint (count_second (self), ==, 50);
  g_assert_cmpuint (self->sends->len, ==, 51);

  policy_restart (self);
  policy_refuse (self, 429, -1);
  say_on (self, FIRST, "emma", 1);
  say_on (self, SECOND_NUMBER, "dina", 29);
  policy_advance (self, 900, 20);
  g_assert_cmpuint (count_second (self), ==, 79);
  policy_advance (self, 10 * SECOND, SECOND / 2);
  g_assert_cmpuint (self->sends->len, ==, 79 + 1 + 1 + 51 + 1);
}

#define ADD(name, func) g_test_add ("/whatsapp/pace/" name, PolicyFixture, NULL, policy_set_up, func, policy_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("replies-overtake/80", test_replies_overtake);
  g_test_add ("/whatsapp/pace/replies-overtake/200", PolicyFixture, "200", policy_set_up_with_rate,
              test_replies_overtake, policy_tear_down);
  ADD ("chat-beside-news", test_chat_beside_news);
  ADD ("room-for-chat", test_room_for_chat);
  ADD ("one-who-never-stops", test_one_who_never_stops);
  g_test_add ("/whatsapp/pace/repeated-refusal/rate", PolicyFixture, GINT_TO_POINTER (130429),
              policy_set_up, test_repeated_refusal, policy_tear_down);
  g_test_add ("/whatsapp/pace/repeated-refusal/spam", PolicyFixture, GINT_TO_POINTER (131048),
              policy_set_up, test_repeated_refusal, policy_tear_down);
  g_test_add ("/whatsapp/pace/repeated-refusal/pair", PolicyFixture, GINT_TO_POINTER (131056),
              policy_set_up, test_repeated_refusal, policy_tear_down);
  ADD ("inbound-counts", test_inbound_counts);
  g_test_add ("/whatsapp/pace/refused-apart", PolicyFixture, NULL, policy_set_up_two,
              test_refused_apart, policy_tear_down);
  g_test_add ("/whatsapp/pace/slow-apart", PolicyFixture, NULL, policy_set_up_two, test_slow_apart,
              policy_tear_down);
  ADD ("document-after-text", test_document_after_text);
  ADD ("waiting-takes-nothing", test_waiting_takes_nothing);
  g_test_add ("/whatsapp/pace/waiting-is-in-nobodys-way", PolicyFixture, "1", policy_set_up_with_rate,
              test_waiting_is_in_nobodys_way, policy_tear_down);

  return g_test_run ();
}
