/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-json.h"

#include <khidki.h>
#include <math.h>
#include <string.h>

#define MAX_ID 256

static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * khidki_whatsapp_json_get_object:
 * @object: (nullable): where to look
 * @name: the member
 *
 * Returns: (transfer none) (nullable): the member if it is an object
 *
 * Since: 0.1
 */
JsonObject *
khidki_whatsapp_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * khidki_whatsapp_json_get_array:
 * @object: (nullable): where to look
 * @name: the member
 *
 * Returns: (transfer none) (nullable): the member if it is an array
 *
 * Since: 0.1
 */
JsonArray *
khidki_whatsapp_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * khidki_whatsapp_json_count:
 * @array: (nullable): an array
 *
 * Returns: how many elements it has
 *
 * Since: 0.1
 */
guint
khidki_whatsapp_json_count (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/**
 * khidki_whatsapp_json_get_nth_object:
 * @array: an array
 * @index: less than it has elements
 *
 * Returns: (transfer none) (nullable): the element if it is an object
 *
 * Since: 0.1
 */
JsonObject *
khidki_whatsapp_json_get_nth_object (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * khidki_whatsapp_json_get_string:
 * @object: (nullable): where to look
 * @name: the member
 *
 * Returns: (transfer none) (nullable): the member if it is a string and not empty
 *
 * Since: 0.1
 */
const char *
khidki_whatsapp_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);
  const char *text;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  text = json_node_get_string (node);
  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * khidki_whatsapp_json_dup_id:
 * @object: (nullable): where to look
 * @name: the member
 *
 * Meta writes ids as strings; a few of its webhooks write them as numbers.
 *
 * Returns: (transfer full) (nullable): the id, NULL if there is none of sensible length
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_json_dup_id (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);
  const char *text = khidki_whatsapp_json_get_string (object, name);

  if (text != NULL)
    return strlen (text) <= MAX_ID ? g_strdup (text) : NULL;
  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64
      && json_node_get_int (node) > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

/**
 * khidki_whatsapp_json_get_number:
 * @object: (nullable): where to look
 * @name: the member
 *
 * Returns: the member as a whole number, written as one or as a string of
 *   digits; 0 if it is neither
 *
 * Since: 0.1
 */
gint64
khidki_whatsapp_json_get_number (JsonObject *object, const char *name)
{
  g_autofree char *text = khidki_whatsapp_json_dup_id (object, name);
  guint64 number = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return 0;

  return (gint64) number;
}

/**
 * khidki_whatsapp_json_get_degrees:
 * @object: (nullable): where to look
 * @name: the member
 * @bound: 90 for a latitude, 180 for a longitude
 * @degrees: (out): the angle
 *
 * Returns: whether there is such an angle
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_json_get_degrees (JsonObject *object,
                                  const char *name,
                                  double bound,
                                  double *degrees)
{
  JsonNode *node = get_value (object, name);
  const char *text = khidki_whatsapp_json_get_string (object, name);
  char *end = NULL;

  if (node == NULL)
    return FALSE;
  if (text != NULL)
    *degrees = g_ascii_strtod (text, &end);
  else
    *degrees = json_node_get_double (node);
  if (text != NULL && *end != '\0')
    return FALSE;
  if (text == NULL && json_node_get_value_type (node) != G_TYPE_DOUBLE
      && json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  return isfinite (*degrees) && fabs (*degrees) <= bound;
}

static JsonNode *
load (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;
  JsonNode *root = NULL;

  if (json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Not JSON: %s",
                 local_error != NULL ? local_error->message : "the text is empty");

  return root;
}

/**
 * khidki_whatsapp_json_parse:
 * @body: what came over the wire
 * @max_depth: how deep it may be nested
 *
 * The library's parser is recursive and lenient, so the text is checked before
 * it sees it.
 *
 * Returns: (transfer full) (nullable): the root, NULL with KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
JsonNode *
khidki_whatsapp_json_parse (GBytes *body, guint max_depth, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (text == NULL)
    text = "";
  return khidki_json_check (text, length, max_depth, error) ? load (text, length, error) : NULL;
}

/**
 * khidki_whatsapp_json_parse_signed:
 * @body: a webhook's body, its signature checked
 * @max_depth: how deep it may be nested
 *
 * Many people's messages come in one body: what is odd in one value of it is put right, and
 * holds up nobody else.
 *
 * Returns: (transfer full) (nullable): the root, NULL with KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
JsonNode *
khidki_whatsapp_json_parse_signed (GBytes *body, guint max_depth, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autofree char *mended
      = khidki_json_mend (text != NULL ? text : "", length, max_depth, error);

  return mended != NULL ? load (mended, length, error) : NULL;
}

static void feed (GChecksum *sum, JsonNode *node);

static void
feed_string (GChecksum *sum, const char *text)
{
  g_autofree char *length = g_strdup_printf ("s%zu:", strlen (text));

  g_checksum_update (sum, (const guchar *) length, -1);
  g_checksum_update (sum, (const guchar *) text, -1);
}

static void
feed_array (GChecksum *sum, JsonArray *array)
{
  g_checksum_update (sum, (const guchar *) "[", 1);
  for (guint i = 0; i < json_array_get_length (array); i++)
    feed (sum, json_array_get_element (array, i));
  g_checksum_update (sum, (const guchar *) "]", 1);
}

static void
feed_object (GChecksum *sum, JsonObject *object)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

  g_checksum_update (sum, (const guchar *) "{", 1);
  for (GList *l = names; l != NULL; l = l->next)
    {
      feed_string (sum, l->data);
      feed (sum, json_object_get_member (object, l->data));
    }
  g_checksum_update (sum, (const guchar *) "}", 1);
}

static void
feed_value (GChecksum *sum, JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 2] = "d";

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      feed_string (sum, json_node_get_string (node));
      return;
    }

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    g_snprintf (buffer, sizeof buffer, "i%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_snprintf (buffer, sizeof buffer, "b%d", json_node_get_boolean (node));
  else
    g_ascii_dtostr (buffer + 1, G_ASCII_DTOSTR_BUF_SIZE, json_node_get_double (node));
  g_checksum_update (sum, (const guchar *) buffer, -1);
  g_checksum_update (sum, (const guchar *) ";", 1);
}

static void
feed (GChecksum *sum, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    feed_object (sum, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    feed_array (sum, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node))
    feed_value (sum, node);
  else
    g_checksum_update (sum, (const guchar *) "n", 1);
}

/**
 * khidki_whatsapp_json_digest:
 * @node: what has no id of its own
 * @context: in what it was found, so that the same words elsewhere differ
 *
 * A key that is the same at every delivery, whatever the order of members and
 * the spelling of strings on the wire.
 *
 * Returns: (transfer full): `sha256:` and the digest of the canonical form
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_json_digest (JsonNode *node, const char *context)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  feed_string (sum, context);
  feed (sum, node);

  return g_strconcat ("sha256:", g_checksum_get_string (sum), NULL);
}
