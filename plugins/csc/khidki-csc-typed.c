/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-typed.h"

#include <string.h>

#include "khidki-csc-item.h"
#include "khidki-csc-kept.h"

static const char *
find (GHashTable *table, const char *path)
{
  const char *value = g_hash_table_lookup (table, path);

  return value != NULL ? value : "";
}

/* (transfer full): the fields of the view that were changed on the page. */
static GPtrArray *
list_changed (KhidkiCscVisit *visit)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < khidki_form_view_get_n_items (visit->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (visit->view, i);
      const char *path = khidki_form_item_get_path (item);

      if (khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_FIELD
          && khidki_csc_form_is_changed (visit->form, path))
        g_ptr_array_add (paths, g_strdup (path));
    }
  return paths;
}

/* @complaint: (transfer full) */
static void
complain (KhidkiCscVisit *visit, const char *path, char *complaint)
{
  g_hash_table_replace (visit->troubles, g_strdup (path), complaint);
}

static void
keep_box (KhidkiCscVisit *visit, const char *path)
{
  g_hash_table_replace (visit->typed, g_strdup (path),
                        g_strdup (find (visit->form->values, path)));
}

static void
keep (KhidkiCscVisit *visit, const char *path)
{
  KhidkiFormItem *item = khidki_form_view_find_item (visit->view, path);
  const char *box = khidki_csc_item_get_box (item);
  const char *shown = khidki_form_item_get_shown (item);
  g_autofree char *by = NULL;

  if (strcmp (box, find (visit->form->values, path)) == 0)
    return;
  keep_box (visit, path);
  if (strcmp (box, find (visit->form->before, path)) == 0)
    return;
  by = khidki_csc_page_name_author (visit, khidki_form_item_get_author (item));
  complain (visit, path,
            *shown != '\0' ? khidki_csc_fill (visit->language, "draft.meanwhile", "value", shown,
                                              "by", by, NULL)
                           : g_strdup (khidki_csc_visit_say (visit, "draft.meanwhile-empty")));
}

void
khidki_csc_typed_keep (KhidkiCscVisit *visit)
{
  g_autoptr (GPtrArray) paths = list_changed (visit);

  for (guint i = 0; i < paths->len; i++)
    keep (visit, g_ptr_array_index (paths, i));
}

/* Typed twice, it has to be the same; spaces do not matter. */
static gboolean
is_same_again (KhidkiCscVisit *visit, const char *path)
{
  g_autofree char *once = g_strstrip (g_strdup (find (visit->form->values, path)));
  g_autofree char *again = g_strstrip (g_strdup (find (visit->form->again, path)));

  return *once == '\0' || strcmp (once, again) == 0;
}

static void
answer (KhidkiCscVisit *visit, const char *path)
{
  KhidkiFormItem *item = khidki_form_view_find_item (visit->view, path);
  char *complaint = NULL;
  KhidkiDraft *draft;

  /* What another answer has taken off the form is not asked any more. */
  if (item == NULL || khidki_form_item_get_kind (item) != KHIDKI_FORM_ITEM_FIELD)
    return;
  if (khidki_csc_item_is_asked_twice (item) && !is_same_again (visit, path))
    {
      keep_box (visit, path);
      complain (visit, path, g_strdup (khidki_csc_visit_say (visit, "draft.again-differs")));
      return;
    }
  draft = khidki_counter_answer (visit->desk->counter, visit->who, visit->draft, path,
                                 find (visit->form->values, path), visit->language, &complaint);
  if (draft != NULL)
    {
      g_free (complaint);
      khidki_csc_visit_take_draft (visit, draft);
      return;
    }
  keep_box (visit, path);
  complain (visit, path,
            complaint != NULL ? complaint
                              : g_strdup (khidki_csc_visit_say (visit, "draft.not-taken")));
}

void
khidki_csc_typed_apply (KhidkiCscVisit *visit)
{
  g_autoptr (GPtrArray) paths = list_changed (visit);

  for (guint i = 0; i < paths->len; i++)
    answer (visit, g_ptr_array_index (paths, i));
}

/* What the operator says it is; where there is but one kind, that. */
static const char *
get_kind (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  guint n = khidki_form_item_get_n_choices (item);

  if (n == 1)
    return khidki_form_item_get_choice (item, 0, NULL, NULL);
  return find (visit->form->kinds, khidki_form_item_get_path (item));
}

static void
add_paper (KhidkiCscVisit *visit, KhidkiCscFile *file)
{
  KhidkiFormItem *item = khidki_form_view_find_item (visit->view, file->path);
  const char *kind;
  char *complaint = NULL;
  KhidkiDraft *draft;

  if (item == NULL || khidki_form_item_get_kind (item) != KHIDKI_FORM_ITEM_PAPER
      || g_hash_table_contains (visit->troubles, file->path))
    return;
  kind = get_kind (visit, item);
  if (khidki_form_item_get_n_choices (item) > 0 && *kind == '\0')
    {
      g_ptr_array_add (visit->kept, file);
      complain (visit, file->path, g_strdup (khidki_csc_visit_say (visit, "draft.kind-missing")));
      return;
    }
  draft = khidki_counter_add_paper (visit->desk->counter, visit->who, visit->draft, file->path,
                                    kind, file->paper, visit->language, &complaint);
  if (draft != NULL)
    {
      g_free (complaint);
      khidki_csc_visit_take_draft (visit, draft);
    }
  else
    complain (visit, file->path,
              complaint != NULL ? complaint
                                : g_strdup (khidki_csc_visit_say (visit, "draft.not-taken")));
}

void
khidki_csc_typed_add_papers (KhidkiCscVisit *visit)
{
  g_clear_pointer (&visit->kept, g_ptr_array_unref);
  visit->kept = g_ptr_array_new ();
  for (guint i = 0; i < visit->form->files->len; i++)
    add_paper (visit, g_ptr_array_index (visit->form->files, i));
}
