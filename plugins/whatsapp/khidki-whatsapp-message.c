/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-message.h"

#include <string.h>

#include "khidki-whatsapp-account.h"
#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"

#define MAX_TYPE 64
#define SHA256_BYTES 32

/* One message while it is read. */
typedef struct
{
  const KhidkiWhatsappValue *value;
  JsonObject *object;
  KhidkiAccount *account;
  const char *type;
  const char *key;
  gint64 at;
} Message;

typedef KhidkiEvent *(*MessageFunc) (const Message *message);

static KhidkiEvent *
parse_other (const Message *message, const char *detail)
{
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_OTHER, message->key, message->account,
                                         message->at);

  khidki_event_set_detail (event, detail);
  return event;
}

static KhidkiEvent *
parse_silent (const Message *message)
{
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_NOTICE, message->key, message->account,
                                         message->at);

  khidki_event_set_detail (event, message->type);
  return event;
}

static KhidkiEvent *
parse_text (const Message *message)
{
  JsonObject *text = khidki_whatsapp_json_get_object (message->object, "text");
  const char *body = khidki_whatsapp_json_get_string (text, "body");

  if (body == NULL)
    return parse_other (message, "text");

  return khidki_event_new_text (message->key, message->account, message->at, body);
}

static KhidkiEvent *
parse_interactive (const Message *message)
{
  JsonObject *interactive = khidki_whatsapp_json_get_object (message->object, "interactive");
  const char *type = khidki_whatsapp_json_get_string (interactive, "type");
  JsonObject *reply;
  const char *id, *title;

  if (g_strcmp0 (type, "button_reply") != 0 && g_strcmp0 (type, "list_reply") != 0)
    return parse_other (message, type != NULL && strlen (type) <= MAX_TYPE ? type : "interactive");

  reply = khidki_whatsapp_json_get_object (interactive, type);
  id = khidki_whatsapp_json_get_string (reply, "id");
  title = khidki_whatsapp_json_get_string (reply, "title");
  if (id != NULL)
    return khidki_event_new_choice (message->key, message->account, message->at, id, title);
  /* What was tapped can be heard like words. */
  if (title != NULL)
    return khidki_event_new_text (message->key, message->account, message->at, title);

  return parse_other (message, type);
}

static KhidkiEvent *
parse_button (const Message *message)
{
  JsonObject *button = khidki_whatsapp_json_get_object (message->object, "button");
  const char *payload = khidki_whatsapp_json_get_string (button, "payload");
  const char *text = khidki_whatsapp_json_get_string (button, "text");

  if (payload != NULL)
    return khidki_event_new_choice (message->key, message->account, message->at, payload, text);
  if (text != NULL)
    return khidki_event_new_text (message->key, message->account, message->at, text);

  return parse_other (message, "button");
}

/* Meta writes the digest in base64 or in hexadecimal digits. */
static char *
dup_digest (const char *text)
{
  g_autofree guchar *bytes = NULL;
  gsize length = 0;
  GString *hex;

  if (text == NULL)
    return NULL;
  if (strlen (text) == 2 * SHA256_BYTES && strspn (text, "0123456789abcdefABCDEF") == strlen (text))
    return g_ascii_strdown (text, -1);

  bytes = g_base64_decode (text, &length);
  if (length != SHA256_BYTES)
    return NULL;

  hex = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);

  return g_string_free (hex, FALSE);
}

static KhidkiEvent *
parse_file (const Message *message)
{
  JsonObject *file = khidki_whatsapp_json_get_object (message->object, message->type);
  g_autofree char *id = khidki_whatsapp_json_dup_id (file, "id");
  g_autofree char *digest = dup_digest (khidki_whatsapp_json_get_string (file, "sha256"));
  g_autofree char *media = NULL;
  KhidkiEvent *event;

  if (id == NULL)
    return parse_other (message, message->type);

  /* The digest travels with the id, so that the download can be held against
   * what the signed webhook said. */
  media = digest != NULL ? g_strconcat (id, "#", digest, NULL) : g_strdup (id);
  event = khidki_event_new_media (message->key, message->account, message->at, media,
                                  khidki_whatsapp_json_get_string (file, "mime_type"),
                                  khidki_whatsapp_json_get_string (file, "caption"));
  khidki_event_set_media_digest (event, digest);
  khidki_event_set_detail (event, message->type);

  return event;
}

static KhidkiEvent *
parse_audio (const Message *message)
{
  JsonObject *audio = khidki_whatsapp_json_get_object (message->object, "audio");
  JsonNode *voice = audio != NULL ? json_object_get_member (audio, "voice") : NULL;
  gboolean spoken = voice != NULL && json_node_get_value_type (voice) == G_TYPE_BOOLEAN
                    && json_node_get_boolean (voice);

  return parse_other (message, spoken ? "voice" : "audio");
}

static KhidkiEvent *
parse_location (const Message *message)
{
  JsonObject *location = khidki_whatsapp_json_get_object (message->object, "location");
  double latitude, longitude;
  KhidkiEvent *event;

  if (!khidki_whatsapp_json_get_degrees (location, "latitude", 90, &latitude)
      || !khidki_whatsapp_json_get_degrees (location, "longitude", 180, &longitude))
    return parse_other (message, "location");

  event = khidki_event_new (KHIDKI_EVENT_LOCATION, message->key, message->account, message->at);
  khidki_event_set_location (event, latitude, longitude);
  khidki_event_set_detail (event, khidki_whatsapp_json_get_string (location, "name"));

  return event;
}

/* Whose number or id it was: Meta names the old one in several places, and
 * sometimes only the new one beside it. */
static KhidkiAccount *
find_old_account (const Message *message, JsonObject *system)
{
  g_autofree char *from = khidki_whatsapp_json_dup_id (message->object, "from");
  g_autofree char *previous = khidki_whatsapp_json_dup_id (system, "previous_user_id");
  g_autofree char *from_user_id = khidki_whatsapp_json_dup_id (message->object, "from_user_id");
  g_autofree char *new_user_id = khidki_whatsapp_json_dup_id (system, "user_id");

  if (previous == NULL && g_strcmp0 (from_user_id, new_user_id) != 0)
    previous = g_steal_pointer (&from_user_id);

  return khidki_whatsapp_account_new (message->value, previous, from);
}

static KhidkiEvent *
parse_system (const Message *message)
{
  JsonObject *system = khidki_whatsapp_json_get_object (message->object, "system");
  const char *type = khidki_whatsapp_json_get_string (system, "type");
  g_autofree char *wa_id = khidki_whatsapp_json_dup_id (system, "wa_id");
  g_autofree char *user_id = khidki_whatsapp_json_dup_id (system, "user_id");
  g_autofree char *phone = khidki_whatsapp_account_dup_phone (wa_id);
  g_autoptr (KhidkiAccount) old = find_old_account (message, system);
  const char *new_id = user_id != NULL ? user_id : phone != NULL ? phone + 1 : wa_id;
  KhidkiEvent *event;

  if (old == NULL
      || (g_strcmp0 (type, "user_changed_number") != 0
          && g_strcmp0 (type, "user_changed_user_id") != 0
          && g_strcmp0 (type, "customer_identity_changed") != 0))
    return parse_silent (message);

  event = khidki_event_new (KHIDKI_EVENT_IDENTITY, message->key, old, message->at);
  khidki_event_set_detail (event, type);
  khidki_event_set_new_id (event, new_id, phone);

  return event;
}

static const struct
{
  const char *type;
  MessageFunc func;
} types[] = {
  { "text", parse_text },
  { "interactive", parse_interactive },
  { "button", parse_button },
  { "image", parse_file },
  { "document", parse_file },
  { "audio", parse_audio },
  { "location", parse_location },
  { "system", parse_system },
  /* Nobody wrote anything that waits for an answer. */
  { "reaction", parse_silent },
  { "revoke", parse_silent },
};

static void
add_particulars (const Message *message, KhidkiEvent *event)
{
  JsonObject *context = khidki_whatsapp_json_get_object (message->object, "context");
  JsonArray *errors = khidki_whatsapp_json_get_array (message->object, "errors");
  JsonNode *first = errors != NULL && json_array_get_length (errors) > 0
                        ? json_array_get_element (errors, 0)
                        : NULL;
  g_autofree char *text = NULL;
  int meta_code = -1;

  khidki_event_set_reply_to (event, khidki_whatsapp_json_get_string (context, "id"));
  if (khidki_whatsapp_json_get_object (message->object, "referral") != NULL
      && khidki_event_get_detail (event) == NULL)
    khidki_event_set_detail (event, "referral");
  if (first != NULL && JSON_NODE_HOLDS_OBJECT (first))
    {
      text = khidki_whatsapp_error_describe (json_node_get_object (first), &meta_code);
      khidki_event_set_error (event, meta_code, text);
    }
  /* Meta could not bring it either, whatever it was. */
  if (khidki_whatsapp_error_is_lost_file (meta_code)
      && khidki_event_get_kind (event) == KHIDKI_EVENT_OTHER)
    khidki_event_set_detail (event, "file-lost");
}

static KhidkiEvent *
parse_by_type (const Message *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].type, message->type) == 0)
      return types[i].func (message);

  return parse_other (message, message->type);
}

static KhidkiEvent *
parse_notice (const Message *message, const char *key, const char *detail)
{
  g_autoptr (KhidkiAccount) nobody = khidki_whatsapp_account_new_nobody (message->value);
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_NOTICE, key, nobody, message->at);

  khidki_event_set_detail (event, detail);
  return event;
}

/* The same message may come on the right number's route too, so its own key is
 * left to it. */
static KhidkiEvent *
parse_other_number (const Message *message)
{
  g_autofree char *key = g_strconcat ("other-number:", message->key, NULL);

  return parse_notice (message, key, "other-number");
}

static gboolean
is_in_group (const Message *message)
{
  JsonNode *group = json_object_get_member (message->object, "group_id");

  return group != NULL && !JSON_NODE_HOLDS_NULL (group);
}

static KhidkiEvent *
parse_object (Message *message)
{
  g_autofree char *from = khidki_whatsapp_json_dup_id (message->object, "from");
  g_autofree char *user_id = khidki_whatsapp_json_dup_id (message->object, "from_user_id");
  g_autoptr (KhidkiAccount) sender = NULL;
  KhidkiEvent *event;

  if (!message->value->ours)
    return parse_other_number (message);
  /* Never answered: a group's message is not a private chat. */
  if (is_in_group (message))
    return parse_notice (message, message->key, "group");

  sender = khidki_whatsapp_account_new (message->value, user_id, from);
  if (sender == NULL && strcmp (message->type, "system") == 0)
    sender = khidki_whatsapp_account_new_nobody (message->value);
  if (sender == NULL)
    return parse_notice (message, message->key, "without-sender");

  message->account = sender;
  event = parse_by_type (message);
  add_particulars (message, event);

  return event;
}

/**
 * khidki_whatsapp_message_parse:
 * @value: the change that it stands in
 * @node: one element of `messages`
 *
 * Returns: (transfer full): what it says; a notice if it cannot be understood
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_whatsapp_message_parse (const KhidkiWhatsappValue *value, JsonNode *node)
{
  g_autofree char *key = NULL;
  Message message = { .value = value, .at = value->received_at, .type = "unknown" };
  const char *type;
  gint64 seconds;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      message.object = json_node_get_object (node);
      key = khidki_whatsapp_json_dup_id (message.object, "id");
    }
  if (key == NULL)
    key = khidki_whatsapp_json_digest (node, value->number);
  message.key = key;
  if (message.object == NULL)
    return parse_notice (&message, message.key, "not-a-message");

  type = khidki_whatsapp_json_get_string (message.object, "type");
  if (type != NULL && strlen (type) <= MAX_TYPE)
    message.type = type;
  seconds = khidki_whatsapp_json_get_number (message.object, "timestamp");
  if (seconds > 0 && seconds < G_MAXINT64 / 1000)
    message.at = seconds * 1000;

  return parse_object (&message);
}

/**
 * khidki_whatsapp_message_parse_new_id:
 * @value: the change that it stands in
 * @node: one element of `user_id_update`
 * @context: in what it was found
 *
 * Returns: (transfer full): whose id is another from now on; a notice if that is not said
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_whatsapp_message_parse_new_id (const KhidkiWhatsappValue *value,
                                      JsonNode *node,
                                      const char *context)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *ids = khidki_whatsapp_json_get_object (object, "user_id");
  g_autofree char *key = khidki_whatsapp_json_digest (node, context);
  g_autofree char *previous = khidki_whatsapp_json_dup_id (ids, "previous");
  g_autofree char *current = khidki_whatsapp_json_dup_id (ids, "current");
  g_autofree char *wa_id = khidki_whatsapp_json_dup_id (object, "wa_id");
  g_autofree char *phone = khidki_whatsapp_account_dup_phone (wa_id);
  g_autoptr (KhidkiAccount) old = NULL;
  Message message = { .value = value, .at = value->received_at, .key = key };
  KhidkiEvent *event;

  if (!value->ours)
    return parse_other_number (&message);
  if (previous == NULL || current == NULL)
    return parse_notice (&message, key, "not-an-id");

  old = khidki_whatsapp_account_new (value, previous, wa_id);
  event = khidki_event_new (KHIDKI_EVENT_IDENTITY, key, old, value->received_at);
  khidki_event_set_detail (event, "user_id_update");
  khidki_event_set_new_id (event, current, phone);

  return event;
}

/**
 * khidki_whatsapp_message_split_media:
 * @media: the handle of a file in an event
 * @digest: (out) (transfer full) (nullable): the SHA-256 that the webhook gave, in hexadecimal digits
 *
 * Returns: (transfer full) (nullable): Meta's id of the file, NULL if it is not one
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_message_split_media (const char *media, char **digest)
{
  const char *mark = strchr (media, '#');
  g_autofree char *id = mark != NULL ? g_strndup (media, (gsize) (mark - media))
                                     : g_strdup (media);

  *digest = NULL;
  /* It becomes part of a URI. */
  if (*id == '\0' || strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-.") != strlen (id)
      || strstr (id, "..") != NULL)
    return NULL;
  if (mark != NULL)
    *digest = g_strdup (mark + 1);

  return g_steal_pointer (&id);
}
