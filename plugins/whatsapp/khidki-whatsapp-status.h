/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-value.h"

G_BEGIN_DECLS

KhidkiEvent *khidki_whatsapp_status_parse (const KhidkiWhatsappValue *value, JsonNode *node);

G_END_DECLS
