/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-status.h"

#include <string.h>

#include "khidki-whatsapp-account.h"
#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"

#define MAX_STATUS 64

static const struct
{
  const char *name;
  KhidkiSendStatus status;
} statuses[] = {
  { "sent", KHIDKI_SEND_STATUS_SENT },
  { "delivered", KHIDKI_SEND_STATUS_DELIVERED },
  { "read", KHIDKI_SEND_STATUS_READ },
  { "played", KHIDKI_SEND_STATUS_READ },
  { "failed", KHIDKI_SEND_STATUS_FAILED },
};

static gboolean
find_status (const char *name, KhidkiSendStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (statuses[i].name, name) == 0)
      {
        *status = statuses[i].status;
        return TRUE;
      }

  return FALSE;
}

static char *
dup_participant (JsonObject *object)
{
  char *participant = khidki_whatsapp_json_dup_id (object, "recipient_participant_id");

  if (participant == NULL)
    participant = khidki_whatsapp_json_dup_id (object, "recipient_participant_user_id");

  return participant;
}

/* The same message has one status of each name, for each participant of a
 * group, and for each attempt at a payment. */
static char *
dup_key (JsonObject *object)
{
  g_autofree char *id = khidki_whatsapp_json_dup_id (object, "id");
  const char *status = khidki_whatsapp_json_get_string (object, "status");
  g_autofree char *participant = dup_participant (object);
  JsonObject *payment = khidki_whatsapp_json_get_object (object, "payment");
  JsonObject *transaction = khidki_whatsapp_json_get_object (payment, "transaction");
  g_autofree char *transaction_id = khidki_whatsapp_json_dup_id (transaction, "id");
  const char *outcome = khidki_whatsapp_json_get_string (transaction, "status");
  GString *key;

  if (id == NULL || status == NULL || strlen (status) > MAX_STATUS)
    return NULL;

  key = g_string_new (id);
  g_string_append_printf (key, ":%s", status);
  if (participant != NULL)
    g_string_append_printf (key, ":%s", participant);
  if (payment != NULL)
    g_string_append_printf (key, ":payment:%s:%s", transaction_id != NULL ? transaction_id : "",
                            outcome != NULL ? outcome : "");

  return g_string_free (key, FALSE);
}

static KhidkiAccount *
dup_recipient (const KhidkiWhatsappValue *value, JsonObject *object)
{
  g_autofree char *user_id = khidki_whatsapp_json_dup_id (object, "recipient_user_id");
  g_autofree char *wa_id = khidki_whatsapp_json_dup_id (object, "recipient_id");
  KhidkiAccount *recipient = khidki_whatsapp_account_new (value, user_id, wa_id);

  return recipient != NULL ? recipient : khidki_whatsapp_account_new_nobody (value);
}

static KhidkiEvent *
parse_notice (const KhidkiWhatsappValue *value, const char *key, gint64 at, const char *detail)
{
  g_autoptr (KhidkiAccount) nobody = khidki_whatsapp_account_new_nobody (value);
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_NOTICE, key, nobody, at);

  khidki_event_set_detail (event, detail);
  return event;
}

static void
add_failure (KhidkiEvent *event, JsonObject *object)
{
  JsonArray *errors = khidki_whatsapp_json_get_array (object, "errors");
  JsonNode *first = errors != NULL && json_array_get_length (errors) > 0
                        ? json_array_get_element (errors, 0)
                        : NULL;
  g_autofree char *text = NULL;
  g_autofree char *advised = NULL;
  KhidkiError code = KHIDKI_ERROR_FAILED;
  int meta_code;

  if (first == NULL || !JSON_NODE_HOLDS_OBJECT (first))
    return;

  text = khidki_whatsapp_error_describe (json_node_get_object (first), &meta_code);
  khidki_whatsapp_error_find (meta_code, &code);
  advised = khidki_whatsapp_error_dup_advised (text, code);
  khidki_event_set_error (event, meta_code, advised);
  if (khidki_event_get_status (event) == KHIDKI_SEND_STATUS_FAILED)
    khidki_event_set_detail (event, khidki_whatsapp_error_get_word (meta_code));
}

static KhidkiEvent *
parse_object (const KhidkiWhatsappValue *value, JsonObject *object, const char *key, gint64 at)
{
  g_autofree char *id = khidki_whatsapp_json_dup_id (object, "id");
  g_autoptr (KhidkiAccount) recipient = dup_recipient (value, object);
  const char *name = khidki_whatsapp_json_get_string (object, "status");
  KhidkiSendStatus status;
  KhidkiEvent *event;

  if (khidki_whatsapp_json_get_object (object, "payment") != NULL)
    return parse_notice (value, key, at, "payment");
  if (!find_status (name, &status))
    return parse_notice (value, key, at, "status");

  event = khidki_event_new_status (
      key, recipient, at, status, id,
      khidki_whatsapp_json_get_string (object, "biz_opaque_callback_data"));
  add_failure (event, object);

  return event;
}

/**
 * khidki_whatsapp_status_parse:
 * @value: the change that it stands in
 * @node: one element of `statuses`
 *
 * A failed one carries Meta's code as its error and, as its detail, the word of
 * what to do about it.
 *
 * Returns: (transfer full): what became of a message of ours; a notice if it
 *   cannot be understood
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_whatsapp_status_parse (const KhidkiWhatsappValue *value, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *key = object != NULL ? dup_key (object) : NULL;
  g_autofree char *substitute = NULL;
  gint64 seconds = khidki_whatsapp_json_get_number (object, "timestamp");
  gint64 at = seconds > 0 && seconds < G_MAXINT64 / 1000 ? seconds * 1000 : value->received_at;

  if (key == NULL)
    {
      g_autofree char *context = g_strconcat ("status ", value->number, NULL);

      substitute = khidki_whatsapp_json_digest (node, context);
      return parse_notice (value, substitute, at, "not-a-status");
    }
  if (!value->ours)
    {
      substitute = g_strconcat ("other-number:", key, NULL);
      return parse_notice (value, substitute, at, "other-number");
    }

  return parse_object (value, object, key, at);
}
