/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-mask.h"

#define MOST_INITIALS 4

/* A letter of an Indic script without its vowel sign is another letter. */
static const char *
end_of_letter (const char *letter)
{
  const char *end = g_utf8_next_char (letter);

  while (*end != '\0' && g_unichar_ismark (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return end;
}

/**
 * khidki_mask_name:
 * @name: a person's name
 *
 * What may be shown to those who need not know: enough for the person to
 * recognise themselves.
 *
 * Returns: (transfer full): the initials, e.g. `S. D.` or `सु. दे.`; "" for no name
 *
 * Since: 0.1
 */
char *
khidki_mask_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *masked = g_string_new (NULL);
  gboolean inside = FALSE;
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MOST_INITIALS; p = g_utf8_next_char (p))
    {
      gboolean letter = g_unichar_isalpha (g_utf8_get_char (p));

      if (letter && !inside)
        {
          g_string_append (masked, n > 0 ? " " : "");
          g_string_append_len (masked, p, end_of_letter (p) - p);
          g_string_append_c (masked, '.');
          n++;
        }
      inside = letter || (inside && g_unichar_ismark (g_utf8_get_char (p)));
    }
  return g_string_free (masked, FALSE);
}
