/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-rate.h"

#include "khidki-whatsapp-pairs.h"
#include "khidki-whatsapp-second.h"

#define SECOND_MS 1000
/* How much of a second's may leave at once; the rest follows evenly, so that a network that
 * is late for a while does not bring much more together. A little faster than allowed: what
 * a busy processor held up is caught up with, and the second is full before it is over. */
#define BURST_MS 50
#define PACE(allowed) ((allowed) + (allowed) / 4)
/* What one costs of the credit, of which there is as much anew in each millisecond as would
 * leave in a second at that pace. */
#define COST SECOND_MS
/* Nobody knows when what is under way will have left. */
#define LOOK_MS 20
/* Of what is allowed broadcasts leave a quarter to whoever writes meanwhile. */
#define BROADCAST_SHARE(allowed) MAX ((allowed) * 3 / 4, 1)
/* After a refusal half of it goes, and an eighth comes back each time it went well. */
#define SLOWEST(rate) MAX ((rate) / 8, 1)
#define RECOVER_MS (10 * SECOND_MS)
#define LONGEST_REST_MS (64 * SECOND_MS)

struct _KhidkiWhatsappRate
{
  guint per_second;
  guint allowed;
  KhidkiWhatsappSecond *second;
  guint leaving; /* taken, and not known to have left */
  gint64 credit;
  gint64 credited_at;
  gint64 rests_until;
  gint64 broadcasts_rest_until;
  gint64 last_rest;
  gint64 slowed_at;
  KhidkiWhatsappPairs *pairs;
};

/**
 * khidki_whatsapp_rate_new:
 * @per_second: how many messages Meta allows the number in a second, at least 1
 * @pair_ms: one to a person in so many milliseconds; 0 for as many as may be
 *
 * Returns: (transfer full): nothing has been said yet
 *
 * Since: 0.1
 */
KhidkiWhatsappRate *
khidki_whatsapp_rate_new (guint per_second, guint pair_ms)
{
  KhidkiWhatsappRate *self = g_new0 (KhidkiWhatsappRate, 1);

  self->per_second = MAX (per_second, 1);
  self->allowed = self->per_second;
  self->second = khidki_whatsapp_second_new ();
  self->credited_at = G_MININT64 / 2;
  self->pairs = khidki_whatsapp_pairs_new (pair_ms);

  return self;
}

/**
 * khidki_whatsapp_rate_free:
 * @self: (transfer full): a rate
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_free (KhidkiWhatsappRate *self)
{
  khidki_whatsapp_pairs_free (self->pairs);
  khidki_whatsapp_second_free (self->second);
  g_free (self);
}

static void
recover (KhidkiWhatsappRate *self, gint64 now)
{
  gint64 steps;

  if (self->allowed == self->per_second || now <= self->slowed_at + RECOVER_MS)
    return;

  steps = (now - self->slowed_at) / RECOVER_MS;
  self->slowed_at += steps * RECOVER_MS;
  self->allowed = (guint) MIN (self->per_second, self->allowed + steps * SLOWEST (self->per_second));
  if (self->allowed == self->per_second)
    self->last_rest = 0;
}

/**
 * khidki_whatsapp_rate_get_allowed:
 * @self: a rate
 * @now: in milliseconds
 *
 * Returns: how many messages a second leave now, which is less after Meta refused some
 *
 * Since: 0.1
 */
guint
khidki_whatsapp_rate_get_allowed (KhidkiWhatsappRate *self, gint64 now)
{
  recover (self, now);
  return self->allowed;
}

/**
 * khidki_whatsapp_rate_is_resting:
 * @self: a rate
 * @now: in milliseconds
 *
 * Returns: whether nothing leaves, because Meta refused something a moment ago
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_rate_is_resting (KhidkiWhatsappRate *self, gint64 now)
{
  return now < self->rests_until;
}

/* How long until one may follow the last, @pace a second. */
static gint64
get_spacing (KhidkiWhatsappRate *self, gint64 pace, gint64 now)
{
  gint64 most = pace * BURST_MS + COST;

  if (now - self->credited_at > SECOND_MS)
    self->credit = most;
  else
    self->credit = MIN (self->credit + (now - self->credited_at) * pace, most);
  self->credited_at = now;

  return self->credit >= COST ? 0 : (COST - self->credit + pace - 1) / pace;
}

/* How long the number as a whole has to wait. */
static gint64
get_wait (KhidkiWhatsappRate *self, gboolean broadcast, gint64 now)
{
  guint allowed = khidki_whatsapp_rate_get_allowed (self, now);
  guint most = broadcast ? BROADCAST_SHARE (allowed) : allowed;
  gint64 until = broadcast ? MAX (self->rests_until, self->broadcasts_rest_until)
                           : self->rests_until;
  gint64 wait = get_spacing (self, PACE (allowed), now);

  if (self->leaving >= most)
    wait = MAX (wait, LOOK_MS);
  else
    wait = MAX (wait, khidki_whatsapp_second_get_wait (self->second, most - self->leaving, now));

  return MAX (until - now, wait);
}

/**
 * khidki_whatsapp_rate_take:
 * @self: a rate
 * @person: the id of the account that is to be told something
 * @broadcast: whether it can wait for what is urgent
 * @now: in milliseconds
 * @all: (out): whether the whole number has to wait, not this person alone
 *
 * Who may leave counts until [method@WhatsappRate.left] tells when it did, and for a
 * second from then on: so a second holds no more than is allowed even if one needs longer on
 * its way than the next.
 *
 * Returns: 0 if it may leave, and is counted; else how long it is to wait
 *
 * Since: 0.1
 */
gint64
khidki_whatsapp_rate_take (KhidkiWhatsappRate *self,
                           const char *person,
                           gboolean broadcast,
                           gint64 now,
                           gboolean *all)
{
  gint64 wait = khidki_whatsapp_pairs_get_wait (self->pairs, person, broadcast, now);

  *all = FALSE;
  if (wait > 0)
    return wait;

  wait = get_wait (self, broadcast, now);
  *all = wait > 0;
  if (wait == 0)
    {
      self->leaving++;
      self->credit -= COST;
      khidki_whatsapp_pairs_count (self->pairs, person, now);
    }

  return wait;
}

static void
end_leaving (KhidkiWhatsappRate *self)
{
  if (self->leaving > 0)
    self->leaving--;
}

/**
 * khidki_whatsapp_rate_left:
 * @self: a rate
 * @at: when one that was taken left
 * @now: in milliseconds
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_left (KhidkiWhatsappRate *self, gint64 at, gint64 now)
{
  end_leaving (self);
  khidki_whatsapp_second_count (self->second, at, now);
}

/**
 * khidki_whatsapp_rate_put_back:
 * @self: a rate
 * @person: to whom one was taken
 *
 * It does not leave after all.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_put_back (KhidkiWhatsappRate *self, const char *person)
{
  end_leaving (self);
  self->credit += COST;
  khidki_whatsapp_pairs_put_back (self->pairs, person);
}

/**
 * khidki_whatsapp_rate_note_inbound:
 * @self: a rate
 * @now: in milliseconds
 *
 * A message came in, which Meta counts as well.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_note_inbound (KhidkiWhatsappRate *self, gint64 now)
{
  khidki_whatsapp_second_count (self->second, now, now);
}

/**
 * khidki_whatsapp_rate_slow:
 * @self: a rate
 * @now: in milliseconds
 *
 * Meta says that it was too much. What was under way then is refused together, and that
 * counts once.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_slow (KhidkiWhatsappRate *self, gint64 now)
{
  recover (self, now);
  if (now < self->rests_until)
    return;

  self->allowed = MAX (self->allowed / 2, SLOWEST (self->per_second));
  self->slowed_at = now;
  self->last_rest = CLAMP (self->last_rest * 2, SECOND_MS, LONGEST_REST_MS);
  self->rests_until = now + self->last_rest;
}

/**
 * khidki_whatsapp_rate_rest:
 * @self: a rate
 * @now: in milliseconds
 * @milliseconds: how long nothing leaves
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_rest (KhidkiWhatsappRate *self, gint64 now, gint64 milliseconds)
{
  self->rests_until = MAX (self->rests_until, now + milliseconds);
}

/**
 * khidki_whatsapp_rate_rest_broadcasts:
 * @self: a rate
 * @now: in milliseconds
 * @milliseconds: how long no broadcast leaves
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_rest_broadcasts (KhidkiWhatsappRate *self, gint64 now, gint64 milliseconds)
{
  self->broadcasts_rest_until = MAX (self->broadcasts_rest_until, now + milliseconds);
}

/**
 * khidki_whatsapp_rate_hold:
 * @self: a rate
 * @person: an account's id
 * @now: in milliseconds
 *
 * Meta says that it was too much for this person: they are told nothing for 4^n seconds,
 * n counting from 0 until something was taken again.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_hold (KhidkiWhatsappRate *self, const char *person, gint64 now)
{
  khidki_whatsapp_pairs_hold (self->pairs, person, now);
}

/**
 * khidki_whatsapp_rate_trust:
 * @self: a rate
 * @person: an account's id
 * @now: in milliseconds
 *
 * Meta took a message to this person.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_rate_trust (KhidkiWhatsappRate *self, const char *person, gint64 now)
{
  khidki_whatsapp_pairs_trust (self->pairs, person, now);
}

/**
 * khidki_whatsapp_rate_get_n_people:
 * @self: a rate
 *
 * Returns: how many people it remembers
 *
 * Since: 0.1
 */
guint /* lint: allow caller – what it remembers has a bound */
khidki_whatsapp_rate_get_n_people (KhidkiWhatsappRate *self)
{
  return khidki_whatsapp_pairs_get_n (self->pairs);
}
