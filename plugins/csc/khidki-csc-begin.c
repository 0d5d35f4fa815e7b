/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-page.h"

#define ID_LENGTH 32

/* The page's key names the draft: tapped twice, it is one draft. */
static char *
make_id (KhidkiCscVisit *visit)
{
  g_autofree char *text = g_strconcat (khidki_operator_get_author (visit->who), "\n",
                                       khidki_csc_visit_get_field (visit, "service"), "\n",
                                       khidki_csc_visit_get_field (visit, "key"), NULL);
  char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  id[ID_LENGTH] = '\0';
  return id;
}

static KhidkiDraft *
make_draft (KhidkiCscVisit *visit, GError **error)
{
  gboolean other = strcmp (khidki_csc_visit_get_field (visit, "relation"), "other") == 0;
  g_autoptr (KhidkiDraft) begun = khidki_counter_begin_draft (
      visit->desk->counter, visit->who, khidki_csc_visit_get_field (visit, "service"),
      other ? "other" : "self", error);
  g_autofree char *id = make_id (visit);

  if (begun == NULL)
    return NULL;
  return khidki_draft_new (id, khidki_draft_get_service (begun),
                           khidki_draft_get_service_version (begun),
                           khidki_draft_get_relation (begun), khidki_draft_get_answers (begun));
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDraft) draft
      = khidki_counter_save_draft_finish (KHIDKI_COUNTER (source), result, &error);
  g_autofree char *id = make_id (visit);

  /* There already, whatever became of it, and whether or not we heard of it. */
  if (draft != NULL || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND)
      || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN))
    khidki_csc_visit_redirect (visit, "/counter/draft/%s", id);
  else
    khidki_csc_visit_fail (visit, error);
}

void
khidki_csc_begin_do (KhidkiCscVisit *visit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDraft) draft = make_draft (visit, &error);

  if (draft != NULL)
    khidki_counter_save_draft_async (visit->desk->counter, visit->who, draft,
                                     visit->desk->cancellable, on_begun,
                                     khidki_csc_visit_ref (visit));
  else
    khidki_csc_visit_fail (visit, error);
}

static void
complain (KhidkiCscVisit *visit, guint status, const char *key)
{
  visit->status = status;
  visit->complaint = g_strdup (khidki_csc_visit_say (visit, key));
  khidki_csc_home_show (visit);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDraft) draft
      = khidki_counter_take_draft_finish (KHIDKI_COUNTER (source), result, &error);

  if (draft != NULL)
    khidki_csc_visit_redirect (visit, "/counter/draft/%s", khidki_draft_get_id (draft));
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND)
           || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN))
    complain (visit, 422, "home.code-wrong");
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
    complain (visit, 429, "home.code-busy");
  else
    khidki_csc_visit_fail (visit, error);
}

/* What cannot be a code is no guess. */
void
khidki_csc_take_do (KhidkiCscVisit *visit)
{
  g_autofree char *code = khidki_csc_dup_digits (khidki_csc_visit_get_field (visit, "code"), 20);

  if (strlen (code) != 11)
    complain (visit, 422, "home.code-short");
  else
    khidki_counter_take_draft_async (visit->desk->counter, visit->who, code,
                                     visit->desk->cancellable, on_taken,
                                     khidki_csc_visit_ref (visit));
}
