/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-payment.h"

#define PROBE_MS (60 * 1000)
/* By then Meta has told by a status what it refuses after all. */
#define SETTLED_MS (5 * PROBE_MS)

/**
 * khidki_whatsapp_payment_clear:
 * @self: a payment
 *
 * Frees what it holds; it is as new.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_payment_clear (KhidkiWhatsappPayment *self)
{
  g_free (self->probe);
  *self = (KhidkiWhatsappPayment){ 0 };
}

/**
 * khidki_whatsapp_payment_refuse:
 * @self: a payment
 * @now: in milliseconds
 *
 * Meta refused something because it is not paid for.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_payment_refuse (KhidkiWhatsappPayment *self, gint64 now)
{
  g_clear_pointer (&self->probe, g_free);
  self->refused = TRUE;
  self->next_at = now + PROBE_MS;
  self->taken_at = 0;
}

/**
 * khidki_whatsapp_payment_may_send:
 * @self: a payment
 * @key: of the send
 * @now: in milliseconds
 *
 * Who may is the one that finds out: the next has to wait.
 *
 * Returns: whether something may leave that is to be paid for
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_payment_may_send (KhidkiWhatsappPayment *self, const char *key, gint64 now)
{
  if (!self->refused)
    return TRUE;
  if (now < self->next_at)
    return FALSE;

  self->next_at = now + PROBE_MS;
  g_free (self->probe);
  self->probe = g_strdup (key);
  return TRUE;
}

/**
 * khidki_whatsapp_payment_take:
 * @self: a payment
 * @now: in milliseconds
 *
 * Meta took something that is to be paid for, and may refuse it yet.
 *
 * Returns: whether that ends a refusal
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_payment_take (KhidkiWhatsappPayment *self, gint64 now)
{
  if (self->taken_at == 0)
    self->taken_at = now;

  return now - self->taken_at >= SETTLED_MS && khidki_whatsapp_payment_end (self);
}

/**
 * khidki_whatsapp_payment_arrive:
 * @self: a payment
 * @key: (nullable): of a send
 *
 * It has left Meta. Of what was sent before the refusal that says nothing.
 *
 * Returns: whether that ends a refusal
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_payment_arrive (KhidkiWhatsappPayment *self, const char *key)
{
  return key != NULL && g_strcmp0 (self->probe, key) == 0 && khidki_whatsapp_payment_end (self);
}

/**
 * khidki_whatsapp_payment_end:
 * @self: a payment
 *
 * All may leave again.
 *
 * Returns: whether it was refused
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_payment_end (KhidkiWhatsappPayment *self)
{
  gboolean was_refused = self->refused;

  khidki_whatsapp_payment_clear (self);
  return was_refused;
}
