/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-kept.h"
#include "khidki-csc-read-back.h"
#include "khidki-csc-review.h"

static void
show_again (KhidkiCscVisit *visit, guint status)
{
  visit->status = status;
  khidki_csc_review_page (visit);
}

static gint64
get_number (KhidkiCscVisit *visit, const char *name)
{
  gint64 number = -1;

  g_ascii_string_to_signed (khidki_csc_visit_get_field (visit, name), 10, 0, G_MAXINT64, &number,
                            NULL);
  return number;
}

/* FALSE if it is no amount, or too little. An empty box is the exact amount. */
static gboolean
read_received (KhidkiCscVisit *visit, gint64 total, gint64 *received)
{
  const char *text = khidki_csc_visit_get_field (visit, "received");

  *received = total;
  if (*text == '\0')
    return TRUE;
  if (!khidki_csc_parse_paise (text, received))
    khidki_csc_visit_complain (visit, "received", "review.received-wrong");
  else if (*received < total)
    khidki_csc_visit_complain (visit, "received", "review.less-help");
  return *received >= total && g_hash_table_lookup (visit->troubles, "received") == NULL;
}

static void
tell_uncertain (KhidkiCscVisit *visit)
{
  khidki_csc_visit_tell (visit, 503, "uncertain");
}

/* The operator may hold the money already. */
static void
tell_gone (KhidkiCscVisit *visit)
{
  khidki_csc_visit_tell (visit, 404, "gone");
}

/* What the citizen has to be told differs: to look again, or that only a new code helps. */
static void
refuse_proof (KhidkiCscVisit *visit, const char *why)
{
  if (strstr (why, "sheet") != NULL)
    khidki_csc_visit_complain (visit, "sheet", "fault.unknown");
  else if (strcmp (why, "consent-spent") == 0)
    khidki_csc_visit_complain (visit, "code", "review.code-spent");
  else if (strcmp (why, "consent-outdated") == 0)
    khidki_csc_visit_complain (visit, "code", "review.code-outdated");
  else
    khidki_csc_visit_complain (visit, "code", "review.code-wrong");
  show_again (visit, 422);
}

static void
tell_refused (KhidkiCscVisit *visit, const char *why)
{
  if (strcmp (why, "amounts-changed") == 0)
    {
      visit->notice = "review.amounts";
      show_again (visit, 409);
    }
  else if (strcmp (why, "day-closed") == 0)
    khidki_csc_visit_tell (visit, 403, "day-closed");
  else
    khidki_csc_visit_tell (visit, 404, "no-service");
}

static void
refuse (KhidkiCscVisit *visit, const GError *error)
{
  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
      && strcmp (error->message, "incomplete") == 0)
    khidki_csc_visit_redirect (visit, "/counter/draft/%s?told=missing", visit->parts[0]);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID))
    refuse_proof (visit, error->message);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT))
    khidki_csc_visit_redirect (visit, "/counter/draft/%s/review?told=changed", visit->parts[0]);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED))
    tell_refused (visit, error->message);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN))
    khidki_csc_visit_find_receipt (visit, tell_uncertain);
  else if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    khidki_csc_visit_find_receipt (visit, tell_gone);
  else
    khidki_csc_visit_fail (visit, error);
}

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt
      = khidki_counter_submit_finish (KHIDKI_COUNTER (source), result, &error);
  gint64 received;

  if (receipt == NULL)
    {
      refuse (visit, error);
      return;
    }
  read_received (visit, khidki_receipt_get_total (receipt), &received);
  khidki_csc_visit_redirect (visit, "/counter/receipt/%s?received=%" G_GINT64_FORMAT,
                             khidki_receipt_get_number (receipt), received);
}

static void
submit (KhidkiCscVisit *visit, const char *code, gint64 fee, gint64 charge)
{
  g_autoptr (KhidkiSubmission) submission
      = khidki_submission_new (visit->parts[0], khidki_draft_get_version (visit->draft));

  if (*code != '\0')
    khidki_submission_set_consent (submission, code);
  if (visit->sheet != NULL)
    khidki_submission_set_sheet (submission, visit->sheet);
  khidki_submission_set_cash (submission, fee, charge);
  khidki_submission_set_language (submission, khidki_csc_read_back_get_language (visit));
  khidki_counter_submit_async (visit->desk->counter, visit->who, submission,
                               visit->desk->cancellable, on_submitted,
                               khidki_csc_visit_ref (visit));
}

/* What the page showed is what is taken, or the operator looks once more. */
static void
check_and_submit (KhidkiCscVisit *visit)
{
  g_autofree char *code = khidki_csc_dup_digits (khidki_csc_visit_get_field (visit, "code"), 12);
  gint64 fee = 0, charge = 0, received;

  khidki_counter_get_charges (visit->desk->counter, khidki_draft_get_service (visit->draft), &fee,
                              &charge);
  if (fee != get_number (visit, "fee") || charge != get_number (visit, "charge"))
    {
      visit->notice = "review.amounts";
      show_again (visit, 409);
      return;
    }
  read_received (visit, fee + charge, &received);
  if (*code == '\0' && visit->sheet == NULL && g_hash_table_lookup (visit->troubles, "sheet") == NULL)
    khidki_csc_visit_complain (visit, "code", "review.not-declared");
  if (g_hash_table_size (visit->troubles) > 0)
    show_again (visit, 422);
  else
    submit (visit, code, fee, charge);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_counter_check_paper_finish (KHIDKI_COUNTER (source), result, &error))
    {
      g_autofree char *key = g_strconcat ("fault.", error->message, NULL);

      khidki_csc_visit_complain (visit, "sheet",
                khidki_csc_find_text (visit->language, key) != NULL ? key : "fault.unknown");
      g_clear_pointer (&visit->sheet, khidki_paper_unref);
    }
  check_and_submit (visit);
}

/* The photo that comes now, or the one that came before and waits on the page. */
static void
take_sheet (KhidkiCscVisit *visit)
{
  g_autofree char *purpose = khidki_csc_review_dup_purpose (visit);
  const char *kept = khidki_csc_visit_get_field (visit, "kept");

  for (guint i = 0; visit->sheet == NULL && i < khidki_request_get_n_parts (visit->request); i++)
    {
      const char *filename = NULL;
      KhidkiPaper *paper = NULL;
      const char *name = khidki_request_get_part (visit->request, i, NULL, &filename, &paper);

      if (strcmp (name, "sheet") != 0)
        continue;
      if (paper != NULL)
        visit->sheet = khidki_paper_ref (paper);
      else if (filename != NULL)
        khidki_csc_visit_complain (visit, "sheet", "fault.left-out");
    }
  if (visit->sheet == NULL && *kept != '\0')
    visit->sheet = khidki_csc_kept_open (visit, purpose, kept);
}

static void
on_loaded (KhidkiCscVisit *visit)
{
  if (get_number (visit, "version") != khidki_draft_get_version (visit->draft))
    {
      khidki_csc_visit_redirect (visit, "/counter/draft/%s/review?told=changed", visit->parts[0]);
      return;
    }
  if (!khidki_form_view_is_complete (visit->view))
    {
      khidki_csc_visit_redirect (visit, "/counter/draft/%s?told=missing", visit->parts[0]);
      return;
    }
  take_sheet (visit);
  if (visit->sheet != NULL)
    khidki_counter_check_paper_async (visit->desk->counter, visit->sheet, visit->desk->cancellable,
                                      on_checked, khidki_csc_visit_ref (visit));
  else
    check_and_submit (visit);
}

/* A draft that has become an application already is shown as its receipt: however often
 * it is tapped, it was taken once. */
void
khidki_csc_submit_do (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load_or (visit, on_loaded, tell_gone);
}
