/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/* Alarms of one number that nothing tells the end of: each is over when a day has
 * passed without another cause. */
typedef struct _KhidkiWhatsappAlarms KhidkiWhatsappAlarms;

KhidkiWhatsappAlarms *khidki_whatsapp_alarms_new (KhidkiHost *host);
void khidki_whatsapp_alarms_free (KhidkiWhatsappAlarms *self);
void khidki_whatsapp_alarms_raise (KhidkiWhatsappAlarms *self,
                                   const char *name,
                                   const char *text,
                                   guint lasts_ms);
/* Those that are there stay: a restart of the plugin ends them. */
void khidki_whatsapp_alarms_stop (KhidkiWhatsappAlarms *self);

G_END_DECLS
