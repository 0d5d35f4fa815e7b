/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-said.h"

#include "khidki-sandbox-json.h"

/* As the server writes it to be read. */
#define NUMBER "\\b(\\d{4}) (\\d{4}) (\\d{4}) (\\d{2})\\b"

/* What a person cannot see of a message. */
static gboolean
is_hidden (const char *name)
{
  static const char *const hidden[] = { "messaging_product", "recipient_type", "to", "recipient",
                                        "type", "id", "biz_opaque_callback_data", "language", NULL };

  return g_strv_contains (hidden, name);
}

static void append_text (GString *text, JsonNode *node);

static void
append_member (JsonObject *object,
               const char *name,
               JsonNode   *member,
               gpointer    text)
{
  if (!is_hidden (name))
    append_text (text, member);
}

static void
append_element (JsonArray *array,
                guint      index,
                JsonNode  *element,
                gpointer   text)
{
  append_text (text, element);
}

static void
append_text (GString  *text,
             JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), append_member, text);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), append_element, text);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (text, "%s\n", json_node_get_string (node));
}

/**
 * khidki_sandbox_said_dup_text:
 * @item: a message
 *
 * Returns: (transfer full): all that can be read of it, a line each
 */
char *
khidki_sandbox_said_dup_text (const KhidkiSandboxItem *item)
{
  GString *text = g_string_new (NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, item->shown != NULL ? item->shown : item->message);
  append_text (text, node);
  return g_string_free (text, FALSE);
}

/* (transfer full) (nullable): the tap on it, if @choice is the one */
static JsonObject *
make_tap (const KhidkiSandboxItem *item,
          JsonObject              *choice,
          const char              *title,
          const char              *type)
{
  JsonObject *tap;

  if (g_strcmp0 (khidki_sandbox_json_get_string (choice, "title"), title) != 0
      || khidki_sandbox_json_get_string (choice, "id") == NULL)
    return NULL;
  tap = json_object_new ();
  json_object_set_string_member (tap, "id", khidki_sandbox_json_get_string (choice, "id"));
  json_object_set_string_member (tap, "title", title);
  json_object_set_string_member (tap, "type", type);
  json_object_set_string_member (tap, "context", item->id);
  return tap;
}

static JsonObject *
find_row (const KhidkiSandboxItem *item,
          JsonArray               *sections,
          const char              *title)
{
  JsonObject *tap = NULL;

  for (guint i = 0; sections != NULL && i < json_array_get_length (sections); i++)
    {
      JsonArray *rows = khidki_sandbox_json_get_array (khidki_sandbox_json_element_object (sections, i),
                                                       "rows");

      for (guint j = 0; rows != NULL && tap == NULL && j < json_array_get_length (rows); j++)
        tap = make_tap (item, khidki_sandbox_json_element_object (rows, j), title, "list");
    }
  return tap;
}

/**
 * khidki_sandbox_said_find_choice:
 * @item: a message
 * @title: what stands on a button or a row of a list
 *
 * Returns: (transfer full) (nullable): the tap on it, as [func@sandbox_inbound_tap] takes it
 */
JsonObject *
khidki_sandbox_said_find_choice (const KhidkiSandboxItem *item,
                                 const char              *title)
{
  JsonObject *interactive = khidki_sandbox_json_get_object (item->message, "interactive");
  JsonObject *action = khidki_sandbox_json_get_object (interactive, "action");
  JsonArray *buttons = khidki_sandbox_json_get_array (action, "buttons");
  JsonObject *tap = NULL;

  for (guint i = 0; buttons != NULL && tap == NULL && i < json_array_get_length (buttons); i++)
    {
      JsonObject *reply = khidki_sandbox_json_get_object (
        khidki_sandbox_json_element_object (buttons, i), "reply");

      tap = make_tap (item, reply, title, "button");
    }
  return tap != NULL ? tap
                     : find_row (item, khidki_sandbox_json_get_array (action, "sections"), title);
}

/**
 * khidki_sandbox_said_dup_number:
 * @text: what was said
 *
 * Returns: (transfer full) (nullable): the last application number in it, its digits
 */
char *
khidki_sandbox_said_dup_number (const char *text)
{
  g_autoptr (GRegex) pattern = g_regex_new (NUMBER, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  char *number = NULL;

  g_regex_match (pattern, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_free (number);
      number = g_match_info_expand_references (match, "\\1\\2\\3\\4", NULL);
    }
  return number;
}
