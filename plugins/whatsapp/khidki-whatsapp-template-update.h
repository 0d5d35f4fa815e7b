/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "khidki-whatsapp-templates.h"

G_BEGIN_DECLS

gboolean khidki_whatsapp_template_update_is_field (const char *field);
GPtrArray *khidki_whatsapp_template_update_parse (GBytes *body, gint64 received_at);
int khidki_whatsapp_template_update_count_variables (JsonObject *definition);
GPtrArray *khidki_whatsapp_template_update_parse_list (GBytes *body, gint64 asked_at, char **after);

G_END_DECLS
