/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappChannel:
 *
 * Citizens on WhatsApp, through Meta's Cloud API.
 */
#define KHIDKI_TYPE_WHATSAPP_CHANNEL (khidki_whatsapp_channel_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiWhatsappChannel,
                      khidki_whatsapp_channel,
                      KHIDKI,
                      WHATSAPP_CHANNEL,
                      GObject)

G_END_DECLS
