/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappAccountUpdate:
 * @business_account: (nullable): of which business account it is told; NULL if that was not said
 * @word: Meta's word of what it does to the account
 */
typedef struct
{
  char *business_account;
  char *word;
} KhidkiWhatsappAccountUpdate;

gboolean khidki_whatsapp_account_update_is_field (const char *field);
char *khidki_whatsapp_account_update_dup_word (JsonObject *value);
GPtrArray *khidki_whatsapp_account_update_parse (GBytes *body);

G_END_DECLS
