/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean khidki_json_check (const char *text, gsize length, guint max_depth, GError **error);
char *khidki_json_mend (const char *text, gsize length, guint max_depth, GError **error);

G_END_DECLS
