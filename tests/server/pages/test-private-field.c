/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pages-fixture.h"

#define PAGE "/f/" FIXTURE_TOKEN
#define NUMBER "123456789012"
#define FORM "value=" NUMBER

static void
assert_page (Answer *answer, guint status, const char *text)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_header (answer, "Cache-Control"), ==, "no-store");
  g_assert_nonnull (answer_get_header (answer, "Content-Security-Policy"));
  answer_assert_has (answer, text);
  answer_assert_lacks (answer, NUMBER "\"");
}

static void
assert_given (PagesFixture *fixture, guint times)
{
  pages_fixture_settle (fixture);
  g_assert_cmpuint (fixture->given->len, ==, times);
}

static void
test_ask (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) hindi = NULL;
  g_autoptr (Answer) english = NULL;
  g_autoptr (Answer) again = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "hi");
  pages_fixture_add_link (fixture, "other", "en");
  hindi = pages_fixture_ask (fixture, PAGE, NULL, "Accept-Language", "en", NULL);
  english = pages_fixture_ask (fixture, "/f/other", NULL, "Accept-Language", "hi", NULL);
  again = pages_fixture_ask (fixture, PAGE, NULL, NULL);
  assert_page (hindi, 200, "<html lang=\"hi\">");
  answer_assert_has (hindi, "बैंक खाता");
  answer_assert_has (hindi, "यह पासबुक के पहले पन्ने पर");
  answer_assert_has (hindi, "autocomplete=\"off\"");
  answer_assert_has (hindi, "inputmode=\"numeric\"");
  answer_assert_has (hindi, "विधवा पेंशन");
  assert_page (english, 200, "<html lang=\"en\">");
  answer_assert_has (english, "Bank account");
  answer_assert_has (english, "Example: 123456789012");
  /* To look at it uses nothing up. */
  answer_assert_has (again, "<input");
  assert_given (fixture, 0);
}

/* Urdu is read from the right, and what is said in Hindi beside it from the left. */
static void
test_right_to_left (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) urdu = NULL;
  g_autoptr (Answer) punjabi = NULL;
  g_autoptr (Answer) wanted = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "ur");
  pages_fixture_add_link (fixture, "other", "pa");
  urdu = pages_fixture_ask (fixture, PAGE, NULL, "Accept-Language", "en", NULL);
  punjabi = pages_fixture_ask (fixture, "/f/other", NULL, NULL);
  wanted = pages_fixture_ask (fixture, "/f/no-such", NULL, "Accept-Language", "ur-IN,ur;q=0.9", NULL);
  assert_page (urdu, 200, "<html lang=\"ur\" dir=\"rtl\">");
  answer_assert_has (urdu, "<span lang=\"ur\">آپ کے فارم کے لیے ایک نمبر</span>");
  answer_assert_has (urdu, "<span lang=\"hi\" dir=\"ltr\">आपके फ़ॉर्म के लिए एक नंबर</span>");
  assert_page (punjabi, 200, "<html lang=\"pa\">");
  answer_assert_has (punjabi, "ਤੁਹਾਡੇ ਫਾਰਮ ਲਈ ਇੱਕ ਨੰਬਰ");
  assert_page (wanted, 404, "<html lang=\"ur\" dir=\"rtl\">");
}

/* The link speaks the chat's language, unless another one is chosen here. */
static void
test_chosen (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) chosen = NULL;
  g_autoptr (Answer) wrong = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "ur");
  chosen = pages_fixture_ask (fixture, PAGE "?lang=en", NULL, "Accept-Language", "hi", NULL);
  wrong = pages_fixture_ask (fixture, PAGE "?lang=en", "value=abc", "Sec-Fetch-Site",
                             "same-origin", NULL);
  assert_page (chosen, 200, "<html lang=\"en\">");
  answer_assert_has (chosen, "A number for your form");
  answer_assert_has (chosen, "href=\"" PAGE "?lang=ur\"");
  assert_page (wrong, 422, "<html lang=\"en\">");
}

static void
test_give (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) look = NULL;
  KhidkiEvent *event;
  GVariant *values;
  const char *draft, *path, *value;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "en");
  first = pages_fixture_ask (fixture, PAGE, FORM, "Sec-Fetch-Site", "same-origin", NULL);
  assert_page (first, 200, "Received – go back to the chat");
  assert_given (fixture, 1);
  event = g_ptr_array_index (fixture->given, 0);
  values = khidki_event_get_values (event);
  g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_SERVER);
  g_assert_cmpstr (khidki_event_get_detail (event), ==, "private-given");
  g_assert_cmpstr (khidki_account_get_id (khidki_event_get_account (event)), ==, "919876543210");
  g_assert_true (g_variant_lookup (values, "draft", "&s", &draft));
  g_assert_true (g_variant_lookup (values, "path", "&s", &path));
  g_assert_true (g_variant_lookup (values, "value", "&s", &value));
  g_assert_cmpstr (draft, ==, "draft-1");
  g_assert_cmpstr (path, ==, FIXTURE_PATH);
  g_assert_cmpstr (value, ==, NUMBER);
  second = pages_fixture_ask (fixture, PAGE, "value=999999999999", NULL);
  look = pages_fixture_ask (fixture, PAGE, NULL, NULL);
  g_assert_cmpstr (second->text, ==, first->text);
  assert_page (look, 200, "Received – go back to the chat");
  assert_given (fixture, 1);
}

static void
test_complain (PagesFixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "value=12", "value=", "value=+++", "value=%3Cscript%3Ealert(1)",
                                       "value=" NUMBER NUMBER };
  g_autoptr (Answer) right = NULL;
  g_autoptr (Answer) bytes = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "en");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (Answer) answer = pages_fixture_ask (fixture, PAGE, wrong[i], NULL);

      assert_page (answer, 422, "role=\"alert\"");
      answer_assert_has (answer, "href=\"#value\"");
      answer_assert_has (answer, "aria-invalid=\"true\"");
      answer_assert_has (answer, "aria-describedby=\"value-wrong value-hint\"");
      answer_assert_lacks (answer, "<script");
      answer_assert_lacks (answer, NUMBER NUMBER);
    }
  bytes = pages_fixture_ask (fixture, PAGE, "value=%ff%fe%ff%fe%ff%fe%ff%fe", NULL);
  g_assert_cmpuint (bytes->status, ==, 400);
  assert_given (fixture, 0);
  right = pages_fixture_ask (fixture, PAGE, "value=1234+5678+9012", NULL);
  assert_page (right, 200, "Received");
  assert_given (fixture, 1);
}

static void
test_expired (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) look = NULL;
  g_autoptr (Answer) given = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "en");
  khidki_test_host_advance (fixture->host, 60 * 60 * 1000);
  look = pages_fixture_ask (fixture, PAGE, NULL, NULL);
  given = pages_fixture_ask (fixture, PAGE, FORM, NULL);
  assert_page (look, 410, "This link is no longer valid");
  assert_page (given, 410, "This link is no longer valid");
  assert_given (fixture, 0);
}

static void
test_unknown (PagesFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/f/", "/f/nothing", "/f/%25ff", "/f/a/b" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (Answer) look = pages_fixture_ask (fixture, paths[i], NULL, NULL);
      g_autoptr (Answer) given = pages_fixture_ask (fixture, paths[i], FORM, NULL);

      assert_page (look, 404, "We do not know this link");
      assert_page (given, 404, "We do not know this link");
    }
}

static void
test_closed (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) look = NULL;
  g_autoptr (Answer) given = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "");
  pages_fixture_drop_draft (fixture);
  look = pages_fixture_ask (fixture, PAGE, NULL, NULL);
  given = pages_fixture_ask (fixture, PAGE, FORM, NULL);
  assert_page (look, 410, "This number is not needed any more");
  assert_page (given, 410, "This number is not needed any more");
  assert_given (fixture, 0);
}

static void
test_origin (PagesFixture *fixture, gconstpointer data)
{
  static const char *const bad[][2] = {
    { "Sec-Fetch-Site", "cross-site" },
    { "Sec-Fetch-Site", "same-site" },
    { "Origin", "https://evil.example" },
    { "Origin", "https://seva.delhi.example.evil.example" },
    { "Origin", "https://seva.delhi" },
    { "Content-Type", "text/plain" },
    { "Content-Type", "multipart/form-data; boundary=x" },
  };
  g_autoptr (Answer) right = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "en");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Answer) answer =
          pages_fixture_ask (fixture, PAGE, FORM, bad[i][0], bad[i][1], NULL);

      g_assert_cmpuint (answer->status, ==, g_str_equal (bad[i][0], "Content-Type") ? 400 : 403);
    }
  assert_given (fixture, 0);
  right = pages_fixture_ask (fixture, PAGE, FORM, "Origin", "https://seva.delhi.example", NULL);
  assert_page (right, 200, "Received");
}

static void
test_large (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *digits = g_strnfill (5000, '1');
  g_autofree char *form = g_strconcat ("value=", digits, NULL);
  g_autoptr (Answer) answer = NULL;

  pages_fixture_add_link (fixture, FIXTURE_TOKEN, "en");
  answer = pages_fixture_ask (fixture, PAGE, form, NULL);
  assert_page (answer, 413, "too long");
  assert_given (fixture, 0);
}

#define ADD(name, func) \
  g_test_add ("/pages/private/" name, PagesFixture, NULL, pages_fixture_set_up, func, \
              pages_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ask", test_ask);
  ADD ("right-to-left", test_right_to_left);
  ADD ("chosen", test_chosen);
  ADD ("give", test_give);
  ADD ("complain", test_complain);
  ADD ("expired", test_expired);
  ADD ("unknown", test_unknown);
  ADD ("closed", test_closed);
  ADD ("origin", test_origin);
  ADD ("large", test_large);
  return g_test_run ();
}
