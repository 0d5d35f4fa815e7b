/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <khidki-testing.h>
#include <string.h>

#include "http/khidki-http-client.h"
#include "libkhidki/khidki-error.h"

/* How many there are out to one far end, and more than that. */
#define AT_ONCE 400
#define MANY 480

typedef struct
{
  KhidkiTestHost *host;
  KhidkiHttpClient *client;
  GSocketService *service;
  GPtrArray *connections;
  GCancellable *cancellable;
  guint16 port;
  guint ended;
  guint retry;
  guint uncertain;
  guint answered;
  gint64 left_at;
} Fixture;

/* It takes every connection and never answers. */
static gboolean
accept_and_keep (GSocketService *service,
                 GSocketConnection *connection,
                 GObject *source,
                 gpointer user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->connections, g_object_ref (connection));
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->host = khidki_test_host_new ("http");
  fixture->client = khidki_http_client_new (KHIDKI_HOST (fixture->host), NULL);
  fixture->connections = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->cancellable = g_cancellable_new ();
  fixture->service = g_socket_service_new ();
  fixture->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->service, "incoming", G_CALLBACK (accept_and_keep), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_test_settle ();
  g_assert_finalize_object (fixture->client);
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  g_object_unref (fixture->service);
  g_ptr_array_unref (fixture->connections);
  g_object_unref (fixture->cancellable);
  g_assert_finalize_object (fixture->host);
}

static void
fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response =
      khidki_http_client_fetch_finish (KHIDKI_HTTP_CLIENT (source), result, &error);

  g_assert_null (response);
  fixture->ended++;
  fixture->retry += g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  fixture->uncertain += g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
}

static void
begin_for (Fixture *fixture, guint n, guint deadline, GAsyncReadyCallback callback)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/messages", fixture->port);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", uri);

      khidki_request_set_body (request, "application/json", body);
      khidki_request_set_deadline (request, deadline);
      khidki_http_client_fetch_async (fixture->client, request, fixture->cancellable, callback, fixture);
    }
}

static void
begin (Fixture *fixture, guint n, guint deadline)
{
  begin_for (fixture, n, deadline, fetched);
}

static void
turn_the_loop (gint64 milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
await_end (Fixture *fixture, guint n)
{
  for (guint i = 0; i < 100 && fixture->ended < n; i++)
    turn_the_loop (50);
  g_assert_cmpuint (fixture->ended, ==, n);
}

/* Whatever the far end does, all that were given up end; those that never left are
 * known not to have. */
static void
test_gives_all_up (Fixture *fixture, gconstpointer data)
{
  guint out;

  begin (fixture, MANY, 60000);
  turn_the_loop (500);
  out = fixture->connections->len;
  g_assert_cmpuint (out, >=, 32);
  g_assert_cmpuint (out, <, MANY);
  g_assert_cmpuint (fixture->ended, ==, 0);
  g_cancellable_cancel (fixture->cancellable);
  await_end (fixture, MANY);
  g_assert_cmpuint (fixture->uncertain, <=, out);
  g_assert_cmpuint (fixture->retry, >=, MANY - out);
  g_assert_cmpuint (fixture->retry + fixture->uncertain, ==, MANY);
}

/* A deadline counts from the asking, not from when there is room. */
static void
test_deadline_while_it_waits (Fixture *fixture, gconstpointer data)
{
  begin (fixture, MANY, 5000);
  turn_the_loop (500);
  khidki_test_host_advance (fixture->host, 4900);
  g_assert_cmpuint (fixture->ended, ==, 0);
  khidki_test_host_advance (fixture->host, 200);
  await_end (fixture, MANY);
}

static void
test_given_up_before (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellable);
  begin (fixture, 1, 5000);
  await_end (fixture, 1);
  g_assert_cmpuint (fixture->retry, ==, 1);
  g_assert_cmpuint (fixture->connections->len, ==, 0);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (KhidkiResponse) response =
      khidki_http_client_fetch_finish (KHIDKI_HTTP_CLIENT (source), result, NULL);

  if (response == NULL)
    return;
  fixture->left_at = khidki_response_get_left_at (response);
  fixture->answered++;
}

/* Answers all that have come in, and gives when the last of them had left. */
static gint64
answer_all (Fixture *fixture, guint n)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  fixture->answered = 0;
  for (guint i = 0; i < fixture->connections->len; i++)
    g_output_stream_write (
        g_io_stream_get_output_stream (g_ptr_array_index (fixture->connections, i)), answer,
        strlen (answer), NULL, NULL);
  for (guint i = 0; i < 100 && fixture->answered < n; i++)
    turn_the_loop (50);
  g_assert_cmpuint (fixture->answered, ==, n);
  return fixture->left_at;
}

/* The answer says when its request left, which is not when it was asked for. */
static void
test_left_at (Fixture *fixture, gconstpointer data)
{
  gint64 begun = khidki_host_get_monotonic (KHIDKI_HOST (fixture->host));

  begin_for (fixture, MANY, 60000, answered);
  for (guint i = 0; i < 100 && fixture->connections->len < AT_ONCE; i++)
    turn_the_loop (50);
  turn_the_loop (100);
  khidki_test_host_advance (fixture->host, 700);
  g_assert_cmpint (answer_all (fixture, AT_ONCE), ==, begun);
  khidki_test_host_advance (fixture->host, 50);
  /* Those who waited left as soon as there was room. */
  g_assert_cmpint (answer_all (fixture, MANY - AT_ONCE), ==, begun + 700);
}

#define ADD(name, func) g_test_add ("/http-client/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("given-up", test_gives_all_up);
  ADD ("deadline", test_deadline_while_it_waits);
  ADD ("given-up-before", test_given_up_before);
  ADD ("left-at", test_left_at);
  return g_test_run ();
}
