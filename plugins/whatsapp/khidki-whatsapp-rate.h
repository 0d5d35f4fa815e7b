/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Meta allows a number that is not yet one of the large, and one that is. */
#define KHIDKI_WHATSAPP_RATE_DEFAULT 80
/* Meta gives 1000 at most; what stands in for it in a measurement may take more. */
#define KHIDKI_WHATSAPP_RATE_MOST 100000

/**
 * KhidkiWhatsappRate:
 *
 * How much a business number may say, as Meta counts: messages out and in together over
 * one second, whichever one looks at; and to one person one in six seconds, of which 45 may
 * be borrowed from the time to come. What leaves is counted when it leaves, not when it is
 * let go, and evenly spaced when much waits. Pure: every call says what time it is, in
 * milliseconds that never go back. What it remembers of people it forgets as soon as it
 * makes no difference.
 */
typedef struct _KhidkiWhatsappRate KhidkiWhatsappRate;

KhidkiWhatsappRate *khidki_whatsapp_rate_new (guint per_second, guint pair_ms);
void khidki_whatsapp_rate_free (KhidkiWhatsappRate *self);

gint64 khidki_whatsapp_rate_take (KhidkiWhatsappRate *self,
                                  const char *person,
                                  gboolean broadcast,
                                  gint64 now,
                                  gboolean *all);
void khidki_whatsapp_rate_left (KhidkiWhatsappRate *self, gint64 at, gint64 now);
void khidki_whatsapp_rate_put_back (KhidkiWhatsappRate *self, const char *person);
void khidki_whatsapp_rate_note_inbound (KhidkiWhatsappRate *self, gint64 now);
void khidki_whatsapp_rate_slow (KhidkiWhatsappRate *self, gint64 now);
void khidki_whatsapp_rate_rest (KhidkiWhatsappRate *self, gint64 now, gint64 milliseconds);
void khidki_whatsapp_rate_rest_broadcasts (KhidkiWhatsappRate *self,
                                           gint64 now,
                                           gint64 milliseconds);
void khidki_whatsapp_rate_hold (KhidkiWhatsappRate *self, const char *person, gint64 now);
void khidki_whatsapp_rate_trust (KhidkiWhatsappRate *self, const char *person, gint64 now);
gboolean khidki_whatsapp_rate_is_resting (KhidkiWhatsappRate *self, gint64 now);
guint khidki_whatsapp_rate_get_allowed (KhidkiWhatsappRate *self, gint64 now);
guint khidki_whatsapp_rate_get_n_people (KhidkiWhatsappRate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappRate, khidki_whatsapp_rate_free)

G_END_DECLS
