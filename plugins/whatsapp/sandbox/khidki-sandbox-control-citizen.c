/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-inbound.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-statuses.h"

#define TEXT_MAX 65536

/* A reader of one citizen's chat. */
typedef struct
{
  KhidkiSandbox *sandbox;
  char          *wa_id;
  guint64        after;
  gboolean       all; /* of both sides, not only the business's */
} Reader;

static void
reader_free (Reader *reader)
{
  g_free (reader->wa_id);
  g_free (reader);
}

static gboolean
try_messages (SoupServerMessage *message,
              gboolean           last,
              gpointer           data)
{
  Reader *reader = data;
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_find (reader->sandbox->citizens,
                                                                reader->wa_id);
  JsonArray *list = json_array_new ();
  JsonObject *answer;
  guint64 next = reader->after;

  for (GList *at = citizen->items.head; at != NULL; at = at->next)
    {
      KhidkiSandboxItem *item = at->data;

      /* What fails never reaches the phone. */
      if (item->number <= reader->after
          || !(reader->all || (item->business && item->error == NULL)))
        continue;
      json_array_add_object_element (list, khidki_sandbox_item_to_json (item));
      next = item->number;
    }
  if (json_array_get_length (list) == 0 && !last)
    {
      json_array_unref (list);
      return FALSE;
    }
  answer = json_object_new ();
  json_object_set_int_member (answer, "next", next);
  json_object_set_array_member (answer, "messages", list);
  khidki_sandbox_http_answer (message, 200, answer);
  return TRUE;
}

static void
get_messages (KhidkiSandboxRequest *request,
              KhidkiSandboxCitizen *citizen,
              gboolean              all)
{
  Reader *reader = g_new0 (Reader, 1);

  reader->sandbox = request->sandbox;
  reader->wa_id = g_strdup (citizen->wa_id);
  reader->after = khidki_sandbox_http_number (request->query, "after", 0);
  reader->all = all;
  khidki_sandbox_feed_wait (request->sandbox->feed, request->message,
                            (guint) khidki_sandbox_http_number (request->query, "wait", 0),
                            try_messages, reader, (GDestroyNotify) reader_free);
}

static void
say (KhidkiSandboxRequest *request,
     KhidkiSandboxCitizen *citizen,
     JsonObject           *message)
{
  JsonObject *answer = json_object_new ();
  g_autofree char *id = khidki_sandbox_inbound_say (request->sandbox, citizen, message);

  json_object_set_string_member (answer, "id", id);
  json_object_unref (message);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static JsonObject *
location_of (JsonObject *body,
             GError    **error)
{
  JsonObject *message;

  if (!json_object_has_member (body, "latitude") || !json_object_has_member (body, "longitude"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "A location needs latitude and longitude");
      return NULL;
    }
  message = json_object_new ();
  json_object_set_string_member (message, "type", "location");
  json_object_set_object_member (message, "location", json_object_ref (body));
  return message;
}

static JsonObject *
message_of (KhidkiSandbox  *sandbox,
            const char     *action,
            JsonObject     *body,
            GError        **error)
{
  const char *text = khidki_sandbox_json_get_string (body, "body");

  if (g_str_equal (action, "tap"))
    return khidki_sandbox_inbound_tap (sandbox, body, error);
  if (g_str_equal (action, "location"))
    return location_of (body, error);
  if (g_str_equal (action, "raw") && khidki_sandbox_json_get_string (body, "type") != NULL
      && (!json_object_has_member (body, "id")
          || khidki_sandbox_json_get_string (body, "id") != NULL))
    return json_object_ref (body);
  if (g_str_equal (action, "text") && text != NULL && *text != '\0' && strlen (text) <= TEXT_MAX)
    return khidki_sandbox_inbound_text (text);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               g_str_equal (action, "text") ? "A text needs a %s" : "A message needs a type and, if any, a textual %s",
               g_str_equal (action, "text") ? "body" : "id");
  return NULL;
}

static void
post_message (KhidkiSandboxRequest *request,
              KhidkiSandboxCitizen *citizen)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = khidki_sandbox_http_json (request->message, &error);
  JsonObject *message = NULL;

  if (body != NULL)
    message = message_of (request->sandbox, request->path[2], body, &error);
  if (message == NULL)
    khidki_sandbox_http_mistake (request->message, 400, error->message);
  else
    say (request, citizen, message);
}

static void
post_medium (KhidkiSandboxRequest *request,
             KhidkiSandboxCitizen *citizen)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *media_type = soup_message_headers_get_one (headers, "Content-Type");
  const char *filename = NULL;
  const char *caption = NULL;
  g_autoptr (GBytes) bytes = khidki_sandbox_http_body (request->message);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      khidki_sandbox_http_mistake (request->message, bytes == NULL ? 413 : 400,
                                   bytes == NULL ? "The file is too large" : "The file is empty");
      return;
    }
  if (request->query != NULL)
    {
      filename = g_hash_table_lookup (request->query, "filename");
      caption = g_hash_table_lookup (request->query, "caption");
    }
  say (request, citizen,
       khidki_sandbox_inbound_medium (request->sandbox, bytes,
                                      media_type == NULL ? "application/octet-stream" : media_type,
                                      filename, caption));
}

static void
post_read (KhidkiSandboxRequest *request,
           KhidkiSandboxCitizen *citizen)
{
  JsonObject *answer = json_object_new ();

  khidki_sandbox_statuses_read (request->sandbox, citizen);
  json_object_set_boolean_member (answer, "read", TRUE);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

/**
 * khidki_sandbox_control_citizen:
 * @request: a call to `/sandbox/citizens/NUMBER/ACTION`
 */
void
khidki_sandbox_control_citizen (KhidkiSandboxRequest *request)
{
  static const char *const says[] = { "text", "tap", "location", "raw", NULL };
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_find (request->sandbox->citizens,
                                                                request->path[1]);
  const char *action = request->path[2];
  gboolean post = g_str_equal (request->method, "POST");

  if (citizen == NULL)
    khidki_sandbox_http_mistake (request->message, 404, "No citizen has that number");
  else if (!post && g_str_equal (action, "messages"))
    get_messages (request, citizen, FALSE);
  else if (!post && g_str_equal (action, "history"))
    get_messages (request, citizen, TRUE);
  else if (post && g_strv_contains (says, action))
    post_message (request, citizen);
  else if (post && g_str_equal (action, "media"))
    post_medium (request, citizen);
  else if (post && g_str_equal (action, "read"))
    post_read (request, citizen);
  else if ((post && g_str_equal (action, "replay")) || (!post && g_str_equal (action, "chat")))
    khidki_sandbox_control_chat (request, citizen);
  else
    khidki_sandbox_http_mistake (request->message, 404, "No such call; README.md lists them");
}
