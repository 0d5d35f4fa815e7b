/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/khidki-form-draft.h"

#include <string.h>

#include "forms/khidki-form-private.h"

/* Where a paper says nothing of its own. */
#define MOST_FILES 10

guint
khidki_form_get_most_files (KhidkiPart *paper)
{
  const char *most = khidki_part_get_value (paper, "Max");

  return most != NULL ? (guint) g_ascii_strtoull (most, NULL, 10) : MOST_FILES;
}

gboolean
khidki_form_is_optional_paper (KhidkiPart *paper)
{
  return g_strcmp0 (khidki_part_get_value (paper, "Optional"), "yes") == 0;
}

char *
khidki_form_complain_of_files (const KhidkiForm *form, KhidkiPart *paper)
{
  g_autofree char *label = khidki_form_dup_label (form, khidki_part_get_id (paper));
  g_autofree char *most = g_strdup_printf ("%u", khidki_form_get_most_files (paper));

  return khidki_form_say (form->language, "paper-many", "label", label, "count", most, NULL);
}

/* Whether one more member was asked for that has no answer yet. */
static gboolean
has_empty_member (const KhidkiForm *form, const char *group)
{
  g_autofree char *more = khidki_form_make_more_path (group);

  return g_strcmp0 (khidki_answers_get (form->answers, more), "yes") == 0;
}

/* How many members a form shows: those that are there, those that have to be, and
 * an empty one that was asked for. */
guint
khidki_form_count_members (const KhidkiForm *form, KhidkiPart *group)
{
  const char *id = khidki_part_get_id (group);
  guint minimum = 0, maximum = 0;
  guint n = khidki_answers_get_repeats (form->answers, id);

  khidki_part_get_repeat (group, &minimum, &maximum);
  n = MAX (n, minimum);
  return n < maximum && has_empty_member (form, id) ? n + 1 : n;
}

gboolean
khidki_form_open_draft (KhidkiForm *form,
                        KhidkiCatalogue *catalogue,
                        KhidkiDraft *draft,
                        const GDate *today,
                        const char *language)
{
  const char *id = khidki_draft_get_service (draft);
  KhidkiService *service = khidki_catalogue_find_version (catalogue, id,
                                                          khidki_draft_get_service_version (draft));

  if (service == NULL)
    service = khidki_catalogue_find_service (catalogue, id);
  if (service == NULL)
    return FALSE;

  *form = (KhidkiForm){
    .catalogue = catalogue,
    .department = khidki_catalogue_find_department (catalogue, khidki_service_get_department (service)),
    .service = service,
    .answers = khidki_draft_get_answers (draft),
    .today = today,
    .language = language,
  };
  return TRUE;
}

static KhidkiDraft *
refuse (const KhidkiForm *form, const char *key, char **complaint)
{
  if (complaint != NULL)
    *complaint = khidki_form_say (form->language, key, NULL);
  return NULL;
}

static KhidkiDraft *
refuse_count (const KhidkiForm *form,
              const char *key,
              const char *name,
              guint count,
              char **complaint)
{
  g_autofree char *number = g_strdup_printf ("%u", count);

  if (complaint != NULL)
    *complaint = khidki_form_say (form->language, key, name, number, NULL);
  return NULL;
}

/* A path as the view has it: a member that is shown, or no number at all. */
static gboolean
is_shown (const KhidkiForm *form, KhidkiField *field, const char *path)
{
  KhidkiPart *group = khidki_form_find_group (form, field);
  gboolean repeats = group != NULL && khidki_part_get_repeat (group, NULL, NULL);
  guint repeat = khidki_form_get_repeat (path);
  g_autofree char *same = khidki_form_make_path (field, repeats ? repeat : 0);

  if (strcmp (same, path) != 0)
    return FALSE;
  return !repeats || (repeat > 0 && repeat <= khidki_form_count_members (form, group));
}

KhidkiDraft *
khidki_form_draft_answer (const KhidkiForm *form,
                          KhidkiDraft *draft,
                          const char *author,
                          const char *path,
                          const char *value,
                          char **complaint)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (complaint != NULL)
    *complaint = NULL;
  if (field == NULL || !is_shown (form, field, path))
    return refuse (form, "pattern", complaint);
  if (strspn (value, " \t\r\n") == strlen (value))
    {
      answers = khidki_answers_copy (form->answers);
      khidki_answers_unset (answers, path);
    }
  else
    answers = khidki_form_set (form, path, value, complaint);
  if (answers == NULL)
    return NULL;
  return khidki_draft_copy_with_answers (draft, answers, author);
}

static KhidkiPart *
find_repeating (const KhidkiForm *form, const char *id)
{
  KhidkiPart *group = khidki_service_find_part (form->service, "Group", id);

  return group != NULL && khidki_part_get_repeat (group, NULL, NULL) ? group : NULL;
}

KhidkiDraft *
khidki_form_draft_add_member (const KhidkiForm *form,
                              KhidkiDraft *draft,
                              const char *author,
                              const char *group,
                              char **complaint)
{
  KhidkiPart *part = find_repeating (form, group);
  g_autofree char *more = khidki_form_make_more_path (group);
  g_autoptr (KhidkiAnswers) answers = NULL;
  guint maximum = 0;

  if (complaint != NULL)
    *complaint = NULL;
  if (part == NULL)
    return refuse (form, "pattern", complaint);
  /* Tapped twice, it is one member: the first is still empty. */
  if (has_empty_member (form, group))
    return khidki_draft_ref (draft);
  khidki_part_get_repeat (part, NULL, &maximum);
  if (khidki_form_count_members (form, part) >= maximum)
    return refuse_count (form, "group-many", "maximum", maximum, complaint);

  answers = khidki_answers_copy (form->answers);
  khidki_answers_set (answers, more, "yes");
  return khidki_draft_copy_with_answers (draft, answers, author);
}

static KhidkiDraft *
drop_empty_member (const KhidkiForm *form,
                   KhidkiDraft *draft,
                   const char *author,
                   const char *group)
{
  g_autofree char *more = khidki_form_make_more_path (group);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);

  khidki_answers_unset (answers, more);
  return khidki_draft_copy_with_answers (draft, answers, author);
}

KhidkiDraft *
khidki_form_draft_remove_member (const KhidkiForm *form,
                                 KhidkiDraft *draft,
                                 const char *author,
                                 const char *path,
                                 char **complaint)
{
  g_autofree char *group = g_strndup (path, strcspn (path, "."));
  guint member = khidki_form_get_repeat (path);
  g_autofree char *same = g_strdup_printf ("%s.%u", group, member);
  KhidkiPart *part = find_repeating (form, group);
  guint minimum = 0, n;

  if (complaint != NULL)
    *complaint = NULL;
  n = part != NULL ? khidki_form_count_members (form, part) : 0;
  if (member == 0 || member > n || strcmp (same, path) != 0)
    return refuse (form, "pattern", complaint);
  khidki_part_get_repeat (part, &minimum, NULL);
  if (n <= minimum)
    return refuse_count (form, "group-few", "minimum", minimum, complaint);
  if (member > khidki_answers_get_repeats (form->answers, group) && has_empty_member (form, group))
    return drop_empty_member (form, draft, author, group);
  return khidki_draft_copy_without_member (draft, group, member);
}

static gboolean
is_kind_of (KhidkiPart *paper, const char *kind)
{
  const char *const *kinds = khidki_part_get_list (paper, "AnyOf");

  return *kinds == NULL ? *kind == '\0' : g_strv_contains (kinds, kind);
}

/* The same file sent twice is one file. */
static gboolean
has_paper (const KhidkiForm *form, const char *path, KhidkiPaper *paper)
{
  for (guint i = 0; i < khidki_answers_get_n_papers (form->answers, path); i++)
    {
      KhidkiPaper *other = khidki_answers_get_paper (form->answers, path, i, NULL);

      if (strcmp (khidki_paper_get_hash (other), khidki_paper_get_hash (paper)) == 0)
        return TRUE;
    }
  return FALSE;
}

KhidkiDraft *
khidki_form_draft_add_paper (const KhidkiForm *form,
                             KhidkiDraft *draft,
                             const char *author,
                             const char *path,
                             const char *kind,
                             KhidkiPaper *paper,
                             char **complaint)
{
  KhidkiPart *part = khidki_service_find_part (form->service, "Paper", path);
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (complaint != NULL)
    *complaint = NULL;
  if (part == NULL)
    return refuse (form, "pattern", complaint);
  if (!is_kind_of (part, kind))
    return refuse (form, "paper-kind", complaint);
  if (has_paper (form, path, paper))
    return khidki_draft_ref (draft);
  if (khidki_answers_get_n_papers (form->answers, path) >= khidki_form_get_most_files (part))
    {
      if (complaint != NULL)
        *complaint = khidki_form_complain_of_files (form, part);
      return NULL;
    }

  answers = khidki_answers_copy (form->answers);
  khidki_answers_add_paper (answers, path, kind, paper);
  return khidki_draft_copy_with_answers (draft, answers, author);
}

KhidkiDraft *
khidki_form_draft_remove_paper (KhidkiDraft *draft,
                                const char *author,
                                const char *path,
                                guint index)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (khidki_draft_get_answers (draft));

  khidki_answers_remove_paper (answers, path, index);
  return khidki_draft_copy_with_answers (draft, answers, author);
}
