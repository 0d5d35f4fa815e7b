/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-counter-submit.h"

#include "catalogue/khidki-civil-day.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-row.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-cash-day-row.h"
#include "pipeline/khidki-ledger.h"
#include "pipeline/khidki-pipeline-private.h"
#include "pipeline/khidki-receipt-row.h"

#define OWN_DECLARATION "1"

/**
 * khidki_counter_find_amounts:
 * @charges: what a centre may take
 * @service: the service
 * @day: a civil day
 * @government_fee: (out): what the government takes, in paise
 * @service_charge: (out): what the centre takes, in paise
 *
 * Since: 0.1
 */
void
khidki_counter_find_amounts (KhidkiCharges *charges,
                             KhidkiService *service,
                             const GDate *day,
                             gint64 *government_fee,
                             gint64 *service_charge)
{
  *government_fee = MAX (khidki_service_get_fee (service, day), 0);
  *service_charge = khidki_charges_get (charges, khidki_service_get_id (service), day);
}

gboolean
khidki_counter_find_submitted (KhidkiTransaction *transaction,
                               const char *draft,
                               const char *centre,
                               KhidkiReceipt **receipt,
                               GError **error)
{
  if (!khidki_receipt_row_find (transaction, KHIDKI_RECEIPT_OF_DRAFT, draft, receipt, error))
    return FALSE;
  if (*receipt == NULL || g_str_equal (khidki_receipt_get_centre (*receipt), centre))
    return TRUE;
  g_clear_pointer (receipt, khidki_receipt_unref);
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no such draft");
  return FALSE;
}

static KhidkiService *
find_service (const KhidkiCounterSubmit *submit, GError **error)
{
  KhidkiService *service =
      khidki_catalogue_find_version (submit->catalogue, khidki_draft_get_service (submit->draft),
                                     khidki_draft_get_service_version (submit->draft));

  if (service == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                 "Service %s is not offered in the version of the draft",
                 khidki_draft_get_service (submit->draft));
  return service;
}

/* What it costs is of the day, whatever the version in which the form was begun. */
static gboolean
check_amounts (const KhidkiCounterSubmit *submit, KhidkiService *service, GError **error)
{
  KhidkiService *today =
      khidki_catalogue_find_service (submit->catalogue, khidki_service_get_id (service));
  gint64 fee, charge;

  khidki_counter_find_amounts (submit->charges, today != NULL ? today : service, submit->today, &fee, &charge);
  if (fee == khidki_submission_get_government_fee (submit->submission)
      && charge == khidki_submission_get_service_charge (submit->submission))
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "amounts-changed");
  return FALSE;
}

/* The row as it is now, before anything is written. */
static gboolean
check_draft (KhidkiTransaction *transaction,
             const KhidkiCounterSubmit *submit,
             char **account,
             GError **error)
{
  const char *id = khidki_submission_get_draft (submit->submission);
  gint64 version = khidki_submission_get_version (submit->submission);
  g_autoptr (KhidkiDraft) now = NULL;

  if (!khidki_draft_hold_check (transaction, id, khidki_operator_get_centre (submit->operator_),
                                error))
    return FALSE;
  now = khidki_draft_row_load (transaction, id, account, error);
  if (now == NULL)
    return FALSE;
  if (khidki_draft_get_version (now) == version
      && khidki_draft_get_version (submit->draft) == version)
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                       "The draft was changed meanwhile; look at it again");
  return FALSE;
}

static gboolean
check_sheet (KhidkiTransaction *transaction, KhidkiPaper *sheet, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "paper-verdict", "s", error,
                                                          "s", khidki_paper_get_hash (sheet));

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) > 0 && g_str_equal (khidki_rows_get_text (rows, 0, 0), "ok"))
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "sheet-unreadable");
  return FALSE;
}

/* Last of all that can be wrong: a right code is used up by it. */
static gboolean
check_declared (KhidkiTransaction *transaction,
                const KhidkiCounterSubmit *submit,
                KhidkiConsentOutcome *consent,
                GError **error)
{
  KhidkiSubmission *submission = submit->submission;
  KhidkiPaper *sheet = khidki_submission_get_sheet (submission);
  const char *code = khidki_submission_get_consent (submission);

  *consent = KHIDKI_CONSENT_GIVEN;
  if (sheet != NULL)
    return check_sheet (transaction, sheet, error);
  if (code != NULL && *code != '\0')
    return khidki_consent_check (transaction, khidki_submission_get_draft (submission),
                                 khidki_submission_get_version (submission), code, submit->now,
                                 consent, error);
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "not-declared");
  return FALSE;
}

/* As the chat notes it, so that both make the same application. */
static KhidkiDraft *
dup_declared (const KhidkiCounterSubmit *submit, KhidkiService *service)
{
  g_autoptr (KhidkiAnswers) answers =
      khidki_answers_copy (khidki_draft_get_answers (submit->draft));
  const char *version = khidki_service_get_text (service, "DeclarationVersion", "en");
  KhidkiPaper *sheet = khidki_submission_get_sheet (submit->submission);
  const char *language = khidki_submission_get_language (submit->submission);

  khidki_answers_set (answers, "declaration.version",
                      version != NULL && *version != '\0' ? version : OWN_DECLARATION);
  khidki_answers_set (answers, "declaration.language",
                      language != NULL && *language != '\0' ? language : "en");
  if (sheet != NULL)
    khidki_answers_add_paper (answers, "declaration", "signed-sheet", sheet);
  return khidki_draft_copy_with_answers (submit->draft, answers,
                                         khidki_operator_get_author (submit->operator_));
}

static const char *
find_mobile (KhidkiService *service, KhidkiAnswers *answers)
{
  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);

      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_MOBILE
          && khidki_answers_get (answers, khidki_field_get_path (field)) != NULL)
        return khidki_answers_get (answers, khidki_field_get_path (field));
    }
  return "";
}

/* (transfer full): whose the application will be. Whoever has no account of their own
 * gets one, to be told in; a draft may name one that nobody has made, under another key. */
static char *
see_to_account (KhidkiTransaction *transaction,
                const KhidkiCounterSubmit *submit,
                KhidkiService *service,
                const char *key,
                GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "application-account", "sb", error, "s", key);
  g_autofree char *phone = NULL;
  g_autoptr (KhidkiAccount) account = NULL;

  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) > 0)
    return g_strdup (key);
  phone = khidki_phone_from_mobile (
      find_mobile (service, khidki_draft_get_answers (submit->draft)));
  account = khidki_counter_account_new (khidki_operator_get_centre (submit->operator_),
                                        khidki_draft_get_id (submit->draft), phone);
  if (!khidki_counter_account_add (transaction, account, submit->now, error))
    return NULL;
  return khidki_account_key (khidki_transaction_get_seal (transaction), account);
}

static void
add_papers (KhidkiReceipt *receipt, KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = khidki_answers_list_paper_paths (answers);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      const char *kind = NULL;

      khidki_answers_get_paper (answers, paths[i], 0, &kind);
      khidki_receipt_add_paper (receipt, paths[i], kind != NULL ? kind : "",
                                khidki_answers_get_n_papers (answers, paths[i]));
    }
}

static KhidkiReceipt *
make_receipt (const KhidkiCounterSubmit *submit, KhidkiApplicationRow *row, const char *number)
{
  KhidkiReceipt *receipt =
      khidki_receipt_new (number, row->number, row->service,
                          khidki_operator_get_centre (submit->operator_),
                          khidki_operator_get_id (submit->operator_), submit->now);

  khidki_receipt_set_applicant (receipt, row->applicant);
  khidki_receipt_set_amounts (receipt, khidki_submission_get_government_fee (submit->submission),
                              khidki_submission_get_service_charge (submit->submission));
  khidki_receipt_set_due (receipt, row->due);
  add_papers (receipt, khidki_draft_get_answers (submit->draft));
  return receipt;
}

static gboolean
add_line (KhidkiTransaction *transaction,
          const KhidkiCounterSubmit *submit,
          KhidkiReceipt *receipt,
          const char *day,
          const char *head,
          gint64 paise,
          GError **error)
{
  g_autofree char *key = g_strconcat (khidki_draft_get_id (submit->draft), ":", head, NULL);
  KhidkiLedgerLine line = {
    .key = key,
    .at = submit->now,
    .day = day,
    .centre = khidki_receipt_get_centre (receipt),
    .operator_id = khidki_receipt_get_operator (receipt),
    .application = khidki_receipt_get_application (receipt),
    .receipt = khidki_receipt_get_number (receipt),
    .head = head,
    .paise = paise,
  };

  return paise == 0 || khidki_ledger_add (transaction, &line, error);
}

static KhidkiReceipt *
write_receipt (KhidkiTransaction *transaction,
               const KhidkiCounterSubmit *submit,
               KhidkiApplicationRow *row,
               const char *day,
               GError **error)
{
  gint64 sequence;
  g_autofree char *number = khidki_receipt_row_next_number (
      transaction, khidki_operator_get_centre (submit->operator_), submit->today, &sequence, error);
  g_autoptr (KhidkiReceipt) receipt = NULL;

  if (number == NULL)
    return NULL;
  receipt = make_receipt (submit, row, number);
  if (!khidki_receipt_row_add (transaction, receipt, khidki_draft_get_id (submit->draft), day,
                               sequence, error)
      || !add_line (transaction, submit, receipt, day, KHIDKI_LEDGER_GOVERNMENT_FEE,
                    khidki_receipt_get_government_fee (receipt), error)
      || !add_line (transaction, submit, receipt, day, KHIDKI_LEDGER_SERVICE_CHARGE,
                    khidki_receipt_get_service_charge (receipt), error))
    return NULL;
  return g_steal_pointer (&receipt);
}

static gboolean
tell (KhidkiTransaction *transaction, KhidkiApplicationRow *row, gint64 now, GError **error)
{
  KhidkiMove move = { .number = row->number, .move = "submit", .actor = "", .role = "",
                      .reason = "", .text = "", .now = now };
  KhidkiMoveOutcome outcome = { 0 };

  return khidki_pipeline_add_news (transaction, row, &move, &outcome, error);
}

static KhidkiReceipt *
write_all (KhidkiTransaction *transaction,
           const KhidkiCounterSubmit *submit,
           KhidkiService *service,
           const char *draft_account,
           const char *day,
           GError **error)
{
  g_autofree char *actor =
      g_strconcat ("operator:", khidki_operator_get_id (submit->operator_), NULL);
  g_autofree char *account = see_to_account (transaction, submit, service, draft_account, error);
  g_autoptr (KhidkiDraft) declared = NULL;
  g_autoptr (KhidkiApplicationRow) row = NULL;
  g_autoptr (KhidkiReceipt) receipt = NULL;

  if (account == NULL)
    return NULL;
  declared = dup_declared (submit, service);
  row = khidki_pipeline_submit_as (transaction, submit->catalogue, submit->number, account, declared,
                                   actor, submit->now, submit->today, error);
  if (row == NULL)
    return NULL;
  receipt = write_receipt (transaction, submit, row, day, error);
  if (receipt == NULL || !khidki_draft_row_drop (transaction, submit->draft, error)
      || !tell (transaction, row, submit->now, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

/**
 * khidki_counter_submit_draft:
 * @transaction: a writing transaction
 * @submit: what is submitted
 * @receipt: (out) (transfer full) (nullable): the receipt
 * @consent: (out): what the consent came to
 * @error: return location for an error
 *
 * Makes an application of a draft, takes the money for it and drops it, all at
 * once and once: repeated, it gives the receipt that there is.
 *
 * Returns: FALSE with KHIDKI_ERROR_NOT_FOUND when the draft is not in the centre's
 *   hands, KHIDKI_ERROR_CONFLICT when it has changed, KHIDKI_ERROR_REFUSED with
 *   `amounts-changed` or `day-closed` as the message, KHIDKI_ERROR_INVALID with
 *   `not-declared` or `sheet-unreadable`
 *
 * Since: 0.1
 */
gboolean
khidki_counter_submit_draft (KhidkiTransaction *transaction,
                             const KhidkiCounterSubmit *submit,
                             KhidkiReceipt **receipt,
                             KhidkiConsentOutcome *consent,
                             GError **error)
{
  g_autofree char *day = khidki_civil_day_to_text (submit->today);
  g_autofree char *account = NULL;
  KhidkiService *service;

  *receipt = NULL;
  *consent = KHIDKI_CONSENT_GIVEN;
  if (!khidki_counter_find_submitted (transaction,
                                      khidki_submission_get_draft (submit->submission),
                                      khidki_operator_get_centre (submit->operator_), receipt,
                                      error))
    return FALSE;
  if (*receipt != NULL)
    return TRUE;

  service = find_service (submit, error);
  if (service == NULL || !check_draft (transaction, submit, &account, error)
      || !khidki_cash_day_row_check_open (transaction, khidki_operator_get_id (submit->operator_),
                                          day, error)
      || !check_amounts (submit, service, error)
      || !check_declared (transaction, submit, consent, error))
    return FALSE;
  if (*consent != KHIDKI_CONSENT_GIVEN)
    return TRUE;
  *receipt = write_all (transaction, submit, service, account, day, error);
  return *receipt != NULL;
}
