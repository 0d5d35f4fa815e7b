/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-template-update.h"

#include <string.h>

#include "khidki-whatsapp-json.h"

#define MAX_DEPTH 32
#define MAX_NAME 512
#define MAX_LANGUAGE 16

static GPtrArray *
new_updates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_whatsapp_template_update_free);
}

static JsonObject *
get_object (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint
count (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static KhidkiWhatsappTemplateUpdate *
add (GPtrArray *updates, const char *name, const char *language, const char *word, gint64 at)
{
  KhidkiWhatsappTemplateState state;

  if (name == NULL || language == NULL || strlen (name) > MAX_NAME
      || strlen (language) > MAX_LANGUAGE || !khidki_whatsapp_templates_find_state (word, &state))
    return NULL;

  g_ptr_array_add (updates, khidki_whatsapp_template_update_new (name, language, state, at));
  return g_ptr_array_index (updates, updates->len - 1);
}

/* How many different `{{…}}` are in @text. */
static int
count_placeholders (const char *text)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *at = text; at != NULL && (at = strstr (at, "{{")) != NULL;)
    {
      const char *end = strstr (at, "}}");

      if (end == NULL)
        break;
      g_hash_table_add (found, g_strndup (at + 2, end - at - 2));
      at = end + 2;
    }

  return (int) g_hash_table_size (found);
}

static int
count_in_buttons (JsonArray *buttons)
{
  int n = 0;

  for (guint i = 0; i < count (buttons); i++)
    n += count_placeholders (khidki_whatsapp_json_get_string (get_object (buttons, i), "url"));

  return n;
}

/**
 * khidki_whatsapp_template_update_count_variables:
 * @definition: a template in Meta's form
 *
 * Returns: how many values a send gives it, a document at its head being one; -1 if it
 *   does not say of what it is made
 *
 * Since: 0.1
 */
int
khidki_whatsapp_template_update_count_variables (JsonObject *definition)
{
  JsonArray *components = khidki_whatsapp_json_get_array (definition, "components");
  int n = 0;

  if (components == NULL)
    return -1;
  for (guint i = 0; i < count (components); i++)
    {
      JsonObject *component = get_object (components, i);
      const char *format = khidki_whatsapp_json_get_string (component, "format");

      n += count_placeholders (khidki_whatsapp_json_get_string (component, "text"))
           + count_in_buttons (khidki_whatsapp_json_get_array (component, "buttons"));
      if (format != NULL && g_ascii_strcasecmp (format, "TEXT") != 0)
        n++;
    }

  return n;
}

static void
add_change (GPtrArray *updates, JsonObject *change, gint64 at)
{
  const char *field = khidki_whatsapp_json_get_string (change, "field");
  JsonObject *value = khidki_whatsapp_json_get_object (change, "value");

  if (value == NULL || g_strcmp0 (field, "message_template_status_update") != 0)
    return;

  add (updates, khidki_whatsapp_json_get_string (value, "message_template_name"),
       khidki_whatsapp_json_get_string (value, "message_template_language"),
       khidki_whatsapp_json_get_string (value, "event"), at);
}

/**
 * khidki_whatsapp_template_update_parse:
 * @body: a webhook's body, its signature checked
 * @received_at: when it came in, UTC milliseconds, where Meta does not say when it was
 *
 * Pure.
 *
 * Returns: (transfer full) (element-type KhidkiWhatsappTemplateUpdate): what it says of
 *   templates, maybe nothing
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_template_update_parse (GBytes *body, gint64 received_at)
{
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *entries = khidki_whatsapp_json_get_array (object, "entry");
  GPtrArray *updates = new_updates ();

  for (guint i = 0; i < count (entries); i++)
    {
      JsonObject *entry = get_object (entries, i);
      JsonArray *changes = khidki_whatsapp_json_get_array (entry, "changes");
      gint64 seconds = khidki_whatsapp_json_get_number (entry, "time");
      /* Seconds that have begun: not before what was refused within the same one. */
      gboolean told = seconds > 0 && seconds < G_MAXINT64 / 1000;

      for (guint j = 0; j < count (changes); j++)
        add_change (updates, get_object (changes, j), told ? seconds * 1000 + 999 : received_at);
    }

  return updates;
}

/**
 * khidki_whatsapp_template_update_parse_list:
 * @body: an answer of Meta's to the question which templates there are
 * @asked_at: when it was asked, UTC milliseconds
 * @after: (out) (transfer full) (nullable): where the next page begins; NULL after the last
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiWhatsappTemplateUpdate): the
 *   templates of this page; NULL if it is no such answer
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_template_update_parse_list (GBytes *body, gint64 asked_at, char **after)
{
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *data = khidki_whatsapp_json_get_array (object, "data");
  JsonObject *paging = khidki_whatsapp_json_get_object (object, "paging");
  JsonObject *cursors = khidki_whatsapp_json_get_object (paging, "cursors");
  GPtrArray *updates;

  *after = NULL;
  if (data == NULL)
    return NULL;

  updates = new_updates ();
  for (guint i = 0; i < count (data); i++)
    {
      JsonObject *one = get_object (data, i);

      KhidkiWhatsappTemplateUpdate *update
          = add (updates, khidki_whatsapp_json_get_string (one, "name"),
                 khidki_whatsapp_json_get_string (one, "language"),
                 khidki_whatsapp_json_get_string (one, "status"), asked_at);

      if (update != NULL)
        update->variables = khidki_whatsapp_template_update_count_variables (one);
    }
  if (khidki_whatsapp_json_get_string (paging, "next") != NULL)
    *after = g_strdup (khidki_whatsapp_json_get_string (cursors, "after"));

  return updates;
}
