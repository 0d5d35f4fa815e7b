/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline-fixture.h"

#include <string.h>

#include "pipeline/khidki-application-number.h"
#include "sample-department.h"

typedef struct
{
  PipelineFixture *fixture;
  const char *number;
  const char *subdivision;
  const KhidkiMove *move;
  KhidkiApplicationRow *row;
} Call;

static gboolean
add_account (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAccount) account =
      khidki_account_new ("whatsapp", "", PHONE, PHONE, NAME);
  g_autoptr (GVariant) plain = khidki_account_to_variant (account);
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "account", ACCOUNT, plain);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", ACCOUNT,
                                     "whatsapp", START, START, "", sealed, sealed) == 1;
}

void
pipeline_fixture_set_up (PipelineFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_fixture_set_up (&fixture->rows, NULL);
  fixture->catalogue = sample_catalogue_new (data != NULL);
  g_date_set_dmy (&fixture->today, 23, G_DATE_NOVEMBER, 2026);
  fixture->now = START;
  khidki_store_write (fixture->rows.store, add_account, NULL, &error);
  g_assert_no_error (error);
}

void
pipeline_fixture_tear_down (PipelineFixture *fixture, gconstpointer data)
{
  khidki_catalogue_unref (fixture->catalogue);
  store_fixture_tear_down (&fixture->rows, NULL);
}

char *
pipeline_fixture_number (guint seed)
{
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES] = { seed & 0xff, seed >> 8 & 0xff, 7 };

  return khidki_application_number_new (2026, randomness);
}

KhidkiAnswers *
pipeline_fixture_answers (const char *subdivision)
{
  KhidkiAnswers *answers = khidki_answers_new ();
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (hash, "image/jpeg", 1000);

  khidki_answers_set (answers, "name", NAME);
  khidki_answers_set (answers, "dob", "1990-02-03");
  khidki_answers_set (answers, "area", subdivision);
  khidki_answers_set (answers, "purpose", "school");
  khidki_answers_set (answers, "family.1.name", "Ramesh Kumar");
  khidki_answers_set (answers, "family.1.age", "44");
  khidki_answers_set (answers, "family.2.name", "Geeta Devi");
  khidki_answers_set (answers, "family.2.age", "12");
  khidki_answers_add_paper (answers, "identity", "voter-id", paper);
  return answers;
}

static gboolean
do_submit (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  PipelineFixture *fixture = call->fixture;
  KhidkiService *service = khidki_catalogue_find_service (fixture->catalogue, "TST-ONE");
  g_autoptr (KhidkiAnswers) answers = pipeline_fixture_answers (call->subdivision);
  g_autoptr (KhidkiDraft) draft = khidki_draft_new (
      "draft", "TST-ONE", khidki_service_get_version (service), "self", answers);

  return khidki_pipeline_submit (transaction, fixture->catalogue, call->number, ACCOUNT, draft,
                                 fixture->now, &fixture->today, error);
}

gboolean
pipeline_fixture_submit_to (PipelineFixture *fixture,
                            const char *number,
                            const char *subdivision,
                            GError **error)
{
  Call call = { fixture, number, subdivision, NULL, NULL };

  return khidki_store_write (fixture->rows.store, do_submit, &call, error);
}

gboolean
pipeline_fixture_submit (PipelineFixture *fixture, const char *number, GError **error)
{
  return pipeline_fixture_submit_to (fixture, number, "north-bank", error);
}

static gboolean
do_move (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  return khidki_pipeline_move (transaction, call->fixture->catalogue, call->move, error);
}

gboolean
pipeline_fixture_move (PipelineFixture *fixture, const KhidkiMove *move, GError **error)
{
  Call call = { fixture, NULL, NULL, move, NULL };

  return khidki_store_write (fixture->rows.store, do_move, &call, error);
}

gboolean
pipeline_fixture_act (PipelineFixture *fixture,
                      const char *number,
                      const char *move,
                      const char *role,
                      GError **error)
{
  gboolean reject = g_str_equal (move, "reject");
  gboolean wordless = g_str_equal (move, "forward") || g_str_equal (move, "scrutinise")
                      || g_str_equal (move, "approve");
  KhidkiMove request = {
    .number = number,
    .move = move,
    .actor = "officer:tester",
    .role = role,
    .reason = reject ? "R05" : "",
    .text = wordless ? "" : "because of this",
    .now = fixture->now,
    .subdivision = "south-bank",
  };

  return pipeline_fixture_move (fixture, &request, error);
}

void
pipeline_fixture_approve (PipelineFixture *fixture, const char *number)
{
  static const char *const steps[][2] = {
    { "scrutinise", "dealing-assistant" },
    { "forward", "dealing-assistant" },
    { "forward", "patwari" },
    { "approve", "tehsildar" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      pipeline_fixture_act (fixture, number, steps[i][0], steps[i][1], &error);
      g_assert_no_error (error);
    }
}

static gboolean
do_load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  call->row = khidki_application_row_load (transaction, call->number, error);
  return call->row != NULL;
}

KhidkiApplicationRow *
pipeline_fixture_load (PipelineFixture *fixture, const char *number)
{
  Call call = { fixture, number, NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->rows.store, do_load, &call, &error);
  g_assert_no_error (error);
  return call.row;
}

char *
pipeline_fixture_sql (PipelineFixture *fixture, const char *sql)
{
  static const char *const program =
      "import sqlite3, sys\n"
      "db = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)\n"
      "many = ';' in sys.argv[2]\n"
      "row = db.executescript(sys.argv[2]) and None if many else db.execute(sys.argv[2]).fetchone()\n"
      "print('' if row is None else row[0], end='')\n";
  const char *arguments[] = { "python3", "-c", program, fixture->rows.path, sql, NULL };
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_test_message ("%s", complaint);
  g_assert_no_error (error);
  return g_steal_pointer (&output);
}
