/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-webhook.h"

#include <string.h>

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-parse.h"
#include "khidki-whatsapp-policy.h"
#include "khidki-whatsapp-signature.h"
#include "khidki-whatsapp-template-update.h"
#include "khidki-whatsapp-unpaid.h"

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

static gboolean
is_verify_token (GPtrArray *lines, const char *token)
{
  gboolean same = FALSE;

  /* All are looked at, so that it takes as long whichever it is. */
  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappSettings *settings
          = khidki_whatsapp_line_get_settings (g_ptr_array_index (lines, i));

      same |= khidki_secret_is_one_of (token, (const char *const *) settings->verify_tokens);
    }

  return same;
}

static void
on_check (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  GPtrArray *lines = user_data;
  const char *challenge = khidki_request_get_query (request, "hub.challenge");
  const char *token = khidki_request_get_query (request, "hub.verify_token");
  gboolean same = is_verify_token (lines, token);
  g_autoptr (KhidkiResponse) response = NULL;

  if (!same || g_strcmp0 (khidki_request_get_query (request, "hub.mode"), "subscribe") != 0
      || challenge == NULL || strlen (challenge) > MAX_CHALLENGE)
    {
      khidki_whatsapp_line_complain (g_ptr_array_index (lines, 0), "A check of the webhook did not bring verify-token=");
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
  GPtrArray *lines; /* those for which whoever signed it may speak */
  KhidkiResponder *responder;
  GPtrArray *events;
  guint saved;      /* of how many lines what Meta said of templates is durable */
} Delivery;

static void
delivery_free (Delivery *delivery)
{
  g_ptr_array_unref (delivery->lines);
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
    answer (delivery->responder, 200);
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
tell_notices (KhidkiWhatsappLine *line, GPtrArray *events)
{
  KhidkiHost *host = khidki_whatsapp_line_get_host (line);

  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      const char *detail = khidki_event_get_detail (event);

      if (khidki_event_get_kind (event) != KHIDKI_EVENT_NOTICE || detail == NULL)
        continue;
      if (strstr (detail, ": ") != NULL)
        khidki_host_log (host, G_LOG_LEVEL_MESSAGE, "Meta tells of %s", detail);
      else if (khidki_event_get_error_message (event) != NULL)
        khidki_host_log (host, G_LOG_LEVEL_WARNING, "Meta tells of an error: %s",
                         khidki_event_get_error_message (event));
    }
}

/* What came in counts for the number's rate, and what failed may concern more than one
 * message. An upload that Meta could not deliver is of no use to the next attempt. */
static void
note_failure (KhidkiWhatsappLine *line, KhidkiEvent *event)
{
  KhidkiWhatsappTemplates *templates
      = khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line));
  const char *key = khidki_event_get_send_key (event);
  int meta_code = khidki_event_get_error_code (event);

  if (key != NULL && khidki_whatsapp_error_is_upload (meta_code))
    khidki_whatsapp_uploads_forget_sent (khidki_whatsapp_line_get_uploads (line), key);
  khidki_whatsapp_policy_refused (line, khidki_event_get_account (event),
                                  khidki_whatsapp_templates_find_send (templates, key), meta_code,
                                  khidki_event_get_error_message (event),
                                  khidki_event_get_at (event));
}

static void
note_events (GPtrArray *lines, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      KhidkiWhatsappLine *line
          = khidki_whatsapp_lines_find_for (lines, khidki_event_get_account (event));

      if (khidki_event_is_from_person (event))
        khidki_whatsapp_rate_note_inbound (
            khidki_whatsapp_line_get_rate (line),
            khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line)));
      if (khidki_event_get_kind (event) != KHIDKI_EVENT_STATUS)
        continue;
      if (khidki_event_get_status (event) == KHIDKI_SEND_STATUS_FAILED)
        note_failure (line, event);
      else
        khidki_whatsapp_unpaid_note_arrived (line, khidki_event_get_send_key (event));
    }
}

static KhidkiHost *
get_host (GPtrArray *lines)
{
  return khidki_whatsapp_line_get_host (g_ptr_array_index (lines, 0));
}

static GPtrArray *
parse (GPtrArray *lines, GBytes *body)
{
  KhidkiHost *host = get_host (lines);
  g_auto (GStrv) numbers = khidki_whatsapp_lines_dup_numbers (lines);
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_whatsapp_parse (body, (const char *const *) numbers,
                                                 khidki_host_now (host), &error);

  if (events != NULL)
    {
      tell_notices (g_ptr_array_index (lines, 0), events);
      note_events (lines, events);
    }
  else
    khidki_host_log (host, G_LOG_LEVEL_WARNING, "A signed webhook cannot be read: %s",
                     error->message);

  return events;
}

static void
hand_in (Delivery *delivery)
{
  khidki_host_receive_async (get_host (delivery->lines), delivery->events, NULL, on_received,
                             delivery);
}

static void save_templates (Delivery *delivery);

static void
on_templates_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Delivery) delivery = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_whatsapp_template_store_save_finish (KHIDKI_WHATSAPP_TEMPLATE_STORE (source), result,
                                                  &error))
    {
      delivery->saved++;
      save_templates (g_steal_pointer (&delivery));
      return;
    }
  khidki_host_log (get_host (delivery->lines), G_LOG_LEVEL_WARNING,
                   "What Meta says of templates was not kept: %s", error->message);
  answer_later (delivery->responder, "10");
}

/* One line after the other, and then the events. */
static void
save_templates (Delivery *delivery)
{
  for (; delivery->saved < delivery->lines->len; delivery->saved++)
    {
      KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (
          g_ptr_array_index (delivery->lines, delivery->saved));

      if (khidki_whatsapp_template_store_is_dirty (store))
        {
          khidki_whatsapp_template_store_save_async (store, on_templates_saved, delivery);
          return;
        }
    }
  hand_in (delivery);
}

static gboolean
tells_of (GPtrArray *events, gboolean (*is_field) (const char *field))
{
  for (guint i = 0; i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      const char *detail = khidki_event_get_detail (event);

      g_auto (GStrv) words = detail != NULL ? g_strsplit (detail, ": ", 2) : NULL;

      if (khidki_event_get_kind (event) == KHIDKI_EVENT_NOTICE && words != NULL
          && is_field (words[0]))
        return TRUE;
    }

  return FALSE;
}

static void
take_account_updates (GPtrArray *lines, GBytes *body)
{
  g_autoptr (GPtrArray) updates = khidki_whatsapp_account_update_parse (body);

  for (guint i = 0; i < updates->len; i++)
    khidki_whatsapp_policy_take_account_update (lines, g_ptr_array_index (updates, i));
}

static void
take_templates (Delivery *delivery, GBytes *body)
{
  g_autoptr (GPtrArray) updates = khidki_whatsapp_template_update_parse (
      body, khidki_host_now (get_host (delivery->lines)));

  gboolean ready = FALSE;

  for (guint i = 0; i < delivery->lines->len; i++)
    ready |= khidki_whatsapp_policy_take_updates (g_ptr_array_index (delivery->lines, i), updates);
  /* Whatever becomes of the webhook: it is no news when Meta repeats it. After a restart all
   * that waits is tried anyway. */
  if (ready)
    khidki_whatsapp_line_templates_ready (g_ptr_array_index (delivery->lines, 0));
  save_templates (delivery);
}

static void
receive (GPtrArray *lines, GBytes *body, KhidkiResponder *responder)
{
  g_autoptr (GPtrArray) events = parse (lines, body);
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

  for (guint i = 0; i < lines->len; i++)
    khidki_whatsapp_line_note_signature (g_ptr_array_index (lines, i), TRUE);
  delivery = g_new0 (Delivery, 1);
  delivery->lines = g_ptr_array_ref (lines);
  delivery->responder = khidki_responder_ref (responder);
  delivery->events = g_ptr_array_ref (events);
  if (tells_of (events, khidki_whatsapp_account_update_is_field))
    take_account_updates (lines, body);
  if (tells_of (events, khidki_whatsapp_template_update_is_field))
    take_templates (delivery, body);
  else
    hand_in (delivery);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
skip (const char **at, const char *end, const char *word)
{
  gsize length = strlen (word);

  while (*at < end && is_space (**at))
    ++*at;
  if ((gsize) (end - *at) < length || memcmp (*at, word, length) != 0)
    return FALSE;
  *at += length;

  return TRUE;
}

/* Nothing reads a body that nobody has signed: it is only searched. Within a text the quotes
 * would be escaped. */
static gboolean
names_number (GBytes *body, const char *number)
{
  static const char key[] = "\"phone_number_id\"";
  gsize length;
  const char *at = g_bytes_get_data (body, &length);
  const char *end = at + length;
  g_autofree char *quoted = g_strconcat ("\"", number, "\"", NULL);

  while (at != NULL && (at = memmem (at, (gsize) (end - at), key, strlen (key))) != NULL)
    {
      at += strlen (key);
      if (skip (&at, end, ":") && skip (&at, end, quoted))
        return TRUE;
    }

  return FALSE;
}

/* Who knows a number's id is no stranger: those of @lines that are named in vain. */
static void
note_unsigned (GPtrArray *lines, GPtrArray *found, GBytes *body)
{
  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);

      if (!g_ptr_array_find (found, line, NULL)
          && names_number (body, khidki_whatsapp_line_get_settings (line)->number))
        khidki_whatsapp_line_note_signature (line, FALSE);
    }
}

/* Nothing that came is echoed or logged. */
static void
refuse_signature (GPtrArray *lines, KhidkiResponder *responder)
{
  KhidkiWhatsappLine *line = g_ptr_array_index (lines, 0);
  g_autofree char *text
      = g_strdup_printf ("A webhook was not signed with app-secret= in the header %s",
                         khidki_whatsapp_line_get_settings (line)->signature_header);

  khidki_whatsapp_line_complain (line, text);
  answer (responder, 401);
}

/* (transfer full): the lines whose secret it was signed with; for others whoever knows
 * that secret may not speak. */
static GPtrArray *
list_signed (GPtrArray *lines, KhidkiRequest *request, GBytes *body)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);
      KhidkiWhatsappSettings *settings = khidki_whatsapp_line_get_settings (line);
      const char *signature = khidki_request_get_header (request, settings->signature_header);

      if (khidki_whatsapp_signature_check (signature, body,
                                           (const char *const *) settings->app_secrets))
        g_ptr_array_add (found, g_object_ref (line));
    }

  return found;
}

static void
take (GPtrArray *lines, KhidkiRequest *request, GBytes *body, KhidkiResponder *responder)
{
  /* Nothing reads the body before its signature has been checked. */
  g_autoptr (GPtrArray) found = list_signed (lines, request, body);

  note_unsigned (lines, found, body);
  if (found->len == 0)
    refuse_signature (lines, responder);
  else if (khidki_whatsapp_line_is_stopping (g_ptr_array_index (found, 0)))
    answer_later (responder, "5");
  else
    receive (found, body, responder);
}

static void
on_event (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  GBytes *body = khidki_request_get_body (request);

  if (body == NULL)
    answer (responder, 400);
  else if (g_bytes_get_size (body) > MAX_BODY)
    answer (responder, 413);
  else
    take (user_data, request, body, responder);
}

static gboolean
add_path (GPtrArray *lines, const char *path, GError **error)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func (g_object_unref);
  KhidkiHost *host = get_host (lines);

  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);

      if (strcmp (khidki_whatsapp_line_get_settings (line)->path, path) == 0)
        g_ptr_array_add (here, g_object_ref (line));
    }

  return khidki_host_add_route (host, "GET", path, on_check, g_ptr_array_ref (here),
                                (GDestroyNotify) g_ptr_array_unref, error)
         && khidki_host_add_route (host, "POST", path, on_event, g_ptr_array_ref (here),
                                   (GDestroyNotify) g_ptr_array_unref, error);
}

/**
 * khidki_whatsapp_webhook_add:
 * @lines: (element-type KhidkiWhatsappLine): all lines, at least one
 *
 * Takes Meta's check (GET) and its webhooks (POST) on the paths of the lines; several may
 * share one. A webhook is answered with 200 only when everything in it is durable.
 *
 * Returns: whether the routes were given; FALSE with an error
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_webhook_add (GPtrArray *lines, GError **error)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < lines->len; i++)
    {
      char *path = khidki_whatsapp_line_get_settings (g_ptr_array_index (lines, i))->path;

      if (g_hash_table_add (paths, path) && !add_path (lines, path, error))
        return FALSE;
    }

  return TRUE;
}
