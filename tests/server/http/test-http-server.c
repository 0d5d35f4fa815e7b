/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <khidki-testing.h>
#include <string.h>

#include "http/khidki-http-server.h"
#include "libkhidki/khidki-error.h"

#define MAX_BODY 4096
#define REQUEST_MS 10000

typedef struct
{
  KhidkiTestHost *host;
  KhidkiHttpServer *server;
  guint handled;
  gsize body;
} Fixture;

static void
echo (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  Fixture *fixture = user_data;
  GBytes *body = khidki_request_get_body (request);
  g_autoptr (KhidkiResponse) response = NULL;

  fixture->handled++;
  fixture->body = body != NULL ? g_bytes_get_size (body) : 0;
  response = khidki_response_new_text (200, "text/plain", khidki_request_get_path (request));
  khidki_responder_finish (responder, response);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->host = khidki_test_host_new ("http");
  fixture->server = khidki_http_server_new (KHIDKI_HOST (fixture->host));
  khidki_http_server_set_limits (fixture->server, MAX_BODY, 8, REQUEST_MS);
  khidki_http_server_add_route (fixture->server, "POST", "/in", echo, fixture, NULL, &error);
  g_assert_no_error (error);
  khidki_http_server_add_route (fixture->server, "GET", "/verify/", echo, fixture, NULL, &error);
  g_assert_no_error (error);
  khidki_http_server_listen (fixture->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_http_server_close (fixture->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->server);
  g_object_unref (fixture->host);
}

static GSocketConnection *
dial (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
      g_socket_client_connect_to_host (client, "127.0.0.1",
                                       (guint16) khidki_http_server_get_port (fixture->server), NULL,
                                       &error);

  g_assert_no_error (error);
  g_socket_set_blocking (g_socket_connection_get_socket (connection), FALSE);
  return connection;
}

static void
put (GSocketConnection *connection, const char *text, gsize length)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  gsize done = 0;

  while (done < length)
    {
      gssize n = g_socket_send (socket, text + done, length - done, NULL, NULL);

      if (n > 0)
        done += (gsize) n;
      else
        break;
      g_main_context_iteration (NULL, FALSE);
    }
}

/* Everything that comes until the far side hangs up or an answer is complete. */
static char *
get_answer (GSocketConnection *connection, gboolean *closed)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  GString *text = g_string_new (NULL);

  *closed = FALSE;
  for (guint i = 0; i < 4000; i++)
    {
      char buffer[2048];
      gssize n;

      g_main_context_iteration (NULL, FALSE);
      n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
      if (n > 0)
        {
          g_string_append_len (text, buffer, n);
          continue;
        }
      if (n == 0 || g_socket_condition_check (socket, G_IO_HUP | G_IO_ERR) != 0)
        {
          *closed = TRUE;
          break;
        }
      if (strstr (text->str, "\r\n\r\n") != NULL && i > 200)
        break;
      g_usleep (500);
    }
  return g_string_free (text, FALSE);
}

static char *
ask (Fixture *fixture, const char *request)
{
  g_autoptr (GSocketConnection) connection = dial (fixture);
  gboolean closed;

  put (connection, request, strlen (request));
  return get_answer (connection, &closed);
}

static void
test_routes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = ask (fixture, "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  g_autofree char *below = ask (fixture, "GET /verify/123 HTTP/1.1\r\nHost: a\r\n\r\n");
  g_autofree char *missing = ask (fixture, "GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
  g_autofree char *method = ask (fixture, "GET /in HTTP/1.1\r\nHost: a\r\n\r\n");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (found, "HTTP/1.1 200"));
  g_assert_true (g_str_has_suffix (below, "/verify/123"));
  g_assert_true (g_str_has_prefix (missing, "HTTP/1.1 404"));
  g_assert_true (g_str_has_prefix (method, "HTTP/1.1 405"));
  g_assert_cmpuint (fixture->handled, ==, 2);

  g_assert_false (
      khidki_http_server_add_route (fixture->server, "POST", "/in", echo, fixture, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  khidki_http_server_remove_route (fixture->server, "POST", "/in");
  {
    g_autofree char *gone = ask (fixture, "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

    g_assert_true (g_str_has_prefix (gone, "HTTP/1.1 404"));
  }
}

static void
test_declared_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer =
      ask (fixture, "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n"
                    "Expect: 100-continue\r\n\r\n");
  KhidkiHttpCounters counters;

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413"));
  g_assert_cmpuint (fixture->handled, ==, 0);
  khidki_http_server_get_counters (fixture->server, &counters);
  g_assert_cmpuint (counters.too_large, ==, 1);
}

static void
test_chunks_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = dial (fixture);
  const char *head = "POST /in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autofree char *answer = NULL;
  KhidkiHttpCounters counters;
  char chunk[1024 + 8];
  gboolean closed;

  g_snprintf (chunk, sizeof chunk, "400\r\n");
  memset (chunk + 5, 'x', 1024);
  memcpy (chunk + 5 + 1024, "\r\n", 2);
  put (connection, head, strlen (head));
  for (guint i = 0; i < 16; i++)
    put (connection, chunk, 5 + 1024 + 2);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  khidki_test_host_advance (fixture->host, 5000);
  answer = get_answer (connection, &closed);

  g_assert_true (closed);
  g_assert_cmpuint (fixture->handled, ==, 0);
  khidki_http_server_get_counters (fixture->server, &counters);
  g_assert_cmpuint (counters.too_large, ==, 1);
}

static void
test_two_lengths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer =
      ask (fixture, "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400"));
  g_assert_cmpuint (fixture->handled, ==, 0);
}

/* A drip resets no clock: the time for a request is absolute. */
static void
test_drip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = dial (fixture);
  const char *request = "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n";
  g_autofree char *answer = NULL;
  KhidkiHttpCounters counters;
  gboolean closed;

  for (guint i = 0; i < 12; i++)
    {
      put (connection, request + i, 1);
      for (guint j = 0; j < 20; j++)
        g_main_context_iteration (NULL, FALSE);
      khidki_test_host_advance (fixture->host, 1000);
    }
  answer = get_answer (connection, &closed);

  g_assert_true (closed);
  g_assert_cmpstr (answer, ==, "");
  khidki_http_server_get_counters (fixture->server, &counters);
  g_assert_cmpuint (counters.connections_dropped, ==, 1);
  g_assert_cmpuint (counters.open_connections, ==, 0);
}

static void
turn_the_loop (guint times)
{
  for (guint i = 0; i < times; i++)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_closed (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  char byte;

  turn_the_loop (50);
  return g_socket_receive (socket, &byte, 1, NULL, NULL) == 0;
}

/* What is promised to the second, with the limits that the server runs with: who
 * says nothing, half of a request or half of a body is closed within 15 s. */
static void
test_promised_deadline (void)
{
  static const char *const begun[] = { "", "POST /in HT", "POST /in HTTP/1.1\r\nHost: a\r\n",
                                       "POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhi" };
  Fixture fixture = { 0 };
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  fixture.host = khidki_test_host_new ("http");
  fixture.server = khidki_http_server_new (KHIDKI_HOST (fixture.host));
  khidki_http_server_listen (fixture.server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (begun); i++)
    {
      GSocketConnection *connection = dial (&fixture);

      g_ptr_array_add (connections, connection);
      put (connection, begun[i], strlen (begun[i]));
      turn_the_loop (50);
    }

  khidki_test_host_advance (fixture.host, 10000);
  for (guint i = 0; i < connections->len; i++)
    g_assert_false (is_closed (connections->pdata[i]));
  khidki_test_host_advance (fixture.host, 5000);
  for (guint i = 0; i < connections->len; i++)
    g_assert_true (is_closed (connections->pdata[i]));
  tear_down (&fixture, NULL);
}

/* Somebody sets the clock: nobody's deadline comes nearer, nobody's goes away. */
static void
test_clock_is_set (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = dial (fixture);
  KhidkiHost *host = KHIDKI_HOST (fixture->host);

  turn_the_loop (50);
  khidki_test_host_set_now (fixture->host, khidki_host_now (host) + 3600 * 1000);
  khidki_test_host_advance (fixture->host, 2000);
  g_assert_false (is_closed (connection));
  khidki_test_host_set_now (fixture->host, khidki_host_now (host) - 2 * 3600 * 1000);
  khidki_test_host_advance (fixture->host, 3 * 3600 * 1000);
  g_assert_true (is_closed (connection));
}

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  KhidkiHttpCounters counters;

  for (guint i = 0; i < 12; i++)
    {
      g_ptr_array_add (connections, dial (fixture));
      for (guint j = 0; j < 50; j++)
        g_main_context_iteration (NULL, FALSE);
    }
  khidki_http_server_get_counters (fixture->server, &counters);
  g_assert_cmpuint (counters.open_connections, ==, 8);
  g_assert_cmpuint (counters.connections_refused, ==, 4);

  /* Silent connections make room by themselves. */
  khidki_test_host_advance (fixture->host, REQUEST_MS + 2000);
  for (guint j = 0; j < 200; j++)
    g_main_context_iteration (NULL, FALSE);
  {
    g_autofree char *answer = ask (fixture, "GET /verify/1 HTTP/1.1\r\nHost: a\r\n\r\n");

    g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  }
}

/* A far end that has its answer goes away: what was kept for its next request goes at once,
 * with libsoup's part of it. */
static void
test_kept_then_gone (Fixture *fixture, gconstpointer data)
{
  static const char *const request = "GET /verify/1 HTTP/1.1\r\nHost: a\r\n\r\n";
  KhidkiHttpCounters counters;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GSocketConnection) connection = dial (fixture);
      gboolean closed;

      for (guint j = 0; j < 2; j++)
        {
          g_autofree char *answer = NULL;

          put (connection, request, strlen (request));
          answer = get_answer (connection, &closed);
          g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
          g_assert_false (closed);
        }
      khidki_http_server_get_counters (fixture->server, &counters);
      g_assert_cmpuint (counters.open_connections, ==, 1);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      khidki_test_settle ();
      khidki_http_server_get_counters (fixture->server, &counters);
      g_assert_cmpuint (counters.open_connections, ==, 0);
    }
  g_assert_cmpuint (fixture->handled, ==, 6);
}

static void
test_addresses (void)
{
  g_autoptr (KhidkiTestHost) host = khidki_test_host_new ("http");
  g_autoptr (KhidkiHttpServer) server = khidki_http_server_new (KHIDKI_HOST (host));
  g_autoptr (GError) error = NULL;

  g_assert_false (khidki_http_server_listen (server, "example.org", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (khidki_http_server_listen (server, "somewhere:80", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http/routes", Fixture, NULL, set_up, test_routes, tear_down);
  g_test_add ("/http/declared-too-large", Fixture, NULL, set_up, test_declared_too_large, tear_down);
  g_test_add ("/http/chunks-too-large", Fixture, NULL, set_up, test_chunks_too_large, tear_down);
  g_test_add ("/http/two-lengths", Fixture, NULL, set_up, test_two_lengths, tear_down);
  g_test_add ("/http/drip", Fixture, NULL, set_up, test_drip, tear_down);
  g_test_add ("/http/too-many", Fixture, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/http/clock-is-set", Fixture, NULL, set_up, test_clock_is_set, tear_down);
  g_test_add ("/http/kept-then-gone", Fixture, NULL, set_up, test_kept_then_gone, tear_down);
  g_test_add_func ("/http/promised-deadline", test_promised_deadline);
  g_test_add_func ("/http/addresses", test_addresses);
  return g_test_run ();
}
