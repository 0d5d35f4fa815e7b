/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-parse.h"

#include <string.h>

#include "khidki-whatsapp-account.h"
#include "khidki-whatsapp-account-update.h"
#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-message.h"
#include "khidki-whatsapp-status.h"

#define MAX_DEPTH 32
#define MAX_WORD 64
#define NEW_ID_FIELD "user_id_update"

/* A body while it is read. */
typedef struct
{
  GPtrArray *events;
  const char *const *numbers;
  gint64 received_at;
  char *context; /* of the entry: the business account and Meta's time */
} Parse;

typedef KhidkiEvent *(*ElementFunc) (const KhidkiWhatsappValue *value, JsonNode *node);

static KhidkiEvent *
new_notice (const KhidkiWhatsappValue *value, JsonNode *node, const char *context)
{
  g_autoptr (KhidkiAccount) nobody = khidki_whatsapp_account_new_nobody (value);
  g_autofree char *key = khidki_whatsapp_json_digest (node, context);

  return khidki_event_new (KHIDKI_EVENT_NOTICE, key, nobody, value->received_at);
}

/* What nobody wrote is kept by its key and a word of what it is. */
static void
add_notice (Parse *self, JsonNode *node, const char *detail)
{
  KhidkiWhatsappValue nothing = { .number = "", .received_at = self->received_at };
  KhidkiEvent *event = new_notice (&nothing, node, self->context);

  khidki_event_set_detail (event, detail);
  g_ptr_array_add (self->events, event);
}

static void
add_elements (Parse *self, const KhidkiWhatsappValue *value, JsonArray *array, ElementFunc func)
{
  for (guint i = 0; i < khidki_whatsapp_json_count (array); i++)
    g_ptr_array_add (self->events, func (value, json_array_get_element (array, i)));
}

static void
add_errors (Parse *self, const KhidkiWhatsappValue *value, JsonArray *errors)
{
  for (guint i = 0; i < khidki_whatsapp_json_count (errors); i++)
    {
      JsonNode *node = json_array_get_element (errors, i);
      g_autofree char *context = g_strdup_printf ("%s error %u", self->context, i);
      KhidkiEvent *event = new_notice (value, node, context);
      g_autofree char *text = NULL;
      int meta_code = -1;

      if (JSON_NODE_HOLDS_OBJECT (node))
        text = khidki_whatsapp_error_describe (json_node_get_object (node), &meta_code);
      khidki_event_set_error (event, meta_code, text);
      khidki_event_set_detail (event, "errors");
      g_ptr_array_add (self->events, event);
    }
}

/* @number, @contacts: (out) (transfer full): what @value points to */
static void
init_value (Parse *self,
            KhidkiWhatsappValue *value,
            JsonObject *object,
            char **number,
            KhidkiWhatsappContacts **contacts)
{
  JsonObject *metadata = khidki_whatsapp_json_get_object (object, "metadata");

  *number = khidki_whatsapp_json_dup_id (metadata, "phone_number_id");
  *contacts = khidki_whatsapp_contacts_new (khidki_whatsapp_json_get_array (object, "contacts"));
  value->number = *number != NULL ? *number : "";
  value->ours = *number != NULL && g_strv_contains (self->numbers, *number);
  value->received_at = self->received_at;
  value->contacts = *contacts;
  value->alone = FALSE;
}

static void
add_value (Parse *self, JsonNode *change, JsonObject *object)
{
  JsonArray *messages = khidki_whatsapp_json_get_array (object, "messages");
  JsonArray *statuses = khidki_whatsapp_json_get_array (object, "statuses");
  JsonArray *errors = khidki_whatsapp_json_get_array (object, "errors");
  guint n = khidki_whatsapp_json_count (messages) + khidki_whatsapp_json_count (statuses);
  g_autofree char *number = NULL;
  g_autoptr (KhidkiWhatsappContacts) contacts = NULL;
  KhidkiWhatsappValue value;

  init_value (self, &value, object, &number, &contacts);
  value.alone = n == 1;
  if (n + khidki_whatsapp_json_count (errors) == 0)
    {
      add_notice (self, change, "messages");
      return;
    }

  add_elements (self, &value, messages, khidki_whatsapp_message_parse);
  add_elements (self, &value, statuses, khidki_whatsapp_status_parse);
  add_errors (self, &value, errors);
}

/* Meta itself tells of a new id by a message; provider companies have a field for it. */
static gboolean
add_new_ids (Parse *self, JsonObject *object)
{
  JsonArray *updates = khidki_whatsapp_json_get_array (object, NEW_ID_FIELD);
  g_autofree char *number = NULL;
  g_autoptr (KhidkiWhatsappContacts) contacts = NULL;
  KhidkiWhatsappValue value;

  init_value (self, &value, object, &number, &contacts);
  for (guint i = 0; i < khidki_whatsapp_json_count (updates); i++)
    g_ptr_array_add (self->events,
                     khidki_whatsapp_message_parse_new_id (
                         &value, json_array_get_element (updates, i), self->context));

  return khidki_whatsapp_json_count (updates) > 0;
}

static void
add_change (Parse *self, JsonNode *node)
{
  JsonObject *change = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *field = khidki_whatsapp_json_get_string (change, "field");
  JsonObject *value = khidki_whatsapp_json_get_object (change, "value");
  g_autofree char *word = khidki_whatsapp_account_update_dup_word (value);
  g_autofree char *detail = NULL;

  if (value != NULL && g_strcmp0 (field, "messages") == 0)
    {
      add_value (self, node, value);
      return;
    }
  if (g_strcmp0 (field, NEW_ID_FIELD) == 0 && add_new_ids (self, value))
    return;

  if (field == NULL || strlen (field) > MAX_WORD)
    field = "change";
  detail = g_strconcat (field, word != NULL ? ": " : NULL, word, NULL);
  add_notice (self, node, detail);
}

static void
add_entry (Parse *self, JsonNode *node)
{
  JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *changes = khidki_whatsapp_json_get_array (entry, "changes");
  g_autofree char *id = khidki_whatsapp_json_dup_id (entry, "id");
  gint64 time = khidki_whatsapp_json_get_number (entry, "time");

  g_free (self->context);
  self->context = g_strdup_printf ("%s@%" G_GINT64_FORMAT, id != NULL ? id : "", time);
  if (changes == NULL)
    add_notice (self, node, "entry");

  for (guint i = 0; i < khidki_whatsapp_json_count (changes); i++)
    add_change (self, json_array_get_element (changes, i));
}

/**
 * khidki_whatsapp_parse:
 * @body: a webhook's body, its signature checked
 * @numbers: the business numbers for which whoever signed it may speak
 * @received_at: when it came in, UTC milliseconds
 *
 * Takes every entry, change, message, status and error of a body apart, in its
 * order. What is not understood becomes a notice with a key of its own: one
 * element never spoils the others. Pure.
 *
 * Returns: (transfer full) (element-type KhidkiEvent): the events, maybe none;
 *   NULL with KHIDKI_ERROR_INVALID if it is not a JSON object
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_parse (GBytes *body,
                       const char *const *numbers,
                       gint64 received_at,
                       GError **error)
{
  g_autoptr (GPtrArray) events
      = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  Parse self = { events, numbers, received_at, g_strdup ("") };
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse_signed (body, MAX_DEPTH, error);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *entries = khidki_whatsapp_json_get_array (object, "entry");
  const char *kind = khidki_whatsapp_json_get_string (object, "object");
  gboolean known = entries != NULL && g_strcmp0 (kind, "whatsapp_business_account") == 0;

  if (object != NULL && !known)
    add_notice (&self, root, "unknown-object");
  else
    for (guint i = 0; i < khidki_whatsapp_json_count (entries); i++)
      add_entry (&self, json_array_get_element (entries, i));
  g_free (self.context);

  if (root != NULL && object == NULL)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Not a JSON object");

  return object != NULL ? g_steal_pointer (&events) : NULL;
}
