/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox-fixture.h"

void
outbox_fixture_set_up (OutboxFixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->rooms.channel));
  fixture->outbox = khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store,
                                       fixture->rooms.channels);
  rooms_add_account (&fixture->rooms, "asha", rooms_now (&fixture->rooms));
  rooms_add_account (&fixture->rooms, "bina", rooms_now (&fixture->rooms));
}

void
outbox_fixture_tear_down (OutboxFixture *fixture, gconstpointer data)
{
  fake_channel_hold (fixture->rooms.channel, FALSE);
  fake_channel_let_go (fixture->rooms.channel);
  rooms_settle (&fixture->rooms);
  /* Else the line would be full for ever. */
  g_assert_cmpint (fake_channel_get_n_taken (fixture->rooms.channel), ==, 0);
  g_assert_finalize_object (fixture->outbox);
  rooms_tear_down (&fixture->rooms);
}

void
outbox_fixture_start (OutboxFixture *fixture)
{
  khidki_outbox_start (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

void
outbox_fixture_reply (OutboxFixture *fixture, const char *account, const char *text)
{
  rooms_add_message (&fixture->rooms, account, KHIDKI_LANE_REPLY, text, NULL);
}

/* As the intake does after its commit. */
void
outbox_fixture_offer (OutboxFixture *fixture, const char *account_key, KhidkiLane lane, const char *text)
{
  gint64 id = rooms_add_message (&fixture->rooms, account_key, lane, text, NULL);
  g_autoptr (KhidkiAccount) account = rooms_new_account (account_key);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text (text);

  khidki_outbox_offer (fixture->outbox, id, text, account_key, account, lane,
                       rooms_now (&fixture->rooms), &fixture->rooms.place, message);
}

typedef struct
{
  KhidkiEvent *event;
  OutboxFixtureStatus came;
} StatusCall;

static gboolean
apply_status (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  StatusCall *call = data;
  g_autofree char *delivered = NULL;

  return khidki_outbox_apply_status (transaction, call->event, khidki_event_get_at (call->event),
                                     &delivered, &call->came.queued, &call->came.unanswered, error);
}

OutboxFixtureStatus
outbox_fixture_apply_status (RoomsFixture *rooms, KhidkiEvent *event)
{
  StatusCall call = { .event = event };

  rooms_write (rooms, apply_status, &call);
  return call.came;
}

void
outbox_fixture_assert_sent (OutboxFixture *fixture, guint index, const char *text)
{
  g_assert_cmpstr (fake_channel_get_sent (fixture->rooms.channel, index)->text, ==, text);
}

void
outbox_fixture_assert_n_sent (OutboxFixture *fixture, guint n)
{
  g_assert_cmpuint (fake_channel_get_n_sent (fixture->rooms.channel), ==, n);
}
