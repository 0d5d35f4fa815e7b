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

/* Of a row only what is at most @limit beside the diagonal can be within @limit: the
 * rest is not looked at, and its nearest neighbours count as too far. */
static guint
fill_row (const gunichar *left, const gunichar *right, guint i, guint m, guint limit, guint *rows[3])
{
  const guint *before = rows[0], *above = rows[1];
  guint *row = rows[2];
  guint from = i > limit ? i - limit : 1, to = MIN (m, i + limit);
  guint best = row[from - 1] = from == 1 ? i : limit + 1;

  for (guint j = from; j <= to; j++)
    {
      row[j] =
          MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (left[i - 1] != right[j - 1]));
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
      best = MIN (best, row[j]);
    }
  if (to < m)
    row[to + 1] = limit + 1;

  return best;
}

/* How many letters must be put in, left out, changed or swapped with their
 * neighbour to make @b of @a; @limit + 1 as soon as it is more than @limit. */
guint
khidki_distance (const char *a, const char *b, guint limit)
{
  gunichar left[MAX_LETTERS], right[MAX_LETTERS];
  guint n = read_letters (a, left), m = read_letters (b, right);
  guint cells[3][MAX_LETTERS + 1];
  guint *rows[3] = { cells[0], cells[1], cells[2] };

  if ((n > m ? n - m : m - n) > limit)
    return limit + 1;

  for (guint j = 0; j <= m; j++)
    rows[1][j] = j;
  for (guint i = 1; i <= n; i++)
    {
      guint *spare = rows[0];

      if (fill_row (left, right, i, m, limit, rows) > limit)
        return limit + 1;
      rows[0] = rows[1];
      rows[1] = rows[2];
      rows[2] = spare;
    }

  return MIN (rows[1][m], limit + 1);
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
