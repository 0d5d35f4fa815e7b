/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A second is taken a little longer, for two messages that left a second apart may arrive
 * closer together: by so much the network's time may differ from one to the next. */
#define KHIDKI_WHATSAPP_JITTER_MS 20
#define KHIDKI_WHATSAPP_SECOND_MS (1000 + KHIDKI_WHATSAPP_JITTER_MS)

/**
 * KhidkiWhatsappSecond:
 *
 * What left and came in within the last second, by its milliseconds: so what is told late
 * still counts when it happened. Pure: every call says what time it is, in milliseconds
 * that never go back.
 */
typedef struct _KhidkiWhatsappSecond KhidkiWhatsappSecond;

KhidkiWhatsappSecond *khidki_whatsapp_second_new (void);
void khidki_whatsapp_second_free (KhidkiWhatsappSecond *self);

void khidki_whatsapp_second_count (KhidkiWhatsappSecond *self, gint64 at, gint64 now);
gint64 khidki_whatsapp_second_get_wait (KhidkiWhatsappSecond *self, guint most, gint64 now);

G_END_DECLS
