/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki.h"

static void
test_request_cookies (void)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", "/counter/");

  g_assert_null (khidki_request_get_cookie (request, "a"));
  khidki_request_set_header (request, "cookie", "a=1; __Host-counter=x=y ;b=\"q\"; a=2; =z; alone");

  g_assert_cmpstr (khidki_request_get_cookie (request, "a"), ==, "1");
  g_assert_cmpstr (khidki_request_get_cookie (request, "__Host-counter"), ==, "x=y");
  g_assert_cmpstr (khidki_request_get_cookie (request, "b"), ==, "q");
  g_assert_null (khidki_request_get_cookie (request, "alone"));
  g_assert_null (khidki_request_get_cookie (request, ""));
  g_assert_null (khidki_request_get_cookie (request, "A"));
}

static void
test_request_fields (void)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/counter/");
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);

  khidki_request_add_paper (request, "name", "a.jpg", paper);
  khidki_request_add_field (request, "name", "Sita");
  khidki_request_add_field (request, "name", "Rani");
  g_assert_cmpstr (khidki_request_get_field (request, "name"), ==, "Sita");
  g_assert_null (khidki_request_get_field (request, "age"));
}

static void
test_response_cookies (void)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (200);
  const char *const *cookies;

  g_assert_null (khidki_response_get_cookies (response)[0]);
  khidki_response_add_cookie (response, "__Host-counter", "a=b", "/", -1);
  khidki_response_add_cookie (response, "language", "", "/counter/", 0);
  cookies = khidki_response_get_cookies (response);

  g_assert_cmpstr (cookies[0], ==,
                   "__Host-counter=a=b; Path=/; Secure; HttpOnly; SameSite=Strict");
  g_assert_cmpstr (cookies[1], ==,
                   "language=; Path=/counter/; Max-Age=0; Secure; HttpOnly; SameSite=Strict");
  g_assert_null (cookies[2]);
  g_assert_null (khidki_response_get_header (response, "Set-Cookie"));

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*is_cookie_text*");
  khidki_response_add_cookie (response, "a", "b; Domain=evil.example", "/", -1);
  g_test_assert_expected_messages ();
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*is_cookie_text*");
  khidki_response_add_cookie (response, "a", "b\r\nX: y", "/", -1);
  g_test_assert_expected_messages ();
  g_assert_null (khidki_response_get_cookies (response)[2]);
}

static void
test_redirect (void)
{
  static const char *const bad[] = { "//evil.example/", "https://evil.example/", "/\\evil.example", "" };
  g_autoptr (KhidkiResponse) response = khidki_response_new_redirect ("/counter/draft?id=1");

  g_assert_cmpuint (khidki_response_get_status (response), ==, 303);
  g_assert_cmpstr (khidki_response_get_header (response, "location"), ==, "/counter/draft?id=1");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*path*");
      g_assert_null (khidki_response_new_redirect (bad[i]));
      g_test_assert_expected_messages ();
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/request-cookies", test_request_cookies);
  g_test_add_func ("/exchange/request-fields", test_request_fields);
  g_test_add_func ("/exchange/response-cookies", test_response_cookies);
  g_test_add_func ("/exchange/redirect", test_redirect);
  return g_test_run ();
}
