/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-rate.h"

#include "khidki-whatsapp-pairs.h"

#define SECOND_MS 1000
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
  gint64 *recent; /* a ring: when the last went out or came in */
  guint first;
  guint n;
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
  self->recent = g_new0 (gint64, self->per_second);
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
  g_free (self->recent);
  g_free (self);
}

static gint64
get_recent (KhidkiWhatsappRate *self, guint index)
{
  return self->recent[(self->first + index) % self->per_second];
}

static void
forget_old (KhidkiWhatsappRate *self, gint64 now)
{
  while (self->n > 0 && get_recent (self, 0) <= now - SECOND_MS)
    {
      self->first = (self->first + 1) % self->per_second;
      self->n--;
    }
}

/* What comes in is not asked for: where more came than is allowed, the oldest gives way,
 * and all the rest of the second is taken. */
static void
count (KhidkiWhatsappRate *self, gint64 now)
{
  if (self->n == self->per_second)
    self->first = (self->first + 1) % self->per_second;
  else
    self->n++;
  self->recent[(self->first + self->n - 1) % self->per_second] = now;
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

/* How long the number as a whole has to wait. */
static gint64
get_wait (KhidkiWhatsappRate *self, gboolean broadcast, gint64 now)
{
  guint allowed = khidki_whatsapp_rate_get_allowed (self, now);
  guint most = broadcast ? BROADCAST_SHARE (allowed) : allowed;
  gint64 until = broadcast ? MAX (self->rests_until, self->broadcasts_rest_until)
                           : self->rests_until;

  forget_old (self, now);
  if (self->n >= most)
    until = MAX (until, get_recent (self, self->n - most) + SECOND_MS);

  return MAX (until - now, 0);
}

/**
 * khidki_whatsapp_rate_take:
 * @self: a rate
 * @person: the id of the account that is to be told something
 * @broadcast: whether it can wait for what is urgent
 * @now: in milliseconds
 * @all: (out): whether the whole number has to wait, not this person alone
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
      count (self, now);
      khidki_whatsapp_pairs_count (self->pairs, person, now);
    }

  return wait;
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
  forget_old (self, now);
  count (self, now);
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
  self->broadcasts_rest_until = now + milliseconds;
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
