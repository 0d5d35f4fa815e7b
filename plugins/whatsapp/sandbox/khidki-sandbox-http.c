/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-http.h"

#include "khidki-sandbox-json.h"

#define TOO_LARGE "khidki-sandbox-too-large"

static goffset
limit_for (SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  return g_str_has_suffix (path, "/media") ? KHIDKI_SANDBOX_FILE_MAX : KHIDKI_SANDBOX_BODY_MAX;
}

static void
stop_collecting (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), TOO_LARGE, message);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
}

static void
on_headers (SoupServerMessage *message,
            gpointer           data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > limit_for (message))
    {
      stop_collecting (message);
      khidki_sandbox_http_mistake (message, 413, "The body is too large");
    }
}

static void
on_chunk (SoupServerMessage *message,
          GBytes            *chunk,
          gpointer           data)
{
  if (soup_server_message_get_request_body (message)->length > limit_for (message))
    stop_collecting (message);
}

/**
 * khidki_sandbox_http_limit:
 * @message: a request that has just begun
 *
 * Keeps a body that is too large out of memory.
 */
void
khidki_sandbox_http_limit (SoupServerMessage *message)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (on_headers), NULL);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), NULL);
}

/**
 * khidki_sandbox_http_is_foreign:
 * @message: a request
 *
 * Returns: whether a page of another site makes a browser send it
 */
gboolean
khidki_sandbox_http_is_foreign (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *colons = origin == NULL ? NULL : strstr (origin, "://");

  return origin != NULL && (colons == NULL || g_strcmp0 (colons + 3, host) != 0);
}

/**
 * khidki_sandbox_http_done:
 * @message: a request
 *
 * Headers that every answer carries.
 */
void
khidki_sandbox_http_done (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

/**
 * khidki_sandbox_http_answer:
 * @message: a request
 * @status: HTTP status
 * @body: (transfer full): the answer
 */
void
khidki_sandbox_http_answer (SoupServerMessage *message,
                            guint              status,
                            JsonObject        *body)
{
  g_autoptr (JsonNode) node = khidki_sandbox_json_take (body);
  char *text = khidki_sandbox_json_to_string (node, FALSE);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json; charset=UTF-8", SOUP_MEMORY_TAKE,
                                    text, strlen (text));
  khidki_sandbox_http_done (message);
}

/**
 * khidki_sandbox_http_answer_list:
 * @message: a request
 * @name: the member that holds the list
 * @list: (transfer full): the list
 */
void
khidki_sandbox_http_answer_list (SoupServerMessage *message,
                                 const char        *name,
                                 JsonArray         *list)
{
  JsonObject *body = json_object_new ();

  json_object_set_array_member (body, name, list);
  khidki_sandbox_http_answer (message, 200, body);
}

void
khidki_sandbox_http_mistake (SoupServerMessage *message,
                             guint              status,
                             const char        *what)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "error", what);
  khidki_sandbox_http_answer (message, status, body);
}

/**
 * khidki_sandbox_http_refuse:
 * @message: a call to the Graph API
 * @refusal: why it is refused
 */
void
khidki_sandbox_http_refuse (SoupServerMessage          *message,
                            const KhidkiSandboxRefusal *refusal)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *trace = g_strdup_printf ("A%.8s%.4s", uuid, uuid + 9);

  khidki_sandbox_http_answer (message, refusal->http_status,
                              khidki_sandbox_refusal_to_body (refusal, trace));
}

/**
 * khidki_sandbox_http_body:
 * @message: a request
 *
 * Returns: (transfer full) (nullable): the body, %NULL if it was too large
 */
GBytes *
khidki_sandbox_http_body (SoupServerMessage *message)
{
  if (g_object_get_data (G_OBJECT (message), TOO_LARGE) != NULL)
    return NULL;
  return soup_message_body_flatten (soup_server_message_get_request_body (message));
}

/**
 * khidki_sandbox_http_json:
 * @message: a request
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable): the body as an object, an empty one if there is none
 */
JsonObject *
khidki_sandbox_http_json (SoupServerMessage *message,
                          GError           **error)
{
  g_autoptr (GBytes) body = khidki_sandbox_http_body (message);
  g_autoptr (JsonNode) node = NULL;

  if (body != NULL && g_bytes_get_size (body) == 0)
    return json_object_new ();
  if (body != NULL)
    node = khidki_sandbox_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), error);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The body is too large");
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The body must be an object");
  return NULL;
}

guint64
khidki_sandbox_http_number (GHashTable *query,
                            const char *name,
                            guint64     otherwise)
{
  const char *text = query == NULL ? NULL : g_hash_table_lookup (query, name);

  return text == NULL ? otherwise : g_ascii_strtoull (text, NULL, 10);
}
