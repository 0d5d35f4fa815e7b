/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki.h"

/* 2363 has the Verhoeff digit of the published example; the long numbers are made up. */

static void
test_check_digit (void)
{
  char number[13] = "23456789012";

  g_assert_cmpint (khidki_digits_check_digit ("236"), ==, '3');
  g_assert_true (khidki_digits_check ("2363"));
  g_assert_false (khidki_digits_check ("2364"));
  g_assert_false (khidki_digits_check ("2633"));
  g_assert_false (khidki_digits_check (""));
  g_assert_false (khidki_digits_check ("23a3"));
  g_assert_cmpint (khidki_digits_check_digit ("12x"), ==, '\0');
  g_assert_cmpint (khidki_digits_check_digit (""), ==, '\0');

  number[11] = khidki_digits_check_digit (number);
  g_assert_true (khidki_digits_check (number));
}

static void
test_to_ascii (void)
{
  g_autofree char *ascii = khidki_digits_to_ascii ("१५ अगस्त ۱۹۴۷ ੧ ０");

  g_assert_cmpstr (ascii, ==, "15 अगस्त 1947 1 0");
}

static void
check_mask (const char *text, const char *expected)
{
  gboolean found = FALSE;
  g_autofree char *masked = khidki_digits_mask_aadhaar (text, &found);

  g_assert_cmpstr (masked, ==, expected);
  g_assert_cmpint (found, ==, g_strcmp0 (text, expected) != 0);
}

static void
test_mask (void)
{
  check_mask ("my no 234567890124.", "my no XXXXXXXX0124.");
  check_mask ("2345 6789 0124", "XXXX XXXX 0124");
  check_mask ("2345-6789-0124", "XXXX-XXXX-0124");
  check_mask ("2345.6789.0124", "XXXX.XXXX.0124");
  check_mask ("2345 - 6789 - 0124", "XXXX - XXXX - 0124");
  check_mask ("2345\xe2\x80\x8b" "6789\xe2\x80\x8d" "0124",
              "XXXX\xe2\x80\x8b" "XXXX\xe2\x80\x8d" "0124");
  check_mask ("मेरा आधार २३४५ ६७८९ ०१२४ है", "मेरा आधार XXXX XXXX ०१२४ है");
  check_mask ("2345 6789 0124 9876543210", "XXXX XXXX 0124 9876543210");
  check_mask ("9876543210 2345 6789 0124", "9876543210 XXXX XXXX 0124");
  check_mask ("234567890124\n234567890124", "XXXXXXXX0124\nXXXXXXXX0124");
}

static void
test_leaves_others (void)
{
  check_mask ("", "");
  check_mask ("234567890123", "234567890123");
  check_mask ("2345678901246", "2345678901246");
  check_mask ("1234567890124", "1234567890124");
  check_mask ("123456789012", "123456789012");
  check_mask ("2345/6789/0124", "2345/6789/0124");
  check_mask ("2345 6789\n0124", "2345 6789\n0124");
  check_mask ("98765 43210", "98765 43210");
}

static void
test_takes_damaged_text (void)
{
  gboolean found = FALSE;
  g_autofree char *masked = khidki_digits_mask_aadhaar ("\xff 234567890124 \xc3", &found);

  g_assert_true (found);
  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_null (strstr (masked, "2345"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digits/check-digit", test_check_digit);
  g_test_add_func ("/digits/to-ascii", test_to_ascii);
  g_test_add_func ("/digits/mask", test_mask);
  g_test_add_func ("/digits/leaves-others", test_leaves_others);
  g_test_add_func ("/digits/takes-damaged-text", test_takes_damaged_text);
  return g_test_run ();
}
