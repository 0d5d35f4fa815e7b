/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-language.h"
#include "pages/khidki-page-texts.h"

static void
test_languages (void)
{
  g_auto (GStrv) english = khidki_page_texts_list_keys ("en");
  const char *const *languages = khidki_language_list_codes ();

  g_assert_cmpuint (g_strv_length (english), >, 50);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_auto (GStrv) keys = khidki_page_texts_list_keys (languages[i]);

      g_assert_cmpuint (g_strv_length (english), ==, g_strv_length (keys));
      for (guint j = 0; keys[j] != NULL; j++)
        g_assert_true (g_strv_contains ((const char *const *) english, keys[j]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/texts/languages", test_languages);
  return g_test_run ();
}
