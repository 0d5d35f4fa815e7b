/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki.h"

static char *
write_text (const char *text)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  g_autoptr (GBytes) bytes = NULL;

  khidki_html_open (html, "p", NULL);
  khidki_html_text (html, text);
  bytes = khidki_html_end (html);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
write_attribute (const char *name, const char *value)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  g_autoptr (GBytes) bytes = NULL;

  khidki_html_open (html, "a", name, value, NULL);
  bytes = khidki_html_end (html);
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
    { "a\x01\x1b[2J\x7f"
      "b",
      "a[2Jb" },
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
  static const char *const good[] = { "/verify/", "#value", "https://a.example/?b=c",
                                      "tel:+911031", "sms:56161" };
  static const char *const bad[]
      = { "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:x",
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
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *page = NULL;

  khidki_html_open (html, "main", "id", NULL, "class", "wide", NULL);
  khidki_html_open (html, "p", NULL);
  khidki_html_void (html, "br", NULL);
  khidki_html_close (html, "p");
  khidki_html_open (html, "p", NULL);
  bytes = khidki_html_end (html);
  page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  /* An attribute without a value ends nothing but itself. */
  g_assert_cmpstr (page, ==, "<!DOCTYPE html>\n<main class=\"wide\"><p><br></p><p></p></main>\n");
}

static char *
end (KhidkiHtml *html)
{
  g_autoptr (GBytes) bytes = khidki_html_end (html);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_form (void)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autofree char *page = NULL;

  khidki_html_open (html, "form", "method", "post", "action", "/counter/", "novalidate", "", NULL);
  khidki_html_open (html, "fieldset", "aria-describedby", "e1", "data-path", "family.1", NULL);
  khidki_html_element (html, "legend", "A & B", NULL);
  khidki_html_open (html, "select", "name", "x", "multiple", NULL, "required", "required", NULL);
  khidki_html_element (html, "option", "<one>", "value", "", "selected", "", NULL);
  khidki_html_close (html, "select");
  khidki_html_void (html, "input", "type", "checkbox", "checked", NULL, "value", "\"", NULL);
  khidki_html_element (html, "textarea", "\nlast", "name", "y", NULL);
  khidki_html_void (html, "img", "src", "data:image/png;base64,x", "alt", "", NULL);
  page = end (html);

  g_assert_cmpstr (page, ==,
                   "<form method=\"post\" action=\"/counter/\" novalidate>"
                   "<fieldset aria-describedby=\"e1\" data-path=\"family.1\">"
                   "<legend>A &amp; B</legend><select name=\"x\" required>"
                   "<option value=\"\" selected>&lt;one&gt;</option></select>"
                   "<input type=\"checkbox\" value=\"&quot;\">"
                   "<textarea name=\"y\">\n\nlast</textarea>"
                   "<img src=\"#\" alt=\"\"></fieldset></form>");
}

static void
test_append (void)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new_document ();
  g_autoptr (KhidkiHtml) piece = khidki_html_new ();
  g_autofree char *page = NULL;
  g_autofree char *rest = NULL;

  khidki_html_open (html, "main", NULL);
  khidki_html_open (piece, "p", NULL);
  khidki_html_text (piece, "<");
  khidki_html_append (html, piece);
  khidki_html_append (html, piece);
  khidki_html_text (html, "!");
  page = end (html);
  rest = end (piece);

  g_assert_cmpstr (page, ==, "<!DOCTYPE html>\n<main><p>&lt;</p>!</main>\n");
  g_assert_cmpstr (rest, ==, "");
}

static void
test_module (void)
{
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autofree char *page = NULL;

  khidki_html_add_module (html, "/counter/form.js?\"a");
  page = end (html);
  g_assert_cmpstr (page, ==, "<script type=\"module\" src=\"/counter/form.js?&quot;a\"></script>");
}

static void
test_names (void)
{
  static const char *const elements[]
      = { "a", "button", "details", "fieldset", "h1",       "label", "legend", "option", "optgroup",
          "p", "select", "summary", "table",    "textarea", "tfoot", "thead",  "time",   "var" };
  static const char *const attributes[]
      = { "abbr",      "accept", "autocomplete", "capture",   "checked",   "colspan",  "disabled",
          "enctype",   "for",    "href",         "id",        "inputmode", "lang",     "max",
          "maxlength", "method", "multiple",     "name",      "open",      "pattern",  "readonly",
          "required",  "role",   "rows",         "scope",     "selected",  "tabindex", "title",
          "type",      "value",  "wrap",         "aria-live", "data-path", "autofocus" };
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autofree char *page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    khidki_html_element (html, elements[i], "", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    khidki_html_void (html, "input", attributes[i], "/", NULL);
  page = end (html);
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autofree char *closed = g_strdup_printf ("</%s>", elements[i]);

      g_assert_nonnull (strstr (page, closed));
    }
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *written = g_strdup_printf ("<input %s", attributes[i]);

      g_assert_nonnull (strstr (page, written));
    }
}

/* One that breaks a rule writes nothing of it, and says so. */
static void
test_refused (void)
{
  static const char *const elements[] = { "script", "style",       "iframe", "base",
                                          "svg",    "p onclick=x", "br",     "" };
  static const char *const attributes[] = { "onclick", "style",  "http-equiv", "srcdoc",
                                            "data-",   "data-A", "x>y" };
  g_autoptr (KhidkiHtml) html = khidki_html_new ();
  g_autoptr (KhidkiHtml) document = khidki_html_new_document ();
  g_autofree char *page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*khidki_html_is_element*");
      khidki_html_open (html, elements[i], NULL);
      g_test_assert_expected_messages ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*khidki_html_is_attribute*");
      khidki_html_void (html, "br", attributes[i], "x", NULL);
      g_test_assert_expected_messages ();
    }
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*is_address*");
  khidki_html_add_module (html, "https://evil.example/a.js");
  g_test_assert_expected_messages ();
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*is_document*");
  khidki_html_append (html, document);
  g_test_assert_expected_messages ();

  page = end (html);
  g_assert_cmpstr (page, ==, "<br><br><br><br><br><br><br>");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/text", test_text);
  g_test_add_func ("/html/attribute", test_attribute);
  g_test_add_func ("/html/address", test_address);
  g_test_add_func ("/html/nesting", test_nesting);
  g_test_add_func ("/html/form", test_form);
  g_test_add_func ("/html/append", test_append);
  g_test_add_func ("/html/names", test_names);
  g_test_add_func ("/html/module", test_module);
  g_test_add_func ("/html/refused", test_refused);
  return g_test_run ();
}
