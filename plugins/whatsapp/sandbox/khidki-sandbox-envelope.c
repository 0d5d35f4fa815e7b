/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-envelope.h"

#include "khidki-sandbox-json.h"

/* From this version on statuses no longer tell of the conversation. */
#define VERSION_WITHOUT_CONVERSATION 24

static JsonObject *
new_value (const KhidkiSandboxConfig *config)
{
  JsonObject *value = json_object_new ();
  JsonObject *metadata = json_object_new ();

  json_object_set_string_member (metadata, "display_phone_number", config->display_number);
  json_object_set_string_member (metadata, "phone_number_id", config->phone_number_id);
  json_object_set_string_member (value, "messaging_product", "whatsapp");
  json_object_set_object_member (value, "metadata", metadata);
  return value;
}

static JsonArray *
list_of (JsonObject *element)
{
  JsonArray *list = json_array_new ();

  json_array_add_object_element (list, element);
  return list;
}

static JsonNode *
wrap (const KhidkiSandboxConfig *config,
      const char                *field,
      JsonObject                *value)
{
  JsonObject *change = json_object_new ();
  JsonObject *entry = json_object_new ();
  JsonObject *root = json_object_new ();

  json_object_set_object_member (change, "value", value);
  json_object_set_string_member (change, "field", field);
  json_object_set_string_member (entry, "id", config->business_account_id);
  json_object_set_array_member (entry, "changes", list_of (change));
  json_object_set_string_member (root, "object", "whatsapp_business_account");
  json_object_set_array_member (root, "entry", list_of (entry));
  return khidki_sandbox_json_take (root);
}

/* (transfer full): the citizen as an element of `contacts`. */
static JsonObject *
contact_of (const KhidkiSandboxCitizen *citizen)
{
  JsonObject *contact = json_object_new ();
  JsonObject *profile = json_object_new ();

  json_object_set_string_member (profile, "name", citizen->name);
  json_object_set_object_member (contact, "profile", profile);
  if (!citizen->hide_phone)
    json_object_set_string_member (contact, "wa_id", citizen->wa_id);
  json_object_set_string_member (contact, "user_id", citizen->user_id);
  return contact;
}

/**
 * khidki_sandbox_envelope_message:
 * @config: the business number
 * @citizen: who says it
 * @message: the message object
 *
 * Returns: (transfer full): the webhook's body
 */
JsonNode *
khidki_sandbox_envelope_message (const KhidkiSandboxConfig  *config,
                                 const KhidkiSandboxCitizen *citizen,
                                 JsonObject                 *message)
{
  JsonObject *value = new_value (config);

  if (g_strcmp0 (khidki_sandbox_json_get_string (message, "type"), "system") != 0)
    json_object_set_array_member (value, "contacts",
                                  list_of (contact_of (citizen)));
  json_object_set_array_member (value, "messages", list_of (json_object_ref (message)));
  return wrap (config, "messages", value);
}

static JsonObject *
new_pricing (const KhidkiSandboxItem *item)
{
  JsonObject *pricing = json_object_new ();
  gboolean service = g_str_equal (item->category, "service");

  json_object_set_boolean_member (pricing, "billable", !service);
  json_object_set_string_member (pricing, "pricing_model", "PMP");
  json_object_set_string_member (pricing, "category", item->category);
  json_object_set_string_member (pricing, "type", service ? "free_customer_service" : "regular");
  return pricing;
}

static void
add_conversation (const KhidkiSandboxConfig *config,
                  const KhidkiSandboxItem   *item,
                  const char                *status,
                  JsonObject                *body)
{
  JsonObject *conversation;
  JsonObject *origin;
  g_autofree char *sum = NULL;
  g_autofree char *until = NULL;

  if (g_ascii_strtoull (config->version + 1, NULL, 10) >= VERSION_WITHOUT_CONVERSATION)
    return;
  conversation = json_object_new ();
  origin = json_object_new ();
  sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, item->id, -1);
  until = g_strdup_printf ("%" G_GINT64_FORMAT, item->time + KHIDKI_SANDBOX_WINDOW);
  json_object_set_string_member (conversation, "id", sum);
  if (g_str_equal (status, "sent"))
    json_object_set_string_member (conversation, "expiration_timestamp", until);
  json_object_set_string_member (origin, "type", item->category);
  json_object_set_object_member (conversation, "origin", origin);
  json_object_set_object_member (body, "conversation", conversation);
}

/**
 * khidki_sandbox_envelope_status:
 * @config: the business number
 * @citizen: to whom the message went
 * @item: the message
 * @status: "sent", "delivered", "read" or "failed"
 * @now: seconds since 1970
 *
 * Returns: (transfer full): the webhook's body
 */
JsonNode *
khidki_sandbox_envelope_status (const KhidkiSandboxConfig  *config,
                                const KhidkiSandboxCitizen *citizen,
                                const KhidkiSandboxItem    *item,
                                const char                 *status,
                                gint64                      now)
{
  JsonObject *value = new_value (config);
  JsonObject *body = json_object_new ();
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  gboolean failed = g_str_equal (status, "failed");

  json_object_set_string_member (body, "id", item->id);
  json_object_set_string_member (body, "status", status);
  json_object_set_string_member (body, "timestamp", time);
  if (!citizen->hide_phone)
    json_object_set_string_member (body, "recipient_id", citizen->wa_id);
  if (citizen->user_id != NULL)
    json_object_set_string_member (body, "recipient_user_id", citizen->user_id);
  if (item->callback_data != NULL)
    json_object_set_string_member (body, "biz_opaque_callback_data", item->callback_data);
  if (g_str_equal (status, "sent") || g_str_equal (status, "delivered"))
    {
      add_conversation (config, item, status, body);
      json_object_set_object_member (body, "pricing", new_pricing (item));
    }
  if (failed && item->error != NULL)
    json_object_set_array_member (body, "errors", list_of (json_object_ref (item->error)));
  if (!failed)
    json_object_set_array_member (value, "contacts",
                                  list_of (contact_of (citizen)));
  json_object_set_array_member (value, "statuses", list_of (body));
  return wrap (config, "messages", value);
}

/**
 * khidki_sandbox_envelope_template:
 * @config: the business number
 * @name: a template's
 * @language: its language
 * @status: how it stands now
 * @now: when that came to be, in seconds
 *
 * Returns: (transfer full): the webhook's body
 */
JsonNode *
khidki_sandbox_envelope_template (const KhidkiSandboxConfig *config,
                                  const char                *name,
                                  const char                *language,
                                  const char                *status,
                                  gint64                     now)
{
  JsonObject *value = json_object_new ();
  JsonNode *body = wrap (config, "message_template_status_update", value);
  JsonObject *entry = khidki_sandbox_json_element_object (
    khidki_sandbox_json_get_array (json_node_get_object (body), "entry"), 0);

  json_object_set_int_member (entry, "time", now);
  json_object_set_string_member (value, "event", status);
  json_object_set_int_member (value, "message_template_id", g_str_hash (name));
  json_object_set_string_member (value, "message_template_name", name);
  json_object_set_string_member (value, "message_template_language", language);
  json_object_set_string_member (value, "reason", "NONE");
  return body;
}

/**
 * khidki_sandbox_envelope_sign:
 * @secret: the app secret
 * @body: the bytes that are sent
 *
 * Returns: (transfer full): the value of `X-Hub-Signature-256`, or of the header in its place
 */
char *
khidki_sandbox_envelope_sign (const char *secret,
                              GBytes     *body)
{
  g_autofree char *sum = NULL;

  sum = g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret),
                                 g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  return g_strconcat ("sha256=", sum, NULL);
}
