/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KHIDKI_SANDBOX_JSON_DEPTH 64

JsonNode   *khidki_sandbox_json_parse          (const char  *text,
                                                gsize        length,
                                                GError     **error);
char       *khidki_sandbox_json_to_string      (JsonNode    *node,
                                                gboolean     pretty);
char       *khidki_sandbox_json_to_wire        (JsonNode    *node);
JsonNode   *khidki_sandbox_json_take           (JsonObject  *object);
const char *khidki_sandbox_json_get_string     (JsonObject  *object,
                                                const char  *name);
JsonObject *khidki_sandbox_json_get_object     (JsonObject  *object,
                                                const char  *name);
JsonArray  *khidki_sandbox_json_get_array      (JsonObject  *object,
                                                const char  *name);
gboolean    khidki_sandbox_json_get_boolean    (JsonObject  *object,
                                                const char  *name,
                                                gboolean     otherwise);
gboolean    khidki_sandbox_json_get_integer    (JsonObject  *object,
                                                const char  *name,
                                                gint64      *value);
JsonObject *khidki_sandbox_json_element_object (JsonArray   *array,
                                                guint        index);

G_END_DECLS
