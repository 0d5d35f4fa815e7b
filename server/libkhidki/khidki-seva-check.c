/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-seva-private.h"

#include <string.h>

#include "khidki-condition-private.h"
#include "khidki-distance-private.h"

#define MOST_SIGNED 4
#define MOST_SIGNED_LETTERS 20

static char *
name_group (KhidkiPart *part)
{
  return *part->id != '\0' ? g_strconcat (part->kind, " ", part->id, NULL) : g_strdup (part->kind);
}

static gboolean
fail_part (const KhidkiSevaReader *reader, KhidkiPart *part, const char *key, const char *expected, const char *found)
{
  g_autofree char *group = name_group (part);

  return khidki_seva_fail (reader, group, key, "expected %s, found “%s”", expected, found);
}

static gboolean
is_known_choice (KhidkiField *field, const char *value)
{
  static const char *const yes_no[] = { "yes", "no", NULL };

  if (field->type == KHIDKI_FIELD_BOOLEAN)
    return g_strv_contains (yes_no, value);
  if (field->type == KHIDKI_FIELD_CHOICE)
    return g_strv_contains (khidki_field_get_choices (field), value);
  return TRUE;
}

static gboolean
fail_path (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part, const char *key, const char *path)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autofree char *expected = NULL;
  const char *nearest;

  for (guint i = 0; i < service->fields->len; i++)
    g_ptr_array_add (paths, (gpointer) khidki_field_get_path (g_ptr_array_index (service->fields, i)));
  g_ptr_array_add (paths, NULL);
  nearest = khidki_distance_find_nearest (path, (const char *const *) paths->pdata);
  expected = g_strdup_printf ("the path of a field%s%s", nearest != NULL ? ", perhaps " : "",
                              nearest != NULL ? nearest : "");

  return fail_part (reader, part, key, expected, path);
}

static gboolean
check_condition (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  const char *condition = khidki_part_get_value (part, "ShowIf");
  g_autoptr (GPtrArray) terms = condition != NULL ? khidki_condition_parse (condition) : NULL;

  for (guint i = 0; terms != NULL && i < terms->len; i++)
    {
      KhidkiTerm *term = g_ptr_array_index (terms, i);
      KhidkiField *field = khidki_service_find_field (service, term->path);

      if (field == NULL || field->part == part)
        return fail_path (reader, service, part, "ShowIf", term->path);
      for (guint j = 0; term->values[j] != NULL; j++)
        if (!is_known_choice (field, term->values[j]))
          return fail_part (reader, part, "ShowIf", "a choice of that field", term->values[j]);
    }

  return TRUE;
}

static gboolean
check_choices (const KhidkiSevaReader *reader, KhidkiField *field)
{
  KhidkiPart *part = field->part;
  const char *const *choices = khidki_field_get_choices (field);
  GHashTableIter iter;
  gpointer key;

  if (field->type == KHIDKI_FIELD_CHOICE && choices[0] == NULL)
    return fail_part (reader, part, "Choices", "at least one", "");
  if (field->type != KHIDKI_FIELD_CHOICE && choices[0] != NULL)
    return fail_part (reader, part, "Choices", "none for this type", choices[0]);

  for (guint i = 0; choices[i] != NULL; i++)
    if (khidki_field_get_choice_text (field, choices[i], NULL) == NULL)
      return fail_part (reader, part, "Choices", "a Choice. with the name of each", choices[i]);

  g_hash_table_iter_init (&iter, part->values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, "Choice.") || g_str_has_prefix (key, "Words."))
      {
        const char *dot = strchr (key, '.') + 1;
        g_autofree char *id = g_strndup (dot, strcspn (dot, "["));

        if (!g_strv_contains (choices, id))
          return fail_part (reader, part, key, "one of Choices behind the dot", id);
      }

  return TRUE;
}

static gboolean
is_secret_type (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_ACCOUNT || type == KHIDKI_FIELD_EPIC || type == KHIDKI_FIELD_PAN ||
         type == KHIDKI_FIELD_IDENTIFIER;
}

static gboolean
check_field (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiField *field)
{
  KhidkiPart *part = field->part;
  KhidkiPart *group = field->group != NULL ? khidki_service_find_part (service, "Group", field->group) : NULL;
  const char *value = khidki_part_get_value (part, "Default");

  if (field->group != NULL && group == NULL)
    return fail_part (reader, part, NULL, "a [Group] of that name", field->group);
  if (is_secret_type (field->type) && field->field_class != KHIDKI_FIELD_CLASS_IDENTIFIER)
    return fail_part (reader, part, "Class", "identifier: such a number is not asked in a chat",
                      khidki_part_get_value (part, "Class"));
  if (field->field_class == KHIDKI_FIELD_CLASS_IDENTIFIER && group != NULL &&
      g_strcmp0 (khidki_part_get_value (group, "Together"), "yes") == 0)
    return fail_part (reader, part, "Class", "no identifier in a group that is asked together", "identifier");
  if (value != NULL && !is_known_choice (field, value))
    return fail_part (reader, part, "Default", "one of its choices", value);

  return check_choices (reader, field) && check_condition (reader, service, part);
}

static gboolean
check_group (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  const char *repeat = khidki_part_get_value (part, "Repeat");
  gint64 minimum = 0, maximum = 0;

  if (repeat != NULL)
    {
      khidki_seva_parse_range (repeat, &minimum, &maximum);
      if (maximum < 1 || maximum > 99)
        return fail_part (reader, part, "Repeat", "at most 99 times", repeat);
      part->minimum = (guint) minimum;
      part->maximum = (guint) maximum;
    }
  for (guint i = 0; i < service->fields->len; i++)
    if (g_strcmp0 (khidki_field_get_group (g_ptr_array_index (service->fields, i)), part->id) == 0)
      return check_condition (reader, service, part);

  return fail_part (reader, part, NULL, "a field in it", "none");
}

static gboolean
check_names (const KhidkiSevaReader *reader,
             KhidkiService *service,
             KhidkiPart *part,
             const char *key,
             const char *kind)
{
  const char *const *names = khidki_part_get_list (part, key);
  g_autofree char *expected = g_strdup_printf ("the id of a [%s]", kind);

  for (guint i = 0; names[i] != NULL; i++)
    if (khidki_service_find_part (service, kind, names[i]) == NULL)
      return fail_part (reader, part, key, expected, names[i]);
  return TRUE;
}

static gboolean
is_known_name (KhidkiService *service, KhidkiPart *part, const char *name)
{
  static const char *const known[] = { "number",      "certificate", "service",  "applicant",
                                       "issued",      "valid-until", "submitted", "subdivision",
                                       "district",    "department",  NULL };
  KhidkiPart *certificate = khidki_service_find_part (service, "Certificate", "");
  const char *dot = strrchr (part->id, '.');
  g_autofree char *near = NULL;

  if (g_strv_contains (known, name) || khidki_service_find_field (service, name) != NULL ||
      khidki_service_find_part (service, "Group", name) != NULL)
    return TRUE;
  if (certificate != NULL && g_strv_contains (khidki_part_get_list (certificate, "Computed"), name))
    return TRUE;

  near = g_strdup_printf ("%.*s.%s", dot != NULL ? (int) (dot - part->id) : (int) strlen (part->id),
                          part->id, name);
  return khidki_service_find_field (service, near) != NULL;
}

static gboolean
check_placeholders (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, part->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    for (const char *p = strchr (value, '{'); p != NULL && strcmp (key, "Pattern") != 0; p = strchr (p + 1, '{'))
      {
        g_autofree char *name = g_strndup (p + 1, strcspn (p + 1, "}"));

        if (p[1 + strlen (name)] != '}')
          return fail_part (reader, part, key, "a } behind {", name);
        if (!is_known_name (service, part, name))
          return fail_part (reader, part, key, "a field's path or a Computed name in {}", name);
      }
  return TRUE;
}

/* Answers and papers are reached by one kind of path. */
static gboolean
check_paper (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  if (khidki_service_find_field (service, part->id) != NULL ||
      khidki_service_find_part (service, "Group", part->id) != NULL)
    return fail_part (reader, part, NULL, "an id that no field or group has", part->id);
  return check_names (reader, service, part, "AnyOf", "Kind") && check_condition (reader, service, part);
}

static gboolean
check_line (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  const char *each = khidki_part_get_value (part, "Each");
  KhidkiPart *group = each != NULL ? khidki_service_find_part (service, "Group", each) : NULL;

  if (each != NULL && (group == NULL || group->maximum == 0))
    return fail_part (reader, part, "Each", "the id of a group that repeats", each);
  return check_condition (reader, service, part);
}

/* What is signed has to fit into the code that is printed. */
static gboolean
check_signed (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  const char *const *ids = khidki_part_get_list (part, "Signed");

  if (g_strv_length ((char **) ids) > MOST_SIGNED)
    return fail_part (reader, part, "Signed", "at most 4 lines", ids[MOST_SIGNED]);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      KhidkiPart *line = khidki_service_find_part (service, "Line", ids[i]);

      if (line == NULL || khidki_part_get_value (line, "Value") == NULL
          || khidki_part_get_value (line, "Each") != NULL || strlen (ids[i]) > MOST_SIGNED_LETTERS)
        return fail_part (reader, part, "Signed",
                          "the id (at most 20 letters) of a [Line] with a Value and without Each",
                          ids[i]);
    }
  return TRUE;
}

static gboolean
check_part (const KhidkiSevaReader *reader, KhidkiService *service, KhidkiPart *part)
{
  gboolean good = TRUE;

  if (strcmp (part->kind, "Group") == 0)
    good = check_group (reader, service, part);
  else if (strcmp (part->kind, "Paper") == 0)
    good = check_paper (reader, service, part);
  else if (strcmp (part->kind, "Reason") == 0)
    good = check_names (reader, service, part, "Bring", "Paper");
  else if (strcmp (part->kind, "Line") == 0)
    good = check_line (reader, service, part);
  else if (strcmp (part->kind, "Certificate") == 0)
    good = check_signed (reader, service, part);

  return good && check_placeholders (reader, service, part);
}

static gboolean
check_service_id (const KhidkiSevaReader *reader, KhidkiService *service)
{
  const char *id = khidki_service_get_id (service);
  const char *department = khidki_part_get_value (service->head, "Department");

  if (!g_regex_match_simple ("^[A-Z]{2,6}-[A-Z0-9]{2,12}$", id, G_REGEX_DOLLAR_ENDONLY, 0))
    return fail_part (reader, service->head, "Id", "a code as REV-INC", id);
  if (department != NULL && strcmp (department, service->department) != 0)
    return fail_part (reader, service->head, "Department", service->department, department);
  return TRUE;
}

static gboolean
check_applicant (const KhidkiSevaReader *reader, KhidkiService *service)
{
  const char *path = khidki_part_get_value (service->head, "Applicant");
  KhidkiField *field = khidki_service_find_field (service, path != NULL ? path : "name");

  if (field == NULL)
    return fail_path (reader, service, service->head, "Applicant", path != NULL ? path : "name");
  return field->type == KHIDKI_FIELD_NAME ||
         fail_part (reader, service->head, "Applicant", "a field of the type name", field->part->id);
}

/* What one group alone cannot tell: that names which point elsewhere arrive. */
gboolean
khidki_seva_check (const KhidkiSevaReader *reader, KhidkiService *service)
{
  if (!check_service_id (reader, service) || !check_applicant (reader, service))
    return FALSE;
  if (service->fees->len == 0)
    return khidki_seva_fail (reader, "Fee", NULL, "expected at least one [Fee YYYY-MM-DD], found none");
  if (khidki_service_get_stages (service)->len == 0)
    return khidki_seva_fail (reader, "Stage", NULL, "expected at least one [Stage ID], found none");

  for (guint i = 0; i < service->fields->len; i++)
    if (!check_field (reader, service, g_ptr_array_index (service->fields, i)))
      return FALSE;
  for (guint i = 0; i < service->parts->len; i++)
    if (!check_part (reader, service, g_ptr_array_index (service->parts, i)))
      return FALSE;

  return TRUE;
}
