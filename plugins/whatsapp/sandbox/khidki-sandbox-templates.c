/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-templates.h"

#include <gio/gio.h>

#include "khidki-sandbox-json.h"
#include "khidki-sandbox-template-rules.h"

#define TEMPLATES_MAX 6000

struct _KhidkiSandboxTemplates
{
  GHashTable *definitions; /* "name language" -> JsonObject */
};

KhidkiSandboxTemplates *
khidki_sandbox_templates_new (void)
{
  KhidkiSandboxTemplates *templates = g_new0 (KhidkiSandboxTemplates, 1);

  templates->definitions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                  (GDestroyNotify) json_object_unref);
  return templates;
}

void
khidki_sandbox_templates_free (KhidkiSandboxTemplates *templates)
{
  g_hash_table_unref (templates->definitions);
  g_free (templates);
}

static gboolean
is_definition (JsonObject *definition,
               GError    **error)
{
  const char *name = khidki_sandbox_json_get_string (definition, "name");
  JsonObject *body = khidki_sandbox_template_component (definition, "body", -1);
  const char *wrong = NULL;

  if (name == NULL || !g_regex_match_simple ("^[a-z0-9_]{1,512}$", name, G_REGEX_DOLLAR_ENDONLY, 0))
    wrong = "name must be 1 to 512 of a-z, 0-9 and _";
  else if (khidki_sandbox_json_get_string (definition, "language") == NULL)
    wrong = "language is missing";
  else if (khidki_sandbox_json_get_string (definition, "category") == NULL)
    wrong = "category is missing";
  else if (khidki_sandbox_json_get_string (body, "text") == NULL)
    wrong = "there is no component of type BODY with a text";
  if (wrong != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Template %s: %s",
                 name == NULL ? "without name" : name, wrong);
  return wrong == NULL;
}

/**
 * khidki_sandbox_templates_add:
 * @templates: the templates
 * @definition: a template in Meta's form: name, language, category, components
 * @error: place for an error
 *
 * Adds @definition, or puts it in the place of its namesake.
 *
 * Returns: whether it was taken (%G_IO_ERROR_INVALID_DATA, %G_IO_ERROR_NO_SPACE)
 */
gboolean
khidki_sandbox_templates_add (KhidkiSandboxTemplates *templates,
                              JsonObject             *definition,
                              GError                **error)
{
  if (!is_definition (definition, error))
    return FALSE;
  if (g_hash_table_size (templates->definitions) >= TEMPLATES_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Too many templates");
      return FALSE;
    }
  g_hash_table_replace (templates->definitions,
                        g_strdup_printf ("%s %s",
                                         khidki_sandbox_json_get_string (definition, "name"),
                                         khidki_sandbox_json_get_string (definition, "language")),
                        json_object_ref (definition));
  return TRUE;
}

/**
 * khidki_sandbox_templates_load:
 * @templates: the templates
 * @path: a file holding a JSON array of templates
 * @error: place for an error
 *
 * Returns: whether all were taken
 */
gboolean
khidki_sandbox_templates_load (KhidkiSandboxTemplates *templates,
                               const char             *path,
                               GError                **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *list;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  node = khidki_sandbox_json_parse (text, length, error);
  if (node == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *definition = khidki_sandbox_json_element_object (list, i);

      if (!khidki_sandbox_templates_add (templates, definition, error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  if (list == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: not a JSON array", path);
  return list != NULL;
}

gboolean
khidki_sandbox_templates_has (KhidkiSandboxTemplates *templates,
                              const char             *name,
                              const char             *language)
{
  g_autofree char *key = g_strdup_printf ("%s %s", name, language);

  return g_hash_table_contains (templates->definitions, key);
}

/**
 * khidki_sandbox_templates_find_status:
 * @templates: the templates
 * @name: (nullable): a template's
 * @language: (nullable): its language
 *
 * Returns: (nullable): how it stands; %NULL if it is not there
 */
const char *
khidki_sandbox_templates_find_status (KhidkiSandboxTemplates *templates,
                                      const char             *name,
                                      const char             *language)
{
  g_autofree char *key = g_strdup_printf ("%s %s", name, language);
  JsonObject *definition = g_hash_table_lookup (templates->definitions, key);
  const char *status = khidki_sandbox_json_get_string (definition, "status");

  if (definition == NULL)
    return NULL;
  return status != NULL ? status : "APPROVED";
}

JsonArray *
khidki_sandbox_templates_list (KhidkiSandboxTemplates *templates)
{
  JsonArray *list = json_array_new ();
  g_autoptr (GList) keys = g_hash_table_get_keys (templates->definitions);

  keys = g_list_sort (keys, (GCompareFunc) strcmp);
  for (GList *at = keys; at != NULL; at = at->next)
    json_array_add_object_element (list, json_object_ref (g_hash_table_lookup (templates->definitions,
                                                                               at->data)));
  return list;
}

/**
 * khidki_sandbox_templates_find:
 * @templates: the templates
 * @sent: the `template` object of a message
 *
 * Returns: (nullable) (transfer none): the definition in the language asked for
 */
JsonObject *
khidki_sandbox_templates_find (KhidkiSandboxTemplates *templates,
                               JsonObject             *sent)
{
  JsonObject *language = khidki_sandbox_json_get_object (sent, "language");
  g_autofree char *key = NULL;

  key = g_strdup_printf ("%s %s", khidki_sandbox_json_get_string (sent, "name"),
                         khidki_sandbox_json_get_string (language, "code"));
  return g_hash_table_lookup (templates->definitions, key);
}

/**
 * khidki_sandbox_templates_check:
 * @templates: the templates
 * @sent: the `template` object of a message that the rules have passed
 *
 * Returns: (transfer full) (nullable): the refusal, %NULL if it may be sent
 */
KhidkiSandboxRefusal *
khidki_sandbox_templates_check (KhidkiSandboxTemplates *templates,
                                JsonObject             *sent)
{
  JsonObject *definition = khidki_sandbox_templates_find (templates, sent);
  JsonObject *language = khidki_sandbox_json_get_object (sent, "language");
  const char *status = khidki_sandbox_json_get_string (definition, "status");
  const char *name = khidki_sandbox_json_get_string (sent, "name");

  if (g_strcmp0 (status, "PAUSED") == 0)
    return khidki_sandbox_refusal_new (132015, "Template %s is paused due to low quality", name);
  if (g_strcmp0 (status, "DISABLED") == 0)
    return khidki_sandbox_refusal_new (132016, "Template %s is disabled", name);
  if (definition == NULL || (status != NULL && g_strcmp0 (status, "APPROVED") != 0))
    return khidki_sandbox_refusal_new (132001, "template name (%s) does not exist in %s", name,
                                       khidki_sandbox_json_get_string (language, "code"));
  return khidki_sandbox_template_rules_check (definition, sent);
}

static void
render_text (JsonObject *shown,
             JsonObject *definition,
             JsonObject *sent,
             const char *type)
{
  JsonObject *part = khidki_sandbox_template_component (definition, type, -1);
  JsonObject *given = khidki_sandbox_template_component (sent, type, -1);
  const char *text = khidki_sandbox_json_get_string (part, "text");
  g_autofree char *filled = NULL;

  if (text == NULL)
    return;
  filled = khidki_sandbox_template_fill (text, khidki_sandbox_json_get_array (given, "parameters"));
  json_object_set_string_member (shown, type, filled);
}

static void
render_medium (JsonObject *shown,
               JsonObject *sent)
{
  JsonObject *given = khidki_sandbox_template_component (sent, "header", -1);
  JsonArray *parameters = khidki_sandbox_json_get_array (given, "parameters");
  JsonObject *first;
  const char *type;

  if (parameters == NULL || json_array_get_length (parameters) == 0)
    return;
  first = khidki_sandbox_json_element_object (parameters, 0);
  type = khidki_sandbox_json_get_string (first, "type");
  if (type != NULL && khidki_sandbox_json_get_object (first, type) != NULL)
    json_object_set_object_member (shown, "medium", json_object_ref (first));
}

static void
render_buttons (JsonObject *shown,
                JsonObject *definition,
                JsonObject *sent)
{
  JsonObject *group = khidki_sandbox_template_component (definition, "buttons", -1);
  JsonArray *buttons = khidki_sandbox_json_get_array (group, "buttons");
  JsonArray *list = json_array_new ();

  for (guint i = 0; buttons != NULL && i < json_array_get_length (buttons); i++)
    {
      JsonObject *button = khidki_sandbox_json_element_object (buttons, i);
      JsonObject *given = khidki_sandbox_template_component (sent, "button", i);
      JsonArray *parameters = khidki_sandbox_json_get_array (given, "parameters");
      const char *url = khidki_sandbox_json_get_string (button, "url");
      const char *text = khidki_sandbox_json_get_string (button, "text");
      g_autofree char *filled = NULL;
      g_autofree char *payload = khidki_sandbox_template_fill ("{{1}}", parameters);
      JsonObject *one = json_object_new ();

      filled = url == NULL ? NULL : khidki_sandbox_template_fill (url, parameters);
      json_object_set_string_member (one, "type", khidki_sandbox_json_get_string (button, "type"));
      json_object_set_string_member (one, "text", text == NULL ? "" : text);
      json_object_set_string_member (one, "payload", *payload == '\0' ? text : payload);
      if (filled != NULL)
        json_object_set_string_member (one, "url", filled);
      json_array_add_object_element (list, one);
    }
  json_object_set_array_member (shown, "buttons", list);
}

/**
 * khidki_sandbox_template_render:
 * @definition: a template
 * @sent: the `template` object of a message that fits it
 *
 * Returns: (transfer full): header, medium, body, footer and buttons as the citizen sees them
 */
JsonObject *
khidki_sandbox_template_render (JsonObject *definition,
                                JsonObject *sent)
{
  JsonObject *shown = json_object_new ();

  render_text (shown, definition, sent, "header");
  render_text (shown, definition, sent, "body");
  render_text (shown, definition, sent, "footer");
  render_medium (shown, sent);
  render_buttons (shown, definition, sent);
  return shown;
}
