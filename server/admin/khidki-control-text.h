/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *khidki_control_text_render (JsonNode *data);

G_END_DECLS
