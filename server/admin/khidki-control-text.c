/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control-text.h"

#include <string.h>

#include "admin/khidki-log-text.h"

#define INDENT 2
/* What is longer is no word of a list. */
#define SENTENCE 60

static void render_object (GString *text, JsonObject *object, guint indent);

/* Columns of a terminal. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (letter))
        width += g_unichar_iswide (letter) ? 2 : 1;
    }
  return width;
}

static void
pad (GString *text, guint from, guint to)
{
  for (; from < to; from++)
    g_string_append_c (text, ' ');
}

/* (transfer full): one value on one line; strings of a list with commas */
static char *
format_value (JsonNode *node)
{
  GString *value = g_string_new (NULL);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      g_string_append_c (value, '-');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *element = format_value (json_array_get_element (array, i));

          g_string_append_printf (value, "%s%s", i > 0 ? ", " : "", element);
        }
    }
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      g_string_append (value, json_node_get_boolean (node) ? "yes" : "no");
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      khidki_log_append_escaped (value, json_node_get_string (node));
    }
  else
    {
      g_autofree char *number = json_to_string (node, FALSE);

      g_string_append (value, number);
    }
  if (value->len == 0)
    g_string_append_c (value, '-');
  return g_string_free (value, FALSE);
}

/* (transfer full): `days-left` is `days left`, `oldest_seconds` is `oldest seconds` to those who read */
static char *
format_name (const char *name)
{
  return g_strdelimit (g_strdup (name), "_-", ' ');
}

static gboolean
is_table (JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  return json_array_get_length (array) == 0
         || JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0));
}

static guint
measure_column (JsonArray *rows, const char *name)
{
  guint width = measure (name);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_autofree char *value =
          format_value (json_object_get_member (json_array_get_object_element (rows, i), name));

      width = MAX (width, measure (value));
    }
  return width;
}

/* @row: (nullable): NULL for the headings */
static void
render_row (GString *text, JsonObject *row, GList *names, const GArray *widths, guint indent)
{
  guint column = 0;

  pad (text, 0, indent);
  for (GList *name = names; name != NULL; name = name->next, column++)
    {
      g_autofree char *value = row != NULL ? format_value (json_object_get_member (row, name->data))
                                           : format_name (name->data);
      g_autofree char *shown = row != NULL ? g_strdup (value) : g_utf8_strup (value, -1);

      g_string_append (text, shown);
      if (name->next != NULL)
        pad (text, measure (shown), g_array_index (widths, guint, column) + INDENT);
    }
  g_string_append_c (text, '\n');
}

/* The row with the most members says which columns there are. */
static JsonObject *
find_fullest (JsonArray *rows)
{
  JsonObject *fullest = json_array_get_object_element (rows, 0);

  for (guint i = 1; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (json_object_get_size (row) > json_object_get_size (fullest))
        fullest = row;
    }
  return fullest;
}

static void
render_table (GString *text, JsonArray *rows, guint indent)
{
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GList) names = NULL;

  if (json_array_get_length (rows) == 0)
    {
      pad (text, 0, indent);
      g_string_append (text, "none\n");
      return;
    }

  names = json_object_get_members (find_fullest (rows));
  for (GList *name = names; name != NULL; name = name->next)
    {
      guint width = measure_column (rows, name->data);

      g_array_append_val (widths, width);
    }
  render_row (text, NULL, names, widths, indent);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    render_row (text, json_array_get_object_element (rows, i), names, widths, indent);
}

/* Sentences, each of which has a line of its own; words stand beside one another. */
static gboolean
is_list_of_sentences (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING
          && measure (json_node_get_string (element)) > SENTENCE)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_block (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) || is_table (node) || is_list_of_sentences (node);
}

static void
render_sentences (GString *text, JsonArray *array, guint indent)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *value = format_value (json_array_get_element (array, i));

      pad (text, 0, indent);
      g_string_append_printf (text, "%s\n", value);
    }
}

static void
render_member (GString *text, const char *name, JsonNode *node, guint width, guint indent)
{
  g_autofree char *label = format_name (name);

  pad (text, 0, indent);
  g_string_append (text, label);
  if (!is_block (node))
    {
      g_autofree char *value = format_value (node);

      pad (text, measure (label), width + INDENT);
      g_string_append_printf (text, "%s\n", value);
      return;
    }
  g_string_append (text, ":\n");
  if (JSON_NODE_HOLDS_OBJECT (node))
    render_object (text, json_node_get_object (node), indent + INDENT);
  else if (is_list_of_sentences (node))
    render_sentences (text, json_node_get_array (node), indent + INDENT);
  else
    render_table (text, json_node_get_array (node), indent + INDENT);
}

static void
render_object (GString *text, JsonObject *object, guint indent)
{
  g_autoptr (GList) names = json_object_get_members (object);
  guint width = 0;

  for (GList *name = names; name != NULL; name = name->next)
    if (!is_block (json_object_get_member (object, name->data)))
      width = MAX (width, measure (name->data));
  for (GList *name = names; name != NULL; name = name->next)
    render_member (text, name->data, json_object_get_member (object, name->data), width, indent);
}

/**
 * khidki_control_text_render:
 * @data: (nullable): an object, or a list of objects
 *
 * What people read instead of JSON: an object as lines of name and value, a list
 * of objects as a table. Control characters are shown, not sent to the terminal.
 *
 * Returns: (transfer full): text without its last newline
 *
 * Since: 0.1
 */
char *
khidki_control_text_render (JsonNode *data)
{
  GString *text = g_string_new (NULL);

  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    render_object (text, json_node_get_object (data), 0);
  else if (data != NULL && is_table (data))
    render_table (text, json_node_get_array (data), 0);
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}
