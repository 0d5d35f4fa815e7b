/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-handlers.h"
#include "khidki-sandbox-http.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-multipart.h"

#define UPLOAD_LIFE (30 * 24 * 60 * 60)

static void
refuse (KhidkiSandboxRequest *request,
        KhidkiSandboxRefusal *refusal)
{
  khidki_sandbox_http_refuse (request->message, refusal);
  khidki_sandbox_refusal_free (refusal);
}

static KhidkiSandboxRefusal *
take_upload (KhidkiSandbox        *sandbox,
             GPtrArray            *parts,
             KhidkiSandboxMedium **medium)
{
  KhidkiSandboxPart *product = khidki_sandbox_multipart_find (parts, "messaging_product");
  KhidkiSandboxPart *file = khidki_sandbox_multipart_find (parts, "file");
  KhidkiSandboxPart *type = khidki_sandbox_multipart_find (parts, "type");
  g_autofree char *media_type = NULL;
  KhidkiSandboxRefusal *refusal;

  if (product == NULL || g_bytes_get_size (product->bytes) != 8
      || memcmp (g_bytes_get_data (product->bytes, NULL), "whatsapp", 8) != 0)
    return khidki_sandbox_refusal_new (100, "The parameter messaging_product is required.");
  if (file == NULL)
    return khidki_sandbox_refusal_new (100, "The parameter file is required.");
  if (g_bytes_get_size (file->bytes) == 0)
    return khidki_sandbox_refusal_new (131053, "The file is empty.");
  if (file->media_type != NULL)
    media_type = g_strdup (file->media_type);
  else if (type != NULL)
    media_type = g_strndup (g_bytes_get_data (type->bytes, NULL), g_bytes_get_size (type->bytes));
  if (media_type == NULL || !g_utf8_validate (media_type, -1, NULL))
    return khidki_sandbox_refusal_new (100, "The parameter type is required.");
  refusal = khidki_sandbox_media_check_file (media_type, g_bytes_get_size (file->bytes));
  if (refusal == NULL)
    {
      /* The part shares the memory of the whole form: keep only the file. */
      g_autoptr (GBytes) own = g_bytes_new (g_bytes_get_data (file->bytes, NULL),
                                            g_bytes_get_size (file->bytes));

      *medium = khidki_sandbox_media_add (sandbox->media, own, media_type, file->filename,
                                          khidki_sandbox_now (sandbox) + UPLOAD_LIFE);
    }
  return refusal;
}

/**
 * khidki_sandbox_graph_upload:
 * @request: `POST /VERSION/NUMBER/media`
 */
void
khidki_sandbox_graph_upload (KhidkiSandboxRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autoptr (GBytes) body = khidki_sandbox_http_body (request->message);
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiSandboxMedium *medium = NULL;
  KhidkiSandboxRefusal *refusal;
  JsonObject *answer;

  if (body == NULL)
    {
      refuse (request, khidki_sandbox_refusal_new (131053, "The file is too large."));
      return;
    }
  parts = khidki_sandbox_multipart_parse (body, soup_message_headers_get_one (headers, "Content-Type"),
                                          &error);
  refusal = parts == NULL ? khidki_sandbox_refusal_new (100, "%s", error->message)
                          : take_upload (request->sandbox, parts, &medium);
  if (refusal != NULL)
    {
      refuse (request, refusal);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "id", medium->id);
  khidki_sandbox_http_answer (request->message, 200, answer);
}

static char *
dup_url (KhidkiSandboxRequest *request,
         KhidkiSandboxMedium  *medium)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  g_autofree char *address = khidki_sandbox_dup_address (request->sandbox);

  if (host != NULL)
    {
      g_free (address);
      address = g_strconcat ("http://", host, NULL);
    }
  return g_strdup_printf ("%s/whatsapp_business/attachments/?mid=%s&ext=%" G_GINT64_FORMAT "&hash=%s",
                          address, medium->id, medium->url_expires, medium->secret);
}

static void
answer_lookup (KhidkiSandboxRequest *request,
               KhidkiSandboxMedium  *medium)
{
  JsonObject *answer = json_object_new ();
  g_autofree char *url = NULL;

  medium->url_expires = khidki_sandbox_now (request->sandbox) + KHIDKI_SANDBOX_MEDIA_URL_LIFE;
  url = dup_url (request, medium);
  json_object_set_string_member (answer, "url", url);
  json_object_set_string_member (answer, "mime_type", medium->media_type);
  json_object_set_string_member (answer, "sha256", medium->sha256);
  json_object_set_int_member (answer, "file_size", g_bytes_get_size (medium->bytes));
  json_object_set_string_member (answer, "id", medium->id);
  json_object_set_string_member (answer, "messaging_product", "whatsapp");
  khidki_sandbox_http_answer (request->message, 200, answer);
}

/**
 * khidki_sandbox_graph_media:
 * @request: `GET` or `DELETE /VERSION/MEDIUM`
 */
void
khidki_sandbox_graph_media (KhidkiSandboxRequest *request)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *number = request->query == NULL ? NULL
                                              : g_hash_table_lookup (request->query,
                                                                     "phone_number_id");
  KhidkiSandboxMedium *medium = khidki_sandbox_media_find (sandbox->media, request->path[0],
                                                           khidki_sandbox_now (sandbox));

  if (medium == NULL || (number != NULL && !g_str_equal (number, sandbox->config->phone_number_id))
      || khidki_sandbox_weather_chance (sandbox->weather, sandbox->weather->gone))
    refuse (request, khidki_sandbox_refusal_new (100, "Unsupported %s request. Object with ID '%s' does "
                                                 "not exist, cannot be loaded due to missing "
                                                 "permissions, or does not support this operation",
                                                 request->method, request->path[0]));
  else if (g_str_equal (request->method, "GET"))
    answer_lookup (request, medium);
  else
    {
      JsonObject *answer = json_object_new ();

      khidki_sandbox_media_remove (sandbox->media, request->path[0]);
      json_object_set_boolean_member (answer, "success", TRUE);
      khidki_sandbox_http_answer (request->message, 200, answer);
    }
}

/**
 * khidki_sandbox_graph_download:
 * @request: `GET` of the address that a lookup gave
 */
void
khidki_sandbox_graph_download (KhidkiSandboxRequest *request)
{
  KhidkiSandbox *sandbox = request->sandbox;
  const char *id = request->query == NULL ? NULL : g_hash_table_lookup (request->query, "mid");
  const char *secret = request->query == NULL ? NULL : g_hash_table_lookup (request->query, "hash");
  gint64 now = khidki_sandbox_now (sandbox);
  KhidkiSandboxMedium *medium;

  if (!khidki_sandbox_graph_admit (request))
    return;
  medium = khidki_sandbox_media_find (sandbox->media, id, now);
  if (medium == NULL || g_strcmp0 (medium->secret, secret) != 0 || medium->url_expires <= now
      || khidki_sandbox_weather_chance (sandbox->weather, sandbox->weather->expired))
    {
      khidki_sandbox_http_mistake (request->message, 404, "URL signature expired");
      return;
    }
  soup_server_message_set_status (request->message, 200, NULL);
  soup_message_headers_set_content_type (
    soup_server_message_get_response_headers (request->message), medium->media_type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                  medium->bytes);
  khidki_sandbox_http_done (request->message);
}
