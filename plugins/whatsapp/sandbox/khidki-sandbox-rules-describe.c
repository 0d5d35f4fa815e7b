/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-rules.h"

static const char *
shape_name (KhidkiSandboxShape shape)
{
  static const char *const names[] = { "text", "boolean", "number", "object", "list", "any" };

  return names[shape];
}

/**
 * khidki_sandbox_rules_describe:
 *
 * Returns: (transfer full): the table as JSON, to be compared with Meta's own description
 */
JsonNode *
khidki_sandbox_rules_describe (void)
{
  JsonArray *table = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < khidki_sandbox_n_rules; i++)
    {
      const KhidkiSandboxRule *rule = &khidki_sandbox_rules[i];
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "when", rule->when == NULL ? "" : rule->when);
      json_object_set_string_member (row, "path", rule->path);
      json_object_set_string_member (row, "shape", shape_name (rule->shape));
      json_object_set_boolean_member (row, "needed",
                                      (rule->flags & KHIDKI_SANDBOX_RULE_NEEDED) != 0);
      json_object_set_boolean_member (row, "one_of",
                                      (rule->flags & KHIDKI_SANDBOX_RULE_ONE_OF) != 0);
      json_object_set_int_member (row, "least", rule->least);
      json_object_set_int_member (row, "most", rule->most);
      json_object_set_string_member (row, "choices", rule->choices == NULL ? "" : rule->choices);
      json_array_add_object_element (table, row);
    }
  json_node_take_array (node, table);
  return node;
}
