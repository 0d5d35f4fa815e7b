/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-server.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/khidki-http-admission.h"
#include "http/khidki-http-connections.h"
#include "http/khidki-http-exchange.h"
#include "http/khidki-http-form.h"
#include "http/khidki-http-listener.h"
#include "http/khidki-http-routes.h"
#include "libkhidki/khidki-error.h"

#define DEFAULT_MAX_BODY (3 * 1024 * 1024)
#define DEFAULT_MAX_CONNECTIONS 1024
#define DEFAULT_REQUEST_MS 12000
#define ANSWER_MS 60000
#define REFUSED_MS 1500
/* What is refused after the far end was asked to wait is read to its end first. */
#define TURNED_AWAY_MS 20000
#define PIECE_MS 20000
#define MAX_UPLOAD_FILE (25 * 1024 * 1024)
#define MAX_UPLOAD_FILES 4
#define UPLOAD_MS 120000
#define MAX_UPLOADS 32

struct _KhidkiHttpServer
{
  GObject parent_instance;

  KhidkiHost *host;
  SoupServer *soup;
  GSocketService *service;
  GSocket *socket;
  KhidkiHttpRoutes *routes;
  KhidkiPaperStore *papers;
  KhidkiHttpUploadLimits upload_limits;
  guint uploads;
  KhidkiHttpConnections *connections;
  KhidkiHttpCounters counters;
  gsize max_body;
  guint max_connections;
  guint request_ms;
  int silent_end;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (KhidkiHttpServer, khidki_http_server, G_TYPE_OBJECT)

/* libsoup closes a connection after one request unless its server listens on
 * something. It gets the one end of a pair on which nobody ever calls. */
static int
keep_connections (SoupServer *soup)
{
  int ends[2];
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
    {
      g_warning ("every request will need a connection of its own: %s", g_strerror (errno));
      return -1;
    }
  socket = g_socket_new_from_fd (ends[0], &error);
  if (socket == NULL)
    close (ends[0]);
  if (socket == NULL || !soup_server_listen_socket (soup, socket, 0, &error))
    g_warning ("every request will need a connection of its own: %s", error->message);
  return ends[1];
}

static gboolean
incoming (GSocketService *service,
          GSocketConnection *stream,
          GObject *source,
          gpointer user_data)
{
  KhidkiHttpServer *self = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (stream, NULL);
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GError) error = NULL;

  self->counters.connections++;
  if (khidki_http_connections_get_n (self->connections) >= self->max_connections)
    {
      self->counters.connections_refused++;
      g_io_stream_close (G_IO_STREAM (stream), NULL, NULL);
      return TRUE;
    }

  remote = khidki_http_connections_add (self->connections, stream, self->request_ms);
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (stream), local, remote, &error))
    g_debug ("connection refused: %s", error->message);
  return TRUE;
}

static void
set_deadline (KhidkiHttpServer *self, SoupServerMessage *message, guint milliseconds)
{
  khidki_http_connections_set_deadline (self->connections, message, milliseconds);
}

static void
refuse (KhidkiHttpServer *self, SoupServerMessage *message, guint status)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  set_deadline (self, message, REFUSED_MS);
}

static void
finished (SoupServerMessage *message, gpointer user_data)
{
  khidki_http_connections_set_busy (message, FALSE);
}

static void
refuse_too_large (KhidkiHttpServer *self, SoupServerMessage *message)
{
  self->counters.too_large++;
  refuse (self, message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
}

static KhidkiHttpRoute *
find_upload_route (KhidkiHttpServer *self, SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  KhidkiHttpRoute *route;
  guint status;

  route = khidki_http_routes_find (self->routes, soup_server_message_get_method (message),
                                   g_uri_get_path (uri), &status);
  return route != NULL && route->admit != NULL ? route : NULL;
}

static void
admitted (SoupServerMessage *message, gboolean in, gpointer user_data)
{
  KhidkiHttpServer *self = user_data;

  if (!in)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
  set_deadline (self, message, in ? self->upload_limits.milliseconds : TURNED_AWAY_MS);
}

static void
upload_gone (gpointer user_data, GObject *message)
{
  KhidkiHttpServer *self = user_data;

  self->uploads--;
  g_object_unref (self);
}

static void
begin_upload (KhidkiHttpServer *self, SoupServerMessage *message, KhidkiHttpRoute *route)
{
  guint status = SOUP_STATUS_SERVICE_UNAVAILABLE;

  /* What came with it is given back with the message, not when its connection ends. */
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  if (self->uploads < MAX_UPLOADS)
    {
      self->uploads++;
      g_object_weak_ref (G_OBJECT (message), upload_gone, g_object_ref (self));
      set_deadline (self, message, ANSWER_MS);
      status = khidki_http_admission_begin (message, route, self->papers, &self->upload_limits,
                                            admitted, self);
    }
  else
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                  "5");
  if (status != 0)
    refuse (self, message, status);
}

static void
got_headers (SoupServerMessage *message, gpointer user_data)
{
  KhidkiHttpServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  KhidkiHttpRoute *upload;
  gsize most;

  khidki_http_connections_set_busy (message, TRUE);
  /* Both at once, or two lengths, is how one request is made to look like two. */
  if (length != NULL
      && (soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL
          || *length == '\0' || length[strspn (length, "0123456789")] != '\0'))
    {
      refuse (self, message, SOUP_STATUS_BAD_REQUEST);
      return;
    }

  upload = find_upload_route (self, message);
  most = upload != NULL ? khidki_http_upload_get_most (&self->upload_limits) : self->max_body;
  if (length != NULL && soup_message_headers_get_content_length (headers) > (goffset) most)
    refuse_too_large (self, message);
  else if (upload != NULL)
    begin_upload (self, message, upload);
}

static void
got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  KhidkiHttpServer *self = user_data;
  KhidkiHttpAdmission *admission = khidki_http_admission_find (message);
  guint status;

  if (soup_server_message_get_status (message) != 0)
    return;
  if (admission == NULL)
    {
      if (soup_server_message_get_request_body (message)->length > (goffset) self->max_body)
        refuse_too_large (self, message);
      return;
    }
  status = khidki_http_admission_feed (admission, chunk);
  if (status == SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    refuse_too_large (self, message);
  else if (status != 0)
    refuse (self, message, status);
}

static void
wrote_chunk (SoupServerMessage *message, gpointer user_data)
{
  set_deadline (user_data, message, PIECE_MS);
}

static void
got_body (SoupServerMessage *message, gpointer user_data)
{
  KhidkiHttpServer *self = user_data;

  if (soup_server_message_get_status (message) == 0)
    set_deadline (self, message, ANSWER_MS);
}

static void
request_started (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  KhidkiHttpServer *self = user_data;

  set_deadline (self, message, self->request_ms);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers), self);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk), self);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body), self);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk), self);
  g_signal_connect (message, "finished", G_CALLBACK (finished), self);
}

static void
answer (KhidkiHttpServer *self, KhidkiRequest *request, KhidkiResponder *responder)
{
  guint status;
  KhidkiHttpRoute *route =
      khidki_http_routes_find (self->routes, khidki_request_get_method (request),
                               khidki_request_get_path (request), &status);
  g_autoptr (KhidkiResponse) response = NULL;

  if (route != NULL)
    {
      route->func (request, responder, route->user_data);
      return;
    }
  response = khidki_response_new (status);
  khidki_responder_finish (responder, response);
}

/* A form with files that has come whole. */
typedef struct
{
  KhidkiHttpServer *server;
  KhidkiRequest *request;
  KhidkiResponder *responder;
} Arrival;

static void
upload_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Arrival *arrival = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  if (khidki_http_upload_finish_finish (KHIDKI_HTTP_UPLOAD (source), result, &error))
    answer (arrival->server, arrival->request, arrival->responder);
  else
    {
      response = khidki_response_new (khidki_http_form_get_status (error));
      khidki_responder_finish (arrival->responder, response);
    }
  g_object_unref (arrival->server);
  khidki_request_unref (arrival->request);
  khidki_responder_unref (arrival->responder);
  g_free (arrival);
}

static void
finish_upload (KhidkiHttpServer *self,
               SoupServerMessage *message,
               KhidkiRequest *request,
               KhidkiResponder *responder)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->server = g_object_ref (self);
  arrival->request = khidki_request_ref (request);
  arrival->responder = khidki_responder_ref (responder);
  khidki_http_admission_finish_async (khidki_http_admission_find (message), request,
                                      upload_finished, arrival);
}

/* 0 with @request, or the status to refuse it by. */
static guint
take_request (KhidkiHttpServer *self, SoupServerMessage *message, KhidkiRequest **request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  guint status;

  *request = khidki_http_admission_find (message) != NULL
                 ? khidki_http_exchange_take_head (message)
                 : khidki_http_exchange_take_request (message);
  if (*request == NULL)
    return SOUP_STATUS_BAD_REQUEST;
  if (khidki_http_routes_find (self->routes, khidki_request_get_method (*request),
                               khidki_request_get_path (*request), &status)
      == NULL)
    return status;
  return khidki_http_form_read (*request, soup_message_headers_get_one (headers, "Content-Type"));
}

static void
handle (SoupServer *soup,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  KhidkiHttpServer *self = user_data;
  g_autoptr (KhidkiRequest) request = NULL;
  g_autoptr (KhidkiResponder) responder = NULL;
  guint status;

  if (soup_server_message_get_status (message) != 0)
    return;

  self->counters.requests++;
  status = take_request (self, message, &request);
  if (status != 0)
    {
      soup_server_message_set_status (message, status, NULL);
      return;
    }

  responder = khidki_http_exchange_begin (message, self->papers, g_object_unref, g_object_ref (self));
  if (khidki_http_admission_find (message) != NULL)
    finish_upload (self, message, request, responder);
  else
    answer (self, request, responder);
}

static void
khidki_http_server_dispose (GObject *object)
{
  KhidkiHttpServer *self = KHIDKI_HTTP_SERVER (object);

  khidki_http_server_close (self);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->routes, khidki_http_routes_free);
  g_clear_object (&self->papers);
  g_clear_pointer (&self->connections, khidki_http_connections_free);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (khidki_http_server_parent_class)->dispose (object);
}

static void
khidki_http_server_class_init (KhidkiHttpServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = khidki_http_server_dispose;
}

static void
khidki_http_server_init (KhidkiHttpServer *self)
{
  self->max_body = DEFAULT_MAX_BODY;
  self->max_connections = DEFAULT_MAX_CONNECTIONS;
  self->request_ms = DEFAULT_REQUEST_MS;
  self->upload_limits.max_file = MAX_UPLOAD_FILE;
  self->upload_limits.max_files = MAX_UPLOAD_FILES;
  self->upload_limits.milliseconds = UPLOAD_MS;
  self->routes = khidki_http_routes_new ();
  self->soup = soup_server_new ("server-header", "", NULL);
  self->silent_end = keep_connections (self->soup);
  soup_server_add_handler (self->soup, NULL, handle, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started), self);
}

KhidkiHttpServer *
khidki_http_server_new (KhidkiHost *host)
{
  KhidkiHttpServer *self = g_object_new (KHIDKI_TYPE_HTTP_SERVER, NULL);

  self->host = g_object_ref (host);
  self->connections = khidki_http_connections_new (host);
  return self;
}

gboolean
khidki_http_server_listen (KhidkiHttpServer *self, const char *address, GError **error)
{
  g_autoptr (GSocket) socket = khidki_http_listener_open (address, error);

  if (socket == NULL)
    return FALSE;

  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, NULL, error))
    return FALSE;

  g_set_object (&self->socket, socket);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming), self);
  g_socket_service_start (self->service);
  return TRUE;
}

guint
khidki_http_server_get_port (KhidkiHttpServer *self)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (self->socket != NULL)
    address = g_socket_get_local_address (self->socket, NULL);
  return address != NULL && G_IS_INET_SOCKET_ADDRESS (address)
             ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address))
             : 0;
}

gboolean
khidki_http_server_add_route (KhidkiHttpServer *self,
                              const char *method,
                              const char *path,
                              KhidkiRouteFunc func,
                              gpointer user_data,
                              GDestroyNotify destroy,
                              GError **error)
{
  return khidki_http_routes_add (self->routes, method, path, NULL, func, user_data, destroy, error);
}

gboolean
khidki_http_server_add_upload_route (KhidkiHttpServer *self,
                                     const char *path,
                                     KhidkiRouteFunc admit,
                                     KhidkiRouteFunc func,
                                     gpointer user_data,
                                     GDestroyNotify destroy,
                                     GError **error)
{
  if (self->papers != NULL)
    return khidki_http_routes_add (self->routes, "POST", path, admit, func, user_data, destroy, error);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "route %s: there is no room for files", path);
  return FALSE;
}

void
khidki_http_server_set_papers (KhidkiHttpServer *self, KhidkiPaperStore *papers)
{
  g_set_object (&self->papers, papers);
}

void /* lint: allow caller – limits that a test can reach */
khidki_http_server_set_upload_limits (KhidkiHttpServer *self, const KhidkiHttpUploadLimits *limits)
{
  self->upload_limits = *limits;
}

void
khidki_http_server_remove_route (KhidkiHttpServer *self, const char *method, const char *path)
{
  khidki_http_routes_remove (self->routes, method, path);
}

void /* lint: allow caller – limits that a test can reach */
khidki_http_server_set_limits (KhidkiHttpServer *self,
                               gsize max_body,
                               guint max_connections,
                               guint request_milliseconds)
{
  self->max_body = max_body;
  self->max_connections = max_connections;
  self->request_ms = request_milliseconds;
}

void
khidki_http_server_stop_listening (KhidkiHttpServer *self)
{
  if (self->service == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  g_clear_object (&self->socket);
}

void
khidki_http_server_close (KhidkiHttpServer *self)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  khidki_http_server_stop_listening (self);
  soup_server_disconnect (self->soup);
  if (self->silent_end >= 0)
    close (self->silent_end);
  khidki_http_connections_close (self->connections);
}

void
khidki_http_server_get_counters (KhidkiHttpServer *self, KhidkiHttpCounters *counters)
{
  *counters = self->counters;
  counters->connections_dropped = khidki_http_connections_get_n_dropped (self->connections);
  counters->open_connections = khidki_http_connections_get_n (self->connections);
}
