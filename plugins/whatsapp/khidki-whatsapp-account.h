/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-value.h"

G_BEGIN_DECLS

char *khidki_whatsapp_account_dup_phone (const char *wa_id);
gboolean khidki_whatsapp_account_is_user_id (const char *id);
KhidkiAccount *khidki_whatsapp_account_new (const KhidkiWhatsappValue *value,
                                            const char *user_id,
                                            const char *wa_id);
KhidkiAccount *khidki_whatsapp_account_new_nobody (const KhidkiWhatsappValue *value);

G_END_DECLS
