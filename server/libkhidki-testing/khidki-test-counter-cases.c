/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-test-world-private.h"
#include "pipeline/khidki-application-number.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define MOST_TRIES 5
#define MOST_REMARK_BYTES 2000

static gboolean
fail (GError **error, KhidkiError code, const char *text)
{
  g_set_error_literal (error, KHIDKI_ERROR, code, text);
  return FALSE;
}

static char *
make_day_key (const char *operator_id, const GDate *day)
{
  return g_strdup_printf ("%s %u", operator_id, g_date_get_julian (day));
}

static gboolean
is_form_complete (KhidkiTestWorld *world, KhidkiDraft *draft)
{
  g_autoptr (KhidkiFormView) view = khidki_counter_view_draft (KHIDKI_COUNTER (world->host), draft,
                                                               "en");

  return view != NULL && khidki_form_view_is_complete (view);
}

/* A code is good for the draft as it was when it was sent, and for a few tries. */
static gboolean
is_declared (KhidkiTestWorld *world, KhidkiDraft *draft, KhidkiSubmission *submission)
{
  const char *code = khidki_submission_get_consent (submission);
  KhidkiTestConsent *consent = g_hash_table_lookup (world->consents, khidki_draft_get_id (draft));

  if (khidki_submission_get_sheet (submission) != NULL)
    return TRUE;
  if (code == NULL || consent == NULL || consent->tries >= MOST_TRIES
      || consent->expires <= khidki_test_world_get_now (world)
      || consent->version != khidki_draft_get_version (draft))
    return FALSE;
  consent->tries++;
  return strcmp (consent->code, code) == 0;
}

static gboolean
are_charges_right (KhidkiTestWorld *world, KhidkiDraft *draft, KhidkiSubmission *submission)
{
  gint64 fee = 0, charge = 0;

  khidki_counter_get_charges (KHIDKI_COUNTER (world->host), khidki_draft_get_service (draft), &fee,
                              &charge);
  return fee == khidki_submission_get_government_fee (submission)
         && charge == khidki_submission_get_service_charge (submission);
}

static gboolean
is_day_closed (KhidkiTestWorld *world, KhidkiOperator *who)
{
  GDate today = khidki_test_world_get_today (world);
  g_autofree char *key = make_day_key (khidki_operator_get_id (who), &today);

  return g_hash_table_contains (world->closings, key);
}

static gboolean
check_submission (KhidkiTestWorld *world,
                  KhidkiOperator *who,
                  KhidkiTestDraft *entry,
                  KhidkiSubmission *submission,
                  GError **error)
{
  if (entry == NULL || g_strcmp0 (entry->centre, khidki_operator_get_centre (who)) != 0)
    return fail (error, KHIDKI_ERROR_NOT_FOUND, "there is no such draft here");
  if (khidki_draft_get_version (entry->draft) != khidki_submission_get_version (submission))
    return fail (error, KHIDKI_ERROR_CONFLICT, "the draft has changed");
  if (is_day_closed (world, who))
    return fail (error, KHIDKI_ERROR_REFUSED, "day-closed");
  if (!is_form_complete (world, entry->draft))
    return fail (error, KHIDKI_ERROR_INVALID, "the form is not complete");
  if (!are_charges_right (world, entry->draft, submission))
    return fail (error, KHIDKI_ERROR_REFUSED, "amounts-changed");
  if (!is_declared (world, entry->draft, submission))
    return fail (error, KHIDKI_ERROR_INVALID, "it was not declared");
  return TRUE;
}

static char *
make_receipt_number (KhidkiTestWorld *world, const char *centre, const GDate *day)
{
  g_autofree char *prefix = g_strdup_printf ("%s-%02u%02u%02u-", centre,
                                             g_date_get_year (day) % 100, g_date_get_month (day),
                                             g_date_get_day (day));
  guint n = 1;

  for (guint i = 0; i < world->receipts->len; i++)
    if (g_str_has_prefix (khidki_receipt_get_number (g_ptr_array_index (world->receipts, i)),
                          prefix))
      n++;
  return g_strdup_printf ("%s%04u", prefix, n);
}

static void
add_papers (KhidkiReceipt *receipt, KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = khidki_answers_list_paper_paths (answers);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      const char *kind = NULL;

      khidki_answers_get_paper (answers, paths[i], 0, &kind);
      khidki_receipt_add_paper (receipt, paths[i], kind,
                                khidki_answers_get_n_papers (answers, paths[i]));
    }
}

static KhidkiReceipt *
make_receipt (KhidkiTestWorld *world,
              KhidkiOperator *who,
              KhidkiDraft *draft,
              KhidkiSubmission *submission)
{
  gint64 now = khidki_test_world_get_now (world);
  GDate day = khidki_test_world_get_day (now);
  const char *centre = khidki_operator_get_centre (who);
  KhidkiForm form;
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES];
  g_autofree char *number = make_receipt_number (world, centre, &day);
  g_autofree char *application = NULL;
  KhidkiReceipt *receipt;

  khidki_host_fill_random (KHIDKI_HOST (world->host), randomness, sizeof randomness);
  application = khidki_application_number_new (g_date_get_year (&day), randomness);
  khidki_form_open_draft (&form, world->catalogue, draft, &day, "en");
  receipt = khidki_receipt_new (number, application, khidki_draft_get_service (draft), centre,
                                khidki_operator_get_id (who), now);
  khidki_receipt_set_applicant (receipt, khidki_form_get_applicant_name (&form));
  khidki_receipt_set_amounts (receipt, khidki_submission_get_government_fee (submission),
                              khidki_submission_get_service_charge (submission));
  khidki_receipt_set_due (receipt, now + khidki_service_get_days (form.service) * DAY_MS);
  add_papers (receipt, khidki_draft_get_answers (draft));
  return receipt;
}

static void
open_case (KhidkiTestWorld *world, KhidkiReceipt *receipt, KhidkiDraft *draft)
{
  const char *birth = khidki_answers_get (khidki_draft_get_answers (draft), "dob");
  const char *number = khidki_receipt_get_application (receipt);
  g_autoptr (KhidkiStanding) standing
      = khidki_standing_new (number, khidki_receipt_get_service (receipt), "submitted", "");
  GDate date;

  g_date_clear (&date, 1);
  if (birth != NULL)
    g_date_set_parse (&date, birth);
  if (!g_date_valid (&date))
    return;
  khidki_standing_set_applicant (standing, khidki_receipt_get_applicant (receipt));
  khidki_standing_set_dates (standing, khidki_receipt_get_at (receipt),
                             khidki_receipt_get_due (receipt));
  khidki_test_host_add_standing (world->host, standing, &date);
}

/* A draft becomes one application, whatever is tapped how often. */
static KhidkiReceipt *
submit (KhidkiTestWorld *world, KhidkiOperator *who, KhidkiSubmission *submission, GError **error)
{
  const char *id = khidki_submission_get_draft (submission);
  KhidkiReceipt *receipt = g_hash_table_lookup (world->by_draft, id);
  KhidkiTestDraft *entry = g_hash_table_lookup (world->drafts, id);

  if (receipt != NULL
      && strcmp (khidki_receipt_get_centre (receipt), khidki_operator_get_centre (who)) == 0)
    return khidki_receipt_ref (receipt);
  if (!check_submission (world, who, entry, submission, error))
    return NULL;

  receipt = make_receipt (world, who, entry->draft, submission);
  open_case (world, receipt, entry->draft);
  g_ptr_array_add (world->receipts, khidki_receipt_ref (receipt));
  g_hash_table_insert (world->by_draft, g_strdup (id), khidki_receipt_ref (receipt));
  g_hash_table_remove (world->consents, id);
  g_hash_table_remove (world->drafts, id);
  return receipt;
}

static void
submit_async (KhidkiCounter *counter,
              KhidkiOperator *who,
              KhidkiSubmission *submission,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiReceipt *receipt;

  if (world == NULL)
    return;
  receipt = submit (world, who, submission, &error);
  khidki_test_counter_end (task, receipt, (GDestroyNotify) khidki_receipt_unref, error);
}

static guint
count_prints (KhidkiTestWorld *world, const char *number)
{
  g_autofree char *prefix = g_strconcat (number, " ", NULL);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, world->prints);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_str_has_prefix (key, prefix);
  return n;
}

static KhidkiReceipt *
copy_receipt (KhidkiReceipt *receipt, guint prints)
{
  g_autoptr (GVariant) variant = khidki_receipt_to_variant (receipt);
  KhidkiReceipt *copy = khidki_receipt_new_from_variant (variant);

  khidki_receipt_set_prints (copy, prints);
  return copy;
}

static KhidkiReceipt *
find_receipt (KhidkiTestWorld *world, KhidkiOperator *who, const char *number, GError **error)
{
  KhidkiReceipt *found = g_hash_table_lookup (world->by_draft, number);

  for (guint i = 0; found == NULL && i < world->receipts->len; i++)
    {
      KhidkiReceipt *receipt = g_ptr_array_index (world->receipts, i);

      if (strcmp (khidki_receipt_get_number (receipt), number) == 0
          || strcmp (khidki_receipt_get_application (receipt), number) == 0)
        found = receipt;
    }
  if (found != NULL
      && strcmp (khidki_receipt_get_centre (found), khidki_operator_get_centre (who)) == 0)
    return found;
  fail (error, KHIDKI_ERROR_NOT_FOUND, "there is no such receipt here");
  return NULL;
}

static void
find_receipt_async (KhidkiCounter *counter,
                    KhidkiOperator *who,
                    const char *number,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiReceipt *receipt;

  if (world == NULL)
    return;
  receipt = find_receipt (world, who, number, &error);
  if (receipt != NULL)
    receipt = copy_receipt (receipt, count_prints (world, khidki_receipt_get_number (receipt)));
  khidki_test_counter_end (task, receipt, (GDestroyNotify) khidki_receipt_unref, error);
}

static KhidkiReceipt *
note_print (KhidkiTestWorld *world, KhidkiReceipt *receipt, const char *key)
{
  const char *number = khidki_receipt_get_number (receipt);
  g_autofree char *print = g_strconcat (number, " ", key, NULL);
  const char *before = g_hash_table_lookup (world->prints, print);

  if (before == NULL)
    {
      g_hash_table_insert (world->prints, g_strdup (print),
                           g_strdup_printf ("%u", count_prints (world, number)));
      before = g_hash_table_lookup (world->prints, print);
    }
  return copy_receipt (receipt, (guint) g_ascii_strtoull (before, NULL, 10));
}

static void
note_print_async (KhidkiCounter *counter,
                  KhidkiOperator *who,
                  const char *number,
                  const char *key,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiReceipt *receipt;

  if (world == NULL)
    return;
  receipt = find_receipt (world, who, number, &error);
  if (receipt != NULL)
    receipt = note_print (world, receipt, key);
  khidki_test_counter_end (task, receipt, (GDestroyNotify) khidki_receipt_unref, error);
}

static KhidkiCashDay *
load_day (KhidkiTestWorld *world, KhidkiOperator *who, const GDate *day)
{
  const char *id = khidki_operator_get_id (who);
  g_autofree char *key = make_day_key (id, day);
  KhidkiTestClosing *closing = g_hash_table_lookup (world->closings, key);
  KhidkiCashDay *cash = khidki_cash_day_new (id, day);

  for (guint i = 0; i < world->receipts->len; i++)
    {
      KhidkiReceipt *receipt = g_ptr_array_index (world->receipts, i);
      GDate taken = khidki_test_world_get_day (khidki_receipt_get_at (receipt));

      if (strcmp (khidki_receipt_get_operator (receipt), id) == 0
          && g_date_compare (&taken, day) == 0)
        khidki_cash_day_add_receipt (cash, receipt);
    }
  if (closing != NULL)
    khidki_cash_day_set_closed (cash, closing->at, closing->counted, closing->remark);
  return cash;
}

static void
load_day_async (KhidkiCounter *counter,
                KhidkiOperator *who,
                const GDate *day,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);

  if (world == NULL)
    return;
  khidki_test_counter_end (task, load_day (world, who, day), (GDestroyNotify) khidki_cash_day_unref,
                           NULL);
}

static KhidkiCashDay *
close_day (KhidkiTestWorld *world,
           KhidkiOperator *who,
           const GDate *day,
           gint64 counted,
           const char *remark,
           GError **error)
{
  g_autoptr (KhidkiCashDay) open = load_day (world, who, day);
  KhidkiTestClosing *closing;

  if (khidki_cash_day_get_closed_at (open) != 0)
    return g_steal_pointer (&open);
  if (strlen (remark) > MOST_REMARK_BYTES)
    {
      fail (error, KHIDKI_ERROR_INVALID, "remark-too-long");
      return NULL;
    }
  if (khidki_cash_day_get_total (open) != counted && *remark == '\0')
    {
      fail (error, KHIDKI_ERROR_INVALID, "remark-missing");
      return NULL;
    }
  closing = g_new0 (KhidkiTestClosing, 1);
  closing->at = khidki_test_world_get_now (world);
  closing->counted = counted;
  closing->remark = g_strdup (remark);
  g_hash_table_insert (world->closings, make_day_key (khidki_operator_get_id (who), day), closing);
  return load_day (world, who, day);
}

static void
close_day_async (KhidkiCounter *counter,
                 KhidkiOperator *who,
                 const GDate *day,
                 gint64 counted,
                 const char *remark,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiCashDay *day_closed;

  if (world == NULL)
    return;
  day_closed = close_day (world, who, day, counted, remark, &error);
  khidki_test_counter_end (task, day_closed, (GDestroyNotify) khidki_cash_day_unref, error);
}

static KhidkiStanding *
find_standing (KhidkiTestWorld *world,
               KhidkiOperator *who,
               const char *number,
               const GDate *birth,
               GError **error)
{
  g_autofree char *guesser = g_strconcat ("standing ", khidki_operator_get_id (who), NULL);
  g_autofree char *parsed = khidki_number_parse (number, NULL);
  KhidkiTestCase *entry = g_hash_table_lookup (world->cases, parsed != NULL ? parsed : number);
  gint64 now = khidki_test_world_get_now (world);

  if (!khidki_test_guard_check (world->guard, guesser, now, error))
    return NULL;
  if (entry != NULL && g_date_compare (&entry->birth, birth) == 0)
    return khidki_standing_ref (entry->standing);
  khidki_test_guard_note_wrong (world->guard, guesser, now);
  fail (error, KHIDKI_ERROR_NOT_FOUND, "the two do not belong together");
  return NULL;
}

static void
find_standing_async (KhidkiCounter *counter,
                     KhidkiOperator *who,
                     const char *number,
                     const GDate *birth,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  KhidkiTestWorld *world = khidki_test_counter_begin (counter, cancellable, callback, user_data,
                                                      &task);
  GError *error = NULL;
  KhidkiStanding *standing;

  if (world == NULL)
    return;
  standing = find_standing (world, who, number, birth, &error);
  khidki_test_counter_end (task, standing, (GDestroyNotify) khidki_standing_unref, error);
}

static KhidkiReceipt *
finish_receipt (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

static KhidkiCashDay *
finish_day (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

static KhidkiStanding *
finish_standing (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return khidki_test_counter_finish (counter, result, error);
}

void
khidki_test_counter_implement_cases (KhidkiCounterInterface *iface)
{
  iface->submit_async = submit_async;
  iface->submit_finish = finish_receipt;
  iface->find_receipt_async = find_receipt_async;
  iface->find_receipt_finish = finish_receipt;
  iface->note_print_async = note_print_async;
  iface->note_print_finish = finish_receipt;
  iface->load_day_async = load_day_async;
  iface->load_day_finish = finish_day;
  iface->close_day_async = close_day_async;
  iface->close_day_finish = finish_day;
  iface->find_standing_async = find_standing_async;
  iface->find_standing_finish = finish_standing;
}
