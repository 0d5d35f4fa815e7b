/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-fit.h"

#include <string.h>

#include "libkhidki/khidki-limits.h"

#define ELLIPSIS "…"

static gboolean
joins_backward (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
         type == G_UNICODE_ENCLOSING_MARK || character == 0x200d || character == 0x200c ||
         (character >= 0x1f3fb && character <= 0x1f3ff) ||
         (character >= 0x1f1e6 && character <= 0x1f1ff);
}

/* A virama or a joiner binds what comes next. */
static gboolean
joins_forward (gunichar character)
{
  return character == 0x200d || character == 0x094d || character == 0x0a4d;
}

/* The last place at or before @end where the text may be cut. */
static const char *
find_letter_border (const char *text, const char *end)
{
  while (end > text)
    {
      const char *before = g_utf8_prev_char (end);

      if (*end == '\0' ||
          (!joins_backward (g_utf8_get_char (end)) && !joins_forward (g_utf8_get_char (before))))
        return end;
      end = before;
    }

  return text;
}

/* The end of the longest beginning that is at most @maximum units. */
static const char *
find_limit (const char *text, guint maximum)
{
  guint units = 0;

  while (*text != '\0')
    {
      units += g_utf8_get_char (text) > 0xffff ? 2 : 1;
      if (units > maximum)
        break;
      text = g_utf8_next_char (text);
    }

  return text;
}

/* The last @border character in the second half of the text, else NULL. */
static const char *
find_border (const char *text, const char *end, char border)
{
  const char *found = NULL;

  for (const char *at = text + (end - text) / 2; at < end; at++)
    if (*at == border)
      found = at;

  return found;
}

static const char *
find_cut (const char *text, guint maximum)
{
  const char *end = find_limit (text, maximum);
  const char *cut;

  if (*end == '\0' || *end == ' ' || *end == '\n')
    return end;
  cut = find_border (text, end, '\n');
  if (cut == NULL)
    cut = find_border (text, end, ' ');
  if (cut == NULL)
    cut = find_letter_border (text, end);

  /* One letter of nothing but marks: cut it, or nothing would ever be left. */
  return cut > text ? cut : end;
}

/**
 * khidki_fit_text:
 * @text: a text
 * @maximum: UTF-16 units that it may have
 *
 * Returns: (transfer full): the text, shortened at a word if it is too long
 *
 * Since: 0.1
 */
char *
khidki_fit_text (const char *text, guint maximum)
{
  g_autofree char *head = NULL;

  if (khidki_limits_measure (text) <= maximum)
    return g_strdup (text);
  if (maximum == 0)
    return g_strdup ("");

  head = g_strndup (text, find_cut (text, maximum - 1) - text);
  g_strchomp (head);
  return g_strconcat (head, ELLIPSIS, NULL);
}

/**
 * khidki_fit_line:
 * @text: a text
 *
 * Returns: (transfer full): the text on one line, without doubled spaces, as
 *   the values of a template and the titles of choices have to be
 *
 * Since: 0.1
 */
char *
khidki_fit_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (!g_unichar_isspace (character) && !g_unichar_iscntrl (character))
        g_string_append_unichar (line, character);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }

  return g_strchomp (g_string_free (line, FALSE));
}
