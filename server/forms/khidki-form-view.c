/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-draft.h"
#include "forms/khidki-form-private.h"

typedef struct
{
  const KhidkiForm *form;
  KhidkiDraft *draft;
  KhidkiFormView *view;
} Viewing;

static void
set_question (Viewing *viewing, KhidkiFormItem *item, KhidkiPart *part, const char *path)
{
  const char *language = viewing->form->language;
  const char *ask = khidki_part_get_text (part, "Ask", language);
  g_autofree char *question = ask != NULL ? khidki_form_fill_at (viewing->form, ask, NULL, path)
                                          : NULL;

  khidki_form_item_set_question (item, question);
  khidki_form_item_set_example (item, khidki_part_get_text (part, "Example", language));
}

static void
add_choices (KhidkiFormItem *item, GStrv ids, GStrv names)
{
  for (guint i = 0; ids[i] != NULL; i++)
    khidki_form_item_add_choice (item, ids[i], names[i], NULL);
}

/* Those that locality and PIN propose come first; at a desk the others are there too. */
static void
add_other_subdivisions (Viewing *viewing, KhidkiFormItem *item, GStrv proposed)
{
  const KhidkiForm *form = viewing->form;
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  g_auto (GStrv) ids = khidki_places_list_subdivisions (places, form->today, form->language);

  for (guint i = 0; ids[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) proposed, ids[i]))
      khidki_form_item_add_choice (
          item, ids[i], khidki_places_get_subdivision_name (places, ids[i], form->language), NULL);
}

static void
set_choices (Viewing *viewing, KhidkiFormItem *item, KhidkiField *field, const char *path)
{
  const KhidkiNeed need = { KHIDKI_NEED_FIELD, (char *) path, field, NULL };
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;

  khidki_form_list_choices (viewing->form, &need, &ids, &names);
  add_choices (item, ids, names);
  if (khidki_field_get_field_type (field) == KHIDKI_FIELD_SUBDIVISION)
    add_other_subdivisions (viewing, item, ids);
}

static void
set_answer (Viewing *viewing, KhidkiFormItem *item, KhidkiField *field, const char *path)
{
  const char *answer = khidki_answers_get (viewing->form->answers, path);
  g_autofree char *shown = khidki_form_dup_value (viewing->form, path);
  g_autofree char *complaint = NULL;
  g_autofree char *value = NULL;

  khidki_form_item_set_value (
      item, answer != NULL ? answer : khidki_field_get_value (field, "Default"), shown);
  khidki_form_item_set_missing (item, answer == NULL && !khidki_field_is_optional (field));
  if (answer == NULL)
    return;
  value = khidki_form_check_value (viewing->form, field, path, answer, &complaint);
  if (value == NULL)
    khidki_form_item_set_trouble (item, complaint);
}

static void
add_field (Viewing *viewing, KhidkiField *field, guint repeat)
{
  g_autofree char *path = khidki_form_make_path (field, repeat);
  g_autofree char *label = NULL;
  KhidkiFormItem *item;

  if (!khidki_form_field_applies (viewing->form, field, path))
    return;
  label = khidki_form_dup_label (viewing->form, path);
  item = khidki_form_view_add (viewing->view, KHIDKI_FORM_ITEM_FIELD, path, label);
  khidki_form_item_set_field (item, khidki_field_get_field_type (field),
                              khidki_field_get_class (field), khidki_field_is_optional (field));
  set_question (viewing, item, khidki_field_get_part (field), path);
  set_choices (viewing, item, field, path);
  set_answer (viewing, item, field, path);
  khidki_form_item_set_author (item, khidki_draft_get_author (viewing->draft, path));
}

static gboolean
is_in (KhidkiField *field, KhidkiPart *group)
{
  return g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0;
}

static void
add_fields (Viewing *viewing, KhidkiPart *group, guint repeat)
{
  KhidkiService *service = viewing->form->service;

  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    if (is_in (khidki_service_get_field (service, i), group))
      add_field (viewing, khidki_service_get_field (service, i), repeat);
}

static KhidkiFormItem *
add_group_item (Viewing *viewing, KhidkiFormItemKind kind, KhidkiPart *group, const char *path)
{
  const char *name = khidki_part_get_text (group, "Name", viewing->form->language);
  g_autofree char *label = kind == KHIDKI_FORM_ITEM_HEADING
                               ? g_strdup (name)
                               : khidki_form_dup_label (viewing->form, path);

  return khidki_form_view_add (viewing->view, kind, path, label != NULL ? label : path);
}

static void
add_members (Viewing *viewing, KhidkiPart *group)
{
  const char *id = khidki_part_get_id (group);
  guint n = khidki_form_count_members (viewing->form, group);
  guint minimum = 0, maximum = 0;
  KhidkiFormItem *item;

  khidki_part_get_repeat (group, &minimum, &maximum);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.%u", id, i);

      item = add_group_item (viewing, KHIDKI_FORM_ITEM_REPEAT, group, path);
      khidki_form_item_set_changes (item, FALSE, n > minimum);
      add_fields (viewing, group, i);
    }
  item = add_group_item (viewing, KHIDKI_FORM_ITEM_MORE, group, id);
  khidki_form_item_set_count (item, n, maximum);
  khidki_form_item_set_changes (item, n < maximum, FALSE);
}

static gboolean
asks_anything (Viewing *viewing, KhidkiPart *group)
{
  KhidkiService *service = viewing->form->service;

  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);

      if (is_in (field, group)
          && khidki_form_field_applies (viewing->form, field, khidki_field_get_path (field)))
        return TRUE;
    }
  return FALSE;
}

static void
add_group (Viewing *viewing, KhidkiPart *group)
{
  gboolean repeats = khidki_part_get_repeat (group, NULL, NULL);

  if (!khidki_form_paper_applies (viewing->form, group)
      || (!repeats && !asks_anything (viewing, group)))
    return;
  add_group_item (viewing, KHIDKI_FORM_ITEM_HEADING, group, khidki_part_get_id (group));
  if (repeats)
    add_members (viewing, group);
  else
    add_fields (viewing, group, 0);
}

static void
add_kinds (Viewing *viewing, KhidkiFormItem *item, KhidkiPart *paper)
{
  const char *language = viewing->form->language;

  for (const char *const *id = khidki_part_get_list (paper, "AnyOf"); *id != NULL; id++)
    {
      KhidkiPart *kind = khidki_service_find_part (viewing->form->service, "Kind", *id);

      khidki_form_item_add_choice (
          item, *id, kind != NULL ? khidki_part_get_text (kind, "Name", language) : NULL,
          kind != NULL ? khidki_part_get_text (kind, "Help", language) : NULL);
    }
}

static void
set_files (Viewing *viewing, KhidkiFormItem *item, KhidkiPart *paper)
{
  const KhidkiForm *form = viewing->form;
  const char *path = khidki_part_get_id (paper);
  guint n = khidki_answers_get_n_papers (form->answers, path);
  guint most = khidki_form_get_most_files (paper);
  const char *kind = "";
  KhidkiPart *named;

  if (n > 0)
    khidki_answers_get_paper (form->answers, path, 0, &kind);
  named = khidki_service_find_part (form->service, "Kind", kind);
  khidki_form_item_set_value (
      item, kind, named != NULL ? khidki_part_get_text (named, "Name", form->language) : kind);
  khidki_form_item_set_count (item, n, most);
  khidki_form_item_set_changes (item, n<most, n> 0);
  khidki_form_item_set_missing (item, n == 0 && !khidki_form_is_optional_paper (paper));
  if (n > most)
    {
      g_autofree char *trouble = khidki_form_complain_of_files (form, paper);

      khidki_form_item_set_trouble (item, trouble);
    }
}

static void
add_paper (Viewing *viewing, KhidkiPart *paper)
{
  const char *path = khidki_part_get_id (paper);
  g_autofree char *label = khidki_form_dup_label (viewing->form, path);
  KhidkiFormItem *item = khidki_form_view_add (viewing->view, KHIDKI_FORM_ITEM_PAPER, path, label);

  khidki_form_item_set_field (item, KHIDKI_FIELD_TEXT, KHIDKI_FIELD_CLASS_PERSONAL,
                              khidki_form_is_optional_paper (paper));
  set_question (viewing, item, paper, NULL);
  add_kinds (viewing, item, paper);
  set_files (viewing, item, paper);
  khidki_form_item_set_author (item, khidki_draft_get_author (viewing->draft, path));
}

static void
add_papers (Viewing *viewing)
{
  GPtrArray *papers = khidki_service_get_papers (viewing->form->service);
  gboolean headed = FALSE;

  for (guint i = 0; i < papers->len; i++)
    {
      KhidkiPart *paper = g_ptr_array_index (papers, i);

      if (!khidki_form_paper_applies (viewing->form, paper))
        continue;
      if (!headed)
        khidki_form_view_add (viewing->view, KHIDKI_FORM_ITEM_HEADING, "papers",
                              khidki_form_get_text (viewing->form->language, "papers"));
      headed = TRUE;
      add_paper (viewing, paper);
    }
}

static void
check_whole (Viewing *viewing)
{
  g_autofree char *complaint = NULL;
  g_auto (GStrv) wrong = NULL;

  if (!khidki_form_view_is_complete (viewing->view))
    return;
  wrong = khidki_form_check_all (viewing->form, &complaint);
  if (wrong != NULL)
    khidki_form_view_set_trouble (viewing->view, complaint);
}

/* The fields of a group stand together, at the place of its first. */
static gboolean
begins_group (KhidkiService *service, guint index, KhidkiPart *group)
{
  for (guint i = 0; i < index; i++)
    if (is_in (khidki_service_get_field (service, i), group))
      return FALSE;
  return TRUE;
}

/**
 * khidki_form_view:
 * @form: a form
 * @draft: (transfer none): the draft whose answers they are: for who gave them
 *
 * Returns: (transfer full): the whole form as it stands, identifiers and what is
 *   optional included
 */
KhidkiFormView *
khidki_form_view (const KhidkiForm *form, KhidkiDraft *draft)
{
  Viewing viewing = { form, draft, khidki_form_view_new () };

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      KhidkiPart *group = khidki_form_find_group (form, field);

      if (group == NULL)
        add_field (&viewing, field, 0);
      else if (begins_group (form->service, i, group))
        add_group (&viewing, group);
    }
  add_papers (&viewing);
  check_whole (&viewing);
  return viewing.view;
}
