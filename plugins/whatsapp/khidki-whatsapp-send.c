/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-send.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-encode.h"
#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-policy.h"
#include "khidki-whatsapp-unpaid.h"

#define SEND_DEADLINE_MS 20000
/* By then the answer itself is there. */
#define READ_DEADLINE_MS 5000
#define UPLOAD_DEADLINE_MS 60000
#define MAX_DEPTH 16
#define THROUGHPUT_CODE 130429
#define JSON_TYPE "application/json"

/* One message on its way. */
typedef struct
{
  KhidkiAccount *account;
  KhidkiMessage *message;
  char *key;
  char *media_id;
  gboolean remembered;
} Send;

static void
send_free (Send *send)
{
  khidki_account_unref (send->account);
  g_clear_pointer (&send->message, khidki_message_unref);
  g_free (send->key);
  g_free (send->media_id);
  g_free (send);
}

static gboolean
is_success (KhidkiResponse *response)
{
  guint status = khidki_response_get_status (response);

  return status >= 200 && status < 300;
}

static JsonNode *
parse_answer (KhidkiResponse *response)
{
  GBytes *body = khidki_response_get_body (response);
  g_autoptr (JsonNode) root = body != NULL ? khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL)
                                           : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

static char *
dup_message_id (KhidkiResponse *response)
{
  g_autoptr (JsonNode) root = parse_answer (response);
  JsonArray *messages = root != NULL ? khidki_whatsapp_json_get_array (json_node_get_object (root),
                                                                       "messages")
                                     : NULL;
  JsonNode *first = messages != NULL && json_array_get_length (messages) > 0
                        ? json_array_get_element (messages, 0)
                        : NULL;

  return first != NULL && JSON_NODE_HOLDS_OBJECT (first)
             ? khidki_whatsapp_json_dup_id (json_node_get_object (first), "id")
             : NULL;
}

static const char *
get_hash (Send *send)
{
  return khidki_paper_get_hash (khidki_message_get_paper (send->message));
}

/* An upload that we remember may be gone at Meta's end; the next attempt makes
 * a new one. */
static void
forget_upload (KhidkiWhatsappLine *line, Send *send, GError *error)
{
  if (send->media_id == NULL
      || (error->code != KHIDKI_ERROR_FAILED && error->code != KHIDKI_ERROR_RETRY))
    return;

  khidki_whatsapp_uploads_forget (khidki_whatsapp_line_get_uploads (line), get_hash (send));
  if (send->remembered)
    error->code = KHIDKI_ERROR_RETRY;
}

/* What is refused in one language may be approved in another. */
static void
try_another_language (KhidkiWhatsappLine *line, Send *send, GError *error)
{
  g_autoptr (KhidkiMessage) other = NULL;

  if (khidki_message_get_kind (send->message) != KHIDKI_MESSAGE_TEMPLATE
      || (error->code != KHIDKI_ERROR_FAILED && error->code != KHIDKI_ERROR_TEMPLATE))
    return;

  other = khidki_whatsapp_policy_dup_message (line, send->message, NULL);
  if (other != NULL && other != send->message)
    error->code = KHIDKI_ERROR_RETRY;
}

static void
bound_uploads (KhidkiWhatsappLine *line, Send *send, int meta_code, GError *error)
{
  if (khidki_whatsapp_error_is_upload (meta_code)
      && !khidki_whatsapp_uploads_may_try_again (khidki_whatsapp_line_get_uploads (line), send->key))
    error->code = KHIDKI_ERROR_FAILED;
}

/* Only templates cost: if Meta wants to be paid for anything else, it takes nothing at all. */
static void
judge_unpaid (Send *send, int meta_code, GError *error)
{
  if (khidki_whatsapp_error_get_remedy (meta_code) == KHIDKI_WHATSAPP_REMEDY_UNPAID
      && khidki_message_get_kind (send->message) != KHIDKI_MESSAGE_TEMPLATE)
    error->code = KHIDKI_ERROR_OPERATOR;
}

static void
return_refusal (GTask *task, KhidkiResponse *response)
{
  KhidkiWhatsappLine *line = g_task_get_source_object (task);
  Send *send = g_task_get_task_data (task);
  guint status = khidki_response_get_status (response);
  int meta_code;
  GError *error = khidki_whatsapp_error_new (status, khidki_response_get_body (response),
                                             &meta_code);

  /* A front of Meta's says the same without its code. */
  if (meta_code < 0 && status == 429)
    meta_code = THROUGHPUT_CODE;
  /* What Meta lost of an upload is not a mistake of what was said about it. */
  if (!send->remembered || error->code != KHIDKI_ERROR_FAILED)
    khidki_whatsapp_policy_refused (line, send->account, send->message, meta_code, error->message,
                                    khidki_host_now (khidki_whatsapp_line_get_host (line)));
  try_another_language (line, send, error);
  judge_unpaid (send, meta_code, error);
  /* The number's own address is not there: no message will ever go out. */
  if (error->code == KHIDKI_ERROR_NOT_FOUND)
    error->code = KHIDKI_ERROR_OPERATOR;
  forget_upload (line, send, error);
  bound_uploads (line, send, meta_code, error);
  g_task_return_error (task, error);
}

/* It was taken before the channel was asked to send it. */
static void
note_left (KhidkiWhatsappLine *line, gint64 at)
{
  gint64 now = khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line));

  khidki_whatsapp_rate_left (khidki_whatsapp_line_get_rate (line), at > 0 ? at : now, now);
}

/* Nothing has left, nor will. */
static void
return_unsent (GTask *task, GError *error)
{
  Send *send = g_task_get_task_data (task);

  khidki_whatsapp_rate_put_back (khidki_whatsapp_line_get_rate (g_task_get_source_object (task)),
                                 khidki_account_get_id (send->account));
  g_task_return_error (task, error);
}

static void
return_unanswered (GTask *task, const GError *fetch_error)
{
  GError *error = khidki_whatsapp_error_new_from_fetch (fetch_error, KHIDKI_ERROR_UNCERTAIN);

  if (error->code != KHIDKI_ERROR_UNCERTAIN)
    {
      return_unsent (task, error);
      return;
    }
  /* When it left, if it did, nobody knows: not later than now. */
  note_left (g_task_get_source_object (task), 0);
  g_task_return_error (task, error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Send *send = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_whatsapp_line_fetch_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);
  char *message_id;

  if (response == NULL)
    {
      return_unanswered (task, error);
      return;
    }
  note_left (KHIDKI_WHATSAPP_LINE (source), khidki_response_get_left_at (response));
  if (!is_success (response))
    {
      return_refusal (task, response);
      return;
    }

  khidki_whatsapp_policy_accepted (KHIDKI_WHATSAPP_LINE (source), send->account, send->message);
  message_id = dup_message_id (response);
  if (message_id != NULL)
    g_task_return_pointer (task, message_id, g_free);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN,
                             "Meta answered %u without the id of a message",
                             khidki_response_get_status (response));
}

static KhidkiRequest *
new_messages_request (KhidkiWhatsappLine *line, GBytes *body)
{
  g_autofree char *rest
      = g_strdup_printf ("/%s/messages", khidki_whatsapp_line_get_settings (line)->number);
  KhidkiRequest *request = khidki_whatsapp_line_new_request (line, "POST", rest);

  khidki_request_set_body (request, JSON_TYPE, body);
  khidki_request_set_deadline (request, SEND_DEADLINE_MS);

  return request;
}

static void
send_encoded (GTask *task)
{
  KhidkiWhatsappLine *line = g_task_get_source_object (task);
  Send *send = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = khidki_whatsapp_encode_message (send->account, send->message,
                                                            send->key, send->media_id, &error);
  g_autoptr (KhidkiRequest) request = NULL;

  if (body == NULL)
    {
      khidki_whatsapp_policy_not_sent (line, error);
      return_unsent (task, error);
      g_object_unref (task);
      return;
    }

  request = new_messages_request (line, body);
  khidki_whatsapp_line_fetch_async (line, request, g_task_get_cancellable (task), on_sent, task);
}

static char *
dup_media_id (KhidkiResponse *response)
{
  g_autoptr (JsonNode) root = parse_answer (response);

  return root != NULL ? khidki_whatsapp_json_dup_id (json_node_get_object (root), "id") : NULL;
}

static GError *
new_upload_error (KhidkiWhatsappLine *line, Send *send, KhidkiResponse *response)
{
  GError *error;
  int meta_code;

  if (is_success (response))
    return g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                                "Meta answered without the id of a file");

  error = khidki_whatsapp_error_new (khidki_response_get_status (response),
                                     khidki_response_get_body (response), &meta_code);
  khidki_whatsapp_policy_call_refused (line, meta_code, error->message);
  /* Nobody was told anything yet, so it can be done again. */
  if (error->code == KHIDKI_ERROR_UNCERTAIN)
    error->code = KHIDKI_ERROR_RETRY;
  if (error->code == KHIDKI_ERROR_NOT_FOUND)
    error->code = KHIDKI_ERROR_OPERATOR;
  judge_unpaid (send, meta_code, error);
  bound_uploads (line, send, meta_code, error);

  return error;
}

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiWhatsappLine *line = KHIDKI_WHATSAPP_LINE (source);
  Send *send = g_task_get_task_data (task);
  g_autoptr (GError) fetch_error = NULL;
  g_autoptr (KhidkiResponse) response
      = khidki_whatsapp_line_fetch_finish (line, result, &fetch_error);
  GError *error;

  if (response != NULL && is_success (response))
    send->media_id = dup_media_id (response);
  if (send->media_id != NULL)
    {
      khidki_whatsapp_uploads_remember (khidki_whatsapp_line_get_uploads (line), get_hash (send),
                                        send->media_id,
                                        khidki_host_now (khidki_whatsapp_line_get_host (line)));
      send_encoded (g_steal_pointer (&task));
      return;
    }

  if (response == NULL)
    error = khidki_whatsapp_error_new_from_fetch (fetch_error, KHIDKI_ERROR_RETRY);
  else
    error = new_upload_error (line, send, response);
  g_prefix_error_literal (&error, "Uploading the document: ");
  return_unsent (task, error);
}

static void
upload (GTask *task)
{
  KhidkiWhatsappLine *line = g_task_get_source_object (task);
  Send *send = g_task_get_task_data (task);
  KhidkiPaper *paper = khidki_message_get_paper (send->message);
  const char *filename = khidki_message_get_filename (send->message);
  g_autofree char *rest
      = g_strdup_printf ("/%s/media", khidki_whatsapp_line_get_settings (line)->number);
  g_autoptr (KhidkiRequest) request = khidki_whatsapp_line_new_request (line, "POST", rest);

  khidki_request_add_field (request, "messaging_product", "whatsapp");
  khidki_request_add_field (request, "type", khidki_paper_get_mime_type (paper));
  khidki_request_add_paper (request, "file", filename != NULL ? filename : "document", paper);
  khidki_request_set_deadline (request, UPLOAD_DEADLINE_MS);
  khidki_request_set_repeatable (request, TRUE);
  khidki_whatsapp_line_fetch_async (line, request, g_task_get_cancellable (task), on_uploaded,
                                    task);
}

/**
 * khidki_whatsapp_send_async:
 * @line: from which number
 * @account: to whom
 * @message: what
 * @key: the same at every attempt of this message
 * @cancellable: (nullable): gives it up; it may have happened all the same
 * @callback: (scope async): called when Meta took or refused it
 * @user_data: for @callback
 *
 * Uploads the message's paper if Meta does not have it, then sends.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_send_async (KhidkiWhatsappLine *line,
                            KhidkiAccount *account,
                            KhidkiMessage *message,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (line, cancellable, callback, user_data);
  Send *send = g_new0 (Send, 1);
  gint64 now = khidki_host_now (khidki_whatsapp_line_get_host (line));
  KhidkiWhatsappUploads *uploads = khidki_whatsapp_line_get_uploads (line);
  KhidkiPaper *paper = khidki_message_get_paper (message);
  GError *error = NULL;

  /* What Meta did counts, not that somebody stopped waiting for it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, khidki_whatsapp_send_async);
  send->account = khidki_account_ref (account);
  send->message = khidki_whatsapp_policy_dup_message (line, message, &error);
  send->key = g_strdup (key);
  if (send->message == NULL
      || !khidki_whatsapp_unpaid_may_send (line, send->message, key, &error))
    {
      g_task_set_task_data (task, send, (GDestroyNotify) send_free);
      return_unsent (task, error);
      g_object_unref (task);
      return;
    }
  if (paper != NULL)
    {
      const char *hash = khidki_paper_get_hash (paper);

      send->media_id = g_strdup (khidki_whatsapp_uploads_lookup (uploads, hash, now));
      khidki_whatsapp_uploads_note_send (uploads, hash, key);
    }
  khidki_whatsapp_templates_note_send (
      khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line)), key,
      send->message);
  send->remembered = send->media_id != NULL;
  g_task_set_task_data (task, send, (GDestroyNotify) send_free);

  if (paper != NULL && send->media_id == NULL)
    upload (task);
  else
    send_encoded (task);
}

/**
 * khidki_whatsapp_send_finish:
 * @line: from which number
 * @result: what the callback was given
 *
 * Returns: (transfer full) (nullable): Meta's id of the message; NULL with an
 *   error whose code says what to do
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_send_finish (KhidkiWhatsappLine *line, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * khidki_whatsapp_send_read:
 * @line: at which number
 * @message_id: Meta's id of a message that came in
 *
 * Shows the citizen that it was read and that an answer is being written. A
 * courtesy: what becomes of it is not waited for, and while several are under way, or the
 * number rests, it is left out.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_send_read (KhidkiWhatsappLine *line, const char *message_id)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhidkiRequest) request = NULL;

  if (!khidki_whatsapp_line_may_offer (line)
      || khidki_whatsapp_rate_is_resting (
          khidki_whatsapp_line_get_rate (line),
          khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line))))
    return;

  body = khidki_whatsapp_encode_read (message_id);
  request = new_messages_request (line, body);
  khidki_request_set_repeatable (request, TRUE);
  khidki_request_set_deadline (request, READ_DEADLINE_MS);
  khidki_whatsapp_line_offer (line, request);
}
