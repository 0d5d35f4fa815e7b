/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <khidki.h>

G_BEGIN_DECLS

gboolean khidki_whatsapp_error_find (int meta_code, KhidkiError *code);
const char *khidki_whatsapp_error_get_word (int meta_code);
gboolean khidki_whatsapp_error_is_upload (int meta_code);
char *khidki_whatsapp_error_describe (JsonObject *object, int *meta_code);
GError *khidki_whatsapp_error_new (guint status, GBytes *body);
GError *khidki_whatsapp_error_new_from_fetch (const GError *fetch_error, KhidkiError unknown);

G_END_DECLS
