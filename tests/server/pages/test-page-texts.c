/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-texts.h"

static void
test_languages (void)
{
  g_auto (GStrv) english = khidki_page_texts_list_keys ("en");
  g_auto (GStrv) hindi = khidki_page_texts_list_keys ("hi");

  g_assert_cmpuint (g_strv_length (english), >, 50);
  g_assert_cmpuint (g_strv_length (english), ==, g_strv_length (hindi));
  for (guint i = 0; english[i] != NULL; i++)
    {
      g_assert_true (g_strv_contains ((const char *const *) hindi, english[i]));
      g_assert_cmpstr (khidki_page_texts_get ("hi", english[i]), !=,
                       khidki_page_texts_get ("en", english[i]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/texts/languages", test_languages);
  return g_test_run ();
}
