/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-line.h"

/* A far end that is busy answers in so long, the store's notes of it included. */
#define ANSWER_MS 300
/* What is told to many must leave room for who waits for an answer. */
#define UNASKED_SHARE(most) ((most) * 3 / 4)
/* What one costs of the credit, of which there is as much anew in each millisecond as may
 * leave in a second; so much of it at once. */
#define COST 1000
#define BURST_MS 50

char *
khidki_outbox_line_dup_name (KhidkiAccount *account)
{
  const char *line = khidki_account_get_line (account);

  return g_strconcat (khidki_account_get_channel (account), "/", line != NULL ? line : "", NULL);
}

KhidkiOutboxLine *
khidki_outbox_line_new (void)
{
  KhidkiOutboxLine *self = g_new0 (KhidkiOutboxLine, 1);

  for (guint i = 0; i < KHIDKI_OUTBOX_N_LANES; i++)
    g_queue_init (&self->ready[i]);
  self->most_in_flight = KHIDKI_OUTBOX_LEAST_IN_FLIGHT;
  return self;
}

void
khidki_outbox_line_free (KhidkiOutboxLine *self)
{
  for (guint i = 0; i < KHIDKI_OUTBOX_N_LANES; i++)
    g_queue_clear (&self->ready[i]);
  g_free (self);
}

void
khidki_outbox_line_push (KhidkiOutboxLine *self, KhidkiOutboxLane *lane, gboolean first)
{
  lane->ready = TRUE;
  lane->urgency = khidki_outbox_lane_get_urgency (lane);
  if (first)
    g_queue_push_head (&self->ready[lane->urgency], lane);
  else
    g_queue_push_tail (&self->ready[lane->urgency], lane);
}

void
khidki_outbox_line_promote (KhidkiOutboxLine *self, KhidkiOutboxLane *lane)
{
  if (lane->urgency <= khidki_outbox_lane_get_urgency (lane))
    return;

  g_queue_remove (&self->ready[lane->urgency], lane);
  khidki_outbox_line_push (self, lane, FALSE);
}

void
khidki_outbox_line_set_rate (KhidkiOutboxLine *self, guint rate)
{
  guint64 answering = (guint64) rate * ANSWER_MS / 1000;

  self->rate = rate;
  self->most_in_flight = (guint) CLAMP (answering, KHIDKI_OUTBOX_LEAST_IN_FLIGHT,
                                        KHIDKI_OUTBOX_MOST_IN_FLIGHT);
}

static gboolean
has_room (KhidkiOutboxLine *self, KhidkiLane urgency)
{
  return self->in_flight < self->most_in_flight
         && (urgency == KHIDKI_LANE_REPLY
             || self->unasked < UNASKED_SHARE (self->most_in_flight));
}

KhidkiOutboxLane *
khidki_outbox_line_pop (KhidkiOutboxLine *self, KhidkiLane urgency, gint64 now)
{
  KhidkiOutboxLane *lane = self->rests_until[urgency] <= now && has_room (self, urgency)
                               ? g_queue_pop_head (&self->ready[urgency])
                               : NULL;

  if (lane != NULL)
    lane->ready = FALSE;
  return lane;
}

void
khidki_outbox_line_rest (KhidkiOutboxLine *self, KhidkiLane urgency, gint64 until)
{
  guint first = urgency == KHIDKI_LANE_BROADCAST ? KHIDKI_LANE_BROADCAST : KHIDKI_LANE_REPLY;

  for (guint i = first; i < KHIDKI_OUTBOX_N_LANES; i++)
    self->rests_until[i] = MAX (self->rests_until[i], until);
}

gint64
khidki_outbox_line_keep (KhidkiOutboxLine *self, gint64 now)
{
  gint64 pace = MAX (UNASKED_SHARE ((gint64) self->rate), 1);
  gint64 most = pace * BURST_MS + COST;
  gint64 wait;

  if (self->rate == 0)
    return 0;
  self->credit = now - self->credited_at > COST ? most
                                                : MIN (self->credit + (now - self->credited_at) * pace, most);
  self->credited_at = now;
  if (self->credit >= COST)
    return 0;

  wait = (COST - self->credit + pace - 1) / pace;
  for (guint i = KHIDKI_LANE_NEWS; i < KHIDKI_OUTBOX_N_LANES; i++)
    self->rests_until[i] = MAX (self->rests_until[i], now + wait);
  return wait;
}

void
khidki_outbox_line_count_unasked (KhidkiOutboxLine *self)
{
  self->credit -= COST;
}

gint64
khidki_outbox_line_get_next (KhidkiOutboxLine *self, gint64 now)
{
  gint64 next = 0;

  for (guint i = 0; i < KHIDKI_OUTBOX_N_LANES; i++)
    if (self->rests_until[i] > now && !g_queue_is_empty (&self->ready[i])
        && (next == 0 || self->rests_until[i] < next))
      next = self->rests_until[i];
  return next;
}
