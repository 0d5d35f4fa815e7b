/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* While it is not known what a citizen speaks, both are said, in this order. */
#define KHIDKI_LANGUAGE_FIRST "hi"
#define KHIDKI_LANGUAGE_SECOND "en"

/**
 * KhidkiLanguage:
 * @code: as BCP 47 has it
 * @name: what its speakers call it, in its own script
 * @english: what it is called in English
 * @script: that it is written in
 * @right_to_left: whether it is written from right to left
 * @original: whether offices write in it: what is declared in it needs no other beside it
 * @zero_is_one: whether `one` of the plural rules stands for 0 too
 *
 * A language in which citizens are served.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *code;
  const char *name;
  const char *english;
  GUnicodeScript script;
  gboolean right_to_left;
  gboolean original;
  gboolean zero_is_one;
} KhidkiLanguage;

const KhidkiLanguage *khidki_language_list (guint *n_languages);
const char *const *khidki_language_list_codes (void);
const KhidkiLanguage *khidki_language_find (const char *code);
const KhidkiLanguage *khidki_language_find_for_text (const char *text);
gunichar khidki_language_fold_letter (gunichar letter);
gboolean khidki_language_is_right_to_left (const char *code);
const char *khidki_language_get_plural (const char *code, guint64 count);
char *khidki_language_isolate (const char *code, const char *value);

G_END_DECLS
