/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-json.h"

#include <gio/gio.h>

/* json-glib's parser recurses, so a deep text would end the process. */
static gboolean
is_too_deep (const char *text,
             gsize       length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!quoted && depth > 0 && (text[i] == '}' || text[i] == ']'))
        depth--;
      if (depth > KHIDKI_SANDBOX_JSON_DEPTH)
        return TRUE;
    }
  return FALSE;
}

/**
 * khidki_sandbox_json_parse:
 * @text: JSON, not necessarily ending in NUL
 * @length: the bytes in @text
 * @error: place for an error
 *
 * Parses a text of at most %KHIDKI_SANDBOX_JSON_DEPTH levels.
 *
 * Returns: (transfer full) (nullable): the root, %NULL on error (%G_IO_ERROR_INVALID_DATA)
 */
JsonNode *
khidki_sandbox_json_parse (const char  *text,
                           gsize        length,
                           GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) mistake = NULL;
  JsonNode *root;

  if (text == NULL || !g_utf8_validate (text, length, NULL) || is_too_deep (text, length))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "The body is not UTF-8, or nested too deep");
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, length, &mistake))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not JSON: %s", mistake->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The body is empty");
      return NULL;
    }
  return json_node_ref (root);
}

char *
khidki_sandbox_json_to_string (JsonNode *node,
                               gboolean  pretty)
{
  return json_to_string (node, pretty);
}

static void
append_unit (GString  *wire,
             gunichar  character)
{
  if (character >= 0x10000)
    {
      g_string_append_printf (wire, "\\u%04x", 0xd800 + ((character - 0x10000) >> 10));
      character = 0xdc00 + ((character - 0x10000) & 0x3ff);
    }
  g_string_append_printf (wire, "\\u%04x", character);
}

/**
 * khidki_sandbox_json_to_wire:
 * @node: a value
 *
 * Writes @node as Meta writes webhooks: ASCII only, other characters as lower
 * case `\uXXXX`, and each `/` as `\/`.
 *
 * Returns: (transfer full): the text
 */
char *
khidki_sandbox_json_to_wire (JsonNode *node)
{
  g_autofree char *plain = json_to_string (node, FALSE);
  GString *wire = g_string_sized_new (strlen (plain) + 64);

  for (const char *at = plain; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\\' && at[1] != '\0')
        {
          g_string_append_len (wire, at, 2);
          at++;
        }
      else if (character == '/')
        g_string_append (wire, "\\/");
      else if (character < 0x7f)
        g_string_append_c (wire, (char) character);
      else
        append_unit (wire, character);
    }
  return g_string_free (wire, FALSE);
}

/**
 * khidki_sandbox_json_take:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that owns @object
 */
JsonNode *
khidki_sandbox_json_take (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonNode *
get_typed (JsonObject   *object,
           const char   *name,
           JsonNodeType  type)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

/**
 * khidki_sandbox_json_get_string:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (nullable): the member's text, %NULL if it is absent or no text
 */
const char *
khidki_sandbox_json_get_string (JsonObject *object,
                                const char *name)
{
  JsonNode *node = get_typed (object, name, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

JsonObject *
khidki_sandbox_json_get_object (JsonObject *object,
                                const char *name)
{
  JsonNode *node = get_typed (object, name, JSON_NODE_OBJECT);

  return node == NULL ? NULL : json_node_get_object (node);
}

JsonArray *
khidki_sandbox_json_get_array (JsonObject *object,
                               const char *name)
{
  JsonNode *node = get_typed (object, name, JSON_NODE_ARRAY);

  return node == NULL ? NULL : json_node_get_array (node);
}

gboolean
khidki_sandbox_json_get_boolean (JsonObject *object,
                                 const char *name,
                                 gboolean    otherwise)
{
  JsonNode *node = get_typed (object, name, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return otherwise;
  return json_node_get_boolean (node);
}

/**
 * khidki_sandbox_json_get_integer:
 * @object: (nullable): an object
 * @name: a member
 * @value: (out): the number
 *
 * Returns: whether the member is there and a whole number
 */
gboolean
khidki_sandbox_json_get_integer (JsonObject *object,
                                 const char *name,
                                 gint64     *value)
{
  JsonNode *node = get_typed (object, name, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

JsonObject *
khidki_sandbox_json_element_object (JsonArray *array,
                                    guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
