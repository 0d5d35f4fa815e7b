/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-lane.h"
#include "outbox/khidki-outbox-tally.h"

G_BEGIN_DECLS

#define KHIDKI_OUTBOX_N_LANES 3

/* What a line has in flight at least, whatever its rate, and at most: a death leaves no
 * more than that uncertain. */
#define KHIDKI_OUTBOX_LEAST_IN_FLIGHT 32
#define KHIDKI_OUTBOX_MOST_IN_FLIGHT 320

/**
 * KhidkiOutboxLine:
 *
 * One line of a channel, such as a business number: the lanes that could send on it
 * now, replies before news before broadcasts, and until when it rests because the far
 * end takes no more. Of lanes as urgent as each other the one that waits longest is next.
 * What is in flight is bounded for each line: a far end that is slow to answer holds up
 * no other. A quarter of it is kept for those who wait for an answer: however much news
 * and broadcasts there are, a reply does not wait for one of them to be done. So is a quarter
 * of what the far end takes in a second: it counts what people write as well, and refuses
 * everybody's when both are too much.
 */
typedef struct
{
  GQueue ready[KHIDKI_OUTBOX_N_LANES];
  gint64 rests_until[KHIDKI_OUTBOX_N_LANES];
  gint64 paused_until;
  guint rate; /* 0 if nobody knows */
  gint64 credit; /* for what nobody waits for */
  gint64 credited_at;
  guint most_in_flight;
  guint in_flight;
  guint unasked;    /* of these: for them nobody waits */
  gint64 sent_at;   /* when the far end took something last, monotonic */
  gint64 recovered_at; /* when it did so after an outage; 0: never */
  gboolean silent;  /* an alarm says that it takes nothing */
  gboolean failing; /* an alarm says that most fails */
  gboolean unanswered; /* an alarm says that a reply was parked */
  gint64 parked_at;    /* the last of them, monotonic */
  KhidkiOutboxTally tally;
  gboolean refused; /* until something is taken: then one message at a time tries it */
  gboolean refusal_shown; /* an alarm says so, longer if it comes back */
  gboolean refusal_lasts; /* it has come back: it is over only when it stays away */
  gint64 refused_at;      /* the last time, monotonic */
  gpointer prober;  /* the lane that does */
} KhidkiOutboxLine;

/* (transfer full): the name of the line by which @account is reached */
char *khidki_outbox_line_dup_name (KhidkiAccount *account);

KhidkiOutboxLine *khidki_outbox_line_new (void);
void khidki_outbox_line_free (KhidkiOutboxLine *self);

/* @lane waits for its turn; @first: it had its turn, and could not use it. */
void khidki_outbox_line_push (KhidkiOutboxLine *self, KhidkiOutboxLane *lane, gboolean first);

/* @lane waits already, and may be more urgent by now. */
void khidki_outbox_line_promote (KhidkiOutboxLine *self, KhidkiOutboxLane *lane);

/* What the far end takes in a second says how much is in flight before it has answered.
 * @rate: 0 if nobody knows */
void khidki_outbox_line_set_rate (KhidkiOutboxLine *self, guint rate);

/* (transfer none) (nullable): whose turn it is among those as urgent as @urgency,
 * taken out of the queue; NULL if none may send at @now, or enough is in flight */
KhidkiOutboxLane *khidki_outbox_line_pop (KhidkiOutboxLine *self, KhidkiLane urgency, gint64 now);

/* Nothing as urgent as @urgency or less leaves before @until. */
void khidki_outbox_line_rest (KhidkiOutboxLine *self, KhidkiLane urgency, gint64 until);

/* How long the line keeps the far end for who waits for an answer; 0 if others may leave too,
 * else they rest. */
gint64 khidki_outbox_line_keep (KhidkiOutboxLine *self, gint64 now);
/* One left for which nobody waits. */
void khidki_outbox_line_count_unasked (KhidkiOutboxLine *self);

/* When a rest ends for which somebody waits; 0 if nobody does. */
gint64 khidki_outbox_line_get_next (KhidkiOutboxLine *self, gint64 now);

G_END_DECLS
