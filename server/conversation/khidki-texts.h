/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The conversation's own texts: `texts/LANGUAGE.ini`, the same keys in each,
 * `group.key`; with a number in it `group.key.one` and `group.key.other`. */

const char *khidki_texts_get (const char *language, const char *key);
const char *khidki_texts_get_counted (const char *language, const char *key, GHashTable *values);
char *khidki_texts_fill (const char *language, const char *text, GHashTable *values);
GHashTable *khidki_texts_collect (va_list pairs);
GStrv khidki_texts_list_keys (const char *language);
GPtrArray *khidki_texts_get_translations (const char *language, const char *label);
gboolean khidki_texts_has_language (const char *language);

G_END_DECLS
