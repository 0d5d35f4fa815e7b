/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pages-fixture.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-certificate-claims.h"

static char *
new_number (guint8 seed)
{
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES] = { seed, 2, 3 };

  return khidki_certificate_number_new (2026, randomness);
}

static void
assert_strict (Answer *answer)
{
  g_assert_cmpstr (answer_get_header (answer, "Content-Security-Policy"), ==,
                   "default-src 'none'; style-src 'self'; form-action 'self'; "
                   "frame-ancestors 'none'; base-uri 'none'");
  g_assert_cmpstr (answer_get_header (answer, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (answer_get_header (answer, "Referrer-Policy"), ==, "no-referrer");
}

static void
assert_page (Answer *answer, guint status)
{
  g_assert_cmpuint (answer->status, ==, status);
  assert_strict (answer);
  g_assert_cmpstr (answer_get_header (answer, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (answer_get_header (answer, "Content-Type"), ==, "text/html; charset=utf-8");
  answer_assert_lacks (answer, "<script");
  answer_assert_lacks (answer, "style=");
  answer_assert_has (answer, "lang=\"hi\"");
  answer_assert_has (answer, "lang=\"en\"");
}

static Answer *
ask_number (PagesFixture *fixture, const char *number, const char *more)
{
  g_autofree char *path = g_strconcat ("/verify/", number, more, NULL);

  return pages_fixture_ask (fixture, path, NULL, NULL);
}

static void
test_states (PagesFixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 expires;
    const char *revoked;
    gboolean specimen;
    const char *expected;
    const char *never;
  } states[] = {
    { 365, NULL, FALSE, "This certificate is valid", "SPECIMEN" },
    { 0, NULL, FALSE, "no end date", "SPECIMEN" },
    { -2, NULL, FALSE, "This certificate has expired", "is valid" },
    { 365, "False <papers>", FALSE, "This certificate was revoked", "is valid<" },
    { 365, NULL, TRUE, "SPECIMEN – not a certificate", "status good" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *number = new_number ((guint8) (40 + i));
      SampleCertificate sample = { number,         "Sita <script>alert(1)</script> Devi",
                                   "Secret words", states[i].expires,
                                   states[i].revoked, states[i].specimen };
      g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
      g_autoptr (Answer) answer = ask_number (fixture, number, "");

      assert_page (answer, 200);
      answer_assert_has (answer, states[i].expected);
      answer_assert_lacks (answer, states[i].never);
      answer_assert_has (answer, number);
      answer_assert_has (answer, "Pension &lt;b&gt;for&lt;/b&gt; &quot;widows&quot; &amp; others");
      answer_assert_has (answer, "S. ");
      answer_assert_lacks (answer, "Sita");
      answer_assert_lacks (answer, "Secret words");
      answer_assert_lacks (answer, "26000000000001");
      if (states[i].revoked != NULL)
        answer_assert_has (answer, "False &lt;papers&gt;");
    }
}

static void
test_dates (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (50);
  SampleCertificate sample = { number, "Sita Devi", "words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (Answer) answer = ask_number (fixture, number, "");

  answer_assert_has (answer, "23 November 2026");
  answer_assert_has (answer, "23 नवंबर 2026");
  /* The last day, not the midnight after it. */
  answer_assert_has (answer, "23 November 2027");
}

static void
test_languages (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (52);
  g_autofree char *path = g_strconcat ("/verify/", number, NULL);
  SampleCertificate sample = { number, "Sita Devi", "words", 0, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (Answer) urdu = pages_fixture_ask (fixture, path, NULL, "Accept-Language", "ur", NULL);
  g_autoptr (Answer) punjabi = pages_fixture_ask (fixture, path, NULL, "Accept-Language", "pa", NULL);

  answer_assert_has (urdu, "<span lang=\"ur\">بیوہ پنشن</span>");
  answer_assert_has (urdu, "<span lang=\"ur\">23 نومبر 2026</span>");
  answer_assert_has (urdu, "<span lang=\"hi\" dir=\"ltr\">23 नवंबर 2026</span>");
  answer_assert_lacks (urdu, "23 November");
  answer_assert_has (punjabi, "<span lang=\"pa\">ਵਿਧਵਾ ਪੈਨਸ਼ਨ</span>");
  answer_assert_has (punjabi, "<span lang=\"pa\">23 ਨਵੰਬਰ 2026</span>");
}

/* What is certified is so in the languages of the paper; what it is called is said in the
 * reader's, and the choice stays while one checks. */
static void
test_own_words (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (53);
  g_autofree char *path = g_strconcat ("/verify/", number, "?t=" FIXTURE_TOKEN "&lang=pa", NULL);
  g_autofree char *other = g_strconcat ("href=\"/verify/", number, "?t=" FIXTURE_TOKEN "&amp;lang=ur\"", NULL);
  SampleCertificate sample = { number, "Sita Devi", "words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (Answer) punjabi = pages_fixture_ask (fixture, path, NULL, "Accept-Language", "ur", NULL);
  g_autoptr (Answer) form = pages_fixture_ask (fixture, "/verify/?lang=ur", NULL, "Accept-Language", "en", NULL);

  answer_assert_has (punjabi, "<html lang=\"pa\">");
  answer_assert_has (punjabi, "<span lang=\"pa\">ਪੈਨਸ਼ਨ ਦੀ ਰਕਮ</span> <span lang=\"hi\">पेंशन</span>");
  answer_assert_has (punjabi, "<span lang=\"hi\">₹ 2,500 महीना</span>");
  answer_assert_has (punjabi, other);
  answer_assert_has (form, "<html lang=\"ur\" dir=\"rtl\">");
  answer_assert_has (form, "action=\"/verify/?lang=ur\"");
  answer_assert_has (form, "<input type=\"hidden\" name=\"lang\" value=\"ur\">");
}

static void
test_written_otherwise (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (51);
  SampleCertificate sample = { number, "Sita Devi", "words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (GString) hindi = g_string_new (NULL);
  g_autofree char *spaced = g_strdup_printf ("%.4s%%20%.4s%%20%.6s", number, number + 4, number + 8);
  g_autofree char *query = g_strdup_printf ("/verify/?number=%.4s+%.4s-%.6s", number, number + 4,
                                            number + 8);
  g_autoptr (Answer) by_query = pages_fixture_ask (fixture, query, NULL, NULL);
  g_autoptr (Answer) by_path = ask_number (fixture, spaced, "");
  g_autoptr (Answer) by_hindi = NULL;
  g_autofree char *escaped = NULL;

  for (const char *p = number; *p != '\0'; p++)
    g_string_append_unichar (hindi, 0x0966 + (gunichar) (*p - '0'));
  escaped = g_uri_escape_string (hindi->str, NULL, FALSE);
  by_hindi = ask_number (fixture, escaped, "");
  answer_assert_has (by_query, "This certificate is valid");
  answer_assert_has (by_path, "This certificate is valid");
  answer_assert_has (by_hindi, "This certificate is valid");
}

static void
test_unknown (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (60);
  static const char *const others[] = { "26000000000001", "1", "%3Cscript%3E",
                                        "%25ff", "a&b=c", "' OR 1=1" };
  g_autoptr (Answer) unknown = ask_number (fixture, number, "");

  assert_page (unknown, 200);
  answer_assert_has (unknown, "We find no certificate with this number");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (others[i], "%", FALSE);
      g_autoptr (Answer) answer = ask_number (fixture, escaped, "");

      assert_page (answer, 200);
      answer_assert_lacks (answer, "is valid");
    }
}

/* The answer never leaves before its time, whether there is a row or none. */
static void
test_same_time (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (61);
  SampleCertificate sample = { number, "Sita Devi", "words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  const char *const asked[] = { number, "76999999999999", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      gint64 before = khidki_host_now (KHIDKI_HOST (fixture->host));
      g_autoptr (Answer) answer = ask_number (fixture, asked[i], "");

      g_assert_cmpint (khidki_host_now (KHIDKI_HOST (fixture->host)) - before, >=, 60);
    }
}

static void
test_token (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (70);
  SampleCertificate sample = { number, "Sita <i>Devi</i>", "Secret & words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (Answer) right = ask_number (fixture, number, "?t=" FIXTURE_TOKEN);
  g_autoptr (Answer) wrong = ask_number (fixture, number, "?t=AAAAAAAAAAAAAAAAAAAAAA");

  answer_assert_has (right, "Sita &lt;i&gt;Devi&lt;/i&gt;");
  answer_assert_has (right, "Secret &amp; words");
  answer_assert_has (right, "26000000000001");
  answer_assert_has (right, "Pension &lt;b&gt;");
  answer_assert_has (right, "₹ 2,500 &amp; more");
  answer_assert_has (right, "₹ 2,500 महीना");
  answer_assert_lacks (right, "Not signed");
  answer_assert_lacks (wrong, "Sita");
  answer_assert_lacks (wrong, "2,500");
  answer_assert_has (wrong, "This certificate is valid");
}

/* A browser that opens what the code holds sends all but the claims. */
static void
test_scan (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (72);
  SampleCertificate sample = { number, "Sita Devi", "Secret words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autofree char *url = khidki_certificate_dup_verify_url (certificate);
  g_autofree char *path = g_strndup (strstr (url, "/verify/"), strcspn (strstr (url, "/verify/"), "#"));
  g_autoptr (Answer) answer = pages_fixture_ask (fixture, path, NULL, NULL);

  assert_page (answer, 200);
  answer_assert_has (answer, "This certificate is valid");
  answer_assert_has (answer, "Sita Devi");
  answer_assert_has (answer, "Secret words");
  answer_assert_has (answer, "₹ 2,500 &amp; more");
}

static Answer *
paste (PagesFixture *fixture, const char *code)
{
  g_autofree char *escaped = g_uri_escape_string (code, NULL, FALSE);
  g_autofree char *form = g_strconcat ("code=", escaped, NULL);

  return pages_fixture_ask (fixture, "/verify/", form, NULL);
}

static void
test_code (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (71);
  SampleCertificate sample = { number, "Sita Devi", "Secret words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autofree char *url = khidki_certificate_dup_verify_url (certificate);
  g_autofree char *wrapped = g_strdup_printf ("  %.80s\r\n %s\n", url, url + 80);
  g_autofree char *changed = g_strdup (url);
  g_autoptr (Answer) right = paste (fixture, url);
  g_autoptr (Answer) lines = paste (fixture, wrapped);
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) nothing = paste (fixture, "");

  changed[strlen (changed) - 10] ^= 1;
  wrong = paste (fixture, changed);
  assert_page (right, 200);
  answer_assert_has (right, "Sita Devi");
  answer_assert_has (right, "Secret words");
  answer_assert_has (right, "₹ 2,500 महीना");
  answer_assert_has (lines, "Sita Devi");
  assert_page (wrong, 200);
  answer_assert_has (wrong, "This code was not signed by us");
  answer_assert_has (wrong, "aria-invalid=\"true\"");
  answer_assert_has (wrong, "href=\"#code\"");
  answer_assert_lacks (wrong, "Sita");
  answer_assert_has (nothing, "This code was not signed by us");
}

/* The claims without the address around them: what they say stands under our
 * signature, the rest is not shown. */
static void
test_code_without_token (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *number = new_number (73);
  SampleCertificate sample = { number, "Sita Devi", "Secret words", 365, NULL, FALSE };
  g_autoptr (KhidkiCertificate) certificate = pages_fixture_issue (fixture, &sample);
  g_autoptr (Answer) answer = paste (fixture, khidki_certificate_get_jws (certificate));

  assert_page (answer, 200);
  answer_assert_has (answer, "This certificate is valid");
  answer_assert_has (answer, "Sita Devi");
  answer_assert_has (answer, "₹ 2,500 &amp; more");
  answer_assert_lacks (answer, "Secret words");
  answer_assert_lacks (answer, "26000000000001");
}

/* Signed, but not by a row: somebody has the key. */
static void
test_code_without_row (PagesFixture *fixture, gconstpointer data)
{
  static const char *payload =
      "{\"sub\":\"76000000000001\",\"svc\":\"TST-PEN\",\"nam\":\"Ravan\",\"iat\":1795415400,"
      "\"dig\":\"x\"}";
  g_autofree char *jws = khidki_jws_sign (fixture->key, payload, strlen (payload));
  g_autoptr (Answer) answer = paste (fixture, jws);

  assert_page (answer, 200);
  answer_assert_has (answer, "not in our register");
  answer_assert_lacks (answer, "Ravan");
}

static void
test_large (PagesFixture *fixture, gconstpointer data)
{
  g_autofree char *code = g_strnfill (20000, 'a');
  g_autoptr (Answer) answer = paste (fixture, code);

  assert_page (answer, 413);
}

static void
test_keys (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) answer = pages_fixture_ask (fixture, "/.well-known/jwks.json", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiJwkSet) keys = khidki_jwk_set_new_from_json (answer->text, &error);

  g_assert_no_error (error);
  assert_strict (answer);
  g_assert_cmpstr (khidki_jwk_set_get_kid (keys, 0), ==, khidki_signing_key_get_kid (fixture->key));
}

static void
test_numbers (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) answer = pages_fixture_ask (fixture, "/numbers", NULL, NULL);

  assert_page (answer, 200);
  answer_assert_has (answer, "+91 95999 &lt;1&gt;");
  answer_assert_has (answer, "href=\"tel:1031\"");
  answer_assert_has (answer, "OTP");
}

static void
test_numbers_of_channels (PagesFixture *fixture, gconstpointer data)
{
  static const char *const languages[] = { "en", "hi", "pa", "ur" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (Answer) answer =
          pages_fixture_ask (fixture, "/numbers", NULL, "Accept-Language", languages[i], NULL);
      const char *once;

      g_assert_cmpuint (answer->status, ==, 200);
      answer_assert_has (answer, "<a href=\"https://wa.me/919599900000\">+91 95999-00000</a>");
      answer_assert_has (answer, "Delhi &lt;Revenue&gt;");
      answer_assert_has (answer, "<a href=\"sms:56161\">56161</a>");
      answer_assert_has (answer, "<a href=\"tel:+911120000000\">+91 11 2000 0000</a>");
      /* Known to a channel and named in the configuration: shown once, as the channel has it. */
      answer_assert_lacks (answer, "+91 95999 00000");
      once = strstr (answer->text, "wa.me/919599900000");
      g_assert_null (strstr (once + 1, "wa.me/919599900000"));
      /* Without the country's code nobody knows whose number it is. */
      answer_assert_lacks (answer, "wa.me/1800");
      answer_assert_has (answer, "1800 11 2000");
    }
}

static void
test_style (PagesFixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) page = pages_fixture_ask (fixture, "/verify/", NULL, "Accept-Language", "en-IN", NULL);
  const char *start = strstr (page->text, "href=\"/style.");
  g_autofree char *path = NULL;
  g_autoptr (Answer) style = NULL;

  assert_page (page, 200);
  answer_assert_has (page, "<html lang=\"en\">");
  g_assert_nonnull (start);
  path = g_strndup (start + 6, strcspn (start + 6, "\""));
  style = pages_fixture_ask (fixture, path, NULL, NULL);
  g_assert_cmpuint (style->status, ==, 200);
  assert_strict (style);
  g_assert_cmpstr (answer_get_header (style, "Cache-Control"), ==,
                   "public, max-age=31536000, immutable");
  answer_assert_has (style, "focus-visible");
}

#define ADD(name, func) \
  g_test_add ("/pages/" name, PagesFixture, NULL, pages_fixture_set_up, func, pages_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("verify/states", test_states);
  ADD ("verify/dates", test_dates);
  ADD ("verify/languages", test_languages);
  ADD ("verify/own-words", test_own_words);
  ADD ("verify/written-otherwise", test_written_otherwise);
  ADD ("verify/unknown", test_unknown);
  ADD ("verify/same-time", test_same_time);
  ADD ("verify/token", test_token);
  ADD ("verify/scan", test_scan);
  ADD ("verify/code", test_code);
  ADD ("verify/code-without-token", test_code_without_token);
  ADD ("verify/code-without-row", test_code_without_row);
  ADD ("verify/large", test_large);
  ADD ("keys", test_keys);
  ADD ("numbers", test_numbers);
  ADD ("numbers/channels", test_numbers_of_channels);
  ADD ("style", test_style);
  return g_test_run ();
}
