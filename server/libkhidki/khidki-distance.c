/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-distance-private.h"

#include <string.h>

#define MAX_LETTERS 64

/* A name of a file may be no UTF-8 at all: its bytes count as letters. */
static const char *
read_letter (const char *text, gunichar *letter)
{
  gunichar found = g_utf8_get_char_validated (text, -1);
  gboolean valid = found != (gunichar) -1 && found != (gunichar) -2;

  *letter = valid ? g_unichar_tolower (found) : (guchar) *text;
  return valid ? g_utf8_next_char (text) : text + 1;
}

static guint
read_letters (const char *text, gunichar letters[MAX_LETTERS])
{
  guint length = 0;

  while (*text != '\0' && length < MAX_LETTERS)
    text = read_letter (text, &letters[length++]);

  return length;
}

/* How many letters must be put in, left out, changed or swapped with their
 * neighbour to make @b of @a; @limit + 1 as soon as it is more than @limit. */
guint
khidki_distance (const char *a, const char *b, guint limit)
{
  gunichar left[MAX_LETTERS], right[MAX_LETTERS];
  guint n = read_letters (a, left), m = read_letters (b, right);
  guint rows[3][MAX_LETTERS + 1];
  guint *before = rows[0], *above = rows[1], *row = rows[2];

  if ((n > m ? n - m : m - n) > limit)
    return limit + 1;

  for (guint j = 0; j <= m; j++)
    above[j] = j;
  for (guint i = 1; i <= n; i++)
    {
      guint best = row[0] = i, *spare = before;

      for (guint j = 1; j <= m; j++)
        {
          row[j] = MIN (MIN (above[j], row[j - 1]) + 1,
                        above[j - 1] + (left[i - 1] != right[j - 1]));
          if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
          best = MIN (best, row[j]);
        }
      if (best > limit)
        return limit + 1;
      before = above;
      above = row;
      row = spare;
    }

  return MIN (above[m], limit + 1);
}

/* (nullable): the word that was probably meant. */
const char *
khidki_distance_find_nearest (const char *word, const char *const *words)
{
  guint limit = MAX (2, (guint) strlen (word) / 3);
  const char *nearest = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint distance = khidki_distance (word, words[i], limit);

      if (distance <= limit)
        {
          nearest = words[i];
          if (distance == 0)
            break;
          limit = distance - 1;
        }
    }

  return nearest;
}
