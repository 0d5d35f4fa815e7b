/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <libsoup/soup.h>
#include <string.h>

#include "http/khidki-http-server.h"
#include "tools/khidki-tool-call.h"

#define LONG_BODY (300 * 1024)

typedef struct
{
  KhidkiTestHost *host;
  KhidkiHttpServer *server;
  KhidkiResponder *held;
  char *base;
  guint n_calls;
} Fixture;

static void
echo (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  GBytes *body = khidki_request_get_body (request);
  g_autofree char *text = g_strdup_printf (
      "%s %s %.*s", khidki_request_get_method (request),
      khidki_request_get_header (request, "X-Word"), (int) g_bytes_get_size (body),
      (const char *) g_bytes_get_data (body, NULL));
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (418, "text/plain", text);

  fixture->n_calls++;
  khidki_responder_finish (responder, response);
}

static void
answer_at_length (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (LONG_BODY), LONG_BODY);
  g_autoptr (KhidkiResponse) response = khidki_response_new (418);

  khidki_response_set_body (response, "text/plain", body);
  khidki_responder_finish (responder, response);
}

static void
send_elsewhere (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (KhidkiResponse) response = khidki_response_new (302);

  fixture->n_calls++;
  khidki_response_set_header (response, "Location", "/echo");
  khidki_responder_finish (responder, response);
}

static void
never_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->held = khidki_responder_ref (responder);
}

static void
add_route (Fixture *fixture, const char *method, const char *path, KhidkiRouteFunc func)
{
  g_autoptr (GError) error = NULL;

  khidki_http_server_add_route (fixture->server, method, path, func, fixture, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->host = khidki_test_host_new ("tools");
  fixture->server = khidki_http_server_new (KHIDKI_HOST (fixture->host));
  add_route (fixture, "POST", "/echo", echo);
  add_route (fixture, "GET", "/elsewhere", send_elsewhere);
  add_route (fixture, "GET", "/long", answer_at_length);
  add_route (fixture, "GET", "/never", never_answer);
  khidki_http_server_listen (fixture->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->base = g_strdup_printf ("http://127.0.0.1:%u", khidki_http_server_get_port (fixture->server));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->held, khidki_responder_unref);
  khidki_http_server_close (fixture->server);
  khidki_test_settle ();
  g_object_unref (fixture->server);
  g_object_unref (fixture->host);
  g_free (fixture->base);
}

static KhidkiRequest *
request_for (Fixture *fixture, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (fixture->base, path, NULL);

  return khidki_request_new (method, uri);
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiRequest) request = request_for (fixture, "POST", "/echo");
  g_autoptr (GBytes) body = g_bytes_new_static ("said", 4);
  g_autoptr (KhidkiToolAnswer) got = NULL;
  g_autofree char *text = NULL;

  khidki_request_set_header (request, "X-Word", "there");
  khidki_request_set_body (request, "text/plain", body);
  got = khidki_tool_call (request);
  g_assert_cmpuint (got->status, ==, 418);
  g_assert_cmpint (got->trouble, ==, KHIDKI_TOOL_TROUBLE_NONE);
  g_assert_nonnull (got->date);
  text = g_strndup (g_bytes_get_data (got->body, NULL), g_bytes_get_size (got->body));
  g_assert_cmpstr (text, ==, "POST there said");
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiRequest) request = request_for (fixture, "GET", "/elsewhere");
  g_autoptr (KhidkiToolAnswer) got = khidki_tool_call (request);

  g_assert_cmpuint (got->status, ==, 302);
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

/* Whoever answers never or without end does not hold an administrator up. */
static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiRequest) never = request_for (fixture, "GET", "/never");
  g_autoptr (KhidkiRequest) endless = request_for (fixture, "GET", "/long");
  g_autoptr (KhidkiRequest) fits = request_for (fixture, "GET", "/long");
  g_autoptr (KhidkiToolAnswer) late = NULL;
  g_autoptr (KhidkiToolAnswer) too_long = NULL;
  g_autoptr (KhidkiToolAnswer) whole = NULL;

  khidki_request_set_deadline (never, 50);
  late = khidki_tool_call (never);
  g_assert_cmpint (late->trouble, ==, KHIDKI_TOOL_TROUBLE_SLOW);
  g_assert_cmpuint (late->status, ==, 0);

  khidki_request_set_max_size (endless, LONG_BODY - 1);
  too_long = khidki_tool_call (endless);
  g_assert_cmpint (too_long->trouble, ==, KHIDKI_TOOL_TROUBLE_LONG);
  g_assert_null (too_long->body);
  khidki_request_set_max_size (fits, LONG_BODY);
  whole = khidki_tool_call (fits);
  g_assert_cmpint (whole->trouble, ==, KHIDKI_TOOL_TROUBLE_NONE);
  g_assert_cmpuint (g_bytes_get_size (whole->body), ==, LONG_BODY);
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiRequest) refused = request_for (fixture, "GET", "/");
  g_autoptr (KhidkiRequest) nowhere = khidki_request_new ("GET", "http://khidki.invalid/");
  g_autoptr (KhidkiRequest) nonsense = khidki_request_new ("GET", "not an address");
  g_autoptr (KhidkiToolAnswer) one = NULL;
  g_autoptr (KhidkiToolAnswer) other = NULL;
  g_autoptr (KhidkiToolAnswer) third = NULL;

  khidki_http_server_close (fixture->server);
  one = khidki_tool_call (refused);
  g_assert_cmpint (one->trouble, ==, KHIDKI_TOOL_TROUBLE_REFUSED);
  other = khidki_tool_call (nowhere);
  g_assert_cmpint (other->trouble, ==, KHIDKI_TOOL_TROUBLE_NAME);
  third = khidki_tool_call (nonsense);
  g_assert_cmpint (third->trouble, ==, KHIDKI_TOOL_TROUBLE_OTHER);
  g_assert_nonnull (third->words);
}

static void
test_judge (void)
{
  static const struct
  {
    int code;
    KhidkiToolTrouble trouble;
  } cases[] = {
    { G_IO_ERROR_CONNECTION_REFUSED, KHIDKI_TOOL_TROUBLE_REFUSED },
    { G_IO_ERROR_HOST_UNREACHABLE, KHIDKI_TOOL_TROUBLE_REFUSED },
    { G_IO_ERROR_NETWORK_UNREACHABLE, KHIDKI_TOOL_TROUBLE_REFUSED },
    { G_IO_ERROR_TIMED_OUT, KHIDKI_TOOL_TROUBLE_SLOW },
    { G_IO_ERROR_CONNECTION_CLOSED, KHIDKI_TOOL_TROUBLE_OTHER },
  };
  g_autoptr (GError) bad = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "");
  g_autoptr (GError) other = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, "");

  g_assert_cmpint (khidki_tool_call_judge (bad), ==, KHIDKI_TOOL_TROUBLE_CERTIFICATE);
  g_assert_cmpint (khidki_tool_call_judge (other), ==, KHIDKI_TOOL_TROUBLE_TLS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, cases[i].code, "");

      g_assert_cmpint (khidki_tool_call_judge (error), ==, cases[i].trouble);
    }
}

#define ADD(name, func) g_test_add ("/tools/call/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer);
  ADD ("redirect", test_redirect);
  ADD ("bounds", test_bounds);
  ADD ("nobody", test_nobody);
  g_test_add_func ("/tools/call/judge", test_judge);
  return g_test_run ();
}
