/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"

static gboolean
is_answered (const KhidkiForm *form, const char *path)
{
  return khidki_answers_get (form->answers, path) != NULL;
}

static KhidkiNeed *
need_field (const KhidkiForm *form, KhidkiField *field, guint repeat)
{
  g_autofree char *path = khidki_form_make_path (field, repeat);
  KhidkiNeedKind kind = khidki_field_get_class (field) == KHIDKI_FIELD_CLASS_IDENTIFIER ? KHIDKI_NEED_PRIVATE
                                                                                       : KHIDKI_NEED_FIELD;

  return khidki_form_make_need (kind, path, field, khidki_form_find_group (form, field));
}

static KhidkiNeed *
need_repeat (const KhidkiForm *form, KhidkiPart *group, KhidkiField *first, guint repeat)
{
  g_autofree char *path = g_strdup_printf ("%s.%u", khidki_part_get_id (group), repeat);

  if (!khidki_form_is_together (group))
    return need_field (form, first, repeat);
  return khidki_form_make_need (KHIDKI_NEED_GROUP, path, NULL, group);
}

static KhidkiNeed *
need_more (KhidkiPart *group)
{
  g_autofree char *path = khidki_form_make_more_path (khidki_part_get_id (group));

  return khidki_form_make_need (KHIDKI_NEED_MORE, path, NULL, group);
}

static gboolean
is_in (KhidkiField *field, KhidkiPart *group)
{
  return g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0;
}

/* The first required field of a group that has no answer yet. */
static KhidkiField *
find_open_field (const KhidkiForm *form, KhidkiPart *group, guint repeat)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      g_autofree char *path = khidki_form_make_path (field, repeat);

      if (is_in (field, group) && !khidki_field_is_optional (field) && !is_answered (form, path) &&
          khidki_form_field_applies (form, field, path))
        return field;
    }
  return NULL;
}

/* What a repeating group lacks: a field of one that is there, another one, or
 * the word that there is no other. */
static KhidkiNeed *
next_of_repeats (const KhidkiForm *form, KhidkiPart *group, KhidkiField *first)
{
  guint minimum = 0, maximum = 0, repeats;
  g_autofree char *more = khidki_form_make_more_path (khidki_part_get_id (group));
  const char *answer = khidki_answers_get (form->answers, more);

  khidki_part_get_repeat (group, &minimum, &maximum);
  repeats = khidki_answers_get_repeats (form->answers, khidki_part_get_id (group));
  for (guint i = 1; i <= repeats; i++)
    {
      KhidkiField *field = find_open_field (form, group, i);

      if (field != NULL)
        return need_field (form, field, i);
    }

  if (repeats < minimum)
    return need_repeat (form, group, first, repeats + 1);
  if (repeats >= maximum || g_strcmp0 (answer, "no") == 0)
    return NULL;
  if (repeats == 0 || g_strcmp0 (answer, "yes") == 0)
    return need_repeat (form, group, first, repeats + 1);
  return need_more (group);
}

static gboolean
is_untouched (const KhidkiForm *form, KhidkiPart *group)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (is_in (field, group) && khidki_form_is_asked_together (field) &&
          is_answered (form, khidki_field_get_path (field)))
        return FALSE;
    }
  return TRUE;
}

static KhidkiNeed *
next_of_field (const KhidkiForm *form, KhidkiField *field, KhidkiPart *group)
{
  const char *path = khidki_field_get_path (field);

  if (khidki_field_is_optional (field) || is_answered (form, path) ||
      !khidki_form_field_applies (form, field, path))
    return NULL;
  if (khidki_form_is_together (group) && khidki_form_is_asked_together (field) && is_untouched (form, group))
    return khidki_form_make_need (KHIDKI_NEED_GROUP, khidki_part_get_id (group), NULL, group);
  return need_field (form, field, 0);
}

static gboolean
is_optional_paper (KhidkiPart *paper)
{
  return g_strcmp0 (khidki_part_get_value (paper, "Optional"), "yes") == 0;
}

static KhidkiNeed *
next_paper (const KhidkiForm *form)
{
  GPtrArray *papers = khidki_service_get_papers (form->service);

  for (guint i = 0; i < papers->len; i++)
    {
      KhidkiPart *paper = g_ptr_array_index (papers, i);

      if (!is_optional_paper (paper) && khidki_form_paper_applies (form, paper) &&
          khidki_answers_get_n_papers (form->answers, khidki_part_get_id (paper)) == 0)
        return khidki_form_make_need (KHIDKI_NEED_PAPER, khidki_part_get_id (paper), NULL, paper);
    }
  return NULL;
}

static gboolean
begins_group (const KhidkiForm *form, guint index, KhidkiPart *group)
{
  for (guint i = 0; i < index; i++)
    if (is_in (khidki_service_get_field (form->service, i), group))
      return FALSE;
  return TRUE;
}

static gboolean
group_applies (const KhidkiForm *form, KhidkiPart *group)
{
  return khidki_form_paper_applies (form, group);
}

/**
 * khidki_form_next:
 * @form: a form
 *
 * Returns: (transfer full): what is to be asked next
 */
KhidkiNeed *
khidki_form_next (const KhidkiForm *form)
{
  KhidkiNeed *need = NULL;

  for (guint i = 0; need == NULL && i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      KhidkiPart *group = khidki_form_find_group (form, field);

      if (group == NULL || !khidki_part_get_repeat (group, NULL, NULL))
        need = next_of_field (form, field, group);
      else if (begins_group (form, i, group) && group_applies (form, group))
        need = next_of_repeats (form, group, field);
    }
  if (need == NULL)
    need = next_paper (form);

  return need != NULL ? need : khidki_form_make_need (KHIDKI_NEED_REVIEW, "", NULL, NULL);
}

static KhidkiNeed *
need_for_group (const KhidkiForm *form, const char *path)
{
  g_autofree char *id = g_strndup (path, strcspn (path, "."));
  KhidkiPart *group = khidki_service_find_part (form->service, "Group", id);
  gboolean repeats = group != NULL && khidki_part_get_repeat (group, NULL, NULL);
  const char *rest = path + strlen (id);

  if (group == NULL)
    return NULL;
  if (repeats && strcmp (rest, KHIDKI_FORM_MORE) == 0)
    return need_more (group);
  if (repeats ? khidki_form_get_repeat (path) > 0 : *rest == '\0')
    return khidki_form_make_need (KHIDKI_NEED_GROUP, path, NULL, group);
  return NULL;
}

/**
 * khidki_form_need_for:
 * @form: a form
 * @path: of a field, a group, a paper, or `family.more`
 *
 * Returns: (transfer full) (nullable): the need, %NULL if the definition has no such path
 */
KhidkiNeed *
khidki_form_need_for (const KhidkiForm *form, const char *path)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  KhidkiPart *paper = khidki_service_find_part (form->service, "Paper", path);

  if (field != NULL)
    return need_field (form, field, khidki_form_get_repeat (path));
  if (paper != NULL)
    return khidki_form_make_need (KHIDKI_NEED_PAPER, path, NULL, paper);
  return need_for_group (form, path);
}

/**
 * khidki_form_takes:
 * @form: a form
 * @need: what is asked
 * @type: a type of fields
 *
 * Returns: whether the question is for a field of @type, alone or with others
 */
gboolean
khidki_form_takes (const KhidkiForm *form, const KhidkiNeed *need, KhidkiFieldType type)
{
  if (need->field != NULL)
    return khidki_field_get_field_type (need->field) == type;
  if (need->kind != KHIDKI_NEED_GROUP && need->kind != KHIDKI_NEED_MORE)
    return FALSE;
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (is_in (field, need->part) && khidki_form_is_asked_together (field) &&
          khidki_field_get_field_type (field) == type)
        return TRUE;
    }
  return FALSE;
}

static void
list_repeats (const KhidkiForm *form, KhidkiPart *group, KhidkiField *first, GPtrArray *needs)
{
  guint repeats = khidki_answers_get_repeats (form->answers, khidki_part_get_id (group));
  guint maximum = 0;

  khidki_part_get_repeat (group, NULL, &maximum);
  for (guint i = 1; i <= repeats; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.%u", khidki_part_get_id (group), i);

      g_ptr_array_add (needs, khidki_form_make_need (KHIDKI_NEED_GROUP, path, NULL, group));
    }
  if (repeats < maximum)
    g_ptr_array_add (needs, need_more (group));
}

static void
list_field (const KhidkiForm *form, KhidkiField *field, KhidkiPart *group, gboolean first, GPtrArray *needs)
{
  gboolean joint = khidki_form_is_together (group) && khidki_form_is_asked_together (field);

  if (!khidki_form_field_applies (form, field, khidki_field_get_path (field)))
    return;
  if (!joint)
    g_ptr_array_add (needs, need_field (form, field, 0));
  else if (first)
    g_ptr_array_add (needs, khidki_form_make_need (KHIDKI_NEED_GROUP, khidki_part_get_id (group), NULL, group));
}

/**
 * khidki_form_list_needs:
 * @form: a form
 *
 * Returns: (transfer full) (element-type KhidkiNeed): all that can be changed, in order
 */
GPtrArray *
khidki_form_list_needs (const KhidkiForm *form)
{
  GPtrArray *needs = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_need_free);
  GPtrArray *papers = khidki_service_get_papers (form->service);

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      KhidkiPart *group = khidki_form_find_group (form, field);
      gboolean first = group == NULL || begins_group (form, i, group);

      if (group == NULL || !khidki_part_get_repeat (group, NULL, NULL))
        list_field (form, field, group, first, needs);
      else if (first && group_applies (form, group))
        list_repeats (form, group, field, needs);
    }
  for (guint i = 0; i < papers->len; i++)
    if (khidki_form_paper_applies (form, g_ptr_array_index (papers, i)))
      g_ptr_array_add (needs, khidki_form_make_need (KHIDKI_NEED_PAPER,
                                                     khidki_part_get_id (g_ptr_array_index (papers, i)),
                                                     NULL, g_ptr_array_index (papers, i)));

  return needs;
}
