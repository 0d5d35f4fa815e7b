/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-report.h"
#include "khidki-whatsapp-settings.h"

G_BEGIN_DECLS

/* Goes the way that Meta's webhooks come in, from the public address through what stands in
 * front to khidkid. @public_url: (nullable). What is sent says nothing and is acted on by
 * nobody: two checks of the address, and a webhook without an event, unsigned and signed. */
void khidki_whatsapp_webhook_check (KhidkiWhatsappSettings *settings,
                                    const char *public_url,
                                    KhidkiHost *host,
                                    KhidkiWhatsappReport *report);

G_END_DECLS
