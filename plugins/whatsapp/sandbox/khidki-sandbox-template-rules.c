/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-template-rules.h"

#include <string.h>

#include "khidki-sandbox-json.h"
#include "khidki-sandbox-rules.h"

#define BODY_MAX 1024
#define HEADER_MAX 60

/* (transfer full): the names within `{{…}}`, each once, in order. */
static GStrv
list_placeholders (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (text != NULL && (text = strstr (text, "{{")) != NULL)
    {
      const char *end = strstr (text, "}}");
      g_autofree char *name = end == NULL ? NULL : g_strndup (text + 2, end - text - 2);

      if (name == NULL)
        break;
      g_strstrip (name);
      if (g_hash_table_add (seen, g_strdup (name)))
        g_strv_builder_add (builder, name);
      text = end + 2;
    }
  return g_strv_builder_end (builder);
}

static gboolean
has_index (JsonObject *component,
           int         index)
{
  const char *text = khidki_sandbox_json_get_string (component, "index");
  gint64 number = -1;

  if (text != NULL)
    return g_ascii_strtoll (text, NULL, 10) == index;
  return khidki_sandbox_json_get_integer (component, "index", &number) && number == index;
}

/**
 * khidki_sandbox_template_component:
 * @owner: (nullable): a template's definition, or a template as sent
 * @type: "header", "body", "footer", "buttons", or "button"
 * @index: the button's position, -1 for any
 *
 * Returns: (nullable) (transfer none): the component
 */
JsonObject *
khidki_sandbox_template_component (JsonObject *owner,
                                   const char *type,
                                   int         index)
{
  JsonArray *components = khidki_sandbox_json_get_array (owner, "components");

  for (guint i = 0; components != NULL && i < json_array_get_length (components); i++)
    {
      JsonObject *component = khidki_sandbox_json_element_object (components, i);
      const char *found = khidki_sandbox_json_get_string (component, "type");

      if (found != NULL && g_ascii_strcasecmp (found, type) == 0
          && (index < 0 || has_index (component, index)))
        return component;
    }
  return NULL;
}

static const char *
parameter_text (JsonObject *parameter)
{
  const char *type = khidki_sandbox_json_get_string (parameter, "type");
  JsonObject *inner;

  if (type == NULL)
    return NULL;
  inner = khidki_sandbox_json_get_object (parameter, type);
  if (inner != NULL)
    return khidki_sandbox_json_get_string (inner, "fallback_value");
  return khidki_sandbox_json_get_string (parameter, type);
}

static const char *
value_of (JsonArray  *parameters,
          const char *name)
{
  guint64 position = g_ascii_strtoull (name, NULL, 10);

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = khidki_sandbox_json_element_object (parameters, i);
      const char *own = khidki_sandbox_json_get_string (parameter, "parameter_name");

      if (own != NULL ? g_str_equal (own, name) : position == i + 1)
        return parameter_text (parameter);
    }
  return NULL;
}

/**
 * khidki_sandbox_template_fill:
 * @text: the text of a template's component
 * @parameters: (nullable): the parameters sent for it
 *
 * Returns: (transfer full): @text with the values in place
 */
char *
khidki_sandbox_template_fill (const char *text,
                              JsonArray  *parameters)
{
  GString *filled = g_string_new (NULL);
  const char *open;

  while ((open = strstr (text, "{{")) != NULL && strstr (open, "}}") != NULL)
    {
      const char *end = strstr (open, "}}");
      g_autofree char *name = g_strndup (open + 2, end - open - 2);
      const char *value = value_of (parameters, g_strstrip (name));

      g_string_append_len (filled, text, open - text);
      if (value != NULL)
        g_string_append (filled, value);
      text = end + 2;
    }
  g_string_append (filled, text);
  return g_string_free (filled, FALSE);
}

static KhidkiSandboxRefusal *
check_parameter (JsonObject *parameter,
                 const char *where,
                 gboolean    named,
                 GStrv       names)
{
  const char *type = khidki_sandbox_json_get_string (parameter, "type");
  const char *text = parameter_text (parameter);
  const char *name = khidki_sandbox_json_get_string (parameter, "parameter_name");

  if (g_ascii_strcasecmp (type, "text") != 0 && g_ascii_strcasecmp (type, "currency") != 0
      && g_ascii_strcasecmp (type, "date_time") != 0)
    return khidki_sandbox_refusal_new (132012, "%s: Format mismatch, expected TEXT, received %s",
                                       where, type);
  if (text == NULL || *text == '\0')
    return khidki_sandbox_refusal_new (131008, "%s: Parameter of type %s is missing text value",
                                       where, type);
  if (strpbrk (text, "\n\r\t") != NULL || strstr (text, "     ") != NULL)
    return khidki_sandbox_refusal_new (100, "Param text cannot have new-line/tab characters or more "
                                       "than 4 consecutive spaces");
  if (named && (name == NULL || !g_strv_contains ((const char *const *) names, name)))
    return khidki_sandbox_refusal_new (132012, "%s: Parameter name is missing or unknown", where);
  return NULL;
}

static KhidkiSandboxRefusal *
check_texts (JsonObject *definition,
             const char *text,
             JsonObject *component,
             const char *where,
             guint       most)
{
  const char *format = khidki_sandbox_json_get_string (definition, "parameter_format");
  gboolean named = format != NULL && g_ascii_strcasecmp (format, "named") == 0;
  JsonArray *parameters = khidki_sandbox_json_get_array (component, "parameters");
  guint given = parameters == NULL ? 0 : json_array_get_length (parameters);
  g_auto (GStrv) names = list_placeholders (text);
  g_autofree char *filled = NULL;

  if (given != g_strv_length (names))
    return khidki_sandbox_refusal_new (132000, "%s: number of localizable_params (%u) does not match "
                                       "the expected number of params (%u)", where, given,
                                       g_strv_length (names));
  for (guint i = 0; i < given; i++)
    {
      JsonObject *parameter = khidki_sandbox_json_element_object (parameters, i);
      KhidkiSandboxRefusal *refusal = check_parameter (parameter, where, named, names);

      if (refusal != NULL)
        return refusal;
    }
  filled = khidki_sandbox_template_fill (text == NULL ? "" : text, parameters);
  if (khidki_sandbox_rules_length (filled) > most)
    return khidki_sandbox_refusal_new (132005, "%s: Translated text is longer than %u characters",
                                       where, most);
  return NULL;
}

static KhidkiSandboxRefusal *
check_header (JsonObject *definition,
              JsonObject *sent)
{
  JsonObject *header = khidki_sandbox_template_component (definition, "header", -1);
  JsonObject *given = khidki_sandbox_template_component (sent, "header", -1);
  const char *format = khidki_sandbox_json_get_string (header, "format");
  JsonArray *parameters = khidki_sandbox_json_get_array (given, "parameters");
  const char *type;
  JsonObject *medium;

  if (header == NULL || format == NULL || g_ascii_strcasecmp (format, "text") == 0)
    return check_texts (definition, khidki_sandbox_json_get_string (header, "text"), given, "header",
                        HEADER_MAX);
  if (parameters == NULL || json_array_get_length (parameters) != 1)
    return khidki_sandbox_refusal_new (132012, "header: Format mismatch, expected %s, received "
                                       "UNKNOWN", format);
  type = khidki_sandbox_json_get_string (khidki_sandbox_json_element_object (parameters, 0), "type");
  if (type == NULL || g_ascii_strcasecmp (type, format) != 0)
    return khidki_sandbox_refusal_new (132012, "header: Format mismatch, expected %s, received %s",
                                       format, type == NULL ? "UNKNOWN" : type);
  medium = khidki_sandbox_json_get_object (khidki_sandbox_json_element_object (parameters, 0), type);
  if (medium == NULL)
    return khidki_sandbox_refusal_new (131008, "header: Parameter of type %s is missing its value",
                                       type);
  return NULL;
}

static KhidkiSandboxRefusal *
check_button (JsonObject *definition,
              JsonObject *button,
              JsonObject *given,
              guint       index)
{
  const char *type = khidki_sandbox_json_get_string (button, "type");
  const char *sub_type = khidki_sandbox_json_get_string (given, "sub_type");
  const char *url = khidki_sandbox_json_get_string (button, "url");
  g_autofree char *where = g_strdup_printf ("buttons[%u]", index);

  if (given != NULL && (sub_type == NULL || type == NULL
                        || g_ascii_strcasecmp (sub_type, type) != 0))
    return khidki_sandbox_refusal_new (132012, "%s: expected sub_type %s, received %s", where,
                                       type == NULL ? "UNKNOWN" : type,
                                       sub_type == NULL ? "UNKNOWN" : sub_type);
  if (url == NULL || strstr (url, "{{") == NULL)
    return NULL;
  if (given == NULL)
    return khidki_sandbox_refusal_new (131008, "buttons: Button at index %u of type Url requires a "
                                       "parameter", index);
  return check_texts (definition, url, given, where, 2000);
}

static KhidkiSandboxRefusal *
check_buttons (JsonObject *definition,
               JsonObject *sent)
{
  JsonObject *group = khidki_sandbox_template_component (definition, "buttons", -1);
  JsonArray *buttons = khidki_sandbox_json_get_array (group, "buttons");
  guint n_buttons = buttons == NULL ? 0 : json_array_get_length (buttons);
  JsonArray *components = khidki_sandbox_json_get_array (sent, "components");

  for (guint i = 0; components != NULL && i < json_array_get_length (components); i++)
    {
      JsonObject *component = khidki_sandbox_json_element_object (components, i);
      const char *type = khidki_sandbox_json_get_string (component, "type");
      gboolean known = FALSE;

      if (type == NULL || g_ascii_strcasecmp (type, "button") != 0)
        continue;
      for (guint b = 0; b < n_buttons; b++)
        known = known || has_index (component, b);
      if (!known)
        return khidki_sandbox_refusal_new (132012, "buttons: the template has no button at the index "
                                           "given");
    }
  for (guint i = 0; i < n_buttons; i++)
    {
      JsonObject *given = khidki_sandbox_template_component (sent, "button", i);
      KhidkiSandboxRefusal *refusal;

      refusal = check_button (definition, khidki_sandbox_json_element_object (buttons, i), given, i);
      if (refusal != NULL)
        return refusal;
    }
  return NULL;
}

/**
 * khidki_sandbox_template_rules_check:
 * @definition: a template as Meta keeps it
 * @sent: the `template` object of a message
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): the refusal, %NULL if @sent fits @definition
 */
KhidkiSandboxRefusal *
khidki_sandbox_template_rules_check (JsonObject *definition,
                                     JsonObject *sent)
{
  JsonObject *body = khidki_sandbox_template_component (definition, "body", -1);
  KhidkiSandboxRefusal *refusal;

  refusal = check_header (definition, sent);
  if (refusal == NULL)
    refusal = check_texts (definition, khidki_sandbox_json_get_string (body, "text"),
                           khidki_sandbox_template_component (sent, "body", -1), "body", BODY_MAX);
  if (refusal == NULL)
    refusal = check_buttons (definition, sent);
  return refusal;
}
