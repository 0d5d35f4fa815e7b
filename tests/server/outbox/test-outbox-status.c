/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "outbox-fixture.h"

static gboolean
apply (OutboxFixture *fixture, KhidkiSendStatus status, const char *far_id, const char *key,
       const char *detail)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "line", "asha", NULL, NULL);
  g_autoptr (KhidkiEvent) event = khidki_event_new_status ("event", account,
                                                           rooms_now (&fixture->rooms), status,
                                                           far_id, key);
  OutboxFixtureStatus came;

  if (detail != NULL)
    {
      khidki_event_set_detail (event, detail);
      khidki_event_set_error (event, 131000, "no");
    }
  came = outbox_fixture_apply_status (&fixture->rooms, event);
  if (came.queued)
    khidki_outbox_wake (fixture->outbox);
  if (came.unanswered)
    khidki_outbox_note_unanswered (fixture->outbox, account);
  rooms_settle (&fixture->rooms);
  return came.queued;
}

static void
test_status_before_the_answer (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "wamid.1", "one", NULL);
  rooms_assert_state (rooms, "one", "delivered");
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  rooms_assert_state (rooms, "one", "delivered");
  rooms_assert_far_id (rooms, "one", "wamid.1");
}

/* And the answer never comes: what became of it is known, and nobody waits to hear it. */
static void
test_status_and_no_answer (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  KhidkiOutboxCounters counters;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  outbox_fixture_reply (fixture, "asha", "three");
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "wamid.1", "one", NULL);
  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_UNCERTAIN);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  rooms_assert_state (rooms, "one", "sent");
  outbox_fixture_assert_n_sent (fixture, 3);
  khidki_outbox_get_counters (fixture->outbox, &counters);
  g_assert_cmpuint (counters.uncertain, ==, 0);
}

static void
test_statuses_only_climb (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);

  apply (fixture, KHIDKI_SEND_STATUS_READ, "far-one", NULL, NULL);
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "far-one", NULL, NULL);
  apply (fixture, KHIDKI_SEND_STATUS_FAILED, "far-one", NULL, "failed");
  rooms_assert_state (rooms, "one", "read");

  apply (fixture, KHIDKI_SEND_STATUS_FAILED, "far-two", NULL, "failed");
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "far-two", NULL, NULL);
  rooms_assert_state (rooms, "two", "failed");
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "far-two", NULL, NULL);
  rooms_assert_state (rooms, "two", "delivered");
}

static void
test_status_of_nothing_touches_nothing (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  khidki_channels_remove (rooms->channels, CHANNEL);
  outbox_fixture_reply (fixture, "asha", "one");
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "", NULL, NULL);
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "", "", NULL);
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "far-stranger", NULL, NULL);
  rooms_assert_state (rooms, "one", "queued");
}

/* The certificate: it has a template for the time after the window. */
static void
begin (OutboxFixture *fixture)
{
  rooms_add_message (&fixture->rooms, "asha", KHIDKI_LANE_NEWS, "one", "certificate_ready");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  outbox_fixture_assert_n_sent (fixture, 2);
}

static gboolean
fail (OutboxFixture *fixture, const char *far_id, const char *detail)
{
  return apply (fixture, KHIDKI_SEND_STATUS_FAILED, far_id, "one", detail);
}

static void
assert_attempts (OutboxFixture *fixture, gint64 attempts)
{
  g_assert_cmpint (rooms_get_attempts (&fixture->rooms, "one"), ==, attempts);
}

static void
test_sends_again_what_failed_for_a_time (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  rooms_assert_state (rooms, "one", "queued");
  error = rooms_dup_error (rooms, "one");
  g_assert_cmpstr (error, ==, "131000 no");
  rooms_advance (rooms, 1000, 250);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_n_sent (fixture, 3);
  outbox_fixture_assert_sent (fixture, 2, "one");
  g_assert_cmpstr (fake_channel_get_sent (rooms->channel, 2)->key, ==, "one");
  rooms_assert_state (rooms, "one", "sent");
  rooms_assert_far_id (rooms, "one", "far-one-2");
  assert_attempts (fixture, 2);
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "far-one-2", "one", NULL);
  rooms_assert_state (rooms, "one", "delivered");
}

/* What waits in the lane goes after it, as it was written after it. */
static void
test_keeps_the_order (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  outbox_fixture_reply (fixture, "asha", "three");
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, 5000, 250);
  outbox_fixture_assert_n_sent (fixture, 4);
  outbox_fixture_assert_sent (fixture, 2, "one");
  outbox_fixture_assert_sent (fixture, 3, "three");
}

/* A file waits for the text before it to arrive, and a text for the file before it: when that
 * fails instead, its next try is still the first to leave. */
static void
test_keeps_the_order_with_a_file (OutboxFixture *fixture, gconstpointer file_first)
{
  RoomsFixture *rooms = &fixture->rooms;

  if (file_first != NULL)
    rooms_add_document (rooms, "asha", KHIDKI_LANE_REPLY, "one");
  else
    outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  if (file_first != NULL)
    outbox_fixture_offer (fixture, "asha", KHIDKI_LANE_REPLY, "two");
  else
    rooms_add_document (rooms, "asha", KHIDKI_LANE_REPLY, "two");
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, 1000, 250);
  outbox_fixture_assert_n_sent (fixture, 1);
  g_assert_true (fail (fixture, "far-one", "retry"));
  rooms_advance (rooms, 20 * 1000, 250);
  outbox_fixture_assert_n_sent (fixture, 3);
  outbox_fixture_assert_sent (fixture, 1, "one");
  outbox_fixture_assert_sent (fixture, 2, "two");
  g_assert_cmpint (rooms_get_attempts (rooms, "two"), ==, 1);
}

static void
test_parks_what_fails_for_ever (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  gint64 before = 0;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  for (guint i = 2; i <= 12; i++)
    {
      g_autofree char *far_id = g_strdup_printf ("far-one-%u", i);
      gint64 wait;

      rooms_advance (rooms, 6 * 60 * 1000, 1000);
      outbox_fixture_assert_n_sent (fixture, i + 1);
      wait = fake_channel_get_sent (rooms->channel, i)->at - rooms_now (rooms) + 6 * 60 * 1000;
      g_assert_cmpint (wait, >=, MIN (before, 225 * 1000));
      before = wait;
      g_assert_true (fail (fixture, far_id, "retry"));
      rooms_assert_state (rooms, "one", i < 12 ? "queued" : "parked");
    }
  rooms_assert_state (rooms, "one", "parked");
  rooms_advance (rooms, HOUR, 60 * 1000);
  outbox_fixture_assert_n_sent (fixture, 13);
}

/* Nor is what was tried while the far end was away held against what it took then. */
static void
test_outage_is_no_try (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *far_id = NULL;

  fake_channel_refuse_line (rooms->channel, "line", KHIDKI_ERROR_RETRY);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  rooms_advance (rooms, HOUR, 60 * 1000);
  g_assert_cmpint (rooms_get_attempts (rooms, "one"), >, 12);
  fake_channel_refuse_line (rooms->channel, "line", (KhidkiError) 0);
  rooms_advance (rooms, 10 * 60 * 1000, 60 * 1000);
  rooms_assert_state (rooms, "one", "sent");

  far_id = g_strdup_printf ("far-one-%u", fake_channel_get_n_sent (rooms->channel));
  g_assert_true (fail (fixture, far_id, "retry"));
  rooms_assert_state (rooms, "one", "queued");
}

/* Doubled, late, or of an attempt that was made up for: never a second time. */
static void
test_counts_a_failure_once (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  g_assert_false (fail (fixture, "far-one", "retry"));
  /* The far end's “sent” of the same attempt, behind its “failed”. */
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "far-one", "one", NULL);
  rooms_assert_state (rooms, "one", "queued");

  fake_channel_hold (rooms->channel, TRUE);
  rooms_advance (rooms, 5000, 500);
  outbox_fixture_assert_n_sent (fixture, 3);
  rooms_assert_state (rooms, "one", "sending");
  g_assert_false (fail (fixture, "far-one", "recipient"));
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "far-one", "one", NULL);
  rooms_assert_state (rooms, "one", "sending");
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  rooms_assert_state (rooms, "one", "sent");

  g_assert_false (fail (fixture, "far-one", "retry"));
  g_assert_false (fail (fixture, "far-one", "failed"));
  rooms_assert_state (rooms, "one", "sent");
  assert_attempts (fixture, 2);
}

/* Told before the answer to the send has come. */
static void
test_fails_before_the_answer (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_hold (rooms->channel, TRUE);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  rooms_assert_state (rooms, "one", "queued");
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  rooms_assert_state (rooms, "one", "queued");
  rooms_advance (rooms, 35 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_assert_state (rooms, "one", "sent");
  rooms_assert_far_id (rooms, "one", "far-one-2");
}

/* It did not arrive: now that is known. */
static void
test_settles_what_was_uncertain (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_UNCERTAIN);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  rooms_assert_state (rooms, "one", "uncertain");
  g_assert_true (fail (fixture, "wamid.1", "retry"));
  rooms_advance (rooms, 5000, 250);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_assert_state (rooms, "one", "sent");
}

static void
test_arrived_after_all (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "retry"));
  apply (fixture, KHIDKI_SEND_STATUS_DELIVERED, "far-one", "one", NULL);
  rooms_advance (rooms, HOUR, 60 * 1000);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_assert_state (rooms, "one", "delivered");
}

/* The same once more, for the far end may be wrong; then the template; then an
 * administrator. */
static void
test_window_told_thrice (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "window"));
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_n_sent (fixture, 3);
  outbox_fixture_assert_sent (fixture, 2, "one");
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "far-one-2", "one", NULL);
  g_assert_true (fail (fixture, "far-one-2", "window"));
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_n_sent (fixture, 4);
  outbox_fixture_assert_sent (fixture, 3, "certificate_ready");
  g_assert_true (fail (fixture, "far-one-3", "window"));
  rooms_assert_state (rooms, "one", "parked");
}

static void
test_window_told_before_the_answer (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  g_assert_true (fail (fixture, "far-one", "window"));
  fake_channel_hold (rooms->channel, TRUE);
  rooms_advance (rooms, 2000, 250);
  apply (fixture, KHIDKI_SEND_STATUS_SENT, "far-one-2", "one", NULL);
  fake_channel_hold (rooms->channel, FALSE);
  fake_channel_let_go (rooms->channel);
  rooms_settle (rooms);
  g_assert_true (fail (fixture, "far-one-2", "window"));
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_sent (fixture, 3, "certificate_ready");
}

static void
test_window_without_template (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_start (fixture);
  g_assert_true (fail (fixture, "far-one", "window"));
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_n_sent (fixture, 2);
  fail (fixture, "far-one-2", "window");
  rooms_advance (rooms, 2000, 250);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_assert_state (rooms, "one", "parked");
  error = rooms_dup_error (rooms, "one");
  g_assert_nonnull (strstr (error, "no template"));
}

/* What became of it is known: who stood behind it need not wait any longer. */
static void
test_goes_on_when_it_is_settled (OutboxFixture *fixture, gconstpointer status)
{
  RoomsFixture *rooms = &fixture->rooms;

  fake_channel_push_error (rooms->channel, KHIDKI_ERROR_UNCERTAIN);
  outbox_fixture_reply (fixture, "asha", "one");
  outbox_fixture_reply (fixture, "asha", "two");
  outbox_fixture_start (fixture);
  outbox_fixture_reply (fixture, "asha", "three");
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, 5000, 1000);
  outbox_fixture_assert_n_sent (fixture, 1);

  apply (fixture, (KhidkiSendStatus) GPOINTER_TO_INT (status), "far", "one", NULL);
  /* What came while another left is found by the outbox's next look. */
  rooms_advance (rooms, 100, 20);
  outbox_fixture_assert_n_sent (fixture, 3);
  outbox_fixture_assert_sent (fixture, 1, "two");
  outbox_fixture_assert_sent (fixture, 2, "three");
}

/* Nothing leaves until an administrator may have acted, and nothing is lost. */
static void
test_pauses_for_the_operator (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  begin (fixture);
  rooms_expect_warning ("*refuses everything*");
  g_assert_true (fail (fixture, "far-one", "operator"));
  rooms_assert_warned ();
  error = rooms_dup_error (rooms, "one");
  g_assert_cmpstr (error, ==, "operator: 131000 no");
  rooms_add_message (rooms, "bina", KHIDKI_LANE_REPLY, "three", NULL);
  khidki_outbox_wake (fixture->outbox);
  rooms_advance (rooms, 59 * 1000, 1000);
  outbox_fixture_assert_n_sent (fixture, 2);
  rooms_advance (rooms, 3000, 1000);
  outbox_fixture_assert_n_sent (fixture, 4);
  rooms_assert_state (rooms, "one", "sent");
  rooms_assert_state (rooms, "three", "sent");
  /* The message was not at fault. */
  assert_attempts (fixture, 1);
}

static void
test_gives_up (OutboxFixture *fixture, gconstpointer detail)
{
  RoomsFixture *rooms = &fixture->rooms;

  begin (fixture);
  /* Worth a look: another channel may have to tell it. */
  g_assert_true (fail (fixture, "far-one", detail));
  rooms_assert_state (rooms, "one", "failed");
  rooms_advance (rooms, HOUR, 60 * 1000);
  outbox_fixture_assert_n_sent (fixture, 2);
}

static gboolean
is_unanswered (OutboxFixture *fixture)
{
  return khidki_test_host_get_alarm (fixture->rooms.test_host, "unanswered-whatsapp-line") != NULL;
}

/* A reply that ends so leaves somebody in silence; news have other ways, and who cannot be
 * reached knows why. */
static void
test_unanswered (OutboxFixture *fixture, gconstpointer data)
{
  RoomsFixture *rooms = &fixture->rooms;

  outbox_fixture_reply (fixture, "asha", "one");
  rooms_add_message (rooms, "bina", KHIDKI_LANE_NEWS, "two", NULL);
  outbox_fixture_reply (fixture, "bina", "three");
  outbox_fixture_start (fixture);
  apply (fixture, KHIDKI_SEND_STATUS_FAILED, "far-two", "two", "failed");
  apply (fixture, KHIDKI_SEND_STATUS_FAILED, "far-three", "three", "recipient");
  fail (fixture, "far-one", "once");
  rooms_advance (rooms, 5000, 1000);
  rooms_assert_state (rooms, "one", "sent");
  g_assert_false (is_unanswered (fixture));
  fail (fixture, "far-one-2", "once");
  rooms_assert_state (rooms, "one", "parked");
  g_assert_true (is_unanswered (fixture));
}

#define ADD(name, func) \
  g_test_add ("/outbox-status/" name, OutboxFixture, NULL, outbox_fixture_set_up, func, outbox_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("early", test_status_before_the_answer);
  ADD ("no-answer", test_status_and_no_answer);
  ADD ("climbs", test_statuses_only_climb);
  ADD ("nothing", test_status_of_nothing_touches_nothing);
  ADD ("retry/again", test_sends_again_what_failed_for_a_time);
  ADD ("retry/order", test_keeps_the_order);
  ADD ("retry/order-with-a-file", test_keeps_the_order_with_a_file);
  g_test_add ("/outbox-status/retry/order-behind-a-file", OutboxFixture, GINT_TO_POINTER (TRUE),
              outbox_fixture_set_up, test_keeps_the_order_with_a_file, outbox_fixture_tear_down);
  ADD ("retry/parked", test_parks_what_fails_for_ever);
  ADD ("retry/after-an-outage", test_outage_is_no_try);
  ADD ("retry/once", test_counts_a_failure_once);
  ADD ("retry/early", test_fails_before_the_answer);
  ADD ("retry/uncertain", test_settles_what_was_uncertain);
  ADD ("retry/arrived", test_arrived_after_all);
  ADD ("window/thrice", test_window_told_thrice);
  ADD ("window/early", test_window_told_before_the_answer);
  ADD ("window/without-template", test_window_without_template);
  g_test_add ("/outbox-status/settled/delivered", OutboxFixture,
              GINT_TO_POINTER (KHIDKI_SEND_STATUS_DELIVERED), outbox_fixture_set_up,
              test_goes_on_when_it_is_settled, outbox_fixture_tear_down);
  g_test_add ("/outbox-status/settled/failed", OutboxFixture, GINT_TO_POINTER (KHIDKI_SEND_STATUS_FAILED),
              outbox_fixture_set_up, test_goes_on_when_it_is_settled, outbox_fixture_tear_down);
  ADD ("unanswered", test_unanswered);
  ADD ("operator", test_pauses_for_the_operator);
  g_test_add ("/outbox-status/recipient", OutboxFixture, "recipient", outbox_fixture_set_up, test_gives_up, outbox_fixture_tear_down);
  g_test_add ("/outbox-status/failed", OutboxFixture, "failed", outbox_fixture_set_up, test_gives_up, outbox_fixture_tear_down);

  return g_test_run ();
}
