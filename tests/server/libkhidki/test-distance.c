/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <string.h>

#include "libkhidki/khidki-distance-private.h"

#define LONGEST 6

static guint
swap_cost (const char *a, const char *b, guint i, guint j, guint cells[][LONGEST + 1])
{
  gboolean swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];

  return swapped ? cells[i - 2][j - 2] + 1 : G_MAXUINT;
}

/* The whole table, as in the books. */
static guint
measure_whole (const char *a, const char *b)
{
  guint n = strlen (a), m = strlen (b);
  guint cells[LONGEST + 1][LONGEST + 1];

  for (guint i = 0; i <= n; i++)
    for (guint j = 0; j <= m; j++)
      if (i == 0 || j == 0)
        cells[i][j] = i + j;
      else
        {
          guint other = MIN (cells[i - 1][j], cells[i][j - 1]) + 1;

          other = MIN (other, cells[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
          cells[i][j] = MIN (other, swap_cost (a, b, i, j, cells));
        }

  return cells[n][m];
}

/* The @number-th of all words of three letters. */
static void
make_word (guint number, char word[LONGEST + 1])
{
  guint length = 0;

  for (; number > 0; number = (number - 1) / 3)
    word[length++] = 'a' + (number - 1) % 3;
  word[length] = '\0';
}

static void
test_every_short_word (void)
{
  const guint words = 364; /* 3⁰ + … + 3⁵ */

  for (guint i = 0; i < words; i++)
    for (guint j = 0; j < words; j++)
      {
        char a[LONGEST + 1], b[LONGEST + 1];
        guint whole;

        make_word (i, a);
        make_word (j, b);
        whole = measure_whole (a, b);
        for (guint limit = 0; limit <= LONGEST; limit++)
          g_assert_cmpuint (khidki_distance (a, b, limit), ==, MIN (whole, limit + 1));
      }
}

static void
test_letters (void)
{
  g_assert_cmpuint (khidki_distance ("Einkommen", "einkommen", 2), ==, 0);
  g_assert_cmpuint (khidki_distance ("प्रमाण", "प्रमान", 2), ==, 1);
  g_assert_cmpuint (khidki_distance ("\xff", "\xfe", 2), ==, 1);
  g_assert_cmpuint (khidki_distance ("", "", 0), ==, 0);
}

static void
test_nearest (void)
{
  const char *const words[] = { "listen", "listens", "public-url", NULL };

  g_assert_cmpstr (khidki_distance_find_nearest ("lisetn", words), ==, "listen");
  g_assert_cmpstr (khidki_distance_find_nearest ("listens", words), ==, "listens");
  g_assert_cmpstr (khidki_distance_find_nearest ("publik_url", words), ==, "public-url");
  g_assert_null (khidki_distance_find_nearest ("timezone", words));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/distance/every-short-word", test_every_short_word);
  g_test_add_func ("/distance/letters", test_letters);
  g_test_add_func ("/distance/nearest", test_nearest);

  return g_test_run ();
}
