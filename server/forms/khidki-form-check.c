/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"

typedef struct
{
  const KhidkiForm *form;
  GPtrArray *wrong;
  char *complaint;
} Check;

static void
add_wrong (Check *check, const char *path, char *complaint)
{
  g_ptr_array_add (check->wrong, g_strdup (path));
  if (check->complaint == NULL)
    check->complaint = complaint;
  else
    g_free (complaint);
}

static void
add_missing (Check *check, const char *path, const char *key)
{
  g_autofree char *label = khidki_form_dup_label (check->form, path);

  add_wrong (check, path, khidki_form_say (check->form->language, key, "label", label, NULL));
}

static void
check_field (Check *check, KhidkiField *field, const char *path)
{
  const char *answer = khidki_answers_get (check->form->answers, path);
  char *complaint = NULL;
  g_autofree char *value = NULL;

  if (!khidki_form_field_applies (check->form, field, path))
    return;
  if (answer == NULL)
    {
      if (!khidki_field_is_optional (field))
        add_missing (check, path, "missing");
      return;
    }

  value = khidki_form_check_value (check->form, field, path, answer, &complaint);
  if (value == NULL)
    add_wrong (check, path, complaint);
}

static void
check_repeats (Check *check, KhidkiField *field, KhidkiPart *group)
{
  guint repeats = khidki_answers_get_repeats (check->form->answers, khidki_part_get_id (group));
  guint minimum = 0;

  khidki_part_get_repeat (group, &minimum, NULL);
  for (guint i = 1; i <= MAX (repeats, minimum); i++)
    {
      g_autofree char *path = khidki_form_make_path (field, i);

      check_field (check, field, path);
    }
}

static void
check_paper (Check *check, KhidkiPart *paper)
{
  const char *id = khidki_part_get_id (paper);
  gboolean optional = g_strcmp0 (khidki_part_get_value (paper, "Optional"), "yes") == 0;
  guint given = khidki_answers_get_n_papers (check->form->answers, id);

  if (!khidki_form_paper_applies (check->form, paper))
    return;
  if (given == 0 && !optional)
    add_missing (check, id, "paper-missing");
  else if (given > khidki_form_get_most_files (paper))
    add_wrong (check, id, khidki_form_complain_of_files (check->form, paper));
}

static void
check_eligibility (Check *check)
{
  const KhidkiForm *form = check->form;
  char *complaint = NULL;

  if (form->department == NULL || check->wrong->len > 0 ||
      khidki_department_check_eligibility (form->department, form->service, form->answers, form->today,
                                           form->language, &complaint))
    return;
  check->complaint = complaint != NULL ? complaint : khidki_form_say (form->language, "pattern", NULL);
}

/**
 * khidki_form_check_all:
 * @form: a form
 * @complaint: (out) (optional) (transfer full): what to tell the person of the first
 *
 * Eligibility is looked at when all else holds; it sets @complaint and gives an
 * empty list, because no single path is to blame.
 *
 * Returns: (transfer full) (nullable): paths that do not hold, %NULL if all is well
 */
GStrv
khidki_form_check_all (const KhidkiForm *form, char **complaint)
{
  Check check = { form, g_ptr_array_new (), NULL };
  GPtrArray *papers = khidki_service_get_papers (form->service);
  gboolean well;

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);
      KhidkiPart *group = khidki_form_find_group (form, field);

      if (group != NULL && khidki_part_get_repeat (group, NULL, NULL))
        check_repeats (&check, field, group);
      else
        check_field (&check, field, khidki_field_get_path (field));
    }
  for (guint i = 0; i < papers->len; i++)
    check_paper (&check, g_ptr_array_index (papers, i));
  check_eligibility (&check);

  well = check.wrong->len == 0 && check.complaint == NULL;
  if (complaint != NULL)
    *complaint = g_steal_pointer (&check.complaint);
  g_free (check.complaint);
  g_ptr_array_add (check.wrong, NULL);
  if (well)
    {
      g_ptr_array_unref (check.wrong);
      return NULL;
    }
  return (GStrv) g_ptr_array_free (check.wrong, FALSE);
}
