/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-item.h"
#include "khidki-csc-kept.h"
#include "khidki-csc-parts.h"
#include "khidki-csc-typed.h"

/* What one tap on the page of a draft does, in this order: the files are looked at, the
 * boxes answered, the files added, the button's own deed done, all of it saved at once. */

static void
show_page (KhidkiCscVisit *visit, guint status)
{
  visit->status = status;
  if (khidki_csc_visit_wants_parts (visit))
    khidki_csc_parts_answer (visit, status == 409 ? NULL : visit->parts_before);
  else
    khidki_csc_draft_page (visit);
}

static gboolean
is_there (KhidkiCscVisit *visit, KhidkiCscFile *file)
{
  KhidkiAnswers *answers = khidki_draft_get_answers (visit->draft);

  for (guint i = 0; i < khidki_answers_get_n_papers (answers, file->path); i++)
    if (strcmp (khidki_paper_get_hash (khidki_answers_get_paper (answers, file->path, i, NULL)),
                khidki_paper_get_hash (file->paper))
        == 0)
      return TRUE;
  return FALSE;
}

/* Files that the draft does not have wait on the page. */
static void
keep_files (KhidkiCscVisit *visit)
{
  g_clear_pointer (&visit->kept, g_ptr_array_unref);
  visit->kept = g_ptr_array_new ();
  for (guint i = 0; i < visit->form->files->len; i++)
    {
      KhidkiCscFile *file = g_ptr_array_index (visit->form->files, i);

      if (!is_there (visit, file))
        g_ptr_array_add (visit->kept, file);
    }
}

/* Somebody else has saved meanwhile: nothing is changed, and nothing that was typed is
 * lost. What has the same effect anyhow needs no word. */
static void
tell_changed (KhidkiCscVisit *visit)
{
  g_hash_table_remove_all (visit->typed);
  g_hash_table_remove_all (visit->troubles);
  khidki_csc_typed_keep (visit);
  keep_files (visit);
  if (khidki_csc_visit_wants_parts (visit))
    {
      /* The page has what was typed; it asks for what is saved. */
      g_hash_table_remove_all (visit->typed);
      g_hash_table_remove_all (visit->troubles);
      show_page (visit, 409);
    }
  else if (g_hash_table_size (visit->typed) > 0 || visit->kept->len > 0)
    {
      visit->notice = "draft.changed-typed";
      show_page (visit, 409);
    }
  else if (visit->form->deed == KHIDKI_CSC_DEED_REVIEW)
    khidki_csc_visit_redirect (visit, "/counter/draft/%s/review", visit->parts[0]);
  else if (visit->form->deed == KHIDKI_CSC_DEED_OFFER)
    khidki_csc_offer (visit);
  else if (visit->form->deed == KHIDKI_CSC_DEED_SAVE)
    khidki_csc_visit_redirect (visit, "/counter/draft/%s", visit->parts[0]);
  else
    khidki_csc_visit_redirect (visit, "/counter/draft/%s?told=changed", visit->parts[0]);
}

/* (transfer full): where typing goes on. */
static char *
dup_place (KhidkiCscVisit *visit)
{
  const char *target = visit->form->target;
  KhidkiFormItem *more;

  if (visit->form->deed != KHIDKI_CSC_DEED_ADD_MEMBER)
    return g_strdup (target);
  more = khidki_form_view_find_item (visit->view, target);
  return more != NULL ? g_strdup_printf ("%s.%u", target, khidki_form_item_get_count (more))
                      : g_strdup ("");
}

static void
go_on (KhidkiCscVisit *visit)
{
  const char *id = khidki_draft_get_id (visit->draft);
  gboolean review = visit->form->deed == KHIDKI_CSC_DEED_REVIEW;
  g_autofree char *place = dup_place (visit);

  if (review && !khidki_form_view_is_complete (visit->view))
    visit->shows_missing = TRUE;
  if (g_hash_table_size (visit->troubles) > 0 || visit->shows_missing)
    show_page (visit, 422);
  else if (khidki_csc_visit_wants_parts (visit))
    show_page (visit, 200);
  else if (review)
    khidki_csc_visit_redirect (visit, "/counter/draft/%s/review", id);
  else if (visit->form->deed == KHIDKI_CSC_DEED_OFFER)
    khidki_csc_offer (visit);
  else if (*place != '\0')
    khidki_csc_visit_redirect (visit, "/counter/draft/%s?at=%s", id, place);
  else
    khidki_csc_visit_redirect (visit, "/counter/draft/%s", id);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiDraft *saved = khidki_counter_save_draft_finish (KHIDKI_COUNTER (source), result, &error);

  if (saved != NULL)
    {
      khidki_draft_unref (visit->draft);
      visit->draft = saved;
      go_on (visit);
    }
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT)
           || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN))
    khidki_csc_visit_load (visit, tell_changed);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_load (visit, khidki_csc_draft_page);
  else
    khidki_csc_visit_fail (visit, error);
}

static void
change_members (KhidkiCscVisit *visit)
{
  KhidkiCounter *counter = visit->desk->counter;
  const char *target = visit->form->target;
  char *complaint = NULL;
  KhidkiDraft *draft;

  if (visit->form->deed == KHIDKI_CSC_DEED_ADD_MEMBER)
    draft = khidki_counter_add_member (counter, visit->who, visit->draft, target, visit->language,
                                       &complaint);
  else
    draft = khidki_counter_remove_member (counter, visit->who, visit->draft, target,
                                          visit->language, &complaint);
  if (draft != NULL)
    {
      g_free (complaint);
      khidki_csc_visit_take_draft (visit, draft);
    }
  else
    g_hash_table_replace (visit->troubles, g_strdup (target),
                          complaint != NULL
                              ? complaint
                              : g_strdup (khidki_csc_visit_say (visit, "draft.not-taken")));
}

static void
remove_paper (KhidkiCscVisit *visit)
{
  KhidkiAnswers *answers = khidki_draft_get_answers (visit->draft);
  const char *path = visit->form->target;

  for (guint i = 0; i < khidki_answers_get_n_papers (answers, path); i++)
    if (strcmp (khidki_paper_get_hash (khidki_answers_get_paper (answers, path, i, NULL)),
                visit->form->detail)
        == 0)
      {
        khidki_csc_visit_take_draft (visit, khidki_counter_remove_paper (visit->desk->counter, visit->who,
                                                        visit->draft, path, i));
        return;
      }
}

static gboolean
has_file (KhidkiCscVisit *visit, const char *path)
{
  for (guint i = 0; i < visit->form->files->len; i++)
    if (strcmp (((KhidkiCscFile *) g_ptr_array_index (visit->form->files, i))->path, path) == 0)
      return TRUE;
  return FALSE;
}

static void
do_deed (KhidkiCscVisit *visit)
{
  switch (visit->form->deed)
    {
    case KHIDKI_CSC_DEED_ADD_MEMBER:
    case KHIDKI_CSC_DEED_REMOVE_MEMBER:
      /* A member that moves up must not take along what could not be saved. */
      if (g_hash_table_size (visit->troubles) == 0)
        change_members (visit);
      break;
    case KHIDKI_CSC_DEED_REMOVE_PAPER:
      remove_paper (visit);
      break;
    case KHIDKI_CSC_DEED_ADD_PAPER:
      if (!has_file (visit, visit->form->target)
          && !g_hash_table_contains (visit->troubles, visit->form->target))
        khidki_csc_visit_complain (visit, visit->form->target, "draft.no-file");
      break;
    case KHIDKI_CSC_DEED_SAVE:
    case KHIDKI_CSC_DEED_REVIEW:
    case KHIDKI_CSC_DEED_OFFER:
    default:
      break;
    }
}

static void
save (KhidkiCscVisit *visit)
{
  g_autoptr (KhidkiDraft) before = khidki_draft_ref (visit->draft);

  khidki_csc_typed_apply (visit);
  khidki_csc_typed_add_papers (visit);
  do_deed (visit);
  if (before == visit->draft)
    go_on (visit);
  else
    khidki_counter_save_draft_async (visit->desk->counter, visit->who, visit->draft,
                                     visit->desk->cancellable, on_saved,
                                     khidki_csc_visit_ref (visit));
}

static void look_at_files (KhidkiCscVisit *visit);

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiCscFile *file = g_ptr_array_index (visit->form->files, visit->checked);

  if (!khidki_counter_check_paper_finish (KHIDKI_COUNTER (source), result, &error))
    {
      g_autofree char *key = g_strconcat ("fault.", error->message, NULL);
      gboolean known = g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
                       && khidki_csc_find_text (visit->language, key) != NULL;

      khidki_csc_visit_complain (visit, file->path, known ? key : "fault.unknown");
    }
  visit->checked++;
  look_at_files (visit);
}

static void
look_at_files (KhidkiCscVisit *visit)
{
  KhidkiCscFile *file;

  if (visit->checked == visit->form->files->len)
    {
      save (visit);
      return;
    }
  file = g_ptr_array_index (visit->form->files, visit->checked);
  khidki_counter_check_paper_async (visit->desk->counter, file->paper, visit->desk->cancellable,
                                    on_checked, khidki_csc_visit_ref (visit));
}

/* Files that waited on the page for a word of what they are. */
static void
add_kept_files (KhidkiCscVisit *visit)
{
  for (guint i = 0; i < khidki_request_get_n_parts (visit->request); i++)
    {
      const char *value = NULL;
      const char *name = khidki_request_get_part (visit->request, i, &value, NULL, NULL);
      KhidkiCscFile *file;
      KhidkiPaper *paper;

      if (value == NULL || !g_str_has_prefix (name, "kept:"))
        continue;
      paper = khidki_csc_kept_open (visit, name + 5, value);
      if (paper == NULL)
        continue;
      file = g_new0 (KhidkiCscFile, 1);
      file->path = g_strdup (name + 5);
      file->paper = paper;
      g_ptr_array_add (visit->form->files, file);
    }
}

static void
tell_left_out (KhidkiCscVisit *visit)
{
  for (guint i = 0; i < visit->form->left_out->len; i++)
    khidki_csc_visit_complain (visit, g_ptr_array_index (visit->form->left_out, i), "fault.left-out");
}

static void
on_loaded (KhidkiCscVisit *visit)
{
  if (khidki_csc_visit_wants_parts (visit))
    visit->parts_before = khidki_csc_parts_take (visit);
  add_kept_files (visit);
  if (visit->form->version != khidki_draft_get_version (visit->draft))
    tell_changed (visit);
  else
    {
      tell_left_out (visit);
      look_at_files (visit);
    }
}

/* Without saving: what was typed is in the boxes, and the operator looks once more. */
static void
show_typed (KhidkiCscVisit *visit)
{
  khidki_csc_typed_keep (visit);
  khidki_csc_draft_page (visit);
}

void
khidki_csc_save_again (KhidkiCscVisit *visit)
{
  visit->form = khidki_csc_form_parse (visit->request);
  visit->notice = "draft.not-saved-yet";
  khidki_csc_visit_load (visit, show_typed);
}

void
khidki_csc_save_do (KhidkiCscVisit *visit)
{
  visit->form = khidki_csc_form_parse (visit->request);
  khidki_csc_visit_load (visit, on_loaded);
}
