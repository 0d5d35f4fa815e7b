/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *khidki_sms_form_parse (const char *text, gsize length);
GBytes *khidki_sms_form_get (GHashTable *form, const char *name);
char *khidki_sms_form_dup_word (GHashTable *form, const char *name);
char *khidki_sms_form_escape (const char *text);

G_END_DECLS
