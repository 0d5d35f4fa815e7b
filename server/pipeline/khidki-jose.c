/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-jose.h"

/**
 * khidki_jose_get_string:
 * @object: what a stranger may have written
 * @name: a member
 *
 * json_object_get_string_member_with_default() complains of an object or a list in its
 * place: anybody could fill the log with that.
 *
 * Returns: (transfer none) (nullable): the member if it is a string
 *
 * Since: 0.1
 */
const char *
khidki_jose_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}
