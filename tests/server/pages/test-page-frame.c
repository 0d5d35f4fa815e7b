/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-html.h"
#include "pages/khidki-page-frame.h"

static char *
make (const KhidkiPageFrame *frame, KhidkiResponse **response)
{
  g_autoptr (KhidkiHtml) body = khidki_html_new ();
  GBytes *bytes;

  khidki_html_open (body, "p", NULL);
  khidki_html_text (body, "<hello>");
  *response = khidki_page_frame_make (frame, body);
  bytes = khidki_response_get_body (*response);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_has (const char *page, const char *text)
{
  if (strstr (page, text) == NULL)
    g_error ("expected “%s” in %s", text, page);
}

static void
assert_lacks (const char *page, const char *text)
{
  if (strstr (page, text) != NULL)
    g_error ("did not expect “%s” in %s", text, page);
}

static const KhidkiPageLink links[] = { { "ड्राफ़्ट", "/counter/", FALSE },
                                        { "दिन", "/counter/day", TRUE } };

static void
test_whole (void)
{
  const KhidkiPageFrame frame = {
    .title = "आज का दिन", .language = "hi", .other_language = "/counter/day?language=en",
    .style = "/counter/style.css", .script = "/counter/form.js", .links = links, .n_links = 2,
    .user = "रवि, रोहिणी", .sign_out = "/counter/out", .sign_out_token = "t0\"", .wide = TRUE,
  };
  g_autoptr (KhidkiResponse) response = NULL;
  g_autofree char *page = make (&frame, &response);
  const char *policy = khidki_response_get_header (response, "Content-Security-Policy");

  g_assert_cmpuint (khidki_response_get_status (response), ==, 200);
  assert_has (page, "<html lang=\"hi\">");
  assert_has (page, "<title>आज का दिन – खिड़की</title>");
  assert_has (page, "<h1>आज का दिन</h1><p>&lt;hello&gt;</p></main>");
  assert_has (page, "<main id=\"main\" class=\"wide desk\" tabindex=\"-1\">");
  assert_has (page, "<a href=\"/counter/day\" aria-current=\"page\">दिन</a>");
  assert_has (page, "<a href=\"/counter/\">ड्राफ़्ट</a>");
  assert_has (page, "<a href=\"/counter/day?language=en\" lang=\"en\" hreflang=\"en\">English</a>");
  assert_has (page, "<script type=\"module\" src=\"/counter/form.js\"></script>");
  assert_has (page, "<link rel=\"stylesheet\" href=\"/counter/style.css\">");
  assert_has (page, "name=\"token\" value=\"t0&quot;\"");
  assert_has (page, "रवि, रोहिणी");
  /* One language at a time, and what is said to citizens is not said to who serves them. */
  assert_lacks (page, "Check a certificate");
  assert_lacks (page, "OTP");
  assert_has (policy, "script-src 'self'; connect-src 'self'");
  assert_has (policy, "frame-ancestors 'none'");
  assert_lacks (policy, "unsafe");
  g_assert_cmpstr (khidki_response_get_header (response, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (khidki_response_get_header (response, "X-Content-Type-Options"), ==, "nosniff");
}

static void
test_small (void)
{
  const KhidkiPageFrame frame = { .title = "Gone", .language = "en", .status = 404, .no_heading = TRUE };
  g_autoptr (KhidkiResponse) response = NULL;
  g_autofree char *page = make (&frame, &response);

  g_assert_cmpuint (khidki_response_get_status (response), ==, 404);
  assert_lacks (page, "<h1>");
  assert_lacks (page, "<nav");
  assert_lacks (page, "<script");
  assert_has (page, "OTP");
  assert_lacks (khidki_response_get_header (response, "Content-Security-Policy"), "script-src");
}

static void
test_print (void)
{
  const KhidkiPageFrame frame = { .title = "Receipt", .language = "en", .links = links, .n_links = 2,
                                  .user = "Ravi", .print = TRUE, .style = "/counter/receipt.css" };
  g_autoptr (KhidkiResponse) response = NULL;
  g_autofree char *page = make (&frame, &response);

  assert_has (page, "<body class=\"sheet\"><main id=\"main\" tabindex=\"-1\"><h1>Receipt</h1>");
  assert_lacks (page, "<header");
  assert_lacks (page, "<footer");
  assert_lacks (page, "<nav");
  assert_lacks (page, "Ravi");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page-frame/whole", test_whole);
  g_test_add_func ("/page-frame/small", test_small);
  g_test_add_func ("/page-frame/print", test_print);
  return g_test_run ();
}
