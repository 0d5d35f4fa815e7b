/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-language.h"

#include <string.h>

#define FIRST_STRONG_ISOLATE "\u2068"
#define RIGHT_TO_LEFT_ISOLATE "\u2067"
#define POP_ISOLATE "\u2069"

/* The order is that of the choice. The plural rules are those of CLDR 42 for whole
 * numbers (supplemental/plurals.xml): in English and Urdu `one` is 1, in Hindi and
 * Punjabi it is 0 and 1; `other` is the rest everywhere. */
static const KhidkiLanguage languages[] = {
  { "hi", "हिन्दी", "Hindi", G_UNICODE_SCRIPT_DEVANAGARI, FALSE, TRUE, TRUE },
  { "en", "English", "English", G_UNICODE_SCRIPT_LATIN, FALSE, TRUE, FALSE },
  { "pa", "ਪੰਜਾਬੀ", "Punjabi", G_UNICODE_SCRIPT_GURMUKHI, FALSE, FALSE, TRUE },
  { "ur", "اردو", "Urdu", G_UNICODE_SCRIPT_ARABIC, TRUE, FALSE, FALSE },
};

/**
 * khidki_language_list:
 * @n_languages: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_languages): all languages, in the order in
 *   which they are offered
 *
 * Since: 0.1
 */
const KhidkiLanguage *
khidki_language_list (guint *n_languages)
{
  *n_languages = G_N_ELEMENTS (languages);
  return languages;
}

/**
 * khidki_language_list_codes:
 *
 * Returns: (transfer none): their codes, in the same order
 *
 * Since: 0.1
 */
const char *const *
khidki_language_list_codes (void)
{
  static const char *codes[G_N_ELEMENTS (languages) + 1];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        codes[i] = languages[i].code;
      g_once_init_leave (&made, 1);
    }
  return codes;
}

/**
 * khidki_language_find:
 * @code: (nullable): a code
 *
 * Returns: (nullable): the language
 *
 * Since: 0.1
 */
const KhidkiLanguage *
khidki_language_find (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (languages); i++)
    if (strcmp (languages[i].code, code) == 0)
      return &languages[i];
  return NULL;
}

/**
 * khidki_language_find_for_text:
 * @text: what somebody wrote
 *
 * Latin letters tell nothing: every language here is written in them too.
 *
 * Returns: (nullable): the language whose script its first letter is of that tells one
 *
 * Since: 0.1
 */
const KhidkiLanguage *
khidki_language_find_for_text (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);
      GUnicodeScript script = g_unichar_isalpha (letter) ? g_unichar_get_script (letter)
                                                         : G_UNICODE_SCRIPT_COMMON;

      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        if (languages[i].script == script && script != G_UNICODE_SCRIPT_LATIN)
          return &languages[i];
    }
  return NULL;
}

/**
 * khidki_language_fold_letter:
 * @letter: a letter or a mark
 *
 * Phones write one letter of Urdu with the codes of Arabic or of Persian, and marks of
 * vowels, the dot below a letter and a stretched line are written or not.
 *
 * Returns: the letter that stands for all that are the same to a reader, 0 if it says nothing
 *
 * Since: 0.1
 */
gunichar
khidki_language_fold_letter (gunichar letter)
{
  if ((letter >= 0x064b && letter <= 0x065f) || letter == 0x0670 || letter == 0x0640)
    return 0;

  switch (letter)
    {
    case 0x093c: case 0x0a3c:
      return 0;
    case 0x064a: case 0x0649:
      return 0x06cc;
    case 0x0643:
      return 0x06a9;
    case 0x0647: case 0x06d5: case 0x0629: case 0x06c3:
      return 0x06c1;
    case 0x0622: case 0x0623: case 0x0625:
      return 0x0627;
    case 0x0624:
      return 0x0648;
    case 0x0626:
      return 0x06cc;
    case 0x06c2:
      return 0x06c1;
    default:
      return letter;
    }
}

gboolean
khidki_language_is_right_to_left (const char *code)
{
  const KhidkiLanguage *language = khidki_language_find (code);

  return language != NULL && language->right_to_left;
}

/**
 * khidki_language_get_plural:
 * @code: a language; one that is not known counts as English
 * @count: how many there are
 *
 * Returns: the form of a word beside the number: `one` or `other`
 *
 * Since: 0.1
 */
const char *
khidki_language_get_plural (const char *code, guint64 count)
{
  const KhidkiLanguage *language = khidki_language_find (code);
  gboolean zero_is_one = language != NULL && language->zero_is_one;

  return count == 1 || (count == 0 && zero_is_one) ? "one" : "other";
}

/* Whether a value stands whole where it is put: letters of the script alone do, digits
 * and Latin letters may be torn apart. A newline ends the line and every isolate in it. */
static gboolean
needs_isolation (const char *value)
{
  gboolean found = FALSE;

  for (; *value != '\0'; value = g_utf8_next_char (value))
    {
      gunichar letter = g_utf8_get_char (value);

      if (letter == '\n')
        return FALSE;
      if (g_unichar_isdigit (letter) ||
          (g_unichar_isalpha (letter) && g_unichar_get_script (letter) != G_UNICODE_SCRIPT_ARABIC))
        found = TRUE;
    }
  return found;
}

/**
 * khidki_language_isolate:
 * @code: the language of the sentence
 * @value: what is put into it
 *
 * Keeps the order of a number, a date, a link or a foreign name among words that are
 * read from right to left. A value with such words in it, as an address that begins with
 * a Latin letter, is read from right to left itself.
 *
 * Returns: (transfer full): the value, between isolates (UAX 9) where it needs them
 *
 * Since: 0.1
 */
char *
khidki_language_isolate (const char *code, const char *value)
{
  const KhidkiLanguage *own = khidki_language_find_for_text (value);
  const char *begin = own != NULL && own->right_to_left ? RIGHT_TO_LEFT_ISOLATE : FIRST_STRONG_ISOLATE;

  if (!khidki_language_is_right_to_left (code) || !needs_isolation (value))
    return g_strdup (value);
  return g_strconcat (begin, value, POP_ISOLATE, NULL);
}
