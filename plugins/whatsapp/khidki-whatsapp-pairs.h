/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Meta's pair rate: one message in six seconds, 45 at once. */
#define KHIDKI_WHATSAPP_PAIR_MS 6000
#define KHIDKI_WHATSAPP_PAIR_BURST 45

/**
 * KhidkiWhatsappPairs:
 *
 * How much the number may say to each person. Pure.
 */
typedef struct _KhidkiWhatsappPairs KhidkiWhatsappPairs;

KhidkiWhatsappPairs *khidki_whatsapp_pairs_new (guint pair_ms);
void khidki_whatsapp_pairs_free (KhidkiWhatsappPairs *self);

gint64 khidki_whatsapp_pairs_get_wait (KhidkiWhatsappPairs *self,
                                       const char *person,
                                       gboolean broadcast,
                                       gint64 now);
void khidki_whatsapp_pairs_count (KhidkiWhatsappPairs *self, const char *person, gint64 now);
void khidki_whatsapp_pairs_put_back (KhidkiWhatsappPairs *self, const char *person);
void khidki_whatsapp_pairs_hold (KhidkiWhatsappPairs *self, const char *person, gint64 now);
void khidki_whatsapp_pairs_trust (KhidkiWhatsappPairs *self, const char *person, gint64 now);
guint khidki_whatsapp_pairs_get_n (KhidkiWhatsappPairs *self);

G_END_DECLS
