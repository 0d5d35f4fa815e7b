/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-value.h"

G_BEGIN_DECLS

KhidkiEvent *khidki_whatsapp_message_parse (const KhidkiWhatsappValue *value, JsonNode *node);
KhidkiEvent *khidki_whatsapp_message_parse_new_id (const KhidkiWhatsappValue *value,
                                                   JsonNode *node,
                                                   const char *context);
char *khidki_whatsapp_message_split_media (const char *media, char **digest);

G_END_DECLS
