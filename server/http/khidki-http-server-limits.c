/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-server-private.h"

#include <string.h>

#include "http/khidki-http-admission.h"

/* What a request is held to on its way in and out: deadlines, sizes, how many uploads. */

#define ANSWER_MS 60000
#define REFUSED_MS 1500
/* What is refused after the far end was asked to wait is read to its end first. */
#define TURNED_AWAY_MS 20000
#define PIECE_MS 20000
#define MAX_UPLOADS 32

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

void
khidki_http_server_watch (KhidkiHttpServer *self, SoupServerMessage *message)
{
  set_deadline (self, message, self->request_ms);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers), self);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk), self);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body), self);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk), self);
  g_signal_connect (message, "finished", G_CALLBACK (finished), self);
}
