/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages-fixture.h"

static Answer *
ask (PagesFixture *fixture, const char *query, const char *language)
{
  g_autofree char *path = g_strconcat ("/centres", query, NULL);
  Answer *answer = pages_fixture_ask (fixture, path, NULL, "Accept-Language", language, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get_header (answer, "Cache-Control"), ==, "no-store");
  g_assert_nonnull (answer_get_header (answer, "Content-Security-Policy"));
  answer_assert_lacks (answer, "<script");
  return answer;
}

static void
test_form (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) english = ask (fixture, "", "en-IN");
  g_autoptr (Answer) hindi = ask (fixture, "?place=", "hi");

  answer_assert_has (english, "<html lang=\"en\">");
  answer_assert_has (english, "action=\"/centres\"");
  answer_assert_has (english, "name=\"place\"");
  answer_assert_has (english, "PIN code of your address, or locality");
  answer_assert_lacks (english, "Rohini centre");
  answer_assert_has (hindi, "<html lang=\"hi\">");
  answer_assert_has (hindi, "अपने पते का पिन कोड, या इलाका");
  answer_assert_lacks (hindi, "role=\"alert\"");
}

static void
assert_rohini (PagesFixture *fixture, const char *query)
{
  g_autoptr (Answer) answer = ask (fixture, query, "en-IN");

  answer_assert_has (answer, "Rohini &lt;1&gt; &amp; Co centre");
  answer_assert_has (answer, "रोहिणी केंद्र");
  answer_assert_has (answer, "Shop 12, Sector 7, 110085");
  answer_assert_has (answer, "दुकान 12, सेक्टर 7, 110085");
  answer_assert_has (answer, "Mon to Sat, 9 to 6");
  answer_assert_has (answer, "href=\"tel:01100000000\"");
  answer_assert_lacks (answer, "Closed centre");
  answer_assert_lacks (answer, "Narela centre");
  answer_assert_lacks (answer, "role=\"alert\"");
}

static void
test_found (PagesFixture *fixture, gconstpointer data)
{
  assert_rohini (fixture, "?place=110085");
  assert_rohini (fixture, "?place=110+085");
  assert_rohini (fixture, "?place=%E0%A5%A7%E0%A5%A7%E0%A5%A6%E0%A5%A6%E0%A5%AE%E0%A5%AB");
  assert_rohini (fixture, "?place=Rohini+Sector+7");
  assert_rohini (fixture, "?place=%E0%A4%B0%E0%A5%8B%E0%A4%B9%E0%A4%BF%E0%A4%A3%E0%A5%80");
}

/* In the reader's language first, in Hindi beside; Urdu from right to left. */
static void
test_languages (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) urdu = ask (fixture, "?place=110085", "ur");
  g_autoptr (Answer) punjabi = ask (fixture, "?place=110085", "pa-IN");

  answer_assert_has (urdu, "<html lang=\"ur\" dir=\"rtl\">");
  answer_assert_has (urdu, "<span lang=\"ur\">روہنی مرکز</span>");
  answer_assert_has (urdu, "دکان 12، سیکٹر 7، 110085");
  answer_assert_has (urdu, "پیر سے سنیچر، 9 سے 6");
  answer_assert_has (urdu, "<span lang=\"hi\" dir=\"ltr\">रोहिणी केंद्र</span>");
  answer_assert_lacks (urdu, "Mon to Sat");
  answer_assert_has (punjabi, "<span lang=\"pa\">ਰੋਹਿਣੀ ਕੇਂਦਰ</span>");
  answer_assert_has (punjabi, "ਦੁਕਾਨ 12, ਸੈਕਟਰ 7, 110085");
  answer_assert_has (punjabi, "ਸੋਮ ਤੋਂ ਸ਼ਨੀ, 9 ਤੋਂ 6");
}

/* Chosen on the page itself: it goes before what the browser wants, and links and forms
 * carry it on. */
static void
test_chosen (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) urdu = ask (fixture, "?place=110085&lang=ur", "en-IN");
  g_autoptr (Answer) plain = ask (fixture, "?place=A%26B+%22%3E", "en-IN");
  g_autoptr (Answer) unknown = ask (fixture, "?lang=%22%3E%3Cb%3E", "pa");

  answer_assert_has (urdu, "<html lang=\"ur\" dir=\"rtl\">");
  answer_assert_has (urdu, "<nav class=\"languages\" aria-label=\"زبان\">");
  answer_assert_has (urdu, "<a href=\"/centres?place=110085&amp;lang=pa\" lang=\"pa\" hreflang=\"pa\" "
                           "dir=\"ltr\" rel=\"alternate\">ਪੰਜਾਬੀ</a>");
  answer_assert_has (urdu, "<a href=\"/centres?place=110085&amp;lang=ur\" lang=\"ur\" hreflang=\"ur\" "
                           "dir=\"rtl\" rel=\"alternate\" aria-current=\"true\">اردو</a>");
  answer_assert_has (urdu, "<input type=\"hidden\" name=\"lang\" value=\"ur\">");
  answer_assert_has (urdu, "<a href=\"/numbers?lang=ur\">");
  answer_assert_has (plain, "<html lang=\"en\">");
  answer_assert_has (plain, "href=\"/centres?place=A%26B%20%22%3E&amp;lang=hi\"");
  answer_assert_has (plain, "<a href=\"/numbers\">");
  answer_assert_lacks (plain, "type=\"hidden\"");
  answer_assert_has (unknown, "<html lang=\"pa\">");
  answer_assert_lacks (unknown, "<b>");
}

/* What was typed stays in the field, and is text. */
static void
test_none (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) answer = ask (fixture, "?place=Atlantis%22%3E%3Cb%3E", "en-IN");
  g_autoptr (Answer) binary = ask (fixture, "?place=%ff%fe%01", "en-IN");
  g_autofree char *many = g_strnfill (1500, 'x');
  g_autofree char *query = g_strconcat ("?place=", many, NULL);
  g_autoptr (Answer) long_one = ask (fixture, query, "en-IN");

  answer_assert_has (answer, "role=\"alert\"");
  answer_assert_has (answer, "aria-invalid=\"true\"");
  answer_assert_has (answer, "value=\"Atlantis&quot;&gt;&lt;b&gt;\"");
  answer_assert_has (answer, "We found no service centre for this");
  answer_assert_lacks (answer, "<b>");
  g_assert_true (g_utf8_validate (binary->text, -1, NULL));
  many[81] = '\0';
  answer_assert_lacks (long_one, many);
}

static void
test_linked (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) answer = pages_fixture_ask (fixture, "/numbers", NULL, NULL);

  answer_assert_has (answer, "href=\"/centres\"");
}

#define ADD(name, func) \
  g_test_add ("/pages/" name, PagesFixture, NULL, pages_fixture_set_up, func, pages_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("centres/form", test_form);
  ADD ("centres/found", test_found);
  ADD ("centres/languages", test_languages);
  ADD ("centres/chosen", test_chosen);
  ADD ("centres/none", test_none);
  ADD ("centres/linked", test_linked);
  return g_test_run ();
}
