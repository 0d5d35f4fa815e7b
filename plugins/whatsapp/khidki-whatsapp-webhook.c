/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-webhook.h"

#include <string.h>

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-parse.h"
#include "khidki-whatsapp-policy.h"
#include "khidki-whatsapp-signature.h"
#include "khidki-whatsapp-template-update.h"

/* Meta's bodies have up to 3 MB. */
#define MAX_BODY (3 * 1024 * 1024)
#define MAX_CHALLENGE 256

static void
answer (KhidkiResponder *responder, guint status)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (status);

  khidki_responder_finish (responder, response);
}

static void
answer_later (KhidkiResponder *responder, const char *seconds)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (503);

  khidki_response_set_header (response, "Retry-After", seconds);
  khidki_responder_finish (responder, response);
}

static void
on_check (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiWhatsappLine *line = user_data;
  KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (line);
  const char *challenge = khidki_request_get_query (request, "hub.challenge");
  const char *token = khidki_request_get_query (request, "hub.verify_token");
  gboolean same = khidki_whatsapp_signature_is_same (token,
                                                     (const char *const *) settings->verify_tokens);
  g_autoptr (KhidkiResponse) response = NULL;

  if (!same || g_strcmp0 (khidki_request_get_query (request, "hub.mode"), "subscribe") != 0
      || challenge == NULL || strlen (challenge) > MAX_CHALLENGE)
    {
      khidki_whatsapp_line_complain (line, "A check of the webhook did not bring verify-token=");
      answer (responder, 403);
      return;
    }

  response = khidki_response_new_text (200, "text/plain; charset=utf-8", challenge);
  khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
  khidki_responder_finish (responder, response);
}

/* What is needed when the events are kept, or are not. */
typedef struct
{
  KhidkiWhatsappLine *line;
  KhidkiResponder *responder;
  GPtrArray *events;
  gboolean templates_ready;
} Delivery;

static void
delivery_free (Delivery *delivery)
{
  g_object_unref (delivery->line);
  khidki_responder_unref (delivery->responder);
  g_ptr_array_unref (delivery->events);
  g_free (delivery);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Delivery, delivery_free)

static void
on_received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Delivery) delivery = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiHost *host = KHIDKI_HOST (source);

  if (khidki_host_receive_finish (host, result, &error))
    {
      answer (delivery->responder, 200);
      if (delivery->templates_ready)
        khidki_whatsapp_line_templates_ready (delivery->line);
    }
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    answer_later (delivery->responder, "2");
  else
    {
      khidki_host_log (host, G_LOG_LEVEL_WARNING, "A webhook was not kept: %s", error->message);
      answer_later (delivery->responder, "10");
    }
}

/* A template that was paused or an account that was restricted concerns the
 * administrator, who looks here. */
static void
log_notices (KhidkiHost *host, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      const char *detail = khidki_event_get_detail (event);

      if (khidki_event_get_kind (event) == KHIDKI_EVENT_NOTICE && detail != NULL
          && strstr (detail, ": ") != NULL)
        khidki_host_log (host, G_LOG_LEVEL_MESSAGE, "Meta tells of %s", detail);
    }
}

/* What came in counts for the number's rate, and what failed may concern more than one
 * message. */
static void
note_events (KhidkiWhatsappLine *line, GPtrArray *events)
{
  gint64 now = khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line));
  KhidkiWhatsappTemplates *templates
      = khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line));

  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);

      if (khidki_event_is_from_person (event))
        khidki_whatsapp_rate_note_inbound (khidki_whatsapp_line_get_rate (line), now);
      if (khidki_event_get_kind (event) == KHIDKI_EVENT_STATUS
          && khidki_event_get_status (event) == KHIDKI_SEND_STATUS_FAILED)
        khidki_whatsapp_policy_refused (line, khidki_event_get_account (event),
                                        khidki_whatsapp_templates_find_send (
                                            templates, khidki_event_get_send_key (event)),
                                        khidki_event_get_error_code (event),
                                        khidki_event_get_error_message (event));
    }
}

/* An upload that Meta could not deliver is of no use to the next attempt. */
static void
forget_uploads (KhidkiWhatsappLine *line, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      const char *key = khidki_event_get_send_key (event);

      if (key != NULL && khidki_event_get_kind (event) == KHIDKI_EVENT_STATUS
          && khidki_event_get_status (event) == KHIDKI_SEND_STATUS_FAILED
          && khidki_whatsapp_error_is_upload (khidki_event_get_error_code (event)))
        khidki_whatsapp_uploads_forget_sent (khidki_whatsapp_line_get_uploads (line), key);
    }
}

static GPtrArray *
parse (KhidkiWhatsappLine *line, GBytes *body)
{
  KhidkiHost *host = khidki_whatsapp_line_get_host (line);
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_whatsapp_parse (body, khidki_whatsapp_line_get_settings (line)->number,
                                             khidki_host_now (host), &error);

  if (events != NULL)
    {
      log_notices (host, events);
      forget_uploads (line, events);
      note_events (line, events);
    }
  else
    khidki_host_log (host, G_LOG_LEVEL_WARNING, "A signed webhook cannot be read: %s",
                     error->message);

  return events;
}

static void
hand_in (Delivery *delivery)
{
  khidki_host_receive_async (khidki_whatsapp_line_get_host (delivery->line), delivery->events, NULL,
                             on_received, delivery);
}

static void
on_templates_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Delivery) delivery = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_whatsapp_template_store_save_finish (KHIDKI_WHATSAPP_TEMPLATE_STORE (source), result,
                                                  &error))
    {
      hand_in (g_steal_pointer (&delivery));
      return;
    }
  khidki_host_log (khidki_whatsapp_line_get_host (delivery->line), G_LOG_LEVEL_WARNING,
                   "What Meta says of templates was not kept: %s", error->message);
  answer_later (delivery->responder, "10");
}

static gboolean
tells_of_templates (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      const char *detail = khidki_event_get_detail (event);

      if (khidki_event_get_kind (event) == KHIDKI_EVENT_NOTICE && detail != NULL
          && g_str_has_prefix (detail, "message_template_status_update"))
        return TRUE;
    }

  return FALSE;
}

static void
take_templates (Delivery *delivery, GBytes *body)
{
  KhidkiWhatsappLine *line = delivery->line;
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (line);
  g_autoptr (GPtrArray) updates = khidki_whatsapp_template_update_parse (
      body, khidki_host_now (khidki_whatsapp_line_get_host (line)));

  delivery->templates_ready = khidki_whatsapp_policy_take_updates (line, updates);
  if (khidki_whatsapp_template_store_is_dirty (store))
    khidki_whatsapp_template_store_save_async (store, on_templates_saved, delivery);
  else
    hand_in (delivery);
}

static void
receive (KhidkiWhatsappLine *line, GBytes *body, KhidkiResponder *responder)
{
  g_autoptr (GPtrArray) events = parse (line, body);
  Delivery *delivery;

  if (events == NULL)
    {
      answer (responder, 400);
      return;
    }
  if (events->len == 0)
    {
      answer (responder, 200);
      return;
    }

  delivery = g_new0 (Delivery, 1);
  delivery->line = g_object_ref (line);
  delivery->responder = khidki_responder_ref (responder);
  delivery->events = g_ptr_array_ref (events);
  if (tells_of_templates (events))
    take_templates (delivery, body);
  else
    hand_in (delivery);
}

/* Nothing that came is echoed or logged. */
static void
refuse_signature (KhidkiWhatsappLine *line, KhidkiResponder *responder)
{
  khidki_whatsapp_line_complain (line, "A webhook was not signed with app-secret=");
  answer (responder, 401);
}

static void
on_event (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiWhatsappLine *line = user_data;
  KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (line);
  GBytes *body = khidki_request_get_body (request);
  const char *signature = khidki_request_get_header (request, settings->signature_header);

  if (body == NULL)
    answer (responder, 400);
  else if (g_bytes_get_size (body) > MAX_BODY)
    answer (responder, 413);
  /* Nothing reads the body before its signature has been checked. */
  else if (!khidki_whatsapp_signature_check (signature, body,
                                             (const char *const *) settings->app_secrets))
    refuse_signature (line, responder);
  else if (khidki_whatsapp_line_is_stopping (line))
    answer_later (responder, "5");
  else
    receive (line, body, responder);
}

/**
 * khidki_whatsapp_webhook_add:
 * @line: a line
 *
 * Takes Meta's check (GET) and its webhooks (POST) on the line's path. A webhook
 * is answered with 200 only when everything in it is durable.
 *
 * Returns: whether the routes were given; FALSE with an error
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_webhook_add (KhidkiWhatsappLine *line, GError **error)
{
  KhidkiHost *host = khidki_whatsapp_line_get_host (line);
  const char *path = khidki_whatsapp_line_get_settings (line)->path;

  return khidki_host_add_route (host, "GET", path, on_check, g_object_ref (line), g_object_unref,
                                error)
         && khidki_host_add_route (host, "POST", path, on_event, g_object_ref (line),
                                   g_object_unref, error);
}
