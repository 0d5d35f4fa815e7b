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

/* Three blocks of four, as on the card, whatever stands between them. */
static void
test_mask_wide (void)
{
  check_mask ("2345 6789\n0124", "XXXX XXXX\n0124");
  check_mask ("2345\n6789\n0124", "XXXX\nXXXX\n0124");
  check_mask ("2345\r\n\r\n6789\r\n0124", "XXXX\r\n\r\nXXXX\r\n0124");
  check_mask ("2345/6789/0124", "XXXX/XXXX/0124");
  check_mask ("2345,6789,0124", "XXXX,XXXX,0124");
  check_mask ("2345, 6789, 0124", "XXXX, XXXX, 0124");
  check_mask ("2345:6789:0124", "XXXX:XXXX:0124");
  check_mask ("2345|6789|0124", "XXXX|XXXX|0124");
  check_mask ("2345;6789;0124", "XXXX;XXXX;0124");
  check_mask ("(2345) (6789) (0124)", "(XXXX) (XXXX) (0124)");
  check_mask ("2345        6789          0124", "XXXX        XXXX          0124");
  check_mask ("2345 ---- 6789 .... 0124", "XXXX ---- XXXX .... 0124");
  check_mask ("आधार:\n२३४५\n६७८९\n०१२४", "आधार:\nXXXX\nXXXX\n०१२४");
  check_mask ("੨੩੪੫/੬੭੮੯/੦੧੨੪", "XXXX/XXXX/੦੧੨੪");
  check_mask ("۲۳۴۵،۶۷۸۹،۰۱۲۴", "XXXX،XXXX،۰۱۲۴");
  check_mask ("2345，६७८९／0124", "XXXX，XXXX／0124");
  check_mask ("Sita, 2345, 6789, 0124, wife", "Sita, XXXX, XXXX, 0124, wife");
}

/* 916000099991 and 919810000002 have a fitting check digit, as one number in ten has. */
static void
test_leaves_mobiles (void)
{
  check_mask ("+916000099991", "+916000099991");
  check_mask ("+91 60000 99991", "+91 60000 99991");
  check_mask ("+91-9810000002", "+91-9810000002");
  check_mask ("+ 91 98100 00002", "+ 91 98100 00002");
  check_mask ("फ़ोन +९१ ९८१०० ००००२", "फ़ोन +९१ ९८१०० ००००२");
  check_mask ("＋919810000002", "＋919810000002");
  check_mask ("my number +919810000002, id 2345 6789 0124", "my number +919810000002, id XXXX XXXX 0124");
  check_mask ("+91 98100 00002 2345 6789 0124", "+91 98100 00002 XXXX XXXX 0124");
  /* Without the plus it may be either, and nobody asked for a mobile number. */
  check_mask ("919810000002", "XXXXXXXX0002");
  check_mask ("91 98100 00002", "XX XXXXX X0002");
  /* No mobile number follows the 91. */
  check_mask ("+234567890124", "+XXXXXXXX0124");
}

static void
check_mobile (const char *text, const char *expected)
{
  gboolean found = FALSE;
  g_autofree char *masked = khidki_digits_mask_aadhaar_in_mobile (text, &found);

  g_assert_cmpstr (masked, ==, expected);
  g_assert_cmpint (found, ==, g_strcmp0 (text, expected) != 0);
}

static void
test_in_mobile (void)
{
  check_mobile ("919810000002", "919810000002");
  check_mobile ("91 98100 00002", "91 98100 00002");
  check_mobile ("91-9810000002", "91-9810000002");
  check_mobile ("९१ ९८१०० ००००२", "९१ ९८१०० ००००२");
  check_mobile ("91 6000 099991", "91 6000 099991");
  check_mobile ("9198 1000 0002", "XXXX XXXX 0002");
  check_mobile ("9198/1000/0002", "XXXX/XXXX/0002");
  check_mobile ("234567890124", "XXXXXXXX0124");
  check_mobile ("919810000002 or 2345 6789 0124", "919810000002 or XXXX XXXX 0124");
}

static void
check_last4 (const char *text, const char *expected)
{
  g_autofree char *masked = khidki_digits_mask_but_last4 (text);

  g_assert_cmpstr (masked, ==, expected);
}

static void
test_but_last4 (void)
{
  check_last4 ("Voter card 4321", "Voter card 4321");
  check_last4 ("Aadhaar 2345 6789 0123", "Aadhaar XXXX XXXX 0123");
  check_last4 ("DL 0420 1100 12345", "DL XXXX XXXX X2345");
  check_last4 ("ABC1234567", "ABCXXX4567");
  check_last4 ("राशन ०७७२-००१२-३४५६", "राशन XXXX-XXXX-३४५६");
  check_last4 ("4321, 12345", "4321, X2345");
  check_last4 ("", "");
}

/* What people answer to the income certificate's questions. Read as one number their
 * digits would often fit: 840012000005, 240036004802, 200025003500. */
static void
test_leaves_answers (void)
{
  check_mask ("Mohan Lal, husband, 38, 120000\nRavi, son, 12, 0\nAnu, daughter, 9, 84000",
              "Mohan Lal, husband, 38, 120000\nRavi, son, 12, 0\nAnu, daughter, 9, 84000");
  check_mask ("84000, 1200000, 5", "84000, 1200000, 5");
  check_mask ("84000\n1200005", "84000\n1200005");
  check_mask ("24,00,36\n00,48,02", "24,00,36\n00,48,02");
  check_mask ("Ravi, 2000\nMeena, 2500\nAnu, 3500", "Ravi, 2000\nMeena, 2500\nAnu, 3500");
  check_mask ("रवि, बेटा, 24, 2000\nमीना, बेटी, 22, 2500\nअनु, बेटी, 20, 3500",
              "रवि, बेटा, 24, 2000\nमीना, बेटी, 22, 2500\nअनु, बेटी, 20, 3500");
  check_mask ("H-2345, Gali 6789, Rohini Sector 7, 110085", "H-2345, Gali 6789, Rohini Sector 7, 110085");
  check_mask ("240036, 004802", "240036, 004802");
}

static void
test_leaves_others (void)
{
  check_mask ("", "");
  check_mask ("234567890123", "234567890123");
  check_mask ("2345678901246", "2345678901246");
  check_mask ("1234567890124", "1234567890124");
  check_mask ("123456789012", "123456789012");
  check_mask ("23456789\n0124", "23456789\n0124");
  check_mask ("234567,890124", "234567,890124");
  check_mask ("2345, 6789 rupees, 0124", "2345, 6789 rupees, 0124");
  check_mask ("12345/6789/0124", "12345/6789/0124");
  check_mask ("2345/6789/01245", "2345/6789/01245");
  check_mask ("₹2000, ₹2500, ₹3500", "₹2000, ₹2500, ₹3500");
  check_mask ("2000 + 2500 = 3500", "2000 + 2500 = 3500");
  check_mask ("१२३४, ५६७८, ९०१२", "१२३४, ५६७८, ९०१२");
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
  g_test_add_func ("/digits/mask-wide", test_mask_wide);
  g_test_add_func ("/digits/leaves-mobiles", test_leaves_mobiles);
  g_test_add_func ("/digits/in-mobile", test_in_mobile);
  g_test_add_func ("/digits/but-last4", test_but_last4);
  g_test_add_func ("/digits/leaves-answers", test_leaves_answers);
  g_test_add_func ("/digits/leaves-others", test_leaves_others);
  g_test_add_func ("/digits/takes-damaged-text", test_takes_damaged_text);
  return g_test_run ();
}
