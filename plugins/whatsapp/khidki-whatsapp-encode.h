/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/* Meta's limits, in UTF-16 units except where it says bytes. */
#define KHIDKI_WHATSAPP_MAX_TEXT 4096
#define KHIDKI_WHATSAPP_MAX_BODY 1024
#define KHIDKI_WHATSAPP_MAX_LIST_BODY 4096
#define KHIDKI_WHATSAPP_MAX_FOOTER 60
#define KHIDKI_WHATSAPP_MAX_BUTTONS 3
#define KHIDKI_WHATSAPP_MAX_BUTTON_TITLE 20
#define KHIDKI_WHATSAPP_MAX_BUTTON_ID 256
#define KHIDKI_WHATSAPP_MAX_ROWS 10
#define KHIDKI_WHATSAPP_MAX_ROW_TITLE 24
#define KHIDKI_WHATSAPP_MAX_ROW_DESCRIPTION 72
#define KHIDKI_WHATSAPP_MAX_ROW_ID 200
#define KHIDKI_WHATSAPP_MAX_LIST_BUTTON 20
#define KHIDKI_WHATSAPP_MAX_CAPTION 1024
#define KHIDKI_WHATSAPP_MAX_FILENAME 240
#define KHIDKI_WHATSAPP_MAX_KEY 512

GBytes *khidki_whatsapp_encode_message (KhidkiAccount *account,
                                        KhidkiMessage *message,
                                        const char *key,
                                        const char *media_id,
                                        GError **error);
GBytes *khidki_whatsapp_encode_read (const char *message_id);

G_END_DECLS
