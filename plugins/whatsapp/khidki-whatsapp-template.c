/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-template.h"

#include <string.h>

#define MAX_NAME 512
#define MAX_LANGUAGE 16
#define MAX_PARAMETERS_TEXT 1024

static gboolean
fail (GError **error, const char *text)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "The template %s", text);
  return FALSE;
}

static gboolean
check_name (KhidkiMessage *message, GError **error)
{
  const char *name = khidki_message_get_name (message);
  const char *language = khidki_message_get_language (message);

  if (name == NULL || *name == '\0' || strlen (name) > MAX_NAME
      || strspn (name, G_CSET_a_2_z G_CSET_DIGITS "_") != strlen (name))
    return fail (error, "has a name that WhatsApp does not take");
  if (language == NULL || *language == '\0' || strlen (language) > MAX_LANGUAGE
      || strspn (language, G_CSET_A_2_Z G_CSET_a_2_z "_") != strlen (language))
    return fail (error, "has a language code that WhatsApp does not take");

  return TRUE;
}

/* Meta refuses parameters with line breaks, tabs or a run of blanks. */
static char *
dup_one_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (line, *p);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);

  return g_string_free (line, FALSE);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin_component (JsonBuilder *builder, const char *type)
{
  json_builder_begin_object (builder);
  add_string (builder, "type", type);
  json_builder_set_member_name (builder, "parameters");
  json_builder_begin_array (builder);
}

static void
end_component (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
add_header (JsonBuilder *builder, KhidkiMessage *message, const char *media_id, GError **error)
{
  const char *filename = khidki_message_get_filename (message);

  if (media_id == NULL || *media_id == '\0')
    return fail (error, "has a document that was not uploaded");

  begin_component (builder, "header");
  json_builder_begin_object (builder);
  add_string (builder, "type", "document");
  json_builder_set_member_name (builder, "document");
  json_builder_begin_object (builder);
  add_string (builder, "id", media_id);
  if (filename != NULL && *filename != '\0')
    add_string (builder, "filename", filename);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  end_component (builder);

  return TRUE;
}

static gboolean
add_body (JsonBuilder *builder, const char *const *parameters, GError **error)
{
  guint length = 0;

  begin_component (builder, "body");
  for (guint i = 0; parameters[i] != NULL; i++)
    {
      g_autofree char *line = dup_one_line (parameters[i]);

      length += khidki_limits_measure (line);
      if (*line == '\0')
        return fail (error, "has an empty parameter, and WhatsApp refuses that");
      json_builder_begin_object (builder);
      add_string (builder, "type", "text");
      add_string (builder, "text", line);
      json_builder_end_object (builder);
    }
  end_component (builder);

  return length <= MAX_PARAMETERS_TEXT
         || fail (error, "has parameters that are too long for WhatsApp together");
}

/**
 * khidki_whatsapp_template_add:
 * @builder: within the object of a send
 * @message: a template
 * @media_id: (nullable): Meta's id of the document in its header
 *
 * Returns: whether it was added; FALSE with KHIDKI_ERROR_FAILED if Meta would refuse it
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_template_add (JsonBuilder *builder,
                              KhidkiMessage *message,
                              const char *media_id,
                              GError **error)
{
  const char *const *parameters = khidki_message_get_parameters (message);

  if (!check_name (message, error))
    return FALSE;

  add_string (builder, "type", "template");
  json_builder_set_member_name (builder, "template");
  json_builder_begin_object (builder);
  add_string (builder, "name", khidki_message_get_name (message));
  json_builder_set_member_name (builder, "language");
  json_builder_begin_object (builder);
  add_string (builder, "code", khidki_message_get_language (message));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "components");
  json_builder_begin_array (builder);
  if (khidki_message_get_paper (message) != NULL && !add_header (builder, message, media_id, error))
    return FALSE;
  if (parameters != NULL && parameters[0] != NULL && !add_body (builder, parameters, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return TRUE;
}
