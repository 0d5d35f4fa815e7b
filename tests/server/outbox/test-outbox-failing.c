/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A line that is half dead: an administrator learns of it once, and when it is over. */
#include "outbox-fixture.h"
#include "outbox/khidki-outbox-tally.h"

#define MINUTE (60 * 1000)
#define ALARM "failing-whatsapp-line"
#define PEOPLE 6

typedef struct
{
  GHashTable *bad; /* texts that are refused */
  gboolean shown;
  guint n_raised;
  guint n_ended;
  guint n_said;
} Watch;

static void
watch (OutboxFixture *fixture, Watch *self)
{
  gboolean shown = khidki_test_host_get_alarm (fixture->rooms.test_host, ALARM) != NULL;

  self->n_raised += shown && !self->shown;
  self->n_ended += !shown && self->shown;
  self->shown = shown;
}

/* To one person after the other; every @bad_of_four-th of four is refused with @code. */
static void
say (OutboxFixture *fixture, Watch *self, guint bad_of_four, KhidkiError code)
{
  g_autofree char *person = g_strdup_printf ("person-%u", self->n_said / 4 % PEOPLE * 4 + self->n_said % 4);
  g_autofree char *text = g_strdup_printf ("text %u", self->n_said);

  if (self->n_said++ % 4 < bad_of_four)
    {
      fake_channel_refuse_text (fixture->rooms.channel, text, code);
      g_hash_table_add (self->bad, g_strdup (text));
    }
  if (self->n_said <= PEOPLE * 4)
    rooms_add_account (&fixture->rooms, person, rooms_now (&fixture->rooms));
  outbox_fixture_offer (fixture, person, KHIDKI_LANE_REPLY, text);
  rooms_settle (&fixture->rooms);
  watch (fixture, self);
}

/* Four messages a minute. */
static void
let_pass (OutboxFixture *fixture, Watch *self, guint minutes, guint bad_of_four, KhidkiError code)
{
  for (guint i = 0; i < 4 * minutes; i++)
    {
      say (fixture, self, bad_of_four, code);
      rooms_advance (&fixture->rooms, MINUTE / 4, MINUTE / 4);
      watch (fixture, self);
    }
}

static void
heal (OutboxFixture *fixture, Watch *self)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, self->bad);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    fake_channel_refuse_text (fixture->rooms.channel, text, (KhidkiError) 0);
}

static void
watch_clear (Watch *self)
{
  g_hash_table_unref (self->bad);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

#define WATCH { .bad = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) }

/* Three of four are not taken, and one is: neither refused nor silent. */
static void
test_half_dead (OutboxFixture *fixture, gconstpointer data)
{
  KhidkiTestHost *host = fixture->rooms.test_host;
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  let_pass (fixture, &self, 10, 0, (KhidkiError) 0);
  g_assert_cmpuint (self.n_raised, ==, 0);

  let_pass (fixture, &self, 15, 3, (KhidkiError) GPOINTER_TO_INT (data));
  g_assert_cmpuint (self.n_raised, ==, 1);
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (host, ALARM), "of the last 15 minutes"));
  g_assert_null (khidki_test_host_get_alarm (host, "silent-whatsapp-line"));
  let_pass (fixture, &self, 45, 3, (KhidkiError) GPOINTER_TO_INT (data));
  g_assert_cmpuint (self.n_ended, ==, 0);

  heal (fixture, &self);
  let_pass (fixture, &self, 30, 0, (KhidkiError) 0);
  g_assert_cmpuint (self.n_ended, ==, 1);
  g_assert_cmpuint (self.n_raised, ==, 1);
}

/* At night nobody writes: that it is quiet does not mean that it is well. */
static void
test_quiet (OutboxFixture *fixture, gconstpointer data)
{
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  let_pass (fixture, &self, 15, 4, KHIDKI_ERROR_UNCERTAIN);
  g_assert_cmpuint (self.n_raised, ==, 1);
  rooms_advance (&fixture->rooms, 3 * HOUR, MINUTE);
  watch (fixture, &self);
  g_assert_cmpuint (self.n_ended, ==, 0);

  let_pass (fixture, &self, 2, 0, (KhidkiError) 0);
  g_assert_cmpuint (self.n_ended, ==, 1);
}

/* One message that never goes is its own fault; others are told something meanwhile. */
static void
test_one_message (OutboxFixture *fixture, gconstpointer data)
{
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  say (fixture, &self, 1, KHIDKI_ERROR_RETRY);
  for (guint i = 0; i < 60; i++)
    {
      rooms_advance (&fixture->rooms, MINUTE, MINUTE / 2);
      watch (fixture, &self);
      if (i % 10 == 9)
        say (fixture, &self, 0, (KhidkiError) 0);
    }
  g_assert_cmpuint (self.n_raised, ==, 0);
}

/* A bad moment, in which everything fails, wakes nobody up. */
static void
test_moment (OutboxFixture *fixture, gconstpointer data)
{
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  for (guint i = 0; i < 8; i++)
    say (fixture, &self, 4, KHIDKI_ERROR_RETRY);
  rooms_advance (&fixture->rooms, MINUTE, MINUTE / 4);
  heal (fixture, &self);
  let_pass (fixture, &self, 15, 0, (KhidkiError) 0);
  g_assert_cmpuint (self.n_raised, ==, 0);
}

/* That windows have closed is the people's matter. */
static void
test_windows (OutboxFixture *fixture, gconstpointer data)
{
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  let_pass (fixture, &self, 15, 4, KHIDKI_ERROR_WINDOW);
  g_assert_cmpuint (self.n_raised, ==, 0);
}

/* All is taken, and fails later. */
static void
test_statuses (OutboxFixture *fixture, gconstpointer data)
{
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *person = g_strdup_printf ("person-%u", i % PEOPLE);
      g_autoptr (KhidkiAccount) account = rooms_new_account (person);
      g_autoptr (KhidkiEvent) status
          = khidki_event_new_status ("a status", account, rooms_now (&fixture->rooms),
                                     KHIDKI_SEND_STATUS_FAILED, "far", NULL);

      khidki_event_set_detail (status, data);
      let_pass (fixture, &self, i % 2, 0, (KhidkiError) 0);
      for (guint j = 0; j <= i % 2; j++)
        khidki_outbox_note_status (fixture->outbox, status);
    }
  g_assert_cmpuint (self.n_raised, ==, g_str_equal (data, "recipient") ? 0 : 1);
}

/* Every third thing is refused for an administrator, and the others are taken: that is one
 * alarm, not one a minute; a first refusal is over as soon as something is taken. */
static void
test_refused_now_and_then (OutboxFixture *fixture, gconstpointer data)
{
  KhidkiTestHost *host = fixture->rooms.test_host;
  guint n_raised = 0, n_ended = 0;
  gboolean shown = FALSE;

  outbox_fixture_start (fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u", i);

      if (i % 3 == 0 && i < 30)
        rooms_expect_warning ("*refuses everything*");
      if (i % 3 == 0 && i < 30)
        fake_channel_push_error (fixture->rooms.channel, KHIDKI_ERROR_OPERATOR);
      outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, text);
      for (guint j = 0; j < 4; j++)
        {
          gboolean now;

          rooms_advance (&fixture->rooms, MINUTE / 4, MINUTE / 8);
          now = khidki_test_host_get_alarm (host, "refused-whatsapp-line") != NULL;
          n_raised += now && !shown;
          n_ended += !now && shown;
          shown = now;
        }
      if (i == 2)
        g_assert_cmpuint (n_ended, ==, 1);
    }
  g_assert_cmpuint (n_raised, ==, 2);
  g_assert_cmpuint (n_ended, ==, 2);
}

/* A reply that is parked leaves somebody in silence; who cannot be reached at all does so
 * themselves, and news have other ways. */
static void
test_unanswered (OutboxFixture *fixture, gconstpointer data)
{
  KhidkiTestHost *host = fixture->rooms.test_host;

  outbox_fixture_start (fixture);
  fake_channel_refuse_text (fixture->rooms.channel, "one", KHIDKI_ERROR_RECIPIENT);
  fake_channel_refuse_text (fixture->rooms.channel, "two", KHIDKI_ERROR_INVALID);
  fake_channel_refuse_text (fixture->rooms.channel, "three", KHIDKI_ERROR_INVALID);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "one");
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_NEWS, "two");
  rooms_settle (&fixture->rooms);
  rooms_assert_state (&fixture->rooms, "two", "parked");
  g_assert_null (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "three");
  rooms_settle (&fixture->rooms);
  g_assert_nonnull (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
  rooms_advance (&fixture->rooms, DAY - HOUR, HOUR);
  g_assert_nonnull (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
  rooms_advance (&fixture->rooms, 2 * HOUR, HOUR);
  g_assert_null (khidki_test_host_get_alarm (host, "unanswered-whatsapp-line"));
}

/* Who got no answer is not forgotten because the server begins anew; nor told of for longer. */
static void
test_unanswered_before_a_restart (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  static const char alarm[] = "unanswered-whatsapp-line";

  outbox_fixture_start (fixture);
  fake_channel_refuse_text (rooms->channel, "one", KHIDKI_ERROR_INVALID);
  outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "one");
  rooms_settle (rooms);
  rooms_assert_state (rooms, "one", "parked");
  rooms_advance (rooms, 10 * HOUR, HOUR);
  g_assert_finalize_object (fixture->outbox);
  khidki_host_set_alarm (rooms->host, alarm, NULL);

  fixture->outbox = khidki_outbox_new (rooms->host, rooms->rows.store, rooms->channels);
  outbox_fixture_start (fixture);
  g_assert_nonnull (khidki_test_host_get_alarm (rooms->test_host, alarm));
  rooms_advance (rooms, 13 * HOUR, HOUR);
  g_assert_nonnull (khidki_test_host_get_alarm (rooms->test_host, alarm));
  rooms_advance (rooms, 2 * HOUR, HOUR);
  g_assert_null (khidki_test_host_get_alarm (rooms->test_host, alarm));
}

/* With the channel goes what was wrong with it; back again, it is judged anew. */
static void
test_taken_out (OutboxFixture *fixture, gconstpointer what)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *alarm = g_strconcat (what, "-whatsapp-line", NULL);
  g_auto (Watch) self = WATCH;

  outbox_fixture_start (fixture);
  if (g_str_equal (what, "failing"))
    let_pass (fixture, &self, 15, 3, KHIDKI_ERROR_RETRY);
  else
    {
      KhidkiError code = g_str_equal (what, "silent") ? KHIDKI_ERROR_RETRY : KHIDKI_ERROR_OPERATOR;

      if (code == KHIDKI_ERROR_OPERATOR)
        rooms_expect_warning ("*refuses everything*");
      fake_channel_refuse_line (rooms->channel, "line", code);
      outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "one");
      rooms_advance (rooms, code == KHIDKI_ERROR_RETRY ? HOUR : 30 * 1000, 30 * 1000);
    }
  g_assert_nonnull (khidki_test_host_get_alarm (rooms->test_host, alarm));

  khidki_channels_remove (rooms->channels, CHANNEL);
  g_assert_null (khidki_test_host_get_alarm (rooms->test_host, alarm));
  rooms_advance (rooms, 5 * MINUTE, MINUTE);
  g_assert_null (khidki_test_host_get_alarm (rooms->test_host, alarm));
  if (g_str_equal (what, "refused"))
    rooms_expect_warning ("*refuses everything*");
  khidki_channels_add (rooms->channels, CHANNEL, KHIDKI_CHANNEL (rooms->channel));
  rooms_advance (rooms, 5000, 1000);
  if (!g_str_equal (what, "failing"))
    g_assert_nonnull (khidki_test_host_get_alarm (rooms->test_host, alarm));
  rooms_assert_warned ();
}

/* However the share goes up and down between the two bounds, it is told once. */
static void
test_does_not_flap (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (11);
  KhidkiOutboxTally tally = { 0 };
  guint changes = 0;
  gboolean failing = FALSE;

  for (gint64 now = 0; now < DAY; now += 2000)
    {
      g_autofree char *person = g_strdup_printf ("%d", g_rand_int_range (chance, 0, 50));

      /* Three quarters for twenty minutes, then a third for twenty. */
      if (g_rand_double (chance) < (now / (20 * MINUTE) % 2 == 0 ? 0.75 : 0.34))
        khidki_outbox_tally_fail (&tally, person, FALSE, now);
      else
        khidki_outbox_tally_pass (&tally, now);
      if (khidki_outbox_tally_judge (&tally, now, NULL, NULL) != failing)
        {
          failing = !failing;
          changes++;
        }
    }
  g_assert_cmpuint (changes, ==, 1);
}

/* What is older than the window counts no more, however long nothing happened. */
static void
test_forgets (void)
{
  KhidkiOutboxTally tally = { 0 };
  guint tried, failed;

  for (guint i = 0; i < 5; i++)
    khidki_outbox_tally_fail (&tally, i % 2 == 0 ? "asha" : "bina", FALSE, i * MINUTE);
  g_assert_false (khidki_outbox_tally_judge (&tally, 5 * MINUTE, &tried, &failed));
  g_assert_cmpuint (tried, ==, 5);
  khidki_outbox_tally_fail (&tally, "chand", FALSE, 5 * MINUTE);
  g_assert_true (khidki_outbox_tally_judge (&tally, 5 * MINUTE, NULL, NULL));
  khidki_outbox_tally_pass (&tally, 15 * MINUTE);
  khidki_outbox_tally_judge (&tally, 15 * MINUTE, &tried, &failed);
  g_assert_cmpuint (tried, ==, 6);
  g_assert_cmpuint (failed, ==, 5);
  khidki_outbox_tally_judge (&tally, 100 * MINUTE, &tried, &failed);
  g_assert_cmpuint (tried, ==, 0);
  g_assert_cmpuint (failed, ==, 0);
}

#define ADD(name, data, func) g_test_add ("/outbox-failing/" name, OutboxFixture, data, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("half-dead/busy", GINT_TO_POINTER (KHIDKI_ERROR_RETRY), test_half_dead);
  ADD ("half-dead/no-answer", GINT_TO_POINTER (KHIDKI_ERROR_UNCERTAIN), test_half_dead);
  ADD ("quiet", NULL, test_quiet);
  ADD ("one-message", NULL, test_one_message);
  ADD ("moment", NULL, test_moment);
  ADD ("windows", NULL, test_windows);
  ADD ("statuses/retry", "retry", test_statuses);
  ADD ("statuses/operator", "operator", test_statuses);
  ADD ("statuses/recipient", "recipient", test_statuses);
  ADD ("unanswered", NULL, test_unanswered);
  ADD ("unanswered-before-a-restart", NULL, test_unanswered_before_a_restart);
  ADD ("taken-out/refused", "refused", test_taken_out);
  ADD ("taken-out/silent", "silent", test_taken_out);
  ADD ("taken-out/failing", "failing", test_taken_out);
  ADD ("refused-now-and-then", NULL, test_refused_now_and_then);
  g_test_add_func ("/outbox-failing/does-not-flap", test_does_not_flap);
  g_test_add_func ("/outbox-failing/forgets", test_forgets);

  return g_test_run ();
}
