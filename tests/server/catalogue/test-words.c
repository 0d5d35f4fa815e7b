/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-words.h"

static void
check_same (const char *a, const char *b)
{
  g_autofree char *left = khidki_words_join (a);
  g_autofree char *right = khidki_words_join (b);

  g_assert_cmpstr (left, ==, right);
}

static void
test_fold (void)
{
  check_same ("aay praman patra", "आय प्रमाण पत्र");
  check_same ("aaya pramaan patr", "आय प्रमाण पत्र");
  check_same ("Jaati", "जाति");
  check_same ("vivah", "विवाह");
  check_same ("mrityu", "मृत्यु");
  check_same ("H-12,  Gali ४", "h 12 gali 4");
  check_same ("", "  ,.  ");
}

static void
test_compare (void)
{
  g_assert_cmpfloat (khidki_words_compare ("incom", "incom"), ==, 1);
  g_assert_cmpfloat (khidki_words_compare ("incoem", "incom"), >, 0.7);
  g_assert_cmpfloat (khidki_words_compare ("son", "sun"), ==, 0);
  g_assert_cmpfloat (khidki_words_compare ("1234", "1235"), ==, 0);
  g_assert_cmpfloat (khidki_words_compare_phrase ("shalimarbagh", "Shalimar Bagh"), >, 0.9);
  g_assert_cmpfloat (khidki_words_compare_phrase ("Shalimar Bag", "Shalimar Bagh"), >, 0.8);
  g_assert_cmpfloat (khidki_words_compare_phrase ("", "Shalimar Bagh"), ==, 0);
  g_assert_cmpfloat (khidki_words_compare_phrase ("Model Town", "Shalimar Bagh"), ==, 0);
}

static void
test_stop (void)
{
  g_auto (GStrv) words = khidki_words_split ("मुझे बनवाना है mujhe banwana hai");

  for (guint i = 0; words[i] != NULL; i++)
    g_assert_true (khidki_words_is_stop (words[i]));
  g_assert_false (khidki_words_is_stop ("incom"));
}

static void
test_common (void)
{
  g_auto (GStrv) words = khidki_words_split ("certificate Certificat सर्टिफिकेट सर्टीफ़िकेट प्रमाण पत्र ਸਰਟੀਫਿਕੇਟ سرٹیفکیٹ سرٹیفیکیٹ");

  for (guint i = 0; words[i] != NULL; i++)
    g_assert_true (khidki_words_is_common (words[i]));
  g_assert_false (khidki_words_is_common ("incom"));
  g_assert_false (khidki_words_is_common (""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/fold", test_fold);
  g_test_add_func ("/words/compare", test_compare);
  g_test_add_func ("/words/stop", test_stop);
  g_test_add_func ("/words/common", test_common);
  return g_test_run ();
}
