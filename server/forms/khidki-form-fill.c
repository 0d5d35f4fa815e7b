/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-condition-private.h"

/* `name` in a text of `family.2.income` is `family.2.name`. */
static char *
make_near_path (const char *path, const char *name)
{
  const char *dot = path != NULL ? strrchr (path, '.') : NULL;

  if (path == NULL)
    return NULL;
  if (khidki_form_get_repeat (path) > 0 && strchr (strchr (path, '.') + 1, '.') == NULL)
    return g_strdup_printf ("%s.%s", path, name);
  return dot != NULL ? g_strdup_printf ("%.*s.%s", (int) (dot - path), path, name) : NULL;
}

/* `family.name` in a line for `family.2` is `family.2.name`. */
static char *
make_repeat_path (const char *path, const char *name)
{
  guint repeat = path != NULL ? khidki_form_get_repeat (path) : 0;
  gsize group = path != NULL ? strcspn (path, ".") : 0;

  if (repeat == 0 || strncmp (path, name, group) != 0 || name[group] != '.')
    return NULL;
  return g_strdup_printf ("%.*s.%u%s", (int) group, path, repeat, name + group);
}

static char *
dup_known (const KhidkiForm *form, const char *path)
{
  if (path == NULL)
    return NULL;
  if (khidki_service_find_field (form->service, path) == NULL &&
      khidki_service_find_part (form->service, "Group", path) == NULL)
    return NULL;
  return khidki_form_dup_value (form, path);
}

static const char *
find_subdivision (const KhidkiForm *form)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      const char *answer = khidki_answers_get (form->answers, khidki_field_get_path (field));

      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_SUBDIVISION && answer != NULL)
        return answer;
    }
  return NULL;
}

static const char *
find_common (const KhidkiForm *form, const char *name)
{
  KhidkiPlaces *places = form->catalogue != NULL ? khidki_catalogue_get_places (form->catalogue) : NULL;
  const char *subdivision = find_subdivision (form);
  const char *district;

  if (strcmp (name, "applicant") == 0)
    return khidki_form_get_applicant_name (form);
  if (strcmp (name, "service") == 0)
    return khidki_service_get_text (form->service, "Name", form->language);
  if (strcmp (name, "department") == 0 && form->department != NULL)
    return khidki_department_get_text (form->department, "Name", form->language);
  if (places == NULL || subdivision == NULL)
    return NULL;
  if (strcmp (name, "subdivision") == 0)
    return khidki_places_get_subdivision_name (places, subdivision, form->language);
  district = khidki_places_get_district (places, subdivision);
  if (strcmp (name, "district") == 0 && district != NULL)
    return khidki_places_get_district_name (places, district, form->language);
  return NULL;
}

static char *
find_value (const KhidkiForm *form, const char *name, GHashTable *values, const char *path)
{
  g_autofree char *near = make_near_path (path, name);
  g_autofree char *repeat = make_repeat_path (path, name);
  const char *given = values != NULL ? g_hash_table_lookup (values, name) : NULL;
  char *value = NULL;

  if (given != NULL)
    return g_strdup (given);
  value = dup_known (form, near);
  if (value == NULL)
    value = dup_known (form, repeat);
  if (value == NULL)
    value = dup_known (form, name);
  if (value == NULL)
    value = g_strdup (find_common (form, name));
  return value;
}

/* @path is what the text belongs to, for names that are meant beside it. */
char *
khidki_form_fill_at (const KhidkiForm *form, const char *text, GHashTable *values, const char *path)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize plain = strcspn (text, "{");
      gsize length;

      g_string_append_len (filled, text, (gssize) plain);
      text += plain;
      length = strcspn (text, "}");
      if (*text == '\0' || text[length] == '\0')
        break;
      if (length > 1)
        {
          g_autofree char *name = g_strndup (text + 1, length - 1);
          g_autofree char *value = find_value (form, name, values, path);

          g_autofree char *isolated = khidki_language_isolate (form->language, value != NULL ? value : "");

          g_string_append (filled, isolated);
        }
      text += length + 1;
    }

  g_string_append (filled, text);
  return g_string_free (filled, FALSE);
}

/**
 * khidki_form_fill:
 * @form: a form
 * @text: a text with {placeholders}
 * @values: (nullable) (element-type utf8 utf8): these go before the answers
 *
 * Returns: (transfer full): the text; what is not known is left out
 */
char *
khidki_form_fill (const KhidkiForm *form, const char *text, GHashTable *values)
{
  return khidki_form_fill_at (form, text, values, NULL);
}

static void
line_free (KhidkiFormLine *line)
{
  g_free (line->label);
  g_free (line->value);
  g_free (line);
}

static char *
fill_line (const KhidkiForm *form, KhidkiPart *part, const char *key, GHashTable *values, const char *path)
{
  const char *text = khidki_part_get_text (part, key, form->language);

  return text != NULL ? g_strstrip (khidki_form_fill_at (form, text, values, path)) : NULL;
}

static void
add_line (const KhidkiForm *form, KhidkiPart *part, GHashTable *values, const char *path, GPtrArray *lines)
{
  KhidkiFormLine *line;

  if (!khidki_condition_holds (khidki_part_get_value (part, "ShowIf"), form->service, form->answers, path))
    return;
  line = g_new0 (KhidkiFormLine, 1);
  line->id = khidki_part_get_id (part);
  line->label = fill_line (form, part, "Name", values, path);
  line->value = fill_line (form, part, "Value", values, path);
  g_ptr_array_add (lines, line);
}

/**
 * khidki_form_list_lines:
 * @form: a form
 * @values: (nullable) (element-type utf8 utf8): these go before the answers
 *
 * The `[Line …]` groups in order, one for each repeat where they say `Each=`;
 * there `ShowIf=` and {placeholders} mean the repeat. The same number of them in
 * every language.
 *
 * Returns: (transfer full) (element-type KhidkiFormLine): lines of the certificate; a
 *   %NULL value makes a heading
 */
GPtrArray *
khidki_form_list_lines (const KhidkiForm *form, GHashTable *values)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  GPtrArray *parts = khidki_service_get_parts (form->service, "Line");

  for (guint i = 0; i < parts->len; i++)
    {
      KhidkiPart *part = g_ptr_array_index (parts, i);
      const char *each = khidki_part_get_value (part, "Each");
      guint repeats = each != NULL ? khidki_answers_get_repeats (form->answers, each) : 0;

      if (each == NULL)
        add_line (form, part, values, NULL, lines);
      for (guint j = 1; j <= repeats; j++)
        {
          g_autofree char *path = g_strdup_printf ("%s.%u", each, j);

          add_line (form, part, values, path, lines);
        }
    }
  return lines;
}
