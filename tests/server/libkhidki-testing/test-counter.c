/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>

#define MINUTE_MS (60 * 1000)
#define PASSWORD "four wheels and a bell"

typedef struct
{
  KhidkiTestHost *test;
  KhidkiCounter *counter;
  KhidkiOperator *who;
  KhidkiOperator *other;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->test = khidki_test_host_new ("csc");
  self->counter = KHIDKI_COUNTER (self->test);
  khidki_test_host_load_places (self->test, g_getenv ("KHIDKI_PLACES"), &error);
  g_assert_no_error (error);
  khidki_test_host_load_services (self->test, g_getenv ("KHIDKI_REVENUE"), &error);
  g_assert_no_error (error);
  khidki_test_host_add_operator (self->test, "ravi", "operator", "NW-03", PASSWORD);
  khidki_test_host_add_operator (self->test, "asha", "operator", "SE-01", NULL);
  self->who = khidki_test_host_dup_operator (self->test, "ravi");
  self->other = khidki_test_host_dup_operator (self->test, "asha");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  khidki_operator_unref (self->who);
  khidki_operator_unref (self->other);
  g_assert_finalize_object (self->test);
}

/* Each call and its answer in one. */
#define DEFINE_CALL(name, Type, ...)                                                \
  {                                                                                 \
    g_autoptr (GAsyncResult) result = NULL;                                         \
                                                                                    \
    khidki_counter_##name##_async (self->counter, __VA_ARGS__, NULL,                \
                                   khidki_test_take_result, &result);               \
    khidki_test_await (&result);                                                    \
    return khidki_counter_##name##_finish (self->counter, result, error);           \
  }

static char *
sign_in (Fixture *self, const char *id, const char *password, const char *remote, GError **error)
DEFINE_CALL (sign_in, char *, id, password, remote)

static KhidkiOperator *
find_operator (Fixture *self, const char *session, GError **error)
DEFINE_CALL (find_operator, KhidkiOperator *, session)

static gboolean
sign_out (Fixture *self, const char *session, GError **error)
DEFINE_CALL (sign_out, gboolean, session)

static gboolean
set_password (Fixture *self, const char *id, const char *proof, const char *password, GError **error)
DEFINE_CALL (set_password, gboolean, id, proof, password)

static KhidkiDraft *
save (Fixture *self, KhidkiOperator *who, KhidkiDraft *draft, GError **error)
DEFINE_CALL (save_draft, KhidkiDraft *, who, draft)

static KhidkiDraft *
load (Fixture *self, KhidkiOperator *who, const char *id, GError **error)
DEFINE_CALL (load_draft, KhidkiDraft *, who, id)

static GPtrArray *
list (Fixture *self, KhidkiOperator *who, GError **error)
DEFINE_CALL (list_drafts, GPtrArray *, who)

static gboolean
drop (Fixture *self, KhidkiOperator *who, const char *id, GError **error)
DEFINE_CALL (drop_draft, gboolean, who, id)

static char *
offer (Fixture *self, KhidkiOperator *who, const char *id, GError **error)
DEFINE_CALL (offer_draft, char *, who, id)

static KhidkiDraft *
take (Fixture *self, KhidkiOperator *who, const char *code, GError **error)
DEFINE_CALL (take_draft, KhidkiDraft *, who, code)

static gboolean
check_paper (Fixture *self, KhidkiPaper *paper, GError **error)
DEFINE_CALL (check_paper, gboolean, paper)

static gboolean
ask_consent (Fixture *self, const char *draft, GError **error)
DEFINE_CALL (ask_consent, gboolean, self->who, draft, "9812345610", "hi")

static KhidkiReceipt *
submit (Fixture *self, KhidkiSubmission *submission, GError **error)
DEFINE_CALL (submit, KhidkiReceipt *, self->who, submission)

static KhidkiReceipt *
find_receipt (Fixture *self, KhidkiOperator *who, const char *number, GError **error)
DEFINE_CALL (find_receipt, KhidkiReceipt *, who, number)

static KhidkiReceipt *
note_print (Fixture *self, const char *number, const char *key, GError **error)
DEFINE_CALL (note_print, KhidkiReceipt *, self->who, number, key)

static KhidkiCashDay *
close_day (Fixture *self, const GDate *day, gint64 counted, const char *remark, GError **error)
DEFINE_CALL (close_day, KhidkiCashDay *, self->who, day, counted, remark)

static KhidkiCashDay *
load_day (Fixture *self, const GDate *day, GError **error)
DEFINE_CALL (load_day, KhidkiCashDay *, self->who, day)

static KhidkiStanding *
find_standing (Fixture *self, const char *number, const GDate *birth, GError **error)
DEFINE_CALL (find_standing, KhidkiStanding *, self->who, number, birth)

static void
replace (KhidkiDraft **draft, KhidkiDraft *with)
{
  g_assert_nonnull (with);
  khidki_draft_unref (*draft);
  *draft = with;
}

static const char *
make_up (KhidkiFormItem *item)
{
  switch (khidki_form_item_get_field_type (item))
    {
    case KHIDKI_FIELD_MONEY:
      return "40";
    case KHIDKI_FIELD_LAST4:
      return "4321";
    case KHIDKI_FIELD_DATE:
      return "15/8/1990";
    case KHIDKI_FIELD_MOBILE:
      return "9812345610";
    case KHIDKI_FIELD_PIN:
      return "110085";
    default:
      return khidki_form_item_get_n_choices (item) > 0
                 ? khidki_form_item_get_choice (item, 0, NULL, NULL)
                 : "Sita Devi";
    }
}

static KhidkiFormItem *
find_missing (KhidkiFormView *view)
{
  for (guint i = 0; i < khidki_form_view_get_n_items (view); i++)
    if (khidki_form_item_is_missing (khidki_form_view_get_item (view, i)))
      return khidki_form_view_get_item (view, i);
  return NULL;
}

static KhidkiDraft *
fill_one (Fixture *self, KhidkiDraft *draft, KhidkiFormItem *item)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("jpeg", 4);
  g_autoptr (KhidkiPaper) paper = khidki_test_host_keep (self->test, "image/jpeg", bytes);
  const char *path = khidki_form_item_get_path (item);

  if (khidki_form_item_get_kind (item) != KHIDKI_FORM_ITEM_PAPER)
    return khidki_counter_answer (self->counter, self->who, draft, path, make_up (item), "en", NULL);
  return khidki_counter_add_paper (self->counter, self->who, draft, path,
                                   khidki_form_item_get_n_choices (item) > 0
                                       ? khidki_form_item_get_choice (item, 0, NULL, NULL)
                                       : "",
                                   paper, "en", NULL);
}

static KhidkiDraft *
begin (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KhidkiDraft *draft =
      khidki_counter_begin_draft (self->counter, self->who, "REV-INC", "other", &error);

  g_assert_no_error (error);
  return draft;
}

/* A whole form, saved. */
static KhidkiDraft *
fill (Fixture *self)
{
  KhidkiDraft *draft = begin (self);
  g_autoptr (KhidkiFormView) view = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiFormItem *item;

  view = khidki_counter_view_draft (self->counter, draft, "en");
  while ((item = find_missing (view)) != NULL)
    {
      replace (&draft, fill_one (self, draft, item));
      khidki_form_view_unref (view);
      view = khidki_counter_view_draft (self->counter, draft, "en");
    }
  replace (&draft, save (self, self->who, draft, &error));
  g_assert_no_error (error);
  return draft;
}

static KhidkiSubmission *
make_submission (Fixture *self, KhidkiDraft *draft)
{
  g_autoptr (KhidkiPaper) sheet = khidki_paper_new ("5ee7", "image/jpeg", 5);
  KhidkiSubmission *submission =
      khidki_submission_new (khidki_draft_get_id (draft), khidki_draft_get_version (draft));

  khidki_submission_set_sheet (submission, sheet);
  khidki_submission_set_cash (submission, 0, 3000);
  return submission;
}

#define ASSERT_FAILS(call, code)                       \
  {                                                    \
    g_autoptr (GError) failed_ = NULL;                 \
    GError **failed = &failed_;                        \
                                                       \
    g_assert_true ((call) == 0);                       \
    g_assert_error (failed_, KHIDKI_ERROR, (code));    \
  }

static void
test_services (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) all = khidki_counter_find_services (self->counter, "");
  g_autoptr (GPtrArray) found = khidki_counter_find_services (self->counter, "income");
  g_autoptr (KhidkiService) service = NULL;
  g_autoptr (GError) error = NULL;
  gint64 fee = -1, charge = -1;

  g_assert_cmpuint (all->len, ==, 1);
  service = khidki_counter_find_service (self->counter, "REV-INC", NULL);
  g_assert_true (g_ptr_array_index (found, 0) == service);
  g_assert_null (khidki_counter_find_service (self->counter, "XX", NULL));
  g_assert_true (khidki_counter_get_charges (self->counter, "REV-INC", &fee, &charge));
  g_assert_cmpint (fee, ==, 0);
  g_assert_cmpint (charge, ==, 3000);
  g_assert_null (khidki_counter_begin_draft (self->counter, self->who, "XX", "self", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *session = sign_in (self, "ravi", PASSWORD, "10.0.0.1", &error);
  g_autoptr (KhidkiOperator) who = find_operator (self, session, &error);

  g_assert_cmpstr (khidki_operator_get_centre (who), ==, "NW-03");
  g_assert_cmpstr (khidki_operator_get_session (who), !=, session);
  khidki_test_host_advance (self->test, 16 * MINUTE_MS);
  ASSERT_FAILS (find_operator (self, session, failed), KHIDKI_ERROR_REFUSED);
  g_free (session);
  session = sign_in (self, "ravi", PASSWORD, NULL, &error);
  g_assert_true (sign_out (self, session, &error));
  g_assert_true (sign_out (self, session, &error));
  ASSERT_FAILS (find_operator (self, session, failed), KHIDKI_ERROR_REFUSED);

  for (guint i = 0; i < 5; i++)
    ASSERT_FAILS (sign_in (self, "ravi", "guess", NULL, failed), KHIDKI_ERROR_REFUSED);
  ASSERT_FAILS (sign_in (self, "ravi", PASSWORD, NULL, failed), KHIDKI_ERROR_BUSY);
  khidki_test_host_advance (self->test, 11 * MINUTE_MS);
  g_free (session);
  session = sign_in (self, "ravi", PASSWORD, NULL, &error);
  g_assert_no_error (error);
}

static void
test_password (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *session = NULL;

  ASSERT_FAILS (sign_in (self, "asha", "", NULL, failed), KHIDKI_ERROR_REFUSED);
  khidki_test_host_invite_operator (self->test, "asha", "come-in");
  ASSERT_FAILS (set_password (self, "asha", "open sesame", PASSWORD, failed), KHIDKI_ERROR_REFUSED);
  ASSERT_FAILS (set_password (self, "asha", "come-in", "short", failed), KHIDKI_ERROR_INVALID);
  g_assert_true (set_password (self, "asha", "come-in", PASSWORD, &error));
  session = sign_in (self, "asha", PASSWORD, NULL, &error);
  g_assert_no_error (error);
  ASSERT_FAILS (set_password (self, "asha", "come-in", PASSWORD, failed), KHIDKI_ERROR_REFUSED);
  g_assert_true (set_password (self, "asha", PASSWORD, "five wheels and a bell", &error));
  ASSERT_FAILS (find_operator (self, session, failed), KHIDKI_ERROR_REFUSED);
}

static void
test_drafts (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = begin (self);
  g_autoptr (KhidkiDraft) second = begin (self);
  g_autoptr (KhidkiDraft) old = khidki_draft_ref (draft);
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = khidki_draft_get_id (old);

  ASSERT_FAILS (load (self, self->who, id, failed), KHIDKI_ERROR_NOT_FOUND);
  replace (&draft, save (self, self->who, draft, &error));
  replace (&second, save (self, self->who, second, &error));
  g_assert_cmpint (khidki_draft_get_version (draft), ==, 1);
  ASSERT_FAILS (save (self, self->who, old, failed), KHIDKI_ERROR_CONFLICT);
  ASSERT_FAILS (save (self, self->other, draft, failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (load (self, self->other, id, failed), KHIDKI_ERROR_NOT_FOUND);
  replace (&draft, save (self, self->who, draft, &error));
  drafts = list (self, self->who, &error);
  g_assert_cmpuint (drafts->len, ==, 2);
  g_assert_cmpstr (khidki_draft_get_id (g_ptr_array_index (drafts, 0)), ==, id);
  g_assert_true (drop (self, self->who, id, &error));
  ASSERT_FAILS (drop (self, self->who, id, failed), KHIDKI_ERROR_NOT_FOUND);
  g_assert_null (khidki_test_host_find_draft (self->test, id));
}

static void
test_codes (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiService) service =
      khidki_counter_find_service (self->counter, "REV-INC", NULL);
  g_autoptr (KhidkiDraft) chat = khidki_draft_new ("chat-1", "REV-INC",
                                                   khidki_service_get_version (service), "self", none);
  g_autofree char *first = khidki_test_host_offer_to_counter (self->test, chat);
  g_autofree char *code = khidki_test_host_offer_to_counter (self->test, chat);
  g_autofree char *spaced = g_strdup_printf ("%.3s %.4s %s", code, code + 3, code + 7);
  g_autoptr (KhidkiDraft) taken = NULL;
  g_autoptr (KhidkiDraft) phone = NULL;
  g_autofree char *back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (code), ==, 11);
  ASSERT_FAILS (take (self, self->who, first, failed), KHIDKI_ERROR_NOT_FOUND);
  taken = take (self, self->who, spaced, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (khidki_draft_get_id (taken), ==, "chat-1");
  ASSERT_FAILS (take (self, self->other, code, failed), KHIDKI_ERROR_NOT_FOUND);

  back = offer (self, self->who, "chat-1", &error);
  ASSERT_FAILS (take (self, self->other, back, failed), KHIDKI_ERROR_NOT_FOUND);
  phone = khidki_test_host_take_to_phone (self->test, back);
  g_assert_nonnull (phone);
  g_assert_null (khidki_test_host_take_to_phone (self->test, back));
  ASSERT_FAILS (load (self, self->who, "chat-1", failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (offer (self, self->who, "chat-1", failed), KHIDKI_ERROR_NOT_FOUND);
}

static void
test_code_times (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = offer (self, self->who, khidki_draft_get_id (draft), &error);
  g_autofree char *towards = NULL;

  khidki_test_host_advance (self->test, 31 * MINUTE_MS);
  g_assert_null (khidki_test_host_take_to_phone (self->test, code));
  for (guint i = 0; i < 5; i++)
    ASSERT_FAILS (take (self, self->other, "12345678901", failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (take (self, self->other, "12345678901", failed), KHIDKI_ERROR_BUSY);
  towards = khidki_test_host_offer_to_counter (self->test, draft);
  ASSERT_FAILS (take (self, self->other, towards, failed), KHIDKI_ERROR_BUSY);
}

static void
test_papers (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (GError) error = NULL;

  g_assert_true (check_paper (self, paper, &error));
  khidki_test_host_set_paper_fault (self->test, paper, "too-dark");
  g_assert_false (check_paper (self, paper, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "too-dark");
}

static void
test_consent (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiSubmission) submission = make_submission (self, draft);
  g_autoptr (KhidkiReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = khidki_draft_get_id (draft);

  khidki_submission_set_sheet (submission, NULL);
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_INVALID);
  g_assert_true (ask_consent (self, id, &error));
  khidki_submission_set_consent (submission, "000000");
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_INVALID);
  khidki_test_host_advance (self->test, 16 * MINUTE_MS);
  khidki_submission_set_consent (submission, khidki_test_host_get_consent_code (self->test, id));
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_INVALID);
  for (guint i = 0; i < 3; i++)
    g_assert_true (ask_consent (self, id, &error));
  ASSERT_FAILS (ask_consent (self, id, failed), KHIDKI_ERROR_BUSY);
  khidki_submission_set_consent (submission, khidki_test_host_get_consent_code (self->test, id));
  receipt = submit (self, submission, &error);
  g_assert_no_error (error);
  ASSERT_FAILS (ask_consent (self, id, failed), KHIDKI_ERROR_NOT_FOUND);
}

/* A code is for the draft as it was when it was sent. */
static void
test_consent_of_another_version (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiSubmission) submission = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = khidki_draft_get_id (draft);

  g_assert_true (ask_consent (self, id, &error));
  replace (&draft, khidki_counter_answer (self->counter, self->who, draft, "own.income", "1", "en",
                                          NULL));
  replace (&draft, save (self, self->who, draft, &error));
  id = khidki_draft_get_id (draft);
  submission = make_submission (self, draft);
  khidki_submission_set_sheet (submission, NULL);
  khidki_submission_set_consent (submission, khidki_test_host_get_consent_code (self->test, id));
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_INVALID);
}

static void
test_submit (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) empty = begin (self);
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiSubmission) submission = make_submission (self, draft);
  g_autoptr (KhidkiSubmission) incomplete = NULL;
  g_autoptr (KhidkiSubmission) old =
      khidki_submission_new (khidki_draft_get_id (draft), 0);
  g_autoptr (KhidkiReceipt) receipt = NULL;
  g_autoptr (KhidkiReceipt) again = NULL;
  g_autoptr (GError) error = NULL;
  const char *kind;

  replace (&empty, save (self, self->who, empty, &error));
  incomplete = make_submission (self, empty);
  ASSERT_FAILS (submit (self, incomplete, failed), KHIDKI_ERROR_INVALID);
  ASSERT_FAILS (submit (self, old, failed), KHIDKI_ERROR_CONFLICT);
  khidki_submission_set_cash (submission, 0, 5000);
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_REFUSED);
  khidki_submission_set_cash (submission, 0, 3000);

  /* Done, but nobody hears of it; asked again, it is the same. */
  khidki_test_host_lose_answer (self->test);
  ASSERT_FAILS (submit (self, submission, failed), KHIDKI_ERROR_UNCERTAIN);
  receipt = submit (self, submission, &error);
  again = submit (self, submission, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (khidki_test_host_get_receipts (self->test)->len, ==, 1);
  g_assert_cmpstr (khidki_receipt_get_number (receipt), ==, khidki_receipt_get_number (again));
  g_assert_cmpstr (khidki_receipt_get_number (receipt), ==, "NW-03-260105-0001");
  g_assert_cmpuint (strlen (khidki_receipt_get_application (receipt)), ==, 14);
  g_assert_cmpstr (khidki_receipt_get_applicant (receipt), ==, "Sita Devi");
  g_assert_cmpint (khidki_receipt_get_total (receipt), ==, 3000);
  g_assert_cmpint (khidki_receipt_get_due (receipt) - khidki_receipt_get_at (receipt), ==,
                   G_GINT64_CONSTANT (14) * 24 * 60 * MINUTE_MS);
  khidki_receipt_get_paper (receipt, 0, &kind, NULL);
  g_assert_cmpstr (kind, !=, "");
  ASSERT_FAILS (load (self, self->who, khidki_draft_get_id (draft), failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (save (self, self->who, draft, failed), KHIDKI_ERROR_NOT_FOUND);
}

static void
test_receipts (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiSubmission) submission = make_submission (self, draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt = submit (self, submission, &error);
  const char *number = khidki_receipt_get_number (receipt);
  const char *const names[] = { number, khidki_receipt_get_application (receipt),
                                khidki_draft_get_id (draft) };
  static const struct
  {
    const char *key;
    guint before;
  } prints[] = { { "a", 0 }, { "a", 0 }, { "b", 1 }, { "c", 2 }, { "a", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KhidkiReceipt) found = find_receipt (self, self->who, names[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (khidki_receipt_get_number (found), ==, number);
    }
  for (guint i = 0; i < G_N_ELEMENTS (prints); i++)
    {
      g_autoptr (KhidkiReceipt) printed = note_print (self, number, prints[i].key, &error);

      g_assert_cmpuint (khidki_receipt_get_prints (printed), ==, prints[i].before);
    }
  ASSERT_FAILS (find_receipt (self, self->other, number, failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (note_print (self, "NW-03-260105-0009", "a", failed), KHIDKI_ERROR_NOT_FOUND);
}

static void
test_day (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiDraft) late = fill (self);
  g_autoptr (KhidkiSubmission) submission = make_submission (self, draft);
  g_autoptr (KhidkiSubmission) too_late = make_submission (self, late);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt = submit (self, submission, &error);
  g_autoptr (KhidkiReceipt) again = NULL;
  g_autoptr (KhidkiCashDay) day = NULL;
  g_autoptr (KhidkiCashDay) closed = NULL;
  g_autoptr (KhidkiCashDay) twice = NULL;
  GDate today, yesterday;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 5, G_DATE_JANUARY, 2026);
  yesterday = today;
  g_date_subtract_days (&yesterday, 1);
  day = load_day (self, &today, &error);
  g_assert_cmpint (khidki_cash_day_get_total (day), ==, 3000);
  g_assert_cmpint (khidki_cash_day_get_closed_at (day), ==, 0);
  ASSERT_FAILS (close_day (self, &today, 2900, "", failed), KHIDKI_ERROR_INVALID);
  closed = close_day (self, &today, 2900, "one rupee short", &error);
  g_assert_cmpint (khidki_cash_day_get_counted (closed), ==, 2900);
  twice = close_day (self, &today, 1, "nonsense", &error);
  g_assert_cmpstr (khidki_cash_day_get_remark (twice), ==, "one rupee short");
  ASSERT_FAILS (submit (self, too_late, failed), KHIDKI_ERROR_REFUSED);
  again = submit (self, submission, &error);
  g_assert_no_error (error);
  g_clear_pointer (&day, khidki_cash_day_unref);
  day = load_day (self, &yesterday, &error);
  g_assert_cmpuint (khidki_cash_day_get_n_receipts (day), ==, 0);
}

static void
test_standing (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = fill (self);
  g_autoptr (KhidkiSubmission) submission = make_submission (self, draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt = submit (self, submission, &error);
  const char *number = khidki_receipt_get_application (receipt);
  g_autoptr (KhidkiStanding) standing = NULL;
  GDate birth, wrong;

  g_date_clear (&birth, 1);
  g_date_set_dmy (&birth, 15, G_DATE_AUGUST, 1990);
  wrong = birth;
  g_date_add_days (&wrong, 1);
  standing = find_standing (self, number, &birth, &error);
  g_assert_cmpstr (khidki_standing_get_state (standing), ==, "submitted");
  g_assert_cmpstr (khidki_standing_get_applicant (standing), ==, "Sita Devi");
  for (guint i = 0; i < 5; i++)
    ASSERT_FAILS (find_standing (self, number, &wrong, failed), KHIDKI_ERROR_NOT_FOUND);
  ASSERT_FAILS (find_standing (self, number, &birth, failed), KHIDKI_ERROR_BUSY);
}

static void
test_failure (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = begin (self);
  g_autoptr (KhidkiDraft) saved = NULL;
  g_autoptr (GError) error = NULL;

  khidki_test_host_fail_counter (self->test, KHIDKI_ERROR_RETRY, "the disk is full");
  ASSERT_FAILS (save (self, self->who, draft, failed), KHIDKI_ERROR_RETRY);
  g_assert_null (khidki_test_host_find_draft (self->test, khidki_draft_get_id (draft)));
  saved = save (self, self->who, draft, &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/testing-counter/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("services", test_services);
  ADD ("sign-in", test_sign_in);
  ADD ("password", test_password);
  ADD ("drafts", test_drafts);
  ADD ("codes", test_codes);
  ADD ("code-times", test_code_times);
  ADD ("papers", test_papers);
  ADD ("consent", test_consent);
  ADD ("consent-of-another-version", test_consent_of_another_version);
  ADD ("submit", test_submit);
  ADD ("receipts", test_receipts);
  ADD ("day", test_day);
  ADD ("standing", test_standing);
  ADD ("failure", test_failure);
  return g_test_run ();
}
