/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox.h"
#include "rooms-fixture.h"

typedef struct
{
  RoomsFixture rooms;
  KhidkiOutbox *outbox;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->rooms.channel));
  fixture->outbox = khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store,
                                       fixture->rooms.channels);
  fake_channel_set_templates_only (fixture->rooms.channel, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->outbox);
  rooms_tear_down (&fixture->rooms);
}

static void
check (Fixture *fixture, gint64 last_inbound)
{
  RoomsFixture *rooms = &fixture->rooms;
  g_autofree char *error = NULL;

  rooms_add_account (rooms, "asha", last_inbound);
  rooms_add_message (rooms, "asha", KHIDKI_LANE_REPLY, "with", "said_shortly");
  rooms_add_message (rooms, "asha", KHIDKI_LANE_REPLY, "without", NULL);
  khidki_outbox_start (fixture->outbox);
  rooms_settle (rooms);

  g_assert_cmpuint (fake_channel_get_n_sent (rooms->channel), ==, 1);
  g_assert_true (fake_channel_get_sent (rooms->channel, 0)->is_template);
  g_assert_cmpstr (fake_channel_get_sent (rooms->channel, 0)->text, ==, "said_shortly");
  rooms_assert_state (rooms, "with", "sent");
  rooms_assert_state (rooms, "without", "parked");
  error = rooms_dup_error (rooms, "without");
  g_assert_nonnull (strstr (error, "registered texts only"));
}

/* Where nothing but registered texts may be sent, a window has no meaning. */
static void
test_in_the_window (Fixture *fixture, gconstpointer data)
{
  check (fixture, rooms_now (&fixture->rooms));
}

static void
test_after_it (Fixture *fixture, gconstpointer data)
{
  check (fixture, rooms_now (&fixture->rooms) - 2 * DAY);
}

static void
test_without_one (Fixture *fixture, gconstpointer data)
{
  fake_channel_set_window (fixture->rooms.channel, 0);
  check (fixture, rooms_now (&fixture->rooms));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/outbox/templates-only/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("in-the-window", test_in_the_window);
  ADD ("after-it", test_after_it);
  ADD ("without-one", test_without_one);
#undef ADD

  return g_test_run ();
}
