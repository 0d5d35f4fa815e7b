/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-digits.h"
#include "pipeline/khidki-application-number.h"

static void
test_new (void)
{
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES];

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *certificate = NULL;

      for (guint j = 0; j < sizeof randomness; j++)
        randomness[j] = g_test_rand_int_range (0, 256);
      number = khidki_application_number_new (2026, randomness);
      certificate = khidki_certificate_number_new (2026, randomness);
      g_assert_cmpuint (strlen (number), ==, KHIDKI_NUMBER_LENGTH);
      g_assert_true (g_str_has_prefix (number, "126"));
      g_assert_true (g_str_has_prefix (certificate, "176"));
      g_assert_true (khidki_digits_check (number));
      g_assert_cmpint (khidki_number_get_kind (number), ==, KHIDKI_NUMBER_APPLICATION);
      g_assert_cmpint (khidki_number_get_kind (certificate), ==, KHIDKI_NUMBER_CERTIFICATE);
    }
}

/* Each single digit misheard, each two neighbours swapped. */
static void
test_mistakes (void)
{
  const guint8 randomness[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  g_autofree char *number = khidki_application_number_new (2026, randomness);

  for (guint i = 0; i < KHIDKI_NUMBER_LENGTH; i++)
    for (char digit = '0'; digit <= '9'; digit++)
      {
        g_autofree char *other = g_strdup (number);

        other[i] = digit;
        if (digit != number[i])
          g_assert_null (khidki_number_parse (other, NULL));
      }
  for (guint i = 0; i + 1 < KHIDKI_NUMBER_LENGTH; i++)
    {
      g_autofree char *other = g_strdup (number);

      other[i] = number[i + 1];
      other[i + 1] = number[i];
      if (other[i] != other[i + 1])
        g_assert_null (khidki_number_parse (other, NULL));
    }
}

static char *
in_devanagari (const char *number)
{
  GString *text = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p++)
    {
      g_string_append_unichar (text, 0x0966 + (*p - '0'));
      if ((p - number) % 4 == 3)
        g_string_append (text, " ");
    }
  return g_string_free (text, FALSE);
}

static void
test_parse (void)
{
  const guint8 randomness[] = { 9, 8, 7, 6, 5, 4, 3, 2 };
  g_autofree char *number = khidki_application_number_new (2026, randomness);
  g_autofree char *hindi = in_devanagari (number);
  g_autofree char *dashed = g_strdup_printf (" %.2s–%.4s-%.4s %.4s\n", number, number + 2,
                                             number + 6, number + 10);
  g_autofree char *worded = g_strdup_printf ("no %s", number);
  g_autofree char *longer = g_strdup_printf ("%s0", number);
  g_autofree char *huge = g_strnfill (100000, ' ');
  const char *good[] = { number, hindi, dashed };
  const char *bad[] = { "", "hi", worded, longer, huge, "26", "\xff\xfe" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      KhidkiNumberKind kind;
      g_autofree char *parsed = khidki_number_parse (good[i], &kind);

      g_assert_cmpstr (parsed, ==, number);
      g_assert_cmpint (kind, ==, KHIDKI_NUMBER_APPLICATION);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      KhidkiNumberKind kind = KHIDKI_NUMBER_APPLICATION;

      g_assert_null (khidki_number_parse (bad[i], &kind));
      g_assert_cmpint (kind, ==, KHIDKI_NUMBER_NONE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/application-number/new", test_new);
  g_test_add_func ("/application-number/mistakes", test_mistakes);
  g_test_add_func ("/application-number/parse", test_parse);
  return g_test_run ();
}
