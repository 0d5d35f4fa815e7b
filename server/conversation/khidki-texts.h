/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The conversation's own texts: `texts/en.ini` and `texts/hi.ini`, the same keys
 * in both, `group.key`. */

const char *khidki_texts_get (const char *language, const char *key);
char *khidki_texts_fill (const char *text, GHashTable *values);
GHashTable *khidki_texts_collect (va_list pairs);
GStrv khidki_texts_list_keys (const char *language);
gboolean khidki_texts_has_language (const char *language);

G_END_DECLS
