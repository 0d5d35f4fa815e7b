/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* serve-counter PORT: the counter's pages over a world in memory, to look at them. What
 * is done there is gone with the program. */

#include <libsoup/soup.h>
#include <string.h>

#include "http/khidki-http-form.h"
#include "khidki-csc-channel.h"
#include "khidki-testing.h"
#include "pages/khidki-page-frame.h"
#include "pages/khidki-page.h"

typedef struct
{
  KhidkiTestHost *host;
  SoupServerMessage *message;
} Exchange;

static void
send_body (SoupServerMessage *message, const char *type, GBytes *bytes)
{
  if (bytes != NULL)
    soup_server_message_set_response (message, type, SOUP_MEMORY_COPY,
                                      g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
send_response (Exchange *exchange, KhidkiResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);
  KhidkiPaper *paper = khidki_response_get_paper (response);
  const char *const *cookies = khidki_response_get_cookies (response);
  GHashTableIter iter;
  gpointer name, value;

  if (paper != NULL)
    send_body (exchange->message, khidki_paper_get_mime_type (paper),
               khidki_test_host_get_paper_bytes (exchange->host, paper));
  else
    send_body (exchange->message, khidki_response_get_content_type (response),
               khidki_response_get_body (response));
  g_hash_table_iter_init (&iter, khidki_response_get_headers (response));
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  for (guint i = 0; cookies[i] != NULL; i++)
    soup_message_headers_append (headers, "Set-Cookie", cookies[i]);
  soup_server_message_set_status (exchange->message, khidki_response_get_status (response), NULL);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr (KhidkiResponse) response
      = khidki_test_host_call_finish (KHIDKI_TEST_HOST (source), result, NULL);

  send_response (exchange, response);
  soup_server_message_unpause (exchange->message);
  g_object_unref (exchange->message);
  g_free (exchange);
}

static void
take_part (KhidkiTestHost *host, KhidkiRequest *request, SoupMessageHeaders *headers, GBytes *body)
{
  g_autofree char *disposition = NULL;
  GHashTable *params = NULL;
  const char *name, *filename, *type;
  g_autofree char *text = NULL;

  if (!soup_message_headers_get_content_disposition (headers, &disposition, &params))
    return;
  name = g_hash_table_lookup (params, "name");
  filename = g_hash_table_lookup (params, "filename");
  type = soup_message_headers_get_content_type (headers, NULL);
  if (name != NULL && filename != NULL && *filename != '\0')
    {
      g_autoptr (KhidkiPaper) paper
          = khidki_test_host_keep (host, type != NULL ? type : "image/jpeg", body);

      khidki_request_add_paper (request, name, filename, paper);
    }
  else if (name != NULL && filename == NULL)
    {
      text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      khidki_request_add_field (request, name, text);
    }
  g_hash_table_unref (params);
}

static void
take_form (KhidkiTestHost *host, KhidkiRequest *request, SoupMessageHeaders *headers, GBytes *bytes)
{
  const char *type = soup_message_headers_get_one (headers, "Content-Type");
  SoupMultipart *multipart = type != NULL && g_str_has_prefix (type, "multipart/")
                                 ? soup_multipart_new_from_message (headers, bytes)
                                 : NULL;

  khidki_request_set_body (request, type, bytes);
  if (multipart == NULL)
    {
      khidki_http_form_read (request, type);
      return;
    }
  for (int i = 0; i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *own;
      GBytes *body;

      soup_multipart_get_part (multipart, i, &own, &body);
      take_part (host, request, own, body);
    }
  soup_multipart_free (multipart);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *target = g_strconcat (g_uri_get_path (uri), g_uri_get_query (uri) ? "?" : NULL,
                                         g_uri_get_query (uri), NULL);
  g_autoptr (KhidkiRequest) request
      = khidki_request_new (soup_server_message_get_method (message), target);
  g_autoptr (GBytes) bytes
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  Exchange *exchange = g_new0 (Exchange, 1);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  exchange->host = user_data;
  exchange->message = g_object_ref (message);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    khidki_request_set_header (request, name, value);
  take_form (user_data, request, headers, bytes);
  soup_server_message_pause (message);
  khidki_test_host_call_async (user_data, request, on_answer, exchange);
}

static void
on_style (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  g_autoptr (KhidkiResponse) response = khidki_page_make_style ();
  Exchange exchange = { user_data, message };

  send_response (&exchange, response);
}

/* What the citizen's phone would show. */
static void
on_phone (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  const char *code = khidki_test_host_get_consent_code (user_data, path + strlen ("/phone/"));
  g_autoptr (GBytes) bytes = g_bytes_new (code != NULL ? code : "", code != NULL ? 6 : 0);

  send_body (message, "text/plain", bytes);
  soup_server_message_set_status (message, 200, NULL);
}

static KhidkiResponse *
make_page (KhidkiHost *host, const KhidkiPageFrame *frame, KhidkiHtml *body)
{
  return khidki_page_frame_make (frame, body);
}

static void
lay_out_world (KhidkiTestHost *host)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_test_host_load_places (host, g_getenv ("KHIDKI_PLACES"), &error)
      || !khidki_test_host_load_services (host, g_getenv ("KHIDKI_REVENUE"), &error))
    g_error ("%s", error->message);
  khidki_test_host_add_operator (host, "example.meena", "operator", "jangpura",
                                 "four words are good");
  khidki_test_host_add_operator (host, "example.arif", "operator", "jangpura", NULL);
  khidki_test_host_invite_operator (host, "example.arif", "KHULA-KHULA");
  khidki_test_host_set_config (host, "whatsapp-number", "+91 11 0000 0000");
  khidki_test_host_set_config (host, "sms-number", "7738299899");
  khidki_test_host_set_config (host, "helpline", "1031");
  KHIDKI_HOST_GET_IFACE (host)->make_page = make_page;
}

int
main (int argc, char *argv[])
{
  g_autoptr (KhidkiTestHost) host = khidki_test_host_new ("csc");
  g_autoptr (KhidkiChannel) channel = g_object_new (KHIDKI_TYPE_CSC_CHANNEL, NULL);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 port = 8090;

  lay_out_world (host);
  khidki_channel_start_async (channel, KHIDKI_HOST (host), NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  if (!khidki_channel_start_finish (channel, result, &error))
    g_error ("%s", error->message);
  soup_server_add_handler (server, NULL, on_style, host, NULL);
  soup_server_add_handler (server, "/counter", on_request, host, NULL);
  soup_server_add_handler (server, "/phone/", on_phone, host, NULL);
  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, 65535, &port, &error))
    g_error ("%s", error->message);
  if (!soup_server_listen_local (server, (guint) port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  g_main_loop_run (loop);
  return 0;
}
