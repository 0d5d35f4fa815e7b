/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-pairs.h"
#include "khidki-whatsapp-rate.h"
#include "khidki-whatsapp-second.h"

#define SECOND 1000
#define HOUR (60 * 60 * SECOND)
#define LONG_SECONDS 600

/* What left and came in, and when. */
static GArray *
new_times (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
assert_never_more (GArray *times, guint most)
{
  for (guint i = most; i < times->len; i++)
    g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - most), >=,
                     SECOND);
}

/* As the outbox does: whoever is told to wait asks again after that. What may leave does so
 * at once. */
static gint64
send (KhidkiWhatsappRate *rate, const char *person, gboolean broadcast, gint64 now)
{
  gboolean all;
  gint64 wait = khidki_whatsapp_rate_take (rate, person, broadcast, now, &all);

  if (wait == 0)
    khidki_whatsapp_rate_left (rate, now, now);
  return wait;
}

/* Whatever rate is set: asked as fast as can be for ten minutes, it never gives more in any
 * second, and not less in all of them. */
static void
test_long (gconstpointer data)
{
  guint per_second = GPOINTER_TO_UINT (data);
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (per_second, KHIDKI_WHATSAPP_PAIR_MS);
  g_autoptr (GArray) times = new_times ();
  guint most_people = 0;

  for (gint64 now = 0; now < LONG_SECONDS * SECOND;)
    {
      g_autofree char *person = g_strdup_printf ("%u", times->len);
      gint64 wait = send (rate, person, FALSE, now);

      if (wait == 0)
        g_array_append_val (times, now);
      most_people = MAX (most_people, khidki_whatsapp_rate_get_n_people (rate));
      now += wait;
    }
  assert_never_more (times, per_second);
  g_assert_cmpuint (times->len, <=, per_second * LONG_SECONDS);
  g_assert_cmpuint (times->len, >=, per_second * LONG_SECONDS * 0.97);
  /* Whoever was told one thing is forgotten after six seconds. */
  g_assert_cmpuint (most_people, <=, MAX (256, 2 * 7 * per_second));
}

/* One on its way from the outbox to the far end. */
typedef struct
{
  gint64 leaves;
  gint64 told;
} Way;

static gint
by_time (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : *(const gint64 *) a > *(const gint64 *) b;
}

/* The first of each connection needs three round trips more; the store is slow now and then. */
static Way
set_out (GRand *random, gint64 now, guint n, guint connections)
{
  gint64 leaves = now + g_rand_int_range (random, 0, 30)
                  + (n < connections ? g_rand_int_range (random, 200, 400) : 0)
                  + (g_rand_int_range (random, 0, 500) == 0 ? 150 : 0);

  return (Way) { leaves, leaves + g_rand_int_range (random, 20, 300) };
}

static void
end_ways (KhidkiWhatsappRate *rate, GArray *ways, gint64 now)
{
  for (guint i = ways->len; i > 0; i--)
    {
      Way way = g_array_index (ways, Way, i - 1);

      if (way.told > now)
        continue;
      khidki_whatsapp_rate_left (rate, way.leaves, now);
      g_array_remove_index_fast (ways, i - 1);
    }
}

/* However long each needs from being let go to leaving, and whatever the network does with
 * it within its jitter: the far end sees no more than is allowed in any second, at whatever
 * millisecond it begins; and a long backlog leaves at about the full rate. */
static void
test_any_second (gconstpointer data)
{
  guint per_second = GPOINTER_TO_UINT (data), n = 0;
  guint in_flight = CLAMP (per_second * 3 / 10, 32, 320);
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (per_second, 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (per_second);
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
  g_autoptr (GArray) arrived = new_times ();
  gint64 next = 0;

  for (gint64 now = 0; now < 60 * SECOND; now++)
    {
      end_ways (rate, ways, now);
      while (now >= next && ways->len < in_flight)
        {
          gboolean all;
          gint64 wait = khidki_whatsapp_rate_take (rate, "asha", FALSE, now, &all);
          Way way = set_out (random, now, n, MIN (in_flight, per_second));
          gint64 arrives = way.leaves + g_rand_int_range (random, 0, KHIDKI_WHATSAPP_JITTER_MS);

          next = now + wait;
          if (wait > 0)
            break;
          n++;
          g_array_append_val (ways, way);
          g_array_append_val (arrived, arrives);
        }
    }
  g_array_sort (arrived, by_time);
  assert_never_more (arrived, per_second);
  g_assert_cmpuint (arrived->len, >=, per_second * 60 * 0.93);
}

/* A long backlog leaves evenly: no tenth of a second holds more than its share and the
 * first burst. */
static void
test_evenly (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (1000, 0);
  g_autoptr (GArray) times = new_times ();

  for (gint64 now = 0; now < 10 * SECOND;)
    {
      gint64 wait = send (rate, "asha", FALSE, now);

      if (wait == 0)
        g_array_append_val (times, now);
      now += wait;
    }
  for (guint i = 190; i < times->len; i++)
    g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - 190), >=,
                     100);
}

/* What was taken and does not leave is there for others, and the person is not charged. */
static void
test_put_back (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (1, KHIDKI_WHATSAPP_PAIR_MS);
  gboolean all;

  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpint (khidki_whatsapp_rate_take (rate, "asha", FALSE, i, &all), ==, 0);
      g_assert_cmpint (khidki_whatsapp_rate_take (rate, "bina", FALSE, i, &all), >, 0);
      khidki_whatsapp_rate_put_back (rate, "asha");
    }
  g_assert_cmpint (send (rate, "bina", FALSE, 100), ==, 0);
  g_assert_cmpint (send (rate, "asha", FALSE, 100), >, 1000);
}

/* Meta counts both directions: what comes in takes from what may go out. */
static void
test_in_and_out (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, KHIDKI_WHATSAPP_PAIR_MS);
  g_autoptr (GArray) times = new_times ();
  gint64 next_in = 0;
  guint out = 0;

  for (gint64 now = 0; now < 600 * SECOND;)
    {
      g_autofree char *person = g_strdup_printf ("%u", times->len);
      gint64 wait;

      while (next_in <= now)
        {
          khidki_whatsapp_rate_note_inbound (rate, now);
          g_array_append_val (times, now);
          next_in += 40;
        }
      wait = send (rate, person, FALSE, now);
      if (wait == 0)
        {
          g_array_append_val (times, now);
          out++;
        }
      now += MIN (wait, next_in - now);
    }
  /* What comes in cannot be held back; one may come when the second is full. */
  assert_never_more (times, 80 + 25);
  g_assert_cmpuint (out, >=, 52 * 600);
  g_assert_cmpuint (out, <=, 56 * 600);
}

/* More comes in than is allowed at all: nothing leaves, and all is well after it. */
static void
test_flood (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, KHIDKI_WHATSAPP_PAIR_MS);

  for (guint i = 0; i < 1000; i++)
    khidki_whatsapp_rate_note_inbound (rate, i);
  g_assert_cmpint (send (rate, "asha", FALSE, 1000), >, 0);
  g_assert_cmpint (send (rate, "asha", FALSE, 2100), ==, 0);
}

static void
test_broadcasts_leave_room (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, 0);
  guint broadcasts = 0, replies = 0;
  gboolean all;

  for (gint64 now = 5; now < SECOND; now++)
    broadcasts += send (rate, "all", TRUE, now) == 0;
  for (gint64 now = SECOND; now < 5 + KHIDKI_WHATSAPP_SECOND_MS; now++)
    replies += send (rate, "asha", FALSE, now) == 0;
  g_assert_cmpuint (broadcasts, ==, 60);
  g_assert_cmpuint (replies, >=, 5);
  g_assert_cmpuint (replies, <=, 20);
  g_assert_cmpint (khidki_whatsapp_rate_take (rate, "one more", TRUE, SECOND, &all), >, 0);
  g_assert_true (all);
}

/* 45 at once, then one in six seconds; who waits gets the whole credit back. */
static void
test_pair (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (1000, KHIDKI_WHATSAPP_PAIR_MS);
  gboolean all = TRUE;
  guint n = 0;

  while (send (rate, "asha", FALSE, 0) == 0)
    n++;
  g_assert_cmpuint (n, ==, KHIDKI_WHATSAPP_PAIR_BURST);
  g_assert_cmpint (khidki_whatsapp_rate_take (rate, "asha", FALSE, 0, &all), ==, 6000);
  g_assert_false (all);
  g_assert_cmpint (send (rate, "bina", FALSE, 0), ==, 0);
  g_assert_cmpint (send (rate, "asha", FALSE, 5999), ==, 1);
  g_assert_cmpint (send (rate, "asha", FALSE, 6000), ==, 0);
  g_assert_cmpint (send (rate, "asha", FALSE, 6000), ==, 6000);
  for (n = 0; send (rate, "asha", FALSE, 12000 + 45 * 6000) == 0; n++)
    ;
  g_assert_cmpuint (n, ==, KHIDKI_WHATSAPP_PAIR_BURST);
}

static void
test_pair_and_broadcasts (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (1000, KHIDKI_WHATSAPP_PAIR_MS);
  guint n = 0;

  while (send (rate, "asha", TRUE, 0) == 0)
    n++;
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpint (send (rate, "asha", FALSE, 0), ==, 0);
}

/* A stand-in that does not have the rule. */
static void
test_without_pairs (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (1000, 0);

  for (guint i = 0; i < 500; i++)
    g_assert_cmpint (send (rate, "asha", FALSE, i), ==, 0);
  khidki_whatsapp_rate_hold (rate, "asha", 500);
  g_assert_cmpint (send (rate, "asha", FALSE, 500), ==, SECOND);
}

/* 1, 4, 16, 64 seconds; what was taken meanwhile ends it only if it was asked after. */
static void
test_hold (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, KHIDKI_WHATSAPP_PAIR_MS);
  gint64 now = 77, expected = SECOND;

  for (guint i = 0; i < 4; i++, expected *= 4)
    {
      khidki_whatsapp_rate_hold (rate, "asha", now);
      khidki_whatsapp_rate_hold (rate, "asha", now + 1);
      khidki_whatsapp_rate_trust (rate, "asha", now + 2);
      g_assert_cmpint (send (rate, "asha", FALSE, now), ==, expected);
      g_assert_cmpint (send (rate, "bina", FALSE, now), ==, 0);
      now += expected;
      g_assert_cmpint (send (rate, "asha", FALSE, now), ==, 0);
    }
  khidki_whatsapp_rate_trust (rate, "asha", now);
  khidki_whatsapp_rate_hold (rate, "asha", now);
  g_assert_cmpint (send (rate, "asha", FALSE, now), ==, SECOND);
}

/* What is refused together counts once; what goes well for a while undoes it. */
static void
test_slow (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, KHIDKI_WHATSAPP_PAIR_MS);
  gint64 now = 0;

  for (guint i = 0; i < 32; i++)
    khidki_whatsapp_rate_slow (rate, now + i);
  g_assert_cmpuint (khidki_whatsapp_rate_get_allowed (rate, now), ==, 40);
  g_assert_cmpint (send (rate, "asha", FALSE, now), ==, 1000);
  khidki_whatsapp_rate_slow (rate, 1000);
  g_assert_cmpuint (khidki_whatsapp_rate_get_allowed (rate, 1000), ==, 20);
  g_assert_cmpint (send (rate, "asha", FALSE, 1000), ==, 2000);
  for (guint i = 0; i < 10; i++)
    khidki_whatsapp_rate_slow (rate, now += 70000);
  g_assert_cmpuint (khidki_whatsapp_rate_get_allowed (rate, now), >=, 10);
  g_assert_cmpint (send (rate, "asha", FALSE, now), <=, 64000);
  now += 15 * 60 * SECOND;
  g_assert_cmpuint (khidki_whatsapp_rate_get_allowed (rate, now), ==, 80);
  khidki_whatsapp_rate_slow (rate, now);
  g_assert_cmpint (send (rate, "asha", FALSE, now), ==, 1000);
}

static void
test_rest (void)
{
  g_autoptr (KhidkiWhatsappRate) rate = khidki_whatsapp_rate_new (80, KHIDKI_WHATSAPP_PAIR_MS);

  khidki_whatsapp_rate_rest_broadcasts (rate, 0, HOUR);
  g_assert_cmpint (send (rate, "asha", TRUE, 10), ==, HOUR - 10);
  g_assert_cmpint (send (rate, "asha", FALSE, 10), ==, 0);
  khidki_whatsapp_rate_rest (rate, 100, 60 * SECOND);
  g_assert_cmpint (send (rate, "asha", FALSE, 100), ==, 60 * SECOND);
  g_assert_cmpint (send (rate, "asha", FALSE, 60100), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/whatsapp/rate/long/1", GUINT_TO_POINTER (1), test_long);
  g_test_add_data_func ("/whatsapp/rate/long/80", GUINT_TO_POINTER (80), test_long);
  g_test_add_data_func ("/whatsapp/rate/long/1000", GUINT_TO_POINTER (1000), test_long);
  g_test_add_data_func ("/whatsapp/rate/any-second/1", GUINT_TO_POINTER (1), test_any_second);
  g_test_add_data_func ("/whatsapp/rate/any-second/80", GUINT_TO_POINTER (80), test_any_second);
  g_test_add_data_func ("/whatsapp/rate/any-second/1000", GUINT_TO_POINTER (1000), test_any_second);
  g_test_add_func ("/whatsapp/rate/evenly", test_evenly);
  g_test_add_func ("/whatsapp/rate/put-back", test_put_back);
  g_test_add_func ("/whatsapp/rate/in-and-out", test_in_and_out);
  g_test_add_func ("/whatsapp/rate/flood", test_flood);
  g_test_add_func ("/whatsapp/rate/broadcasts-leave-room", test_broadcasts_leave_room);
  g_test_add_func ("/whatsapp/rate/pair", test_pair);
  g_test_add_func ("/whatsapp/rate/pair-and-broadcasts", test_pair_and_broadcasts);
  g_test_add_func ("/whatsapp/rate/without-pairs", test_without_pairs);
  g_test_add_func ("/whatsapp/rate/hold", test_hold);
  g_test_add_func ("/whatsapp/rate/slow", test_slow);
  g_test_add_func ("/whatsapp/rate/rest", test_rest);

  return g_test_run ();
}
