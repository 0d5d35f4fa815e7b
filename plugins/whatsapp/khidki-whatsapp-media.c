/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-media.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-message.h"
#include "khidki-whatsapp-policy.h"

#define LOOKUP_DEADLINE_MS 20000
#define DOWNLOAD_DEADLINE_MS 60000
#define MAX_DEPTH 16
#define MAX_IMAGE (16 * 1024 * 1024)
#define MAX_DOCUMENT (25 * 1024 * 1024)

/* One file on its way. */
typedef struct
{
  char *id;
  char *digest;
  gboolean looked_up_again;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_free (fetch->id);
  g_free (fetch->digest);
  g_free (fetch);
}

static void look_up (GTask *task);

static void
fail (GTask *task, KhidkiError code, const char *text)
{
  g_task_return_new_error (task, KHIDKI_ERROR, code, "%s", text);
  g_object_unref (task);
}

static void
fail_from_fetch (GTask *task, const GError *fetch_error)
{
  g_task_return_error (task,
                       khidki_whatsapp_error_new_from_fetch (fetch_error, KHIDKI_ERROR_RETRY));
  g_object_unref (task);
}

/* Where files lie, nobody answers in Meta's words. */
static gboolean
is_gone (guint status, int meta_code, KhidkiError code)
{
  return code == KHIDKI_ERROR_FAILED
         || (code == KHIDKI_ERROR_RETRY && meta_code < 0 && status >= 400 && status < 500
             && status != 429 && status != 408);
}

/* Asking for a file can always be repeated, and one that is refused for good is gone. Where
 * all is refused for a while, it is no fault of the file's. */
static void
fail_from_response (GTask *task, KhidkiResponse *response)
{
  guint status = khidki_response_get_status (response);
  int meta_code;
  GError *error
      = khidki_whatsapp_error_new (status, khidki_response_get_body (response), &meta_code);

  khidki_whatsapp_policy_call_refused (g_task_get_source_object (task), meta_code, error->message);
  if (error->code == KHIDKI_ERROR_UNCERTAIN)
    error->code = KHIDKI_ERROR_RETRY;
  if (khidki_whatsapp_error_is_limit (meta_code) || status == 429)
    error->code = KHIDKI_ERROR_BUSY;
  else if (is_gone (status, meta_code, (KhidkiError) error->code))
    error->code = KHIDKI_ERROR_NOT_FOUND;
  g_prefix_error_literal (&error, "A file that was sent to us: ");
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
check_paper (GTask *task, KhidkiPaper *paper)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (paper == NULL)
    fail (task, KHIDKI_ERROR_RETRY, "A file that was sent to us was not kept");
  else if (fetch->digest != NULL
           && g_ascii_strcasecmp (fetch->digest, khidki_paper_get_hash (paper)) != 0)
    fail (task, KHIDKI_ERROR_RETRY, "A file that was sent to us came with another content");
  else
    {
      g_task_return_pointer (task, khidki_paper_ref (paper),
                             (GDestroyNotify) khidki_paper_unref);
      g_object_unref (task);
    }
}

static void
on_downloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_whatsapp_line_fetch_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);
  guint status = response != NULL ? khidki_response_get_status (response) : 0;

  if (response == NULL)
    fail_from_fetch (task, error);
  else if (status == 200)
    check_paper (task, khidki_response_get_paper (response));
  else if (status >= 400 && status < 500 && status != 429 && !fetch->looked_up_again)
    {
      /* The address holds for five minutes only. */
      fetch->looked_up_again = TRUE;
      look_up (task);
    }
  else
    fail_from_response (task, response);
}

static void
download (GTask *task, const char *uri, gsize max_size)
{
  KhidkiWhatsappLine *line = g_task_get_source_object (task);
  KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (line);
  g_autoptr (KhidkiRequest) request = NULL;

  if (!khidki_whatsapp_settings_trusts (settings, uri))
    {
      fail (task, KHIDKI_ERROR_FAILED,
            "A file lies at a host that is neither Meta's nor in media-hosts=");
      return;
    }

  request = khidki_whatsapp_settings_new_request (settings, "GET", uri);
  khidki_request_set_deadline (request, DOWNLOAD_DEADLINE_MS);
  khidki_request_set_max_size (request, max_size);
  khidki_request_set_keep_as_paper (request, TRUE);
  khidki_request_set_repeatable (request, TRUE);
  khidki_whatsapp_line_fetch_async (line, request, g_task_get_cancellable (task), on_downloaded,
                                    task);
}

static void
take_answer (GTask *task, JsonObject *answer)
{
  const char *uri = khidki_whatsapp_json_get_string (answer, "url");
  const char *mime_type = khidki_whatsapp_json_get_string (answer, "mime_type");
  gint64 size = khidki_whatsapp_json_get_number (answer, "file_size");
  gboolean image = mime_type != NULL && g_str_has_prefix (mime_type, "image/");
  gsize max_size = image ? MAX_IMAGE : MAX_DOCUMENT;

  if (uri == NULL)
    fail (task, KHIDKI_ERROR_RETRY, "Meta answered without the address of a file");
  else if (size > (gint64) max_size)
    fail (task, KHIDKI_ERROR_INVALID, "The file is too large");
  else
    download (task, uri, max_size);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_whatsapp_line_fetch_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);
  GBytes *body = response != NULL ? khidki_response_get_body (response) : NULL;
  g_autoptr (JsonNode) root = NULL;

  if (response == NULL)
    {
      fail_from_fetch (task, error);
      return;
    }
  if (khidki_response_get_status (response) != 200)
    {
      fail_from_response (task, response);
      return;
    }

  if (body != NULL)
    root = khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL);
  take_answer (task, root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                   : NULL);
}

static void
look_up (GTask *task)
{
  KhidkiWhatsappLine *line = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autofree char *rest
      = g_strdup_printf ("/%s?phone_number_id=%s", fetch->id,
                         khidki_whatsapp_line_get_settings (line)->number);
  g_autoptr (KhidkiRequest) request = khidki_whatsapp_line_new_request (line, "GET", rest);

  khidki_request_set_deadline (request, LOOKUP_DEADLINE_MS);
  khidki_request_set_repeatable (request, TRUE);
  khidki_whatsapp_line_fetch_async (line, request, g_task_get_cancellable (task), on_looked_up,
                                    task);
}

/**
 * khidki_whatsapp_media_fetch_async:
 * @line: to which number the file was sent
 * @media: the file's handle in its event
 * @cancellable: (nullable): gives it up
 * @callback: (scope async): called when the file is kept
 * @user_data: for @callback
 *
 * Asks Meta where the file lies, brings it from there and compares it with the
 * digest of the webhook.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_media_fetch_async (KhidkiWhatsappLine *line,
                                   const char *media,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (line, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, khidki_whatsapp_media_fetch_async);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  fetch->id = khidki_whatsapp_message_split_media (media, &fetch->digest);

  if (fetch->id == NULL)
    fail (task, KHIDKI_ERROR_NOT_FOUND, "This is not the id of a file");
  else
    look_up (task);
}

/**
 * khidki_whatsapp_media_fetch_finish:
 * @line: to which number the file was sent
 * @result: what the callback was given
 *
 * Returns: (transfer full) (nullable): the file; NULL with KHIDKI_ERROR_NOT_FOUND
 *   if it is gone, KHIDKI_ERROR_INVALID if it is too large, KHIDKI_ERROR_BUSY while a limit
 *   is reached, KHIDKI_ERROR_RETRY or KHIDKI_ERROR_OPERATOR
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_whatsapp_media_fetch_finish (KhidkiWhatsappLine *line, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
