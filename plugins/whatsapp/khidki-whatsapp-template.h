/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <khidki.h>

G_BEGIN_DECLS

gboolean khidki_whatsapp_template_add (JsonBuilder *builder,
                                       KhidkiMessage *message,
                                       const char *media_id,
                                       GError **error);

G_END_DECLS
