/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-pairs.h"

/* A broadcast borrows little, so that a conversation has its credit. */
#define BROADCAST_BURST 5
#define MOST_POWERS 6
/* So long after a hold the next refusal counts as one more of the same. */
#define MEMORY_MS (60 * 1000)
#define SMALL 256

/* `paid_until`: each message moves it by six seconds; how far it lies ahead is what was
 * borrowed. */
typedef struct
{
  gint64 paid_until;
  gint64 held_until;
  guint n_holds;
} Pair;

struct _KhidkiWhatsappPairs
{
  GHashTable *by_person;
  gint64 pair_ms;
  guint sweep_at;
};

/**
 * khidki_whatsapp_pairs_new:
 * @pair_ms: one message in so many milliseconds; 0 for as many as may be
 *
 * Returns: (transfer full): everybody has their whole credit
 *
 * Since: 0.1
 */
KhidkiWhatsappPairs *
khidki_whatsapp_pairs_new (guint pair_ms)
{
  KhidkiWhatsappPairs *self = g_new0 (KhidkiWhatsappPairs, 1);

  self->by_person = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->pair_ms = pair_ms;
  self->sweep_at = SMALL;

  return self;
}

/**
 * khidki_whatsapp_pairs_free:
 * @self: (transfer full): pairs
 *
 * Since: 0.1
 */
void
khidki_whatsapp_pairs_free (KhidkiWhatsappPairs *self)
{
  g_hash_table_unref (self->by_person);
  g_free (self);
}

static gboolean
makes_no_difference (gpointer key, gpointer value, gpointer user_data)
{
  const Pair *pair = value;
  gint64 now = *(const gint64 *) user_data;

  return pair->paid_until <= now
         && (pair->n_holds == 0 || pair->held_until + MEMORY_MS <= now);
}

static Pair *
get_pair (KhidkiWhatsappPairs *self, const char *person, gint64 now)
{
  Pair *pair = g_hash_table_lookup (self->by_person, person);

  if (pair != NULL)
    return pair;

  if (g_hash_table_size (self->by_person) >= self->sweep_at)
    {
      g_hash_table_foreach_remove (self->by_person, makes_no_difference, &now);
      self->sweep_at = MAX (SMALL, 2 * g_hash_table_size (self->by_person));
    }
  pair = g_new0 (Pair, 1);
  g_hash_table_insert (self->by_person, g_strdup (person), pair);

  return pair;
}

/**
 * khidki_whatsapp_pairs_get_wait:
 * @self: pairs
 * @person: an account's id
 * @broadcast: whether it can wait
 * @now: in milliseconds
 *
 * Returns: how long nothing may be said to this person; 0 if something may
 *
 * Since: 0.1
 */
gint64
khidki_whatsapp_pairs_get_wait (KhidkiWhatsappPairs *self,
                                const char *person,
                                gboolean broadcast,
                                gint64 now)
{
  const Pair *pair = g_hash_table_lookup (self->by_person, person);
  gint64 credit = self->pair_ms
                  * (broadcast ? BROADCAST_BURST : KHIDKI_WHATSAPP_PAIR_BURST);
  gint64 wait;

  if (pair == NULL)
    return 0;

  wait = pair->paid_until + self->pair_ms - credit - now;
  if (pair->n_holds > 0)
    wait = MAX (wait, pair->held_until - now);

  return MAX (wait, 0);
}

/**
 * khidki_whatsapp_pairs_count:
 * @self: pairs
 * @person: an account's id
 * @now: in milliseconds
 *
 * Something is said to this person.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_pairs_count (KhidkiWhatsappPairs *self, const char *person, gint64 now)
{
  Pair *pair = get_pair (self, person, now);

  pair->paid_until = MAX (pair->paid_until, now) + self->pair_ms;
}

/**
 * khidki_whatsapp_pairs_put_back:
 * @self: pairs
 * @person: an account's id
 *
 * What was counted was not said after all.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_pairs_put_back (KhidkiWhatsappPairs *self, const char *person)
{
  Pair *pair = g_hash_table_lookup (self->by_person, person);

  if (pair != NULL)
    pair->paid_until -= self->pair_ms;
}

/**
 * khidki_whatsapp_pairs_hold:
 * @self: pairs
 * @person: an account's id
 * @now: in milliseconds
 *
 * See [method@WhatsappRate.hold].
 *
 * Since: 0.1
 */
void
khidki_whatsapp_pairs_hold (KhidkiWhatsappPairs *self, const char *person, gint64 now)
{
  Pair *pair = get_pair (self, person, now);

  /* What was under way at the same time is refused together. */
  if (pair->n_holds > 0 && now < pair->held_until)
    return;

  pair->held_until = now + ((gint64) 1000 << (2 * MIN (pair->n_holds, MOST_POWERS)));
  pair->n_holds++;
}

/**
 * khidki_whatsapp_pairs_trust:
 * @self: pairs
 * @person: an account's id
 * @now: in milliseconds
 *
 * See [method@WhatsappRate.trust].
 *
 * Since: 0.1
 */
void
khidki_whatsapp_pairs_trust (KhidkiWhatsappPairs *self, const char *person, gint64 now)
{
  Pair *pair = g_hash_table_lookup (self->by_person, person);

  /* It may have been taken before the other was refused. */
  if (pair != NULL && now >= pair->held_until)
    pair->n_holds = 0;
}

/**
 * khidki_whatsapp_pairs_get_n:
 * @self: pairs
 *
 * Returns: how many people are remembered
 *
 * Since: 0.1
 */
guint
khidki_whatsapp_pairs_get_n (KhidkiWhatsappPairs *self)
{
  return g_hash_table_size (self->by_person);
}
