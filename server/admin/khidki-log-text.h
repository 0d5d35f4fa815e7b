/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *khidki_log_mask (const char *text, gssize length);
void khidki_log_append_escaped (GString *string, const char *text);
void khidki_log_append_json (GString *string, const char *text);

G_END_DECLS
