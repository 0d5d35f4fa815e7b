/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-exchange.h"

#include "http/khidki-http-paper.h"

typedef struct
{
  SoupServerMessage *message;
  KhidkiPaperStore *papers;
  GDestroyNotify done;
  gpointer user_data;
  gboolean gone;
} Exchange;

KhidkiRequest *
khidki_http_exchange_take_head (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *target = NULL;
  KhidkiRequest *request;
  SoupMessageHeadersIter iter;
  const char *name, *value;

  if (g_uri_get_path (uri)[0] != '/' || !g_utf8_validate (g_uri_get_path (uri), -1, NULL))
    return NULL;

  target = g_strconcat (g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : NULL,
                        g_uri_get_query (uri), NULL);
  request = khidki_request_new (soup_server_message_get_method (message), target);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    khidki_request_set_header (request, name, value);
  khidki_request_set_body (request, soup_message_headers_get_content_type (headers, NULL), NULL);
  return request;
}

KhidkiRequest *
khidki_http_exchange_take_request (SoupServerMessage *message)
{
  KhidkiRequest *request = khidki_http_exchange_take_head (message);
  g_autoptr (GBytes) body = NULL;

  if (request == NULL)
    return NULL;
  body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  khidki_request_set_body (request, khidki_request_get_content_type (request), body);
  return request;
}

static void
message_finished (SoupServerMessage *message, gpointer user_data)
{
  Exchange *exchange = user_data;

  /* The far end hung up before we had an answer; what was received stays. */
  exchange->gone = TRUE;
}

void
khidki_http_exchange_set_head (SoupServerMessage *message, KhidkiResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *type = khidki_response_get_content_type (response);
  const char *const *cookies = khidki_response_get_cookies (response);
  GHashTableIter iter;
  gpointer name, value;

  soup_server_message_set_status (message, khidki_response_get_status (response), NULL);
  g_hash_table_iter_init (&iter, khidki_response_get_headers (response));
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  for (guint i = 0; cookies[i] != NULL; i++)
    soup_message_headers_append (headers, "Set-Cookie", cookies[i]);
  if (type != NULL)
    soup_message_headers_set_content_type (headers, type, NULL);
}

void
khidki_http_exchange_set_response (SoupServerMessage *message, KhidkiResponse *response)
{
  GBytes *body = khidki_response_get_body (response);

  khidki_http_exchange_set_head (message, response);
  if (body != NULL)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static void
exchange_end (gpointer data)
{
  Exchange *exchange = data;

  exchange->done (exchange->user_data);
  g_object_unref (exchange->message);
  g_clear_object (&exchange->papers);
  g_free (exchange);
}

static void
answer (KhidkiResponse *response, gpointer user_data)
{
  Exchange *exchange = user_data;
  SoupServerMessage *message = exchange->message;
  KhidkiPaper *paper = khidki_response_get_paper (response);

  g_signal_handlers_disconnect_by_data (message, exchange);
  if (!exchange->gone && paper != NULL && exchange->papers != NULL)
    {
      khidki_http_paper_send (message, exchange->papers, response, exchange_end, exchange);
      return;
    }
  if (!exchange->gone)
    {
      khidki_http_exchange_set_response (message, response);
      soup_server_message_unpause (message);
    }
  exchange_end (exchange);
}

KhidkiResponder *
khidki_http_exchange_begin (SoupServerMessage *message,
                            KhidkiPaperStore *papers,
                            GDestroyNotify done,
                            gpointer user_data)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->message = g_object_ref (message);
  exchange->papers = papers != NULL ? g_object_ref (papers) : NULL;
  exchange->done = done;
  exchange->user_data = user_data;
  soup_server_message_pause (message);
  g_signal_connect (message, "finished", G_CALLBACK (message_finished), exchange);
  g_signal_connect (message, "disconnected", G_CALLBACK (message_finished), exchange);

  return khidki_responder_new (answer, exchange);
}
