/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

#define KHIDKI_SMS_NAME "sms"

char *khidki_sms_parse_phone (const char *sender);
char *khidki_sms_parse_text (GBytes *bytes, const char *charset, const char *coding);
KhidkiEvent *khidki_sms_parse_inbound (GHashTable *form, gint64 now, GError **error);
KhidkiEvent *khidki_sms_parse_delivery (GHashTable *form, gint64 now, GError **error);

G_END_DECLS
