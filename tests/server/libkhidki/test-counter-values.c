/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki.h"

static void
test_operator (void)
{
  g_autoptr (KhidkiOperator) who = khidki_operator_new ("ravi", "supervisor", "NW-03", "5e55");

  g_assert_cmpstr (khidki_operator_get_name (who, "hi"), ==, "ravi");
  khidki_operator_set_name (who, "en", "Ravi Kumar");
  khidki_operator_set_name (who, "hi", "रवि कुमार");
  khidki_operator_set_centre_name (who, "en", "Rohini");

  g_assert_cmpstr (khidki_operator_get_name (who, "hi"), ==, "रवि कुमार");
  g_assert_cmpstr (khidki_operator_get_name (who, "pa"), ==, "Ravi Kumar");
  g_assert_cmpstr (khidki_operator_get_centre_name (who, "hi"), ==, "Rohini");
  g_assert_cmpstr (khidki_operator_get_author (who), ==, "operator/ravi@NW-03");
  g_assert_cmpstr (khidki_operator_get_role (who), ==, "supervisor");
  g_assert_cmpstr (khidki_operator_get_session (who), ==, "5e55");
}

static KhidkiReceipt *
make_receipt (const char *number, gint64 fee, gint64 charge)
{
  KhidkiReceipt *receipt = khidki_receipt_new (number, "12600000000019", "REV-INC", "NW-03", "ravi",
                                               G_GINT64_CONSTANT (1767594600000));

  khidki_receipt_set_amounts (receipt, fee, charge);
  return receipt;
}

static void
test_receipt (void)
{
  g_autoptr (KhidkiReceipt) receipt = make_receipt ("NW-03-260105-0001", 1050, 3000);
  g_autoptr (KhidkiReceipt) back = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) wrong = g_variant_ref_sink (g_variant_new ("(ss)", "a", "b"));
  const char *kind = NULL;
  guint count = 0;

  khidki_receipt_set_applicant (receipt, "सीता देवी");
  khidki_receipt_set_due (receipt, G_GINT64_CONSTANT (1768804200000));
  khidki_receipt_set_prints (receipt, 2);
  khidki_receipt_add_paper (receipt, "identity", "voter-id", 2);
  khidki_receipt_add_paper (receipt, "photo", NULL, 1);
  variant = khidki_receipt_to_variant (receipt);
  back = khidki_receipt_new_from_variant (variant);

  g_assert_cmpstr (khidki_receipt_get_number (back), ==, "NW-03-260105-0001");
  g_assert_cmpstr (khidki_receipt_get_application (back), ==, "12600000000019");
  g_assert_cmpstr (khidki_receipt_get_service (back), ==, "REV-INC");
  g_assert_cmpstr (khidki_receipt_get_centre (back), ==, "NW-03");
  g_assert_cmpstr (khidki_receipt_get_operator (back), ==, "ravi");
  g_assert_cmpstr (khidki_receipt_get_applicant (back), ==, "सीता देवी");
  g_assert_cmpint (khidki_receipt_get_at (back), ==, G_GINT64_CONSTANT (1767594600000));
  g_assert_cmpint (khidki_receipt_get_due (back), ==, G_GINT64_CONSTANT (1768804200000));
  g_assert_cmpint (khidki_receipt_get_government_fee (back), ==, 1050);
  g_assert_cmpint (khidki_receipt_get_total (back), ==, 4050);
  g_assert_cmpuint (khidki_receipt_get_prints (back), ==, 2);
  g_assert_cmpuint (khidki_receipt_get_n_papers (back), ==, 2);
  g_assert_cmpstr (khidki_receipt_get_paper (back, 0, &kind, &count), ==, "identity");
  g_assert_cmpstr (kind, ==, "voter-id");
  g_assert_cmpuint (count, ==, 2);
  g_assert_cmpstr (khidki_receipt_get_paper (back, 1, &kind, NULL), ==, "photo");
  g_assert_cmpstr (kind, ==, "");
  g_assert_null (khidki_receipt_new_from_variant (wrong));
  g_assert_null (khidki_receipt_new_from_variant (NULL));
}

static void
test_submission (void)
{
  g_autoptr (KhidkiSubmission) submission = khidki_submission_new ("d1", 4);
  g_autoptr (KhidkiPaper) sheet = khidki_paper_new ("abc", "image/jpeg", 5);

  g_assert_null (khidki_submission_get_consent (submission));
  g_assert_null (khidki_submission_get_sheet (submission));
  g_assert_cmpstr (khidki_submission_get_language (submission), ==, "hi");
  khidki_submission_set_sheet (submission, sheet);
  khidki_submission_set_consent (submission, "123456");
  khidki_submission_set_cash (submission, 1000, 3000);
  khidki_submission_set_language (submission, "en");

  g_assert_cmpstr (khidki_submission_get_draft (submission), ==, "d1");
  g_assert_cmpint (khidki_submission_get_version (submission), ==, 4);
  g_assert_true (khidki_submission_get_sheet (submission) == sheet);
  g_assert_cmpstr (khidki_submission_get_consent (submission), ==, "123456");
  g_assert_cmpint (khidki_submission_get_government_fee (submission), ==, 1000);
  g_assert_cmpint (khidki_submission_get_service_charge (submission), ==, 3000);
  g_assert_cmpstr (khidki_submission_get_language (submission), ==, "en");
}

static void
test_cash_day (void)
{
  g_autoptr (KhidkiReceipt) first = make_receipt ("NW-03-260105-0001", 1050, 3000);
  g_autoptr (KhidkiReceipt) second = make_receipt ("NW-03-260105-0002", 0, 3000);
  g_autoptr (KhidkiCashDay) day = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 5, G_DATE_JANUARY, 2026);
  day = khidki_cash_day_new ("ravi", &date);
  g_date_clear (&date, 1);
  g_assert_cmpint (khidki_cash_day_get_total (day), ==, 0);
  g_assert_cmpint (khidki_cash_day_get_closed_at (day), ==, 0);
  khidki_cash_day_add_receipt (day, first);
  khidki_cash_day_add_receipt (day, second);
  khidki_cash_day_set_closed (day, 99, 7000, "50 paise short");

  g_assert_cmpstr (khidki_cash_day_get_operator (day), ==, "ravi");
  g_assert_cmpint (g_date_get_day (khidki_cash_day_get_day (day)), ==, 5);
  g_assert_cmpuint (khidki_cash_day_get_n_receipts (day), ==, 2);
  g_assert_true (khidki_cash_day_get_receipt (day, 1) == second);
  g_assert_cmpint (khidki_cash_day_get_government_fees (day), ==, 1050);
  g_assert_cmpint (khidki_cash_day_get_service_charges (day), ==, 6000);
  g_assert_cmpint (khidki_cash_day_get_total (day), ==, 7050);
  g_assert_cmpint (khidki_cash_day_get_closed_at (day), ==, 99);
  g_assert_cmpint (khidki_cash_day_get_counted (day), ==, 7000);
  g_assert_cmpstr (khidki_cash_day_get_remark (day), ==, "50 paise short");
}

static void
test_standing (void)
{
  g_autoptr (KhidkiStanding) standing =
      khidki_standing_new ("12600000000019", "REV-INC", "rejected", "decision");
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "application/pdf", 5);

  g_assert_cmpstr (khidki_standing_get_query (standing), ==, "");
  khidki_standing_set_applicant (standing, "Sita Devi");
  khidki_standing_set_dates (standing, 5, 9);
  khidki_standing_set_query (standing, "Which house?");
  khidki_standing_set_reason (standing, "R05", NULL);
  khidki_standing_set_certificate (standing, "22600000000017", paper);

  g_assert_cmpstr (khidki_standing_get_number (standing), ==, "12600000000019");
  g_assert_cmpstr (khidki_standing_get_state (standing), ==, "rejected");
  g_assert_cmpstr (khidki_standing_get_stage (standing), ==, "decision");
  g_assert_cmpstr (khidki_standing_get_applicant (standing), ==, "Sita Devi");
  g_assert_cmpint (khidki_standing_get_due (standing), ==, 9);
  g_assert_cmpstr (khidki_standing_get_query (standing), ==, "Which house?");
  g_assert_cmpstr (khidki_standing_get_reason (standing), ==, "R05");
  g_assert_cmpstr (khidki_standing_get_text (standing), ==, "");
  g_assert_cmpstr (khidki_standing_get_certificate (standing), ==, "22600000000017");
  g_assert_true (khidki_standing_get_certificate_paper (standing) == paper);
}

static void
test_form_view (void)
{
  g_autoptr (KhidkiFormView) view = khidki_form_view_new ();
  KhidkiFormItem *item;
  const char *name = NULL, *help = NULL;

  g_assert_true (khidki_form_view_is_complete (view));
  khidki_form_view_add (view, KHIDKI_FORM_ITEM_HEADING, "family", "Family");
  item = khidki_form_view_add (view, KHIDKI_FORM_ITEM_FIELD, "family.1.name", "Name");
  khidki_form_item_set_field (item, KHIDKI_FIELD_CHOICE, KHIDKI_FIELD_CLASS_PERSONAL, TRUE);
  khidki_form_item_set_value (item, "sita", "Sita");
  khidki_form_item_add_choice (item, "sita", "Sita", NULL);
  khidki_form_item_add_choice (item, "rani", NULL, "the queen");
  khidki_form_item_set_author (item, "sms");
  item = khidki_form_view_add (view, KHIDKI_FORM_ITEM_MORE, "family", "Family");
  khidki_form_item_set_count (item, 1, 15);
  khidki_form_item_set_changes (item, TRUE, FALSE);

  g_assert_cmpuint (khidki_form_view_get_n_items (view), ==, 3);
  g_assert_null (khidki_form_view_find_item (view, "family.2.name"));
  /* The end of a group says more than its heading. */
  g_assert_true (khidki_form_view_find_item (view, "family") == item);
  g_assert_true (khidki_form_item_can_add (item));
  g_assert_cmpuint (khidki_form_item_get_most (item), ==, 15);
  item = khidki_form_view_find_item (view, "family.1.name");
  g_assert_cmpstr (khidki_form_item_get_shown (item), ==, "Sita");
  g_assert_cmpstr (khidki_form_item_get_question (item), ==, "");
  g_assert_true (khidki_form_item_is_optional (item));
  g_assert_cmpuint (khidki_form_item_get_n_choices (item), ==, 2);
  g_assert_cmpstr (khidki_form_item_get_choice (item, 1, &name, &help), ==, "rani");
  g_assert_cmpstr (name, ==, "rani");
  g_assert_cmpstr (help, ==, "the queen");
  g_assert_true (khidki_form_view_is_complete (view));

  khidki_form_item_set_missing (item, TRUE);
  g_assert_false (khidki_form_view_is_complete (view));
  khidki_form_item_set_missing (item, FALSE);
  khidki_form_item_set_trouble (item, "no such name");
  g_assert_false (khidki_form_view_is_complete (view));
  khidki_form_item_set_trouble (item, NULL);
  khidki_form_view_set_trouble (view, "too rich");
  g_assert_false (khidki_form_view_is_complete (view));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter-values/operator", test_operator);
  g_test_add_func ("/counter-values/receipt", test_receipt);
  g_test_add_func ("/counter-values/submission", test_submission);
  g_test_add_func ("/counter-values/cash-day", test_cash_day);
  g_test_add_func ("/counter-values/standing", test_standing);
  g_test_add_func ("/counter-values/form-view", test_form_view);
  return g_test_run ();
}
