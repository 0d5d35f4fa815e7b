/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads from JSON of a far end: what is missing or of another type is NULL,
 * never a warning. */
JsonObject *khidki_whatsapp_json_get_object (JsonObject *object, const char *name);
JsonArray *khidki_whatsapp_json_get_array (JsonObject *object, const char *name);
guint khidki_whatsapp_json_count (JsonArray *array);
JsonObject *khidki_whatsapp_json_get_nth_object (JsonArray *array, guint index);
const char *khidki_whatsapp_json_get_string (JsonObject *object, const char *name);
char *khidki_whatsapp_json_dup_id (JsonObject *object, const char *name);
gint64 khidki_whatsapp_json_get_number (JsonObject *object, const char *name);
gboolean khidki_whatsapp_json_get_degrees (JsonObject *object,
                                           const char *name,
                                           double bound,
                                           double *degrees);
JsonNode *khidki_whatsapp_json_parse (GBytes *body, guint max_depth, GError **error);
JsonNode *khidki_whatsapp_json_parse_signed (GBytes *body, guint max_depth, GError **error);
char *khidki_whatsapp_json_digest (JsonNode *node, const char *context);

G_END_DECLS
