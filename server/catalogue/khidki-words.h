/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How words are compared that people write in their own way: Hindi in its own
 * letters or in Latin ones, with one vowel or two, with a slip of the finger.
 * Pure. */

char *khidki_words_fold (const char *word);
GStrv khidki_words_split (const char *text);
char *khidki_words_join (const char *text);
gboolean khidki_words_is_stop (const char *folded);
gboolean khidki_words_is_common (const char *folded);
double khidki_words_compare (const char *folded, const char *other);
double khidki_words_compare_phrase (const char *text, const char *phrase);
double khidki_words_compare_split (const char *const *words, const char *const *others);

char *khidki_words_sound (const char *folded);
gboolean khidki_words_is_urdu (const char *text);

G_END_DECLS
