/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-condition-private.h"

/* 2 of `family.2` and of `family.2.age`, else 0. */
guint
khidki_form_get_repeat (const char *path)
{
  const char *dot = strchr (path, '.');
  char *end = NULL;
  guint64 repeat;

  if (dot == NULL || !g_ascii_isdigit (dot[1]))
    return 0;
  repeat = g_ascii_strtoull (dot + 1, &end, 10);
  return (*end == '\0' || *end == '.') && repeat < 1000 ? (guint) repeat : 0;
}

/* @repeat is 0 where nothing repeats. */
char *
khidki_form_make_path (KhidkiField *field, guint repeat)
{
  const char *path = khidki_field_get_path (field);
  const char *group = khidki_field_get_group (field);

  if (repeat == 0 || group == NULL)
    return g_strdup (path);
  return g_strdup_printf ("%s.%u.%s", group, repeat, path + strlen (group) + 1);
}

char *
khidki_form_make_more_path (const char *group)
{
  return g_strconcat (group, KHIDKI_FORM_MORE, NULL);
}

KhidkiPart *
khidki_form_find_group (const KhidkiForm *form, KhidkiField *field)
{
  const char *group = khidki_field_get_group (field);

  return group != NULL ? khidki_service_find_part (form->service, "Group", group) : NULL;
}

gboolean
khidki_form_is_together (KhidkiPart *group)
{
  return group != NULL && g_strcmp0 (khidki_part_get_value (group, "Together"), "yes") == 0;
}

/* A sub-division is proposed from the rest of the address, an identifier is
 * asked elsewhere. */
gboolean
khidki_form_is_asked_together (KhidkiField *field)
{
  return khidki_field_get_field_type (field) != KHIDKI_FIELD_SUBDIVISION &&
         khidki_field_get_class (field) != KHIDKI_FIELD_CLASS_IDENTIFIER;
}

gboolean
khidki_form_field_applies (const KhidkiForm *form, KhidkiField *field, const char *path)
{
  KhidkiPart *group = khidki_form_find_group (form, field);

  if (group != NULL && !khidki_condition_holds (khidki_part_get_value (group, "ShowIf"), form->service,
                                                form->answers, path))
    return FALSE;
  return khidki_condition_holds (khidki_field_get_value (field, "ShowIf"), form->service, form->answers, path);
}

gboolean
khidki_form_paper_applies (const KhidkiForm *form, KhidkiPart *paper)
{
  return khidki_condition_holds (khidki_part_get_value (paper, "ShowIf"), form->service, form->answers,
                                 khidki_part_get_id (paper));
}

/**
 * khidki_form_applies:
 * @form: a form
 * @path: of a field, a group or a paper, with the number of its repeat
 *
 * Returns: whether it is there at all and its conditions hold
 */
gboolean
khidki_form_applies (const KhidkiForm *form, const char *path)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  g_autofree char *id = g_strndup (path, strcspn (path, "."));
  KhidkiPart *part;

  if (field != NULL)
    return khidki_form_field_applies (form, field, path);
  part = khidki_service_find_part (form->service, "Paper", path);
  if (part == NULL)
    part = khidki_service_find_part (form->service, "Group", id);

  return part != NULL && khidki_form_paper_applies (form, part);
}

KhidkiNeed *
khidki_form_make_need (KhidkiNeedKind kind, const char *path, KhidkiField *field, KhidkiPart *part)
{
  KhidkiNeed *need = g_new0 (KhidkiNeed, 1);

  need->kind = kind;
  need->path = g_strdup (path);
  need->field = field;
  need->part = part;
  return need;
}

void
khidki_need_free (KhidkiNeed *need)
{
  g_free (need->path);
  g_free (need);
}
