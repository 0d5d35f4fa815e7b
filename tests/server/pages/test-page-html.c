/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pages/khidki-page-html.h"
#include "pages/khidki-page-texts.h"

static char *
write_text (const char *text)
{
  g_autoptr (KhidkiPageHtml) html = khidki_page_html_new ();
  g_autoptr (GBytes) bytes = NULL;

  khidki_page_html_open (html, "p", NULL);
  khidki_page_html_text (html, text);
  bytes = khidki_page_html_end (html);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
write_attribute (const char *name, const char *value)
{
  g_autoptr (KhidkiPageHtml) html = khidki_page_html_new ();
  g_autoptr (GBytes) bytes = NULL;

  khidki_page_html_open (html, "a", name, value, NULL);
  bytes = khidki_page_html_end (html);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_text (void)
{
  static const char *const cases[][2] = {
    { "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
    { "a & b &lt;", "a &amp; b &amp;lt;" },
    { "\"' --> ]]>", "&quot;&#39; --&gt; ]]&gt;" },
    { "सु. दे. 😀", "सु. दे. 😀" },
    { "a\x01\x1b[2J\x7f" "b", "a[2Jb" },
    { "a\u202egpj.exe\u2066", "agpj.exe" },
    { "bad \xff\xfe byte", "bad \uFFFD\uFFFD byte" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page = write_text (cases[i][0]);
      g_autofree char *expected = g_strdup_printf ("<!DOCTYPE html>\n<p>%s</p>\n", cases[i][1]);

      g_assert_cmpstr (page, ==, expected);
    }
}

static void
test_attribute (void)
{
  g_autofree char *page = write_attribute ("class", "a\" onclick=\"b\n<'>");

  g_assert_cmpstr (page, ==,
                   "<!DOCTYPE html>\n<a class=\"a&quot; onclick=&quot;b\n&lt;&#39;&gt;\"></a>\n");
}

static void
test_address (void)
{
  static const char *const good[] = { "/verify/", "#value", "https://a.example/?b=c", "tel:+911031" };
  static const char *const bad[] = { "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:x",
                                     "//evil.example/",     "/\\evil.example",      "data:text/html,x",
                                     "http://a.example/",   "vbscript:x",           "" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *page = write_attribute ("href", good[i]);

      g_assert_nonnull (strstr (page, good[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *page = write_attribute ("href", bad[i]);

      g_assert_cmpstr (page, ==, "<!DOCTYPE html>\n<a href=\"#\"></a>\n");
    }
}

static void
test_nesting (void)
{
  g_autoptr (KhidkiPageHtml) html = khidki_page_html_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *page = NULL;

  khidki_page_html_open (html, "main", "id", NULL, "class", "wide", NULL);
  khidki_page_html_open (html, "p", NULL);
  khidki_page_html_void (html, "br", NULL);
  khidki_page_html_close (html, "p");
  khidki_page_html_open (html, "p", NULL);
  bytes = khidki_page_html_end (html);
  page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  /* An attribute without a value ends nothing but itself. */
  g_assert_cmpstr (page, ==,
                   "<!DOCTYPE html>\n<main class=\"wide\"><p><br></p><p></p></main>\n");
}

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
  g_test_add_func ("/pages/html/text", test_text);
  g_test_add_func ("/pages/html/attribute", test_attribute);
  g_test_add_func ("/pages/html/address", test_address);
  g_test_add_func ("/pages/html/nesting", test_nesting);
  g_test_add_func ("/pages/html/languages", test_languages);
  return g_test_run ();
}
