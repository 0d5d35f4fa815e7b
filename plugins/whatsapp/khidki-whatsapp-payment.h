/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappPayment:
 *
 * Whether Meta takes what it has to be paid for, which are templates alone. After a refusal
 * one a minute finds out. That Meta took it says little, for it refuses most by a status that
 * comes later: it is over when that one has left Meta, or when for minutes nothing that was
 * taken has been refused. Pure: every call says what time it is, in milliseconds that never
 * go back.
 */
typedef struct
{
  gboolean refused;
  gint64 next_at;  /* when the next may find out */
  char *probe;     /* (nullable): key of the send that does */
  gint64 taken_at; /* when one was taken first since the last refusal; 0 if none was */
} KhidkiWhatsappPayment;

void khidki_whatsapp_payment_clear (KhidkiWhatsappPayment *self);

void khidki_whatsapp_payment_refuse (KhidkiWhatsappPayment *self, gint64 now);
gboolean khidki_whatsapp_payment_may_send (KhidkiWhatsappPayment *self, const char *key, gint64 now);
gboolean khidki_whatsapp_payment_take (KhidkiWhatsappPayment *self, gint64 now);
gboolean khidki_whatsapp_payment_arrive (KhidkiWhatsappPayment *self, const char *key);
gboolean khidki_whatsapp_payment_end (KhidkiWhatsappPayment *self);

G_END_DECLS
