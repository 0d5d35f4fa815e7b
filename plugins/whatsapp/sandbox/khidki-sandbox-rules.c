/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-rules.h"

#include "khidki-sandbox-json.h"

#define ROWS_IN_ALL 10

/* One row of the table held against one message. */
typedef struct
{
  JsonObject              *message;
  const KhidkiSandboxRule *rule;
  GHashTable              *seen;
} Check;

static KhidkiSandboxRefusal *visit (Check      *check,
                                    JsonObject *object,
                                    const char *path,
                                    const char *where);

/**
 * khidki_sandbox_rules_length:
 * @text: UTF-8
 *
 * Returns: the length of @text in UTF-16 units, in which limits are counted
 */
guint
khidki_sandbox_rules_length (const char *text)
{
  guint length = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    length += g_utf8_get_char (at) >= 0x10000 ? 2 : 1;
  return length;
}

static gboolean
is_choice (const char *choices,
           const char *value)
{
  g_auto (GStrv) all = g_strsplit (choices, "|", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (g_ascii_strcasecmp (all[i], value) == 0)
      return TRUE;
  return FALSE;
}

static const char *
value_at (JsonObject *object,
          const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  guint last = g_strv_length (names) - 1;

  for (guint i = 0; i < last && object != NULL; i++)
    object = khidki_sandbox_json_get_object (object, names[i]);
  return khidki_sandbox_json_get_string (object, names[last]);
}

/* A message without a type is a text. */
static gboolean
applies (JsonObject *message,
         const char *when)
{
  g_auto (GStrv) sides = NULL;
  g_autofree char *path = NULL;
  gboolean negative;
  const char *value;

  if (when == NULL)
    return TRUE;
  sides = g_strsplit (when, "=", 2);
  negative = g_str_has_suffix (sides[0], "!");
  path = g_strndup (sides[0], strlen (sides[0]) - (negative ? 1 : 0));
  value = value_at (message, path);
  if (value == NULL && g_str_equal (path, "type"))
    value = "text";
  return value != NULL && is_choice (sides[1], value) != negative;
}

/* Meta names plain mistakes in the message under code 100, those in
 * interactive and template objects in error_data. */
static gboolean
has_own_codes (const char *path)
{
  return g_str_has_prefix (path, "interactive") || g_str_has_prefix (path, "template");
}

static KhidkiSandboxRefusal *
missing (const char *path,
         const char *where)
{
  if (has_own_codes (path))
    return khidki_sandbox_refusal_new (131008, "Required parameter %s is missing.", where);
  return khidki_sandbox_refusal_new (100, "The parameter %s is required.", where);
}

static KhidkiSandboxRefusal *
invalid (const char *path,
         const char *where,
         const char *what)
{
  return khidki_sandbox_refusal_new (has_own_codes (path) ? 131009 : 100, "Param %s %s", where, what);
}

static KhidkiSandboxRefusal *
check_extent (const KhidkiSandboxRule *rule,
              guint                    extent,
              const char              *unit,
              const char              *where)
{
  g_autofree char *what = NULL;

  if (extent >= rule->least && (rule->most == 0 || extent <= rule->most))
    return NULL;
  if (extent > rule->most && rule->most != 0)
    what = g_strdup_printf ("must be at most %u %s long. Min length: %u, Max length: %u.",
                            rule->most, unit, rule->least, rule->most);
  else
    what = g_strdup_printf ("must be at least %u %s long.", rule->least, unit);
  return invalid (rule->path, where, what);
}

static gboolean
has_blank_end (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  return !g_str_equal (g_strstrip (copy), text);
}

static KhidkiSandboxRefusal *
check_text (Check      *check,
            const char *text,
            const char *where)
{
  const KhidkiSandboxRule *rule = check->rule;
  KhidkiSandboxRefusal *refusal;

  if (*text == '\0' && (rule->flags & KHIDKI_SANDBOX_RULE_NEEDED))
    return missing (rule->path, where);
  refusal = check_extent (rule, khidki_sandbox_rules_length (text), "characters", where);
  if (refusal != NULL)
    return refusal;
  if (rule->choices != NULL && !is_choice (rule->choices, text))
    {
      g_autofree char *upper = g_ascii_strup (rule->choices, -1);
      g_autofree char *what = NULL;

      what = g_strdup_printf ("must be one of {%s} - got \"%s\".", g_strdelimit (upper, "|", ','),
                              text);
      return invalid (rule->path, where, what);
    }
  if ((rule->flags & KHIDKI_SANDBOX_RULE_TRIMMED) && has_blank_end (text))
    return invalid (rule->path, where, "must not begin or end with a blank.");
  if ((rule->flags & KHIDKI_SANDBOX_RULE_WEB) && !g_str_has_prefix (text, "https://")
      && !g_str_has_prefix (text, "http://"))
    return invalid (rule->path, where, "must be an http or https URL.");
  if ((rule->flags & KHIDKI_SANDBOX_RULE_UNIQUE) && !g_hash_table_add (check->seen, g_strdup (text)))
    return invalid (rule->path, where, "is duplicated; each must be unique.");
  return NULL;
}

static gboolean
is_known_member (Check      *check,
                 const char *name)
{
  gsize length = strlen (check->rule->path);

  for (guint i = 0; i < khidki_sandbox_n_rules; i++)
    {
      const KhidkiSandboxRule *other = &khidki_sandbox_rules[i];
      const char *rest;

      if (strncmp (other->path, check->rule->path, length) != 0)
        continue;
      rest = other->path + length;
      if (g_str_has_prefix (rest, "[]"))
        rest += 2;
      if (*rest == '.' && g_str_equal (rest + 1, name) && applies (check->message, other->when))
        return TRUE;
    }
  return FALSE;
}

static KhidkiSandboxRefusal *
check_members (Check      *check,
               JsonObject *object,
               const char *where)
{
  g_autoptr (GList) names = json_object_get_members (object);
  guint found = 0;

  for (GList *at = names; at != NULL; at = at->next)
    {
      const char *name = at->data;

      if ((check->rule->flags & KHIDKI_SANDBOX_RULE_CLOSED) && !is_known_member (check, name))
        return khidki_sandbox_refusal_new (100, "Unexpected key \"%s\" on param \"%s\".", name,
                                           where);
      if ((check->rule->flags & KHIDKI_SANDBOX_RULE_ONE_OF) && is_choice (check->rule->choices, name))
        found++;
    }
  if ((check->rule->flags & KHIDKI_SANDBOX_RULE_ONE_OF) && found != 1)
    {
      g_auto (GStrv) all = g_strsplit (check->rule->choices, "|", -1);
      g_autofree char *either = g_strjoinv (" or ", all);
      g_autofree char *what = g_strdup_printf ("needs exactly one of %s.", either);

      return invalid (check->rule->path, where, what);
    }
  return NULL;
}

static KhidkiSandboxRefusal *
check_list (Check      *check,
            JsonArray  *list,
            const char *where)
{
  KhidkiSandboxRefusal *refusal;

  refusal = check_extent (check->rule, json_array_get_length (list), "elements", where);
  for (guint i = 0; refusal == NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", where, i);
      JsonObject *object = khidki_sandbox_json_element_object (list, i);

      refusal = object == NULL ? invalid (check->rule->path, element, "must be a JSON object.")
                               : check_members (check, object, element);
    }
  return refusal;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return TRUE;
  if (type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      char *rest = NULL;

      g_ascii_strtod (text, &rest);
      return rest != text && *rest == '\0';
    }
  return FALSE;
}

static KhidkiSandboxRefusal *
check_value (Check      *check,
             JsonNode   *node,
             const char *where)
{
  gboolean value = JSON_NODE_HOLDS_VALUE (node);

  switch (check->rule->shape)
    {
    case KHIDKI_SANDBOX_SHAPE_TEXT:
      if (value && json_node_get_value_type (node) == G_TYPE_STRING)
        return check_text (check, json_node_get_string (node), where);
      return invalid (check->rule->path, where, "must be a string.");
    case KHIDKI_SANDBOX_SHAPE_TRUTH:
      if (value && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        return NULL;
      return invalid (check->rule->path, where, "must be a boolean.");
    case KHIDKI_SANDBOX_SHAPE_NUMBER:
      if (value && is_number (node))
        return NULL;
      return invalid (check->rule->path, where, "must be a number.");
    case KHIDKI_SANDBOX_SHAPE_OBJECT:
      if (JSON_NODE_HOLDS_OBJECT (node))
        return check_members (check, json_node_get_object (node), where);
      return invalid (check->rule->path, where, "must be a JSON object.");
    case KHIDKI_SANDBOX_SHAPE_LIST:
      if (JSON_NODE_HOLDS_ARRAY (node))
        return check_list (check, json_node_get_array (node), where);
      return invalid (check->rule->path, where, "must be an array.");
    case KHIDKI_SANDBOX_SHAPE_ANY:
    default:
      return NULL;
    }
}

static KhidkiSandboxRefusal *
visit_elements (Check      *check,
                JsonArray  *list,
                const char *rest,
                const char *where)
{
  KhidkiSandboxRefusal *refusal = NULL;

  for (guint i = 0; list != NULL && refusal == NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", where, i);
      JsonObject *object = khidki_sandbox_json_element_object (list, i);

      if (object != NULL)
        refusal = visit (check, object, rest, element);
    }
  return refusal;
}

/* Walks down @path; a parent that is absent or of another shape is the
 * business of the parent's own row. */
static KhidkiSandboxRefusal *
visit (Check      *check,
       JsonObject *object,
       const char *path,
       const char *where)
{
  const char *dot = strchr (path, '.');
  g_autofree char *step = dot == NULL ? g_strdup (path) : g_strndup (path, dot - path);
  gboolean list = g_str_has_suffix (step, "[]");
  g_autofree char *here = NULL;

  if (list)
    step[strlen (step) - 2] = '\0';
  here = where == NULL ? g_strdup (step) : g_strdup_printf ("%s['%s']", where, step);
  if (dot == NULL)
    {
      JsonNode *node = json_object_get_member (object, step);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
        return check_value (check, node, here);
      return (check->rule->flags & KHIDKI_SANDBOX_RULE_NEEDED) ? missing (check->rule->path, here)
                                                               : NULL;
    }
  if (list)
    return visit_elements (check, khidki_sandbox_json_get_array (object, step), dot + 1, here);
  object = khidki_sandbox_json_get_object (object, step);
  return object == NULL ? NULL : visit (check, object, dot + 1, here);
}

static gboolean
is_phone (const char *to)
{
  guint digits = 0;

  for (const char *at = to; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      digits++;
    else if (strchr ("+-() ", *at) == NULL || (*at == '+' && at != to))
      return FALSE;
  return digits >= 5 && digits <= 15;
}

static KhidkiSandboxRefusal *
check_recipient (JsonObject *message)
{
  const char *to = khidki_sandbox_json_get_string (message, "to");
  const char *recipient = khidki_sandbox_json_get_string (message, "recipient");

  if (to == NULL && recipient == NULL)
    return khidki_sandbox_refusal_new (100, "The parameter to is required.");
  if (to != NULL && !is_phone (to))
    return khidki_sandbox_refusal_new (131009, "Param to is not a valid WhatsApp phone number.");
  if (recipient != NULL
      && !g_regex_match_simple ("^[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}$", recipient, G_REGEX_DOLLAR_ENDONLY, 0))
    return khidki_sandbox_refusal_new (131009, "Param recipient is not a business-scoped user ID.");
  if (g_strcmp0 (khidki_sandbox_json_get_string (message, "recipient_type"), "group") == 0)
    return khidki_sandbox_refusal_new (131009, "Group messages are not enabled for this number.");
  return NULL;
}

/* What the table cannot say: limits over several lists. */
static KhidkiSandboxRefusal *
check_list_message (JsonObject *message)
{
  JsonObject *interactive = khidki_sandbox_json_get_object (message, "interactive");
  JsonObject *action = khidki_sandbox_json_get_object (interactive, "action");
  JsonArray *sections = khidki_sandbox_json_get_array (action, "sections");
  guint n_sections = json_array_get_length (sections);
  guint rows = 0;

  for (guint i = 0; i < n_sections; i++)
    {
      JsonObject *section = khidki_sandbox_json_element_object (sections, i);

      if (n_sections > 1 && khidki_sandbox_json_get_string (section, "title") == NULL)
        return khidki_sandbox_refusal_new (131008, "Section title is required with more than one "
                                           "section.");
      rows += json_array_get_length (khidki_sandbox_json_get_array (section, "rows"));
    }
  if (rows > ROWS_IN_ALL)
    return khidki_sandbox_refusal_new (131009, "Total row count exceed max allowed count: %d",
                                       ROWS_IN_ALL);
  return NULL;
}

static KhidkiSandboxRefusal *
check_reaction (JsonObject *message)
{
  if (json_object_has_member (message, "context"))
    return khidki_sandbox_refusal_new (131009, "A reaction cannot be a contextual reply.");
  return NULL;
}

static KhidkiSandboxRefusal *
check_rules (JsonObject *message)
{
  KhidkiSandboxRefusal *refusal = NULL;

  for (guint i = 0; refusal == NULL && i < khidki_sandbox_n_rules; i++)
    if (applies (message, khidki_sandbox_rules[i].when))
      {
        g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        Check check = { message, &khidki_sandbox_rules[i], seen };

        refusal = visit (&check, message, khidki_sandbox_rules[i].path, NULL);
      }
  return refusal;
}

/**
 * khidki_sandbox_rules_is_read_mark:
 * @message: the body of a call to `messages`
 *
 * Returns: whether it marks a message as read instead of sending one
 */
gboolean
khidki_sandbox_rules_is_read_mark (JsonObject *message)
{
  return json_object_has_member (message, "status");
}

static KhidkiSandboxRefusal *
check_read_mark (JsonObject *message)
{
  JsonObject *typing = khidki_sandbox_json_get_object (message, "typing_indicator");

  if (g_strcmp0 (khidki_sandbox_json_get_string (message, "messaging_product"), "whatsapp") != 0)
    return khidki_sandbox_refusal_new (100, "The parameter messaging_product is required.");
  if (g_strcmp0 (khidki_sandbox_json_get_string (message, "status"), "read") != 0)
    return khidki_sandbox_refusal_new (100, "Param status must be one of {READ}.");
  if (khidki_sandbox_json_get_string (message, "message_id") == NULL)
    return khidki_sandbox_refusal_new (100, "The parameter message_id is required.");
  if (json_object_has_member (message, "typing_indicator")
      && g_strcmp0 (khidki_sandbox_json_get_string (typing, "type"), "text") != 0)
    return khidki_sandbox_refusal_new (100, "Param typing_indicator['type'] must be one of {TEXT}.");
  return NULL;
}

/**
 * khidki_sandbox_rules_check:
 * @message: the body of a call to `messages`
 *
 * Holds @message against Meta's rules as far as they can be judged from the
 * body alone. Pure.
 *
 * Returns: (transfer full) (nullable): the refusal, %NULL if Meta would take it
 */
KhidkiSandboxRefusal *
khidki_sandbox_rules_check (JsonObject *message)
{
  const char *type;
  KhidkiSandboxRefusal *refusal;
  JsonObject *interactive;

  if (khidki_sandbox_rules_is_read_mark (message))
    return check_read_mark (message);
  refusal = check_rules (message);
  if (refusal == NULL)
    refusal = check_recipient (message);
  type = khidki_sandbox_json_get_string (message, "type");
  if (refusal != NULL || type == NULL)
    return refusal;
  interactive = khidki_sandbox_json_get_object (message, "interactive");
  if (g_ascii_strcasecmp (type, "interactive") == 0
      && g_ascii_strcasecmp (khidki_sandbox_json_get_string (interactive, "type"), "list") == 0)
    return check_list_message (message);
  if (g_ascii_strcasecmp (type, "reaction") == 0)
    return check_reaction (message);
  return NULL;
}
