/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"

/*
 * Urdu leaves out what Hindi and Latin letters write: of both only the consonants are
 * kept, so that اوکھلا is found where the file knows Okhla and ओखला.
 */

static const struct
{
  const char *letters;
  char sound;
} sounds[] = {
  { "ب", 'b' },    { "پ", 'p' },      { "تٹطۃ", 't' }, { "ثسصش", 's' }, { "ج", 'j' },  { "چ", 'c' },
  { "خقک", 'k' },  { "دڈ", 'd' },     { "ذزضظژ", 'j' }, { "رڑ", 'r' },   { "غگ", 'g' }, { "ف", 'f' },
  { "ل", 'l' },    { "م", 'm' },      { "نں", 'n' },
};

static char
get_sound (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    if (g_utf8_strchr (sounds[i].letters, -1, c) != NULL)
      return sounds[i].sound;
  return 0;
}

static gboolean
is_vowel (gunichar c)
{
  return (c < 0x80 && strchr ("aeiou", (int) c) != NULL) || g_utf8_strchr ("اآعأ", -1, c) != NULL;
}

static void
append_sound (GString *sound, gunichar c, gboolean begins)
{
  char letter = get_sound (c);

  if (is_vowel (c))
    letter = begins ? 'a' : 0;
  else if (c < 0x80 && g_ascii_isalnum ((char) c) && strchr ("hvy", (int) c) == NULL)
    letter = (char) c;
  if (letter != 0 && (sound->len == 0 || sound->str[sound->len - 1] != letter || g_ascii_isdigit (letter)))
    g_string_append_c (sound, letter);
}

/**
 * khidki_words_sound:
 * @folded: a folded word
 *
 * Returns: (transfer full): its consonants, and whether a vowel begins it
 */
char *
khidki_words_sound (const char *folded)
{
  GString *sound = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *next = g_utf8_next_char (p);

      /* Phase and फेस begin with f; پھ is written as p and h. */
      if (g_str_has_prefix (p, "پ") && g_str_has_prefix (next, "ھ"))
        append_sound (sound, 'f', FALSE);
      else
        append_sound (sound, g_utf8_get_char (p), p == folded);
    }
  return g_string_free (sound, FALSE);
}

/**
 * khidki_words_is_urdu:
 * @text: words
 *
 * Returns: whether it is in the script of Urdu
 */
gboolean
khidki_words_is_urdu (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_ARABIC)
      return TRUE;
  return FALSE;
}
