/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-event.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-audit.h"

#define REFUSED KHIDKI_ERROR_REFUSED
#define WALK_MOVES 5000

static char *
submitted (PipelineFixture *fixture, guint seed)
{
  g_autoptr (GError) error = NULL;
  char *number = pipeline_fixture_number (seed);

  pipeline_fixture_submit (fixture, number, &error);
  g_assert_no_error (error);
  return number;
}

static void
act_well (PipelineFixture *fixture, const char *number, const char *move, const char *role)
{
  g_autoptr (GError) error = NULL;

  pipeline_fixture_act (fixture, number, move, role, &error);
  g_assert_no_error (error);
}

static void
assert_stands (PipelineFixture *fixture, const char *number, KhidkiState state, const char *stage)
{
  g_autoptr (KhidkiApplicationRow) row = pipeline_fixture_load (fixture, number);

  g_assert_cmpstr (khidki_state_to_string (row->state), ==, khidki_state_to_string (state));
  g_assert_cmpstr (row->stage, ==, stage);
}

static void
assert_count (PipelineFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *count = pipeline_fixture_sql (fixture, sql);

  g_assert_cmpstr (count, ==, expected);
}

static void
test_submit (PipelineFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (KhidkiApplicationRow) row = pipeline_fixture_load (fixture, number);

  g_assert_cmpint (row->state, ==, KHIDKI_STATE_SUBMITTED);
  g_assert_cmpstr (row->stage, ==, "scrutiny");
  g_assert_cmpstr (row->subdivision, ==, "north-bank");
  g_assert_cmpstr (row->applicant, ==, NAME);
  g_assert_cmpstr (row->birth, ==, "1990-02-03");
  g_assert_cmpstr (row->submitted_on, ==, "2026-11-23");
  g_assert_cmpint (row->due, ==, START + 14 * DAY);
  g_assert_cmpint (row->version, ==, 1);

  g_assert_false (pipeline_fixture_submit (fixture, number, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (pipeline_fixture_submit (fixture, "12345", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  assert_count (fixture, "SELECT count(*) FROM application", "1");
  assert_count (fixture, "SELECT count(*) FROM move", "1");
  assert_count (fixture, "SELECT count(*) FROM person", "1");
  assert_count (fixture, "SELECT count(*) FROM job", "0");
}

static void
test_office (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (GError) error = NULL;
  KhidkiMove move = { number, "register", "server", NULL, "", "", "EDIST/2026/77", NULL, START };
  g_autofree char *job = pipeline_fixture_sql (fixture, "SELECT kind || ' ' || subject FROM job");
  g_autofree char *expected = g_strconcat ("office:TST ", number, NULL);
  g_autoptr (KhidkiApplicationRow) row = NULL;

  g_assert_cmpstr (job, ==, expected);
  pipeline_fixture_move (fixture, &move, &error);
  g_assert_no_error (error);
  row = pipeline_fixture_load (fixture, number);
  g_assert_cmpstr (row->office_reference, ==, "EDIST/2026/77");
  g_assert_cmpint (row->state, ==, KHIDKI_STATE_SUBMITTED);
  assert_count (fixture, "SELECT count(*) FROM job", "1");
}

static void
test_journey (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autofree char *job = NULL;
  g_autofree char *expected = g_strconcat ("certificate ", number, NULL);

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  assert_stands (fixture, number, KHIDKI_STATE_SCRUTINY, "scrutiny");
  act_well (fixture, number, "forward", "dealing-assistant");
  assert_stands (fixture, number, KHIDKI_STATE_SCRUTINY, "field");
  act_well (fixture, number, "forward", "patwari");
  assert_stands (fixture, number, KHIDKI_STATE_APPROVAL, "approval");
  act_well (fixture, number, "approve", "tehsildar");
  assert_stands (fixture, number, KHIDKI_STATE_APPROVED, "approval");
  job = pipeline_fixture_sql (
      fixture, "SELECT kind || ' ' || subject FROM job WHERE kind = 'certificate'");
  g_assert_cmpstr (job, ==, expected);
  assert_count (fixture, "SELECT count(*) FROM job WHERE kind = 'event'", "4");
}

static void
assert_refused (PipelineFixture *fixture,
                const char *number,
                const char *move,
                const char *role,
                const char *naming)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pipeline_fixture_act (fixture, number, move, role, &error));
  g_assert_error (error, KHIDKI_ERROR, REFUSED);
  if (strstr (error->message, naming) == NULL)
    g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, naming));
}

static void
test_refused (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  KhidkiMove other = { number, "withdraw", "citizen", "somebody-else", "", "", "", NULL, START };
  g_autoptr (GError) error = NULL;

  assert_refused (fixture, number, "approve", "tehsildar", "scrutinise");
  assert_refused (fixture, number, "scrutinise", "tehsildar", "dealing-assistant");
  assert_refused (fixture, number, "fly", "tehsildar", "scrutinise");
  assert_refused (fixture, number, "withdraw", "dealing-assistant", "citizen");
  act_well (fixture, number, "scrutinise", "dealing-assistant");
  assert_refused (fixture, number, "reject", "dealing-assistant", "forward");
  assert_refused (fixture, number, "approve", "dealing-assistant", "forward");
  assert_refused (fixture, number, "issue", "dealing-assistant", "forward");

  g_assert_false (pipeline_fixture_move (fixture, &other, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  assert_count (fixture, "SELECT count(*) FROM move", "2");
  assert_stands (fixture, number, KHIDKI_STATE_SCRUTINY, "scrutiny");
}

static void
assert_invalid (PipelineFixture *fixture, KhidkiMove move)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pipeline_fixture_move (fixture, &move, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

static void
test_needs (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autofree char *long_text = g_strnfill (9001, 'x');
  KhidkiMove move = { number, "ask",  "officer:tester", NULL, "dealing-assistant", "", " \n",
                      NULL,   START };

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  assert_invalid (fixture, move);
  move.text = long_text;
  assert_invalid (fixture, move);
  move.text = "\xff\xfe";
  assert_invalid (fixture, move);
  move.move = "transfer";
  move.text = "";
  assert_invalid (fixture, move);
  move.subdivision = "atlantis";
  assert_invalid (fixture, move);
  move.subdivision = "north-bank";
  assert_invalid (fixture, move);
  act_well (fixture, number, "forward", "dealing-assistant");
  move = (KhidkiMove){ number, "reject", "officer:tester", NULL, "patwari", "R99", "no", NULL, START };
  assert_invalid (fixture, move);
  move.reason = "";
  assert_invalid (fixture, move);
  assert_count (fixture, "SELECT count(*) FROM move", "3");
}

static void
answer (PipelineFixture *fixture, const char *number, const char *text, KhidkiAnswers *papers)
{
  g_autoptr (GError) error = NULL;
  KhidkiMove move = { number, "answer", "citizen", ACCOUNT, "", "", text, papers, fixture->now };

  pipeline_fixture_move (fixture, &move, &error);
  g_assert_no_error (error);
}

static void
test_clock (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autofree char *hash = g_strnfill (64, 'b');
  g_autoptr (KhidkiPaper) paper = khidki_paper_new (hash, "image/jpeg", 7);
  g_autoptr (KhidkiAnswers) papers = khidki_answers_new ();
  g_autoptr (KhidkiApplicationRow) asked = NULL;
  g_autoptr (KhidkiApplicationRow) answered = NULL;
  KhidkiMove registered = { number, "register", "server", NULL, "", "", "X1", NULL, START + 4 * DAY };
  g_autoptr (GError) error = NULL;

  khidki_answers_add_paper (papers, "identity", "voter-id", paper);
  act_well (fixture, number, "scrutinise", "dealing-assistant");
  fixture->now += 2 * DAY;
  act_well (fixture, number, "ask", "dealing-assistant");
  asked = pipeline_fixture_load (fixture, number);
  g_assert_cmpstr (asked->query, ==, "because of this");
  pipeline_fixture_move (fixture, &registered, &error);
  g_assert_no_error (error);
  fixture->now += 5 * DAY;
  answer (fixture, number, "", papers);
  answered = pipeline_fixture_load (fixture, number);
  g_assert_cmpint (answered->due, ==, START + 14 * DAY + 5 * DAY);
  g_assert_cmpint (answered->state, ==, KHIDKI_STATE_SCRUTINY);
  g_assert_cmpstr (answered->stage, ==, "scrutiny");
  g_assert_cmpstr (answered->query, ==, "");
  g_assert_cmpuint (khidki_answers_get_n_papers (answered->answers, "identity"), ==, 2);
}

static void
test_query_waits (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  act_well (fixture, number, "forward", "dealing-assistant");
  act_well (fixture, number, "ask", "patwari");
  fixture->now += 14 * DAY;
  assert_refused (fixture, number, "reject", "patwari", "15 days");
  fixture->now += DAY;
  act_well (fixture, number, "reject", "patwari");
  assert_stands (fixture, number, KHIDKI_STATE_REJECTED, "field");
  assert_refused (fixture, number, "scrutinise", "patwari", "closed");
}

/* A citizen who never answers does not hold the file for ever, though the stage
 * that asked may not reject. */
static void
test_resume (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (KhidkiApplicationRow) row = NULL;

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  assert_refused (fixture, number, "resume", "dealing-assistant", "forward");
  act_well (fixture, number, "ask", "dealing-assistant");
  assert_refused (fixture, number, "reject", "dealing-assistant", "resume");
  fixture->now += 15 * DAY - 1;
  assert_refused (fixture, number, "resume", "dealing-assistant", "15 days");
  fixture->now += 1;
  assert_refused (fixture, number, "resume", "patwari", "dealing-assistant");
  /* The clock stands for the citizen's days only, however long the office sleeps. */
  fixture->now += 10 * DAY;
  act_well (fixture, number, "resume", "dealing-assistant");
  assert_stands (fixture, number, KHIDKI_STATE_SCRUTINY, "scrutiny");
  row = pipeline_fixture_load (fixture, number);
  g_assert_cmpint (row->due, ==, START + 14 * DAY + 15 * DAY);
  g_assert_cmpstr (row->query, ==, "");
  /* Taken, asked and taken back: the citizen hears of each. */
  assert_count (fixture, "SELECT count(*) FROM job WHERE kind = 'event'", "3");
  act_well (fixture, number, "forward", "dealing-assistant");
}

/* 3000 letters of Hindi are 9000 bytes, and what the chat lets through is taken. */
static void
test_long_answer (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  while (g_utf8_strlen (text->str, -1) < 3000)
    g_string_append (text, "क");
  act_well (fixture, number, "scrutinise", "dealing-assistant");
  act_well (fixture, number, "ask", "dealing-assistant");
  answer (fixture, number, text->str, NULL);
  assert_stands (fixture, number, KHIDKI_STATE_SCRUTINY, "scrutiny");
}

static void
test_transfer (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (KhidkiApplicationRow) row = NULL;

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  act_well (fixture, number, "transfer", "dealing-assistant");
  row = pipeline_fixture_load (fixture, number);
  g_assert_cmpstr (row->subdivision, ==, "south-bank");
  g_assert_cmpint (row->state, ==, KHIDKI_STATE_SUBMITTED);
}

static void
test_masks (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autoptr (GError) error = NULL;
  KhidkiMove move = { number, "ask", "officer:tester", NULL, "dealing-assistant", "",
                      "your card 2345 6789 0124 is unclear", NULL, START };
  g_autoptr (KhidkiApplicationRow) row = NULL;

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  pipeline_fixture_move (fixture, &move, &error);
  g_assert_no_error (error);
  row = pipeline_fixture_load (fixture, number);
  g_assert_cmpstr (row->query, ==, "your card XXXX XXXX 0124 is unclear");
}

typedef struct
{
  PipelineFixture *fixture;
  const char *job;
  KhidkiEvent *event;
  GPtrArray *facts;
} Look;

static gboolean
open_job (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "job-due", "xssssxxb", error, "sxx", "event", (gint64) START + 100 * DAY,
      (gint64) 100);

  g_assert_nonnull (rows);
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 7);
      g_autoptr (GVariant) boxed = NULL;
      g_autoptr (GVariant) inner = NULL;

      if (!g_str_equal (khidki_rows_get_text (rows, i, 1), look->job))
        continue;
      boxed = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), "job", look->job,
                                        sealed, G_VARIANT_TYPE_VARIANT, error);
      inner = g_variant_get_variant (boxed);
      look->event = khidki_event_new_from_variant (inner);
    }
  return TRUE;
}

static void
test_news (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1);
  g_autofree char *key = g_strdup_printf ("move:%s:3", number);
  g_autoptr (GError) error = NULL;
  Look look = { fixture, key, NULL, NULL };
  const char *text = NULL, *state = NULL;
  gint64 answer_by = 0;
  GVariant *values;

  act_well (fixture, number, "scrutinise", "dealing-assistant");
  act_well (fixture, number, "ask", "dealing-assistant");
  khidki_store_read (fixture->rows.store, open_job, &look, &error);
  g_assert_no_error (error);
  g_assert_nonnull (look.event);
  g_assert_cmpint (khidki_event_get_kind (look.event), ==, KHIDKI_EVENT_SERVER);
  g_assert_cmpstr (khidki_event_get_key (look.event), ==, key);
  g_assert_cmpstr (khidki_event_get_detail (look.event), ==, "application-moved");
  g_assert_cmpstr (khidki_account_get_phone (khidki_event_get_account (look.event)), ==, PHONE);
  values = khidki_event_get_values (look.event);
  g_assert_true (g_variant_lookup (values, "text", "&s", &text));
  g_assert_true (g_variant_lookup (values, "state", "&s", &state));
  g_assert_true (g_variant_lookup (values, "answer-by", "x", &answer_by));
  g_assert_cmpint (answer_by, ==, fixture->now + 15 * DAY);
  g_assert_cmpstr (text, ==, "because of this");
  g_assert_cmpstr (state, ==, "query");
  khidki_event_unref (look.event);
}

static gboolean
load_facts (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Look *look = data;

  look->facts = khidki_pipeline_load_facts (transaction, ACCOUNT, error);
  return look->facts != NULL;
}

static void
test_facts (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *first = submitted (fixture, 1);
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  Look look = { fixture, NULL, NULL, NULL };
  KhidkiApplicationFacts *facts;

  fixture->now += DAY;
  second = submitted (fixture, 2);
  act_well (fixture, second, "scrutinise", "dealing-assistant");
  act_well (fixture, second, "forward", "dealing-assistant");
  act_well (fixture, second, "reject", "patwari");
  khidki_store_read (fixture->rows.store, load_facts, &look, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (look.facts->len, ==, 2);
  facts = g_ptr_array_index (look.facts, 0);
  g_assert_cmpstr (facts->number, ==, second);
  g_assert_cmpstr (facts->state, ==, "rejected");
  g_assert_cmpstr (facts->reason, ==, "R05");
  g_assert_cmpstr (facts->text, ==, "because of this");
  g_assert_cmpint (facts->answer_by, ==, 0);
  g_assert_cmpstr (facts->applicant, ==, NAME);
  g_assert_null (facts->certificate);
  facts = g_ptr_array_index (look.facts, 1);
  g_assert_cmpstr (facts->number, ==, first);
  g_assert_cmpstr (facts->text, ==, "");
  g_ptr_array_unref (look.facts);

  act_well (fixture, first, "scrutinise", "dealing-assistant");
  act_well (fixture, first, "ask", "dealing-assistant");
  khidki_store_read (fixture->rows.store, load_facts, &look, &error);
  g_assert_no_error (error);
  facts = g_ptr_array_index (look.facts, 1);
  g_assert_cmpint (facts->answer_by, ==, fixture->now + 15 * DAY);
  g_ptr_array_unref (look.facts);
}

/* What must hold whatever people and machines try. */
static void
assert_invariants (KhidkiApplicationRow *row, const KhidkiApplicationRow *before)
{
  g_assert_cmpint (row->version, ==, before->version + 1);
  g_assert_cmpint (row->due, >=, before->due);
  g_assert_cmpint (row->submitted, ==, before->submitted);
  g_assert_cmpint (before->state, <, KHIDKI_STATE_DELIVERED);
  g_assert_cmpint (row->state == KHIDKI_STATE_QUERY, ==, *row->query != '\0');
  g_assert_cmpint (row->state == KHIDKI_STATE_REJECTED, ==, *row->reason != '\0');
  if (row->due > before->due)
    g_assert_cmpint (before->state, ==, KHIDKI_STATE_QUERY);
  g_assert_cmpstr (row->applicant, ==, NAME);
}

static gboolean
verify (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_audit_verify (transaction, data, NULL, error);
}

/* Three tries in four are made as the one who may; the rest are made by anybody. */
static void
choose (KhidkiApplicationRow *row, KhidkiService *service, KhidkiMove *request)
{
  static const char *const roles[] = { "dealing-assistant", "patwari", "tehsildar", "" };
  static const char *const actors[] = { "citizen", "officer:tester", "server" };
  KhidkiPart *stage = khidki_stage_find (service, row->stage);
  guint n_rules;
  const KhidkiMoveRule *rules = khidki_move_table_get_rules (&n_rules);
  g_auto (GStrv) allowed = khidki_move_table_list_allowed (row->state, stage);
  const char *move = rules[g_test_rand_int_range (0, (int) n_rules)].move;
  const KhidkiMoveRule *rule;

  request->actor = actors[g_test_rand_int_range (0, 3)];
  request->role = roles[g_test_rand_int_range (0, 4)];
  if (allowed[0] != NULL && g_test_rand_int_range (0, 4) > 0)
    {
      rule = khidki_move_table_find (
          row->state, allowed[g_test_rand_int_range (0, g_strv_length (allowed))]);
      move = rule->move;
      request->actor = actors[rule->actor];
      request->role = khidki_stage_get_role (stage);
    }
  request->move = move;
  request->reason = g_str_equal (move, "reject") ? "R05" : "";
  request->text = "words";
  request->subdivision =
      g_str_equal (row->subdivision, "north-bank") ? "south-bank" : "north-bank";
}

static char *
walk_once (PipelineFixture *fixture, char *number, guint *seed, guint *made)
{
  KhidkiService *service = khidki_catalogue_find_service (fixture->catalogue, "TST-ONE");
  g_autoptr (KhidkiApplicationRow) before = pipeline_fixture_load (fixture, number);
  g_autoptr (KhidkiApplicationRow) after = NULL;
  KhidkiMove request = { .number = number };
  gboolean moved;

  fixture->now += g_test_rand_int_range (0, 10) * DAY / 2;
  request.now = fixture->now;
  choose (before, service, &request);
  moved = pipeline_fixture_move (fixture, &request, NULL);
  after = pipeline_fixture_load (fixture, number);
  if (moved)
    {
      (*made)++;
      if (!g_str_equal (request.move, "register"))
        assert_invariants (after, before);
      g_assert_nonnull (khidki_move_table_find (before->state, request.move));
    }
  else
    g_assert_cmpint (after->version, ==, before->version);
  if (khidki_state_is_open (after->state))
    return number;
  g_assert_true (khidki_store_read (fixture->rows.store, verify, number, NULL));
  g_free (number);
  return submitted (fixture, ++*seed);
}

static void
test_walk (PipelineFixture *fixture, gconstpointer data)
{
  guint seed = 1, made = 0, tries = 0;
  char *number = submitted (fixture, seed);

  while (made < WALK_MOVES && tries++ < 5 * WALK_MOVES)
    number = walk_once (fixture, number, &seed, &made);
  g_test_message ("%u moves made in %u tries, %u applications", made, tries, seed);
  g_assert_cmpuint (made, ==, WALK_MOVES);
  g_assert_cmpuint (seed, >, 100);
  g_free (number);
}

#define ADD(path, data, func)                                                               \
  g_test_add ("/pipeline/" path, PipelineFixture, data, pipeline_fixture_set_up, func, \
              pipeline_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("submit", NULL, test_submit);
  ADD ("office", "office", test_office);
  ADD ("journey", NULL, test_journey);
  ADD ("refused", NULL, test_refused);
  ADD ("needs", NULL, test_needs);
  ADD ("clock", NULL, test_clock);
  ADD ("query-waits", NULL, test_query_waits);
  ADD ("resume", NULL, test_resume);
  ADD ("long-answer", NULL, test_long_answer);
  ADD ("transfer", NULL, test_transfer);
  ADD ("masks", NULL, test_masks);
  ADD ("news", NULL, test_news);
  ADD ("facts", NULL, test_facts);
  ADD ("walk", NULL, test_walk);
  return g_test_run ();
}
