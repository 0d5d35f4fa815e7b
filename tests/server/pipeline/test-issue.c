/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-audit.h"
#include "pipeline/khidki-certificate-row.h"
#include "pipeline/khidki-issue-texts.h"
#include "pipeline/khidki-issue.h"
#include "sample-department.h"

typedef struct
{
  PipelineFixture pipeline;
  KhidkiPaperStore *papers;
  KhidkiIssuer *issuer;
  GMainLoop *loop;
  guint8 next;
  guint waiting;
  guint failed;
  char *number;
} Fixture;

static void
fill (guint8 *buffer, gsize length, gpointer data)
{
  Fixture *fixture = data;

  memset (buffer, ++fixture->next, length);
}

static char *
designation (const char *officer, const GDate *today, const char *language, gpointer data)
{
  g_assert_cmpstr (officer, ==, "tester");
  return g_str_equal (language, "hi") ? g_strdup ("तहसीलदार, उत्तर तट")
                                      : g_strdup ("Tehsildar, North Bank");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) timezone = g_time_zone_new_identifier ("Asia/Kolkata");
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { 5 };
  g_autoptr (KhidkiSigningKey) key = khidki_signing_key_new (seed);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  pipeline_fixture_set_up (&fixture->pipeline, NULL);
  folder = g_build_filename (fixture->pipeline.rows.folder, "papers", NULL);
  fixture->papers = khidki_paper_store_new (folder, fixture->pipeline.rows.seal, &error);
  g_assert_no_error (error);
  fixture->issuer = khidki_issuer_new (fixture->pipeline.rows.store, fixture->papers, key, timezone,
                                       "https://seva.example", "1076");
  khidki_issuer_set_random_func (fixture->issuer, fill, fixture);
  khidki_issuer_set_designation_func (fixture->issuer, designation, NULL);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->number = pipeline_fixture_number (1);
  pipeline_fixture_submit (&fixture->pipeline, fixture->number, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_main_loop_unref (fixture->loop);
  khidki_issuer_unref (fixture->issuer);
  g_object_unref (fixture->papers);
  g_free (fixture->number);
  pipeline_fixture_tear_down (&fixture->pipeline, NULL);
}

static void
on_issued (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  if (!khidki_issuer_issue_finish (fixture->issuer, result, &error))
    {
      g_test_message ("%s", error->message);
      fixture->failed++;
    }
  if (--fixture->waiting == 0)
    g_main_loop_quit (fixture->loop);
}

static void
issue (Fixture *fixture, guint times)
{
  fixture->waiting = times;
  for (guint i = 0; i < times; i++)
    khidki_issuer_issue_async (fixture->issuer, fixture->pipeline.catalogue, fixture->number,
                               fixture->pipeline.now, &fixture->pipeline.today, NULL, on_issued,
                               fixture);
  g_main_loop_run (fixture->loop);
}

static void
assert_sql (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *found = pipeline_fixture_sql (&fixture->pipeline, sql);

  g_assert_cmpstr (found, ==, expected);
}

static gboolean
deliver (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;

  return khidki_pipeline_delivered (transaction, "26000000000001", START + DAY, error)
         && khidki_pipeline_delivered (transaction, fixture->number, START + DAY, error);
}

static gboolean
verify_chain (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;

  return khidki_audit_verify (transaction, fixture->number, NULL, error);
}

/* Twice at once, then again, then delivered twice: one certificate. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiApplicationRow) row = NULL;

  pipeline_fixture_approve (&fixture->pipeline, fixture->number);
  issue (fixture, 3);
  issue (fixture, 1);
  g_assert_cmpuint (fixture->failed, ==, 0);
  assert_sql (fixture, "SELECT count(*) FROM certificate", "1");
  assert_sql (fixture, "SELECT state FROM application", "issued");
  assert_sql (fixture, "SELECT count(*) FROM move WHERE move = 'issue'", "1");
  assert_sql (fixture, "SELECT count(*) FROM job WHERE kind = 'event'", "5");
  for (guint i = 0; i < 2; i++)
    {
      khidki_store_write (fixture->pipeline.rows.store, deliver, fixture, &error);
      g_assert_no_error (error);
    }
  assert_sql (fixture, "SELECT state FROM application", "delivered");
  assert_sql (fixture, "SELECT count(*) FROM move WHERE move = 'deliver'", "1");
  khidki_store_read (fixture->pipeline.rows.store, verify_chain, fixture, &error);
  g_assert_no_error (error);
}

static void
test_early (Fixture *fixture, gconstpointer data)
{
  issue (fixture, 1);
  g_assert_cmpuint (fixture->failed, ==, 1);
  assert_sql (fixture, "SELECT count(*) FROM certificate", "0");
}

/* As if the process had been killed after printing: the paper is there, nothing
 * else, and the next run ends with one certificate. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  pipeline_fixture_approve (&fixture->pipeline, fixture->number);
  g_free (pipeline_fixture_sql (
      &fixture->pipeline,
      "CREATE TRIGGER cut BEFORE INSERT ON certificate BEGIN SELECT RAISE(ABORT, 'cut'); END;"));
  issue (fixture, 1);
  g_assert_cmpuint (fixture->failed, ==, 1);
  assert_sql (fixture, "SELECT state FROM application", "approved");
  g_free (pipeline_fixture_sql (&fixture->pipeline, "DROP TRIGGER cut"));
  issue (fixture, 1);
  g_assert_cmpuint (fixture->failed, ==, 1);
  assert_sql (fixture, "SELECT count(*) FROM certificate", "1");
  assert_sql (fixture, "SELECT state FROM application", "issued");
}

typedef struct
{
  const char *number;
  const char *token;
  gint64 now;
  KhidkiVerifyFacts *facts;
} Look;

static gboolean
load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Look *look = data;

  g_clear_pointer (&look->facts, khidki_verify_facts_free);
  look->facts = khidki_verify_facts_load (transaction, look->number, look->token, look->now, error);
  return look->facts != NULL;
}

static gboolean
take_back (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Look *look = data;

  return khidki_certificate_row_revoke (transaction, look->number, "false statement", START, error);
}

static void
look_at (Fixture *fixture, Look *look, const char *token, gint64 now)
{
  g_autoptr (GError) error = NULL;

  look->token = token;
  look->now = now;
  khidki_store_read (fixture->pipeline.rows.store, load, look, &error);
  g_assert_no_error (error);
}

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiVerifyValue *value;
  Look look = { 0 };

  pipeline_fixture_approve (&fixture->pipeline, fixture->number);
  issue (fixture, 1);
  look.number = number = pipeline_fixture_sql (&fixture->pipeline, "SELECT number FROM certificate");
  g_assert_cmpint (khidki_number_get_kind (number), ==, KHIDKI_NUMBER_CERTIFICATE);
  look_at (fixture, &look, "AQEBAQEBAQEBAQEBAQEBAg", START);
  g_assert_cmpint (look.facts->status, ==, KHIDKI_VERIFY_VALID);
  g_assert_cmpstr (look.facts->masked_name, ==, "S. D.");
  g_assert_true (look.facts->specimen);
  g_assert_null (look.facts->name);
  g_assert_null (look.facts->values);
  g_assert_null (look.facts->paper);
  look_at (fixture, &look, "AQEBAQEBAQEBAQEBAQEBAQ", START + 300 * DAY);
  g_assert_cmpstr (look.facts->name, ==, NAME);
  g_assert_cmpstr (look.facts->application, ==, fixture->number);
  g_assert_cmpuint (look.facts->values->len, ==, 1);
  value = g_ptr_array_index (look.facts->values, 0);
  g_assert_cmpstr (value->label_hi, ==, "श्रेणी");
  g_assert_cmpstr (value->value_hi, ==, "उत्तम");
  g_assert_cmpstr (value->value_en, ==, "excellent");
  g_assert_cmpstr (look.facts->body_en, ==, "Certified that Sunita Devi of North Bank is excellent.");
  pdf = khidki_paper_store_load (fixture->papers, look.facts->paper, &error);
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (g_bytes_get_data (pdf, NULL), "%PDF", 4), ==, 0);
  look_at (fixture, &look, NULL, START + 400 * DAY);
  g_assert_cmpint (look.facts->status, ==, KHIDKI_VERIFY_EXPIRED);
  khidki_store_write (fixture->pipeline.rows.store, take_back, &look, &error);
  g_assert_no_error (error);
  look_at (fixture, &look, NULL, START);
  g_assert_cmpint (look.facts->status, ==, KHIDKI_VERIFY_REVOKED);
  g_clear_pointer (&look.facts, khidki_verify_facts_free);
  look.number = fixture->number;
  g_assert_false (khidki_store_read (fixture->pipeline.rows.store, load, &look, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

static KhidkiCertificate *
compose (Fixture *fixture, KhidkiAnswers *answers, GError **error)
{
  KhidkiService *service =
      khidki_catalogue_find_service (fixture->pipeline.catalogue, "TST-ONE");
  g_autoptr (KhidkiApplication) application = khidki_application_new (
      fixture->number, service, answers, &fixture->pipeline.today, "north-bank");
  g_autoptr (GTimeZone) timezone = g_time_zone_new_utc ();
  KhidkiIssueTexts texts = { fixture->pipeline.catalogue,  application, NAME, "76000000000000",
                             { NULL, "Tehsildar" }, fixture->pipeline.today, timezone,
                             "https://seva.example", "", TRUE };

  return khidki_issue_texts_compose (&texts, error);
}

static void
assert_text (KhidkiCertificate *certificate,
             KhidkiCertificateText text,
             const char *hindi,
             const char *english)
{
  g_assert_cmpstr (khidki_certificate_get_text (certificate, text, "hi"), ==, hindi);
  g_assert_cmpstr (khidki_certificate_get_text (certificate, text, "en"), ==, english);
}

static void
assert_line (KhidkiCertificate *certificate,
             guint index,
             const char *hindi,
             const char *english,
             const char *key)
{
  const KhidkiCertificateLine *line = khidki_certificate_get_line (certificate, index);

  g_assert_cmpstr (line->value_hi, ==, hindi);
  g_assert_cmpstr (line->value_en, ==, english);
  g_assert_cmpstr (line->key, ==, key);
}

static void
test_texts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAnswers) answers = pipeline_fixture_answers ("north-bank");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCertificate) certificate = compose (fixture, answers, &error);

  g_assert_no_error (error);
  assert_text (certificate, KHIDKI_CERTIFICATE_OFFICER, "अधिकारी", "Tehsildar");
  assert_text (certificate, KHIDKI_CERTIFICATE_PLACE, "उत्तर तट", "North Bank");
  /* purpose, two members, the child among them, the grade, and no loan */
  g_assert_cmpuint (khidki_certificate_get_n_lines (certificate), ==, 5);
  assert_line (certificate, 0, "स्कूल", "School", NULL);
  assert_line (certificate, 2, "Geeta Devi, 12", "Geeta Devi, 12", NULL);
  assert_line (certificate, 3, "Geeta Devi", "Geeta Devi", NULL);
  assert_line (certificate, 4, "उत्तम", "excellent", "grade");

  sample_department_set_grade (NULL);
  g_assert_null (compose (fixture, answers, &error));
  sample_department_set_grade ("उत्तम");
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "{grade}"));
}

/* A heading goes with the lines that it stands over. */
static void
test_heading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAnswers) answers = pipeline_fixture_answers ("north-bank");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCertificate) certificate = NULL;

  khidki_answers_set (answers, "purpose", "loan");
  certificate = compose (fixture, answers, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (khidki_certificate_get_n_lines (certificate), ==, 7);
  g_assert_cmpstr (khidki_certificate_get_line (certificate, 3)->label_en, ==, "Of the loan");
  assert_line (certificate, 3, NULL, NULL, NULL);
  assert_line (certificate, 4, "yes", "yes", "loan");
}

/* Hindi text says the Hindi name, English text the other; who gave one name only
 * has it in both. */
static void
test_name_in_hindi (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiAnswers) answers = pipeline_fixture_answers ("north-bank");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCertificate) one = compose (fixture, answers, &error);
  g_autoptr (KhidkiCertificate) both = NULL;

  g_assert_no_error (error);
  assert_text (one, KHIDKI_CERTIFICATE_APPLICANT, NAME, NAME);
  khidki_answers_set (answers, "name-hi", "सुनीता देवी");
  both = compose (fixture, answers, &error);
  g_assert_no_error (error);
  assert_text (both, KHIDKI_CERTIFICATE_APPLICANT, "सुनीता देवी", NAME);
  assert_text (both, KHIDKI_CERTIFICATE_BODY,
               "प्रमाणित किया जाता है कि सुनीता देवी, उत्तर तट, उत्तम है।",
               "Certified that Sunita Devi of North Bank is excellent.");
}

#define ADD(path, func) \
  g_test_add ("/issue/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("texts", test_texts);
  ADD ("heading", test_heading);
  ADD ("name-in-hindi", test_name_in_hindi);
  ADD ("once", test_once);
  ADD ("early", test_early);
  ADD ("killed", test_killed);
  ADD ("verify", test_verify);
  return g_test_run ();
}
