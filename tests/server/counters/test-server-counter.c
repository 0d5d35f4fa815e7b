/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>
#include <unistd.h>

#include "counters/khidki-server-counter.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-hand.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-draft-row.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-queue.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define MOBILE "9812345678"
#define CITIZENS_CODE "12345678901"

typedef struct
{
  PipelineFixture base;
  KhidkiTestHost *host;
  GTimeZone *zone;
  KhidkiSignIn *sign_in;
  KhidkiServerCounter *server_counter;
  KhidkiCounter *counter;
  KhidkiOperator *meena;
  KhidkiOperator *elsewhere;
} Fixture;

/* The channel `post` reaches every phone, while it runs. */
static gboolean
do_run_post (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_execute (transaction, "channel-running-clear", error, "") >= 0
         && (data == NULL
             || khidki_transaction_execute (transaction, "channel-running-add", error, "sxx", "post",
                                            (gint64) 1, (gint64) 0) == 1);
}

static void
set_reachable (Fixture *fixture, gboolean reachable)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->base.rows.store, do_run_post, reachable ? fixture : NULL, &error);
  g_assert_no_error (error);
}

static char *
centre_name (const char *centre, const char *language, gpointer user_data)
{
  return g_strconcat (centre, " in ", language, NULL);
}

static KhidkiCharges *
new_charges (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("khidki-charges-XXXXXX", &path, &error);
  KhidkiCharges *charges;

  close (fd);
  g_file_set_contents (path, "[Charge 2025-11-01]\nServiceCharge=3000\n", -1, NULL);
  charges = khidki_charges_new_from_file (path, &error);
  g_assert_no_error (error);
  unlink (path);
  return charges;
}

static void
make_counter (Fixture *fixture)
{
  g_autoptr (KhidkiCharges) charges = new_charges ();
  KhidkiServerCounterSetup setup = {
    .host = KHIDKI_HOST (fixture->host),
    .store = fixture->base.rows.store,
    .sign_in = fixture->sign_in,
    .time_zone = fixture->zone,
    .centre_name = centre_name,
    .user_data = fixture,
  };

  fixture->server_counter = khidki_server_counter_new (&setup, charges);
  fixture->counter = KHIDKI_COUNTER (fixture->server_counter);
  khidki_server_counter_set_catalogue (fixture->server_counter, fixture->base.catalogue);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiOperators) nobody = khidki_operators_new_empty ();

  pipeline_fixture_set_up (&fixture->base, NULL);
  fixture->host = khidki_test_host_new ("counter");
  khidki_test_host_set_now (fixture->host, START);
  fixture->zone = g_time_zone_new_identifier ("Asia/Kolkata");
  fixture->sign_in = khidki_sign_in_new (KHIDKI_HOST (fixture->host), fixture->base.rows.store,
                                         nobody, fixture->zone);
  fixture->meena = khidki_operator_new ("meena", "operator", "jangpura", "s");
  fixture->elsewhere = khidki_operator_new ("devi", "operator", "kalkaji", "t");
  set_reachable (fixture, TRUE);
  make_counter (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->server_counter);
  g_assert_finalize_object (fixture->sign_in);
  g_assert_finalize_object (fixture->host);
  khidki_operator_unref (fixture->meena);
  khidki_operator_unref (fixture->elsewhere);
  g_time_zone_unref (fixture->zone);
  pipeline_fixture_tear_down (&fixture->base, NULL);
}

/* A call of the counter, waited for; gives what its finish gives. */
#define CALL(fixture, name, error, ...)                                                            \
  ({                                                                                               \
    g_autoptr (GAsyncResult) _result = NULL;                                                       \
    khidki_counter_##name##_async ((fixture)->counter, __VA_ARGS__, NULL, khidki_test_take_result, \
                                   &_result);                                                      \
    khidki_test_await (&_result);                                                                  \
    khidki_counter_##name##_finish ((fixture)->counter, _result, error);                           \
  })

#define WELL(fixture, name, ...)                                                                   \
  ({                                                                                               \
    g_autoptr (GError) _error = NULL;                                                              \
    __typeof__ (CALL (fixture, name, &_error, __VA_ARGS__)) _value =                               \
        CALL (fixture, name, &_error, __VA_ARGS__);                                                \
    g_assert_no_error (_error);                                                                    \
    _value;                                                                                        \
  })

#define BADLY(fixture, code, text, name, ...)                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) _error = NULL;                                                              \
    g_assert_false (CALL (fixture, name, &_error, __VA_ARGS__));                                   \
    g_assert_error (_error, KHIDKI_ERROR, code);                                                   \
    if (text != NULL)                                                                              \
      g_assert_cmpstr (_error->message, ==, text);                                                 \
  }                                                                                                \
  G_STMT_END

/* @draft: (transfer full) */
static KhidkiDraft *
answer (Fixture *fixture, KhidkiDraft *draft, const char *path, const char *value)
{
  g_autofree char *complaint = NULL;
  KhidkiDraft *answered =
      khidki_counter_answer (fixture->counter, fixture->meena, draft, path, value, "en", &complaint);

  g_assert_cmpstr (complaint, ==, NULL);
  g_assert_nonnull (answered);
  khidki_draft_unref (draft);
  return answered;
}

/* @draft: (transfer full) */
static KhidkiDraft *
add_member (Fixture *fixture, KhidkiDraft *draft)
{
  KhidkiDraft *more =
      khidki_counter_add_member (fixture->counter, fixture->meena, draft, "family", "en", NULL);

  g_assert_nonnull (more);
  khidki_draft_unref (draft);
  return more;
}

static KhidkiDraft *
fill (Fixture *fixture, KhidkiDraft *draft)
{
  static const char *const answers[][2] = {
    { "name", NAME },        { "dob", "03/02/1990" },      { "area", "north-bank" },
    { "purpose", "school" }, { "family.1.name", "Ramesh Kumar" }, { "family.1.age", "44" },
    { "family.2.name", "Geeta Devi" }, { "family.2.age", "12" },
  };
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (hash, "image/jpeg", 1000);
  g_autofree char *complaint = NULL;
  KhidkiDraft *with_paper;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      if (g_str_equal (answers[i][0], "family.2.name"))
        draft = add_member (fixture, draft);
      draft = answer (fixture, draft, answers[i][0], answers[i][1]);
    }
  with_paper = khidki_counter_add_paper (fixture->counter, fixture->meena, draft, "identity",
                                         "voter-id", paper, "en", &complaint);
  g_assert_null (complaint);
  khidki_draft_unref (draft);
  return with_paper;
}

/* (transfer full): complete and saved */
static KhidkiDraft *
make_draft (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDraft) draft = khidki_counter_begin_draft (fixture->counter, fixture->meena,
                                                              "TST-ONE", "self", &error);
  g_autoptr (KhidkiDraft) filled = NULL;

  g_assert_no_error (error);
  filled = fill (fixture, g_steal_pointer (&draft));
  return WELL (fixture, save_draft, fixture->meena, filled);
}

static gboolean
keep_sheet (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_execute (transaction, "paper-add", error, "ssxxs",
                                     khidki_paper_get_hash (data), "image/jpeg",
                                     G_GINT64_CONSTANT (1000), START, "ok") >= 0;
}

static KhidkiSubmission *
new_submission (Fixture *fixture, KhidkiDraft *draft)
{
  g_autofree char *hash = g_strnfill (64, 'b');
  g_autoptr (KhidkiPaper) sheet = khidki_paper_new (hash, "image/jpeg", 1000);
  KhidkiSubmission *submission =
      khidki_submission_new (khidki_draft_get_id (draft), khidki_draft_get_version (draft));

  khidki_store_write (fixture->base.rows.store, keep_sheet, sheet, NULL);
  khidki_submission_set_cash (submission, 0, 3000);
  khidki_submission_set_sheet (submission, sheet);
  khidki_submission_set_language (submission, "hi");
  return submission;
}

/* The first receipt of this centre's day reads like an application. */
static void
test_centre_of_digits (Fixture *fixture, gconstpointer data)
{
  const char *number = "1116-261123-0001";
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiSubmission) submission = NULL;
  g_autoptr (KhidkiReceipt) receipt = NULL;
  g_autoptr (KhidkiReceipt) found = NULL;

  g_assert_cmpint (khidki_number_get_kind ("11162611230001"), ==, KHIDKI_NUMBER_APPLICATION);
  khidki_operator_unref (fixture->meena);
  fixture->meena = khidki_operator_new ("meena", "operator", "1116", "s");
  draft = make_draft (fixture);
  submission = new_submission (fixture, draft);
  receipt = WELL (fixture, submit, fixture->meena, submission);
  g_assert_cmpstr (khidki_receipt_get_number (receipt), ==, number);
  found = WELL (fixture, find_receipt, fixture->meena, number);
  g_assert_cmpstr (khidki_receipt_get_number (found), ==, number);
}

static void
test_morning (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  g_autoptr (KhidkiFormView) view = khidki_counter_view_draft (fixture->counter, draft, "hi");
  g_autoptr (KhidkiSubmission) submission = new_submission (fixture, draft);
  g_autoptr (KhidkiReceipt) receipt = NULL;
  g_autoptr (KhidkiReceipt) again = NULL;
  g_autoptr (KhidkiReceipt) found = NULL;
  g_autoptr (KhidkiReceipt) print = NULL;
  g_autoptr (KhidkiReceipt) copy = NULL;
  g_autoptr (KhidkiReceipt) reload = NULL;
  g_autoptr (KhidkiCashDay) day = NULL;
  gint64 fee, charge;

  g_assert_true (khidki_form_view_is_complete (view));
  g_assert_true (khidki_counter_get_charges (fixture->counter, "TST-ONE", &fee, &charge));
  g_assert_cmpint (fee + charge, ==, 3000);
  receipt = WELL (fixture, submit, fixture->meena, submission);
  again = WELL (fixture, submit, fixture->meena, submission);
  g_assert_cmpstr (khidki_receipt_get_number (receipt), ==, "JANGPURA-261123-0001");
  g_assert_cmpstr (khidki_receipt_get_number (again), ==, khidki_receipt_get_number (receipt));
  g_assert_cmpstr (khidki_receipt_get_application (again), ==,
                   khidki_receipt_get_application (receipt));
  g_assert_cmpstr (khidki_receipt_get_applicant (receipt), ==, NAME);
  g_assert_cmpuint (khidki_receipt_get_n_papers (receipt), ==, 1);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, submit, fixture->elsewhere, submission);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, load_draft, fixture->meena,
         khidki_draft_get_id (draft));

  found = WELL (fixture, find_receipt, fixture->meena, khidki_receipt_get_application (receipt));
  g_clear_pointer (&found, khidki_receipt_unref);
  found = WELL (fixture, find_receipt, fixture->meena, " jangpura-261123-0001 ");
  g_clear_pointer (&found, khidki_receipt_unref);
  found = WELL (fixture, find_receipt, fixture->meena, khidki_draft_get_id (draft));
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, find_receipt, fixture->elsewhere,
         khidki_receipt_get_number (receipt));
  print = WELL (fixture, note_print, fixture->meena, khidki_receipt_get_number (receipt), "one");
  reload = WELL (fixture, note_print, fixture->meena, khidki_receipt_get_number (receipt), "one");
  copy = WELL (fixture, note_print, fixture->meena, khidki_receipt_get_number (receipt), "two");
  g_assert_cmpuint (khidki_receipt_get_prints (print), ==, 0);
  g_assert_cmpuint (khidki_receipt_get_prints (reload), ==, 0);
  g_assert_cmpuint (khidki_receipt_get_prints (copy), ==, 1);

  day = WELL (fixture, load_day, fixture->meena, &fixture->base.today);
  g_assert_cmpint (khidki_cash_day_get_total (day), ==, 3000);
}

static void
test_day (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) first = make_draft (fixture);
  g_autoptr (KhidkiDraft) second = make_draft (fixture);
  g_autoptr (KhidkiSubmission) taken = new_submission (fixture, first);
  g_autoptr (KhidkiSubmission) late = new_submission (fixture, second);
  g_autoptr (KhidkiSubmission) wrong = new_submission (fixture, second);
  g_autoptr (KhidkiReceipt) receipt = WELL (fixture, submit, fixture->meena, taken);
  g_autoptr (KhidkiReceipt) same = NULL;
  g_autoptr (KhidkiCashDay) closed = NULL;
  g_autoptr (KhidkiCashDay) again = NULL;
  GDate tomorrow = fixture->base.today;

  khidki_submission_set_cash (wrong, 0, 5000);
  BADLY (fixture, KHIDKI_ERROR_REFUSED, "amounts-changed", submit, fixture->meena, wrong);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "remark-missing", close_day, fixture->meena,
         &fixture->base.today, 2000, " ");
  g_date_add_days (&tomorrow, 1);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "day-to-come", close_day, fixture->meena, &tomorrow, 0, "");
  closed = WELL (fixture, close_day, fixture->meena, &fixture->base.today, 2000, "ten rupees short");
  again = WELL (fixture, close_day, fixture->meena, &fixture->base.today, 1, "and now?");
  g_assert_cmpint (khidki_cash_day_get_counted (again), ==, 2000);
  g_assert_cmpstr (khidki_cash_day_get_remark (again), ==, "ten rupees short");
  BADLY (fixture, KHIDKI_ERROR_REFUSED, "day-closed", submit, fixture->meena, late);
  same = WELL (fixture, submit, fixture->meena, taken);
  g_assert_cmpstr (khidki_receipt_get_number (same), ==, khidki_receipt_get_number (receipt));
  khidki_test_host_set_now (fixture->host, START + DAY);
  g_clear_pointer (&same, khidki_receipt_unref);
  same = WELL (fixture, submit, fixture->meena, late);
  g_assert_cmpstr (khidki_receipt_get_number (same), ==, "JANGPURA-261124-0001");
}

typedef struct
{
  KhidkiDraft *draft;
  const char *code;
  const char *phone;
} Handing;

static gboolean
do_chat_offer (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Handing *handing = data;
  g_autoptr (KhidkiDraft) saved =
      khidki_draft_row_save (transaction, handing->draft, ACCOUNT, START, error);

  return saved != NULL
         && khidki_draft_offer_make (transaction, khidki_draft_get_id (saved),
                                     KHIDKI_OFFER_TOWARDS_COUNTER, "", CITIZENS_CODE, START, error);
}

/* A draft that is the chat's, and offered by a code. */
static void
offer_from_chat (Fixture *fixture)
{
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) empty = khidki_draft_new (
      "chat-draft", "TST-ONE",
      khidki_service_get_version (khidki_catalogue_find_service (fixture->base.catalogue, "TST-ONE")),
      "self", none);
  g_autoptr (KhidkiDraft) draft = NULL;
  Handing handing = { 0 };
  g_autoptr (GError) error = NULL;

  khidki_answers_set (answers, "purpose", "loan");
  handing.draft = draft = khidki_draft_copy_with_answers (empty, answers, "whatsapp");
  khidki_store_write (fixture->base.rows.store, do_chat_offer, &handing, &error);
  g_assert_no_error (error);
}

static void
test_from_chat_to_counter (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) taken = NULL;
  g_autoptr (KhidkiDraft) saved = NULL;
  g_autoptr (KhidkiSubmission) submission = NULL;
  g_autoptr (KhidkiReceipt) receipt = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (KhidkiApplicationRow) row = NULL;
  g_autofree char *actor = NULL;
  g_autofree char *authors = NULL;

  offer_from_chat (fixture);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, load_draft, fixture->meena, "chat-draft");
  taken = WELL (fixture, take_draft, fixture->meena, "123 4567 8901");
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, take_draft, fixture->elsewhere, CITIZENS_CODE);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, load_draft, fixture->elsewhere, "chat-draft");
  open = WELL (fixture, list_drafts, fixture->meena);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (khidki_answers_get (khidki_draft_get_answers (taken), "purpose"), ==, "loan");

  saved = fill (fixture, g_steal_pointer (&taken));
  saved = answer (fixture, g_steal_pointer (&saved), "purpose", "loan");
  taken = WELL (fixture, save_draft, fixture->meena, saved);
  BADLY (fixture, KHIDKI_ERROR_CONFLICT, NULL, save_draft, fixture->meena, saved);
  submission = new_submission (fixture, taken);
  receipt = WELL (fixture, submit, fixture->meena, submission);

  row = pipeline_fixture_load (&fixture->base, khidki_receipt_get_application (receipt));
  g_assert_cmpstr (row->account, ==, ACCOUNT);
  actor = pipeline_fixture_sql (&fixture->base, "SELECT actor FROM move WHERE sequence = 1");
  g_assert_cmpstr (actor, ==, "operator:meena");
  authors = g_variant_print (row->authors, FALSE);
  g_assert_nonnull (strstr (authors, "'name': 'operator/meena@jangpura'"));
  g_assert_cmpstr (khidki_answers_get (row->answers, "declaration.language"), ==, "hi");
}

/* Given back, it goes on in the chat; what a counter began and drops is gone. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) own = make_draft (fixture);
  g_autoptr (KhidkiDraft) taken = NULL;
  g_autofree char *left = NULL;

  offer_from_chat (fixture);
  taken = WELL (fixture, take_draft, fixture->meena, CITIZENS_CODE);
  g_assert_true (WELL (fixture, drop_draft, fixture->meena, "chat-draft"));
  g_assert_true (WELL (fixture, drop_draft, fixture->meena, khidki_draft_get_id (own)));
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, drop_draft, fixture->meena, "chat-draft");
  left = pipeline_fixture_sql (&fixture->base, "SELECT group_concat(draft) FROM draft");
  g_assert_cmpstr (left, ==, "chat-draft");
}

static gboolean
do_phone_take (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Handing *handing = data;
  g_autoptr (KhidkiAccount) account =
      khidki_account_new ("whatsapp", "", PHONE, handing->phone, NAME);
  g_autofree char *key = g_strconcat (handing->phone, handing->code, NULL);

  return khidki_draft_hand_to_phone (transaction, account, ACCOUNT, handing->code, key, START, error);
}

/* What the citizen is told. */
static void
write_code (Fixture *fixture, const char *phone, const char *code)
{
  Handing handing = { NULL, code, phone };
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->base.rows.store, do_phone_take, &handing, &error);
  g_assert_no_error (error);
}

static void
assert_cell (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *cell = pipeline_fixture_sql (&fixture->base, sql);

  g_assert_cmpstr (cell, ==, expected);
}

static void
test_from_counter_to_phone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  const char *id = khidki_draft_get_id (draft);
  g_autofree char *old = WELL (fixture, offer_draft, fixture->meena, id);
  g_autofree char *code = WELL (fixture, offer_draft, fixture->meena, id);

  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, offer_draft, fixture->elsewhere, id);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, take_draft, fixture->elsewhere, code);
  write_code (fixture, "+919812345678", old);
  assert_cell (fixture, "SELECT count(*) FROM draft WHERE account = '" ACCOUNT "'", "0");
  assert_cell (fixture, "SELECT count(*) FROM job WHERE kind = 'event'", "1");
  write_code (fixture, "+919812345678", code);
  write_code (fixture, "+919812345678", code);
  assert_cell (fixture, "SELECT account FROM draft", ACCOUNT);
  assert_cell (fixture, "SELECT count(*) FROM job WHERE account = '" ACCOUNT "'", "2");
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, load_draft, fixture->meena, id);
}

static void
test_wrong_codes (Fixture *fixture, gconstpointer data)
{
  offer_from_chat (fixture);
  for (guint i = 0; i < 5; i++)
    BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, take_draft, fixture->meena, "99999999999");
  BADLY (fixture, KHIDKI_ERROR_BUSY, NULL, take_draft, fixture->meena, CITIZENS_CODE);
  khidki_test_host_set_now (fixture->host, START + 10 * MINUTE);
  khidki_draft_unref (WELL (fixture, take_draft, fixture->meena, CITIZENS_CODE));
}

/* The code as it went out, from the message that waits to be sent. */
static gboolean
do_read_code (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  char **code = data;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "outbox-load", "xsssxxxsbbx", error, "ssxx", "post", "",
                                G_MAXINT64, G_GINT64_CONSTANT (10));
  guint last;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (KhidkiMessage) message = NULL;
  KhidkiMessage *registered;

  if (rows == NULL)
    return FALSE;
  last = khidki_rows_get_n (rows) - 1;
  sealed = khidki_rows_get_bytes (rows, last, 8);
  message = khidki_outbox_open_message (khidki_transaction_get_seal (transaction),
                                        khidki_rows_get_text (rows, last, 1), sealed, error);
  if (message == NULL)
    return FALSE;
  registered = khidki_message_get_template (message);
  g_assert_cmpstr (khidki_message_get_name (registered), ==, "consent_code");
  *code = g_strdup (khidki_message_get_parameters (registered)[0]);
  g_assert_nonnull (strstr (khidki_message_get_text (message), *code));
  return TRUE;
}

static char *
read_code (Fixture *fixture)
{
  char *code = NULL;
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->base.rows.store, do_read_code, &code, &error);
  g_assert_no_error (error);
  return code;
}

static KhidkiSubmission *
new_consented (KhidkiDraft *draft, const char *code)
{
  KhidkiSubmission *submission =
      khidki_submission_new (khidki_draft_get_id (draft), khidki_draft_get_version (draft));

  khidki_submission_set_cash (submission, 0, 3000);
  if (code != NULL)
    khidki_submission_set_consent (submission, code);
  return submission;
}

static void
test_consent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  g_autoptr (KhidkiDraft) changed = NULL;
  g_autoptr (KhidkiSubmission) nobody = new_consented (draft, NULL);
  g_autoptr (KhidkiSubmission) wrong = new_consented (draft, "000000x");
  g_autoptr (KhidkiSubmission) outdated = NULL;
  g_autoptr (KhidkiSubmission) right = NULL;
  g_autofree char *old = NULL;
  g_autofree char *code = NULL;
  const char *id = khidki_draft_get_id (draft);

  BADLY (fixture, KHIDKI_ERROR_INVALID, "not-declared", submit, fixture->meena, nobody);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "phone-wrong", ask_consent, fixture->meena, id, "981234", "hi");
  set_reachable (fixture, FALSE);
  BADLY (fixture, KHIDKI_ERROR_REFUSED, NULL, ask_consent, fixture->meena, id, MOBILE, "hi");
  set_reachable (fixture, TRUE);
  BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, ask_consent, fixture->elsewhere, id, MOBILE, "hi");
  g_assert_true (WELL (fixture, ask_consent, fixture->meena, id, MOBILE, "hi"));
  old = read_code (fixture);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "consent-wrong", submit, fixture->meena, wrong);

  draft = answer (fixture, g_steal_pointer (&draft), "purpose", "loan");
  changed = WELL (fixture, save_draft, fixture->meena, draft);
  id = khidki_draft_get_id (changed);
  outdated = new_consented (changed, old);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "consent-outdated", submit, fixture->meena, outdated);
  khidki_test_host_advance (fixture->host, 1000);
  g_assert_true (WELL (fixture, ask_consent, fixture->meena, id, MOBILE, "hi"));
  code = read_code (fixture);
  right = new_consented (changed, code);
  khidki_receipt_unref (WELL (fixture, submit, fixture->meena, right));
}

#define CHAT "chat"
#define OPEN_MS ((gint64) 24 * 60 * 60 * 1000)

/* Whoever has the phone has written in a chat that stays open for a day. */
static gboolean
do_open_chat (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const gint64 *last_inbound = data;
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *phone = khidki_phone_from_mobile (MOBILE);
  g_autofree char *digest = khidki_phone_digest (seal, phone);
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHAT, "", "somebody", phone, NULL);
  g_autofree char *key = khidki_account_key (seal, account);
  g_autoptr (GBytes) sealed = khidki_account_row_seal (seal, account);

  return khidki_transaction_execute (transaction, "channel-running-add", error, "sxx", CHAT,
                                     (gint64) 0, OPEN_MS) == 1
         && khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", key, CHAT, START,
                                        *last_inbound, digest, sealed, sealed) == 1;
}

static void
ask_in_chat (Fixture *fixture, gint64 last_inbound, const char *channels)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->base.rows.store, do_open_chat, &last_inbound, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      khidki_test_host_advance (fixture->host, 1000);
      g_assert_true (WELL (fixture, ask_consent, fixture->meena, khidki_draft_get_id (draft), MOBILE,
                           "en"));
    }
  assert_cell (fixture, "SELECT group_concat(channel) FROM (SELECT channel FROM outbox ORDER BY id)",
               channels);
}

/* Where they write just now; asked for again, it may not have come there. */
static void
test_consent_goes_to_the_open_chat (Fixture *fixture, gconstpointer data)
{
  ask_in_chat (fixture, START - 60 * 60 * 1000, "chat,post");
}

static void
test_consent_goes_to_no_closed_chat (Fixture *fixture, gconstpointer data)
{
  ask_in_chat (fixture, START - OPEN_MS + 60 * 1000, "post,post");
}

static void
test_consent_is_sent_rarely (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);

  for (guint i = 0; i < 4; i++)
    {
      khidki_test_host_advance (fixture->host, 1000);
      g_assert_true (WELL (fixture, ask_consent, fixture->meena, khidki_draft_get_id (draft), MOBILE,
                           "hi"));
    }
  BADLY (fixture, KHIDKI_ERROR_BUSY, NULL, ask_consent, fixture->meena, khidki_draft_get_id (draft),
         MOBILE, "hi");
}

static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) begun = khidki_counter_begin_draft (fixture->counter, fixture->meena,
                                                              "TST-ONE", "other", NULL);
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiSubmission) submission = NULL;
  g_autoptr (KhidkiSubmission) old = NULL;
  g_autoptr (KhidkiDraft) saved = NULL;

  begun = answer (fixture, g_steal_pointer (&begun), "name", NAME);
  draft = WELL (fixture, save_draft, fixture->meena, begun);
  submission = new_submission (fixture, draft);
  BADLY (fixture, KHIDKI_ERROR_INVALID, "incomplete", submit, fixture->meena, submission);
  old = g_steal_pointer (&submission);
  saved = WELL (fixture, save_draft, fixture->meena, draft);
  BADLY (fixture, KHIDKI_ERROR_CONFLICT, NULL, submit, fixture->meena, old);
  g_assert_null (khidki_counter_begin_draft (fixture->counter, fixture->meena, "NO-SUCH", "self", NULL));
}

/* The same data by chat and by counter give equal applications. */
static void
test_equal_to_the_chats (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  g_autoptr (KhidkiSubmission) submission = new_submission (fixture, draft);
  g_autoptr (KhidkiReceipt) receipt = WELL (fixture, submit, fixture->meena, submission);
  g_autofree char *number = pipeline_fixture_number (77);
  g_autoptr (KhidkiApplicationRow) counters =
      pipeline_fixture_load (&fixture->base, khidki_receipt_get_application (receipt));
  g_autoptr (KhidkiApplicationRow) chats = NULL;
  g_autoptr (KhidkiAnswers) expected = NULL;
  g_autoptr (GError) error = NULL;

  pipeline_fixture_submit (&fixture->base, number, &error);
  g_assert_no_error (error);
  chats = pipeline_fixture_load (&fixture->base, number);
  expected = khidki_answers_copy (counters->answers);
  khidki_answers_unset (expected, "declaration.version");
  khidki_answers_unset (expected, "declaration.language");
  khidki_answers_remove_papers (expected, "declaration");
  g_assert_true (khidki_answers_equal (chats->answers, expected));
  g_assert_cmpstr (chats->subdivision, ==, counters->subdivision);
  g_assert_cmpstr (chats->birth_digest, ==, counters->birth_digest);
  g_assert_cmpstr (chats->stage, ==, counters->stage);
  g_assert_cmpstr (chats->service_version, ==, counters->service_version);
  g_assert_cmpint (chats->due, ==, counters->due);
}

/* Under a key that nobody has an account for: those of before were made otherwise. */
static void
test_account_of_an_old_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDraft) draft = make_draft (fixture);
  g_autoptr (KhidkiSubmission) submission = new_submission (fixture, draft);

  g_free (pipeline_fixture_sql (&fixture->base, "UPDATE draft SET account = 'of-before'"));
  khidki_receipt_unref (WELL (fixture, submit, fixture->meena, submission));
  assert_cell (fixture,
               "SELECT a.channel FROM application p JOIN account a ON a.account = p.account",
               KHIDKI_COUNTER_CHANNEL);
}

static gboolean
do_wait (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  return TRUE;
}

/* Whoever saves may let go of the draft at once, as the page of a new one does. */
static void
test_draft_that_is_let_go (Fixture *fixture, gconstpointer data)
{
  KhidkiDraft *draft = khidki_counter_begin_draft (fixture->counter, fixture->meena, "TST-ONE",
                                                   "self", NULL);
  g_autofree char *id = g_strdup (khidki_draft_get_id (draft));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhidkiDraft) saved = NULL;
  g_autoptr (GError) error = NULL;
  GMutex busy;

  g_mutex_init (&busy);
  g_mutex_lock (&busy);
  khidki_store_write_async (fixture->base.rows.store, do_wait, &busy, NULL, NULL, NULL, NULL);
  khidki_counter_save_draft_async (fixture->counter, fixture->meena, draft, NULL,
                                   khidki_test_take_result, &result);
  khidki_draft_unref (draft);
  g_mutex_unlock (&busy);
  khidki_test_await (&result);
  saved = khidki_counter_save_draft_finish (fixture->counter, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (khidki_draft_get_id (saved), ==, id);
  assert_cell (fixture, "SELECT draft FROM draft_hold", id);
  g_mutex_clear (&busy);
}

static void
test_standing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = pipeline_fixture_number (78);
  g_autoptr (KhidkiStanding) standing = NULL;
  g_autoptr (GError) error = NULL;
  GDate birth, other;

  g_date_set_dmy (&birth, 3, G_DATE_FEBRUARY, 1990);
  g_date_set_dmy (&other, 4, G_DATE_FEBRUARY, 1990);
  pipeline_fixture_submit (&fixture->base, number, &error);
  g_assert_no_error (error);
  standing = WELL (fixture, find_standing, fixture->elsewhere, number, &birth);
  g_assert_cmpstr (khidki_standing_get_state (standing), ==, "submitted");
  g_assert_cmpstr (khidki_standing_get_applicant (standing), ==, NAME);
  for (guint i = 0; i < 9; i++)
    BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, find_standing, fixture->meena, "12345678901234",
           &birth);
  for (guint i = 0; i < 5; i++)
    BADLY (fixture, KHIDKI_ERROR_NOT_FOUND, NULL, find_standing, fixture->meena, number, &other);
  BADLY (fixture, KHIDKI_ERROR_BUSY, NULL, find_standing, fixture->meena, number, &birth);
  /* Whoever asks next does not go on with the guessing. */
  BADLY (fixture, KHIDKI_ERROR_BUSY, NULL, find_standing, fixture->elsewhere, number, &birth);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/server-counter/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("morning", test_morning);
  add ("centre-of-digits", test_centre_of_digits);
  add ("day", test_day);
  add ("chat-to-counter", test_from_chat_to_counter);
  add ("drop", test_drop);
  add ("consent-open-chat", test_consent_goes_to_the_open_chat);
  add ("consent-closed-chat", test_consent_goes_to_no_closed_chat);
  add ("counter-to-phone", test_from_counter_to_phone);
  add ("wrong-codes", test_wrong_codes);
  add ("consent", test_consent);
  add ("consent-rarely", test_consent_is_sent_rarely);
  add ("incomplete", test_incomplete);
  add ("equal", test_equal_to_the_chats);
  add ("old-draft", test_account_of_an_old_draft);
  add ("let-go", test_draft_that_is_let_go);
  add ("standing", test_standing);
  return g_test_run ();
}
