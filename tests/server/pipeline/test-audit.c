/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-audit.h"

static gboolean
verify_all (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiAuditCounts *counts = data;
  g_autofree char *after = g_strdup ("");

  while (after != NULL)
    if (!khidki_audit_verify_some (transaction, &after, 2, counts, error))
      return FALSE;
  return TRUE;
}

static void
assert_whole (PipelineFixture *fixture, guint applications, guint moves)
{
  KhidkiAuditCounts counts = { 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->rows.store, verify_all, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.applications, ==, applications);
  g_assert_cmpuint (counts.moves, ==, moves);
}

static void
assert_broken (PipelineFixture *fixture, const char *what)
{
  g_autoptr (GError) error = NULL;

  if (khidki_store_read (fixture->rows.store, verify_all, NULL, &error))
    g_error ("nobody noticed: %s", what);
  g_test_message ("%s: %s", what, error->message);
}

static void
run (PipelineFixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
run (PipelineFixture *fixture, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_free (pipeline_fixture_sql (fixture, sql));
}

static void
prepare (PipelineFixture *fixture, char **numbers, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      numbers[i] = pipeline_fixture_number (i + 1);
      pipeline_fixture_submit (fixture, numbers[i], &error);
      g_assert_no_error (error);
    }
  pipeline_fixture_approve (fixture, numbers[0]);
}

/* Changes a column, looks, and puts it back. */
static void
tamper (PipelineFixture *fixture, const char *table, const char *column, const char *where,
        const char *change)
{
  g_autofree char *what = g_strdup_printf ("%s.%s: %s", table, column, change);

  run (fixture,
       "CREATE TABLE kept AS SELECT %s AS was FROM %s WHERE %s; UPDATE %s SET %s = %s WHERE %s",
       column, table, where, table, column, change, where);
  assert_broken (fixture, what);
  run (fixture, "UPDATE %s SET %s = (SELECT was FROM kept) WHERE %s; DROP TABLE kept", table,
       column, where);
}

static void
test_columns (PipelineFixture *fixture, gconstpointer data)
{
  static const char *const move_columns[] = { "move",   "from_state", "to_state",      "stage",
                                              "actor",  "reason",     "detail_digest", "previous",
                                              "hash" };
  static const char *const application_columns[] = { "account",          "person",
                                                     "service",          "service_version",
                                                     "subdivision",      "stage",
                                                     "office_reference", "birth_digest" };
  static const char *const application_numbers[] = { "version", "submitted", "due", "changed" };
  char *numbers[3];

  prepare (fixture, numbers, G_N_ELEMENTS (numbers));
  assert_whole (fixture, 3, 7);
  for (guint i = 0; i < G_N_ELEMENTS (move_columns); i++)
    {
      g_autofree char *where = g_strdup_printf ("number = '%s' AND sequence = 3", numbers[0]);
      g_autofree char *change = g_strdup_printf ("%s || 'x'", move_columns[i]);

      tamper (fixture, "move", move_columns[i], where, change);
    }
  for (guint i = 0; i < G_N_ELEMENTS (application_columns); i++)
    {
      g_autofree char *where = g_strdup_printf ("number = '%s'", numbers[0]);
      g_autofree char *change = g_strdup_printf ("%s || 'x'", application_columns[i]);

      tamper (fixture, "application", application_columns[i], where, change);
    }
  for (guint i = 0; i < G_N_ELEMENTS (application_numbers); i++)
    {
      g_autofree char *where = g_strdup_printf ("number = '%s'", numbers[0]);
      g_autofree char *change = g_strdup_printf ("%s + 1", application_numbers[i]);

      tamper (fixture, "application", application_numbers[i], where, change);
    }
  assert_whole (fixture, 3, 7);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_free (numbers[i]);
}

/* The bytes of the sealed part, and rows that go or change places. */
static void
test_rows (PipelineFixture *fixture, gconstpointer data)
{
  char *numbers[2];
  g_autofree char *third = NULL;
  g_autofree char *last = NULL;
  g_autofree char *one = NULL;

  prepare (fixture, numbers, G_N_ELEMENTS (numbers));
  third = g_strdup_printf ("number = '%s' AND sequence = 3", numbers[0]);
  last = g_strdup_printf ("number = '%s' AND sequence = 5", numbers[0]);
  one = g_strdup_printf ("number = '%s'", numbers[0]);
  tamper (fixture, "move", "at", third, "at + 1");
  tamper (fixture, "move", "sealed", third,
          "CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)");
  tamper (fixture, "move", "sealed", third,
          "(SELECT sealed FROM move m WHERE m.number = move.number AND m.sequence = 2)");
  tamper (fixture, "application", "state", one, "'issued'");
  tamper (fixture, "application", "sealed", one,
          "(SELECT sealed FROM application a WHERE a.number <> application.number)");
  assert_whole (fixture, 2, 6);

  run (fixture, "UPDATE move SET sequence = 6 WHERE %s", last);
  assert_broken (fixture, "a link has another sequence");
  run (fixture, "UPDATE move SET sequence = 5 WHERE sequence = 6");
  run (fixture, "UPDATE application SET number = '26000000000000' WHERE %s", one);
  assert_broken (fixture, "the application has another number");
  run (fixture, "UPDATE application SET number = '%s' WHERE number = '26000000000000'", numbers[0]);
  assert_whole (fixture, 2, 6);

  run (fixture, "CREATE TABLE gone AS SELECT * FROM move WHERE %s", last);
  run (fixture, "DELETE FROM move WHERE %s", last);
  assert_broken (fixture, "the last link is gone");
  run (fixture, "INSERT INTO move SELECT * FROM gone");
  assert_whole (fixture, 2, 6);
  run (fixture, "DELETE FROM application WHERE %s", one);
  assert_broken (fixture, "the application is gone");
  g_free (numbers[0]);
  g_free (numbers[1]);
}

/* Erasing what is personal leaves a chain that holds. */
static void
test_erased (PipelineFixture *fixture, gconstpointer data)
{
  KhidkiAuditCounts counts = { 0 };
  g_autoptr (GError) error = NULL;
  char *numbers[1];

  prepare (fixture, numbers, 1);
  run (fixture, "UPDATE move SET sealed = x''");
  khidki_store_read (fixture->rows.store, verify_all, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.erased, ==, 5);
  run (fixture, "UPDATE move SET actor = 'officer:x' WHERE sequence = 2");
  assert_broken (fixture, "an erased link");
  g_free (numbers[0]);
}

typedef struct
{
  const char *previous;
  gint64 from;
  char *head;
  guint64 n_chains;
} Head;

static gboolean
load_head (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Head *head = data;

  g_clear_pointer (&head->head, g_free);
  head->head = khidki_audit_head (transaction, head->previous, head->from, head->from + DAY,
                                  &head->n_chains, error);
  return head->head != NULL;
}

static char *
head_of (PipelineFixture *fixture, const char *previous, gint64 from, guint n_chains)
{
  Head head = { previous, from, NULL, 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->rows.store, load_head, &head, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (head.n_chains, ==, n_chains);
  return head.head;
}

static void
test_head (PipelineFixture *fixture, gconstpointer data)
{
  char *numbers[3];
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other_before = NULL;
  g_autofree char *next_day = NULL;
  g_autofree char *changed = NULL;

  prepare (fixture, numbers, G_N_ELEMENTS (numbers));
  first = head_of (fixture, "", START, 3);
  again = head_of (fixture, "", START, 3);
  other_before = head_of (fixture, "x", START, 3);
  next_day = head_of (fixture, first, START + DAY, 0);
  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other_before);
  g_assert_cmpstr (first, !=, next_day);
  fixture->now += DAY;
  pipeline_fixture_act (fixture, numbers[1], "scrutinise", "dealing-assistant", NULL);
  changed = head_of (fixture, first, START + DAY, 1);
  g_assert_cmpstr (changed, !=, next_day);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_free (numbers[i]);
}

#define ADD(path, func)                                                                     \
  g_test_add ("/audit/" path, PipelineFixture, NULL, pipeline_fixture_set_up, func, \
              pipeline_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("columns", test_columns);
  ADD ("rows", test_rows);
  ADD ("erased", test_erased);
  ADD ("head", test_head);
  return g_test_run ();
}
