/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-inbound.h"

#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-keep.h"
#include "khidki-sandbox-rules.h"

#define MEDIA_LIFE (7 * 24 * 60 * 60)

/* What is left to do once a webhook was taken. */
typedef struct
{
  KhidkiSandbox     *sandbox;
  KhidkiSandboxItem *item;
} Taken;

static void
taken_free (Taken *taken)
{
  khidki_sandbox_item_unref (taken->item);
  g_free (taken);
}

/**
 * khidki_sandbox_inbound_publish:
 * @sandbox: a sandbox
 * @item: a message that is new or has changed
 *
 * Tells the page and those who wait.
 */
void
khidki_sandbox_inbound_publish (KhidkiSandbox     *sandbox,
                                KhidkiSandboxItem *item)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "wa_id", item->wa_id);
  json_object_set_object_member (event, "item", khidki_sandbox_item_to_json (item));
  khidki_sandbox_feed_publish (sandbox->feed, "message", event);
}

static void
on_taken (gboolean taken,
          gpointer data)
{
  Taken *what = data;

  if (g_str_equal (what->item->status, "read"))
    return;
  what->item->status = taken ? "delivered" : "failed";
  khidki_sandbox_inbound_publish (what->sandbox, what->item);
}

static JsonObject *
dup_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) copy = NULL;

  json_node_set_object (node, object);
  text = khidki_sandbox_json_to_string (node, FALSE);
  copy = json_from_string (text, NULL);
  return json_node_dup_object (copy);
}

static void
set_missing (JsonObject *message,
             const char *name,
             const char *value)
{
  if (!json_object_has_member (message, name))
    json_object_set_string_member (message, name, value);
}

static void
note_medium (KhidkiSandbox     *sandbox,
             KhidkiSandboxItem *item)
{
  const char *type = khidki_sandbox_json_get_string (item->message, "type");
  JsonObject *part = type == NULL ? NULL : khidki_sandbox_json_get_object (item->message, type);
  const char *id = khidki_sandbox_json_get_string (part, "id");
  KhidkiSandboxMedium *medium = khidki_sandbox_media_find (sandbox->media, id,
                                                           khidki_sandbox_now (sandbox));
  g_autofree char *url = NULL;

  if (medium == NULL)
    return;
  url = g_strdup_printf ("/sandbox/media/%s", medium->id);
  item->medium = json_object_new ();
  json_object_set_string_member (item->medium, "url", url);
  json_object_set_string_member (item->medium, "mime_type", medium->media_type);
}

/**
 * khidki_sandbox_inbound_say:
 * @sandbox: a sandbox
 * @citizen: who speaks
 * @message: a message object; what it lacks of from, id and timestamp is added to a copy
 *
 * Puts the message in the chat, opens the window of 24 hours and sends the webhook.
 *
 * Returns: (transfer full): the message's id
 */
char *
khidki_sandbox_inbound_say (KhidkiSandbox        *sandbox,
                            KhidkiSandboxCitizen *citizen,
                            JsonObject           *message)
{
  gint64 now = khidki_sandbox_now (sandbox);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  g_autofree char *fresh = khidki_sandbox_citizens_new_id (sandbox->citizens, citizen->wa_id);
  char *id;
  JsonObject *whole = dup_object (message);
  g_autoptr (JsonNode) body = NULL;
  Taken *taken = g_new0 (Taken, 1);

  if (!citizen->hide_phone)
    set_missing (whole, "from", citizen->wa_id);
  set_missing (whole, "from_user_id", citizen->user_id);
  set_missing (whole, "id", fresh);
  set_missing (whole, "timestamp", time);
  citizen->last_said = now;
  taken->sandbox = sandbox;
  taken->item = khidki_sandbox_citizens_record (sandbox->citizens, citizen, FALSE,
                                                json_object_get_string_member (whole, "id"), now,
                                                whole);
  id = g_strdup (taken->item->id);
  note_medium (sandbox, taken->item);
  khidki_sandbox_inbound_publish (sandbox, taken->item);
  body = khidki_sandbox_envelope_message (sandbox->config, citizen, whole);
  json_object_unref (whole);
  khidki_sandbox_webhook_send (sandbox->webhook, citizen->wa_id, body, on_taken, taken,
                               (GDestroyNotify) taken_free);
  khidki_sandbox_keep_soon (sandbox);
  return id;
}

JsonObject *
khidki_sandbox_inbound_text (const char *body)
{
  JsonObject *message = json_object_new ();
  JsonObject *text = json_object_new ();

  json_object_set_string_member (text, "body", body);
  json_object_set_string_member (message, "type", "text");
  json_object_set_object_member (message, "text", text);
  return message;
}

static void
add_context (KhidkiSandbox *sandbox,
             JsonObject    *message,
             const char    *id)
{
  JsonObject *context;

  if (id == NULL)
    return;
  context = json_object_new ();
  json_object_set_string_member (context, "from", sandbox->config->display_number);
  json_object_set_string_member (context, "id", id);
  json_object_set_object_member (message, "context", context);
}

static JsonObject *
quick_reply (const char *payload,
             const char *title)
{
  JsonObject *message = json_object_new ();
  JsonObject *button = json_object_new ();

  json_object_set_string_member (button, "payload", payload);
  json_object_set_string_member (button, "text", title);
  json_object_set_string_member (message, "type", "button");
  json_object_set_object_member (message, "button", button);
  return message;
}

static JsonObject *
interactive_reply (const char *type,
                   const char *id,
                   const char *title,
                   const char *description)
{
  JsonObject *message = json_object_new ();
  JsonObject *interactive = json_object_new ();
  JsonObject *reply = json_object_new ();

  json_object_set_string_member (reply, "id", id);
  json_object_set_string_member (reply, "title", title);
  if (description != NULL && *description != '\0')
    json_object_set_string_member (reply, "description", description);
  json_object_set_string_member (interactive, "type", type);
  json_object_set_object_member (interactive, type, reply);
  json_object_set_string_member (message, "type", "interactive");
  json_object_set_object_member (message, "interactive", interactive);
  return message;
}

/**
 * khidki_sandbox_inbound_tap:
 * @sandbox: a sandbox
 * @tap: id, title, type ("list", "button" or "template"), description?, context?
 * @error: place for an error
 *
 * Returns: (transfer full) (nullable): the message that the tap makes
 */
JsonObject *
khidki_sandbox_inbound_tap (KhidkiSandbox  *sandbox,
                            JsonObject     *tap,
                            GError        **error)
{
  const char *id = khidki_sandbox_json_get_string (tap, "id");
  const char *title = khidki_sandbox_json_get_string (tap, "title");
  const char *type = khidki_sandbox_json_get_string (tap, "type");
  const char *description = khidki_sandbox_json_get_string (tap, "description");
  JsonObject *message = NULL;

  if (id != NULL && title != NULL && g_strcmp0 (type, "list") == 0)
    message = interactive_reply ("list_reply", id, title, description);
  else if (id != NULL && title != NULL && g_strcmp0 (type, "button") == 0)
    message = interactive_reply ("button_reply", id, title, NULL);
  else if (id != NULL && title != NULL && g_strcmp0 (type, "template") == 0)
    message = quick_reply (id, title);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "A tap needs id, title and type, one of list, button, template");
  if (message != NULL)
    add_context (sandbox, message, khidki_sandbox_json_get_string (tap, "context"));
  return message;
}

static const char *
kind_of (const char *media_type)
{
  if (g_str_has_prefix (media_type, "image/webp"))
    return "sticker";
  if (g_str_has_prefix (media_type, "image/"))
    return "image";
  if (g_str_has_prefix (media_type, "audio/"))
    return "audio";
  if (g_str_has_prefix (media_type, "video/"))
    return "video";
  return "document";
}

/**
 * khidki_sandbox_inbound_medium:
 * @sandbox: a sandbox
 * @bytes: a file
 * @media_type: its type
 * @filename: (nullable): its name
 * @caption: (nullable): a text below it
 *
 * Returns: (transfer full): the message by which a citizen sends that file
 */
JsonObject *
khidki_sandbox_inbound_medium (KhidkiSandbox *sandbox,
                               GBytes        *bytes,
                               const char    *media_type,
                               const char    *filename,
                               const char    *caption)
{
  const char *kind = kind_of (media_type);
  KhidkiSandboxMedium *medium;
  JsonObject *message = json_object_new ();
  JsonObject *part = json_object_new ();
  g_autofree char *hash = NULL;

  medium = khidki_sandbox_media_add (sandbox->media, bytes, media_type, filename,
                                     khidki_sandbox_now (sandbox) + MEDIA_LIFE);
  hash = khidki_sandbox_medium_hash (medium);
  if (caption != NULL && *caption != '\0')
    json_object_set_string_member (part, "caption", caption);
  if (filename != NULL && g_str_equal (kind, "document"))
    json_object_set_string_member (part, "filename", filename);
  json_object_set_string_member (part, "mime_type", media_type);
  json_object_set_string_member (part, "sha256", hash);
  json_object_set_string_member (part, "id", medium->id);
  if (g_str_equal (kind, "audio"))
    json_object_set_boolean_member (part, "voice", g_str_has_prefix (media_type, "audio/ogg"));
  if (g_str_equal (kind, "sticker"))
    json_object_set_boolean_member (part, "animated", FALSE);
  json_object_set_string_member (message, "type", kind);
  json_object_set_object_member (message, kind, part);
  return message;
}
