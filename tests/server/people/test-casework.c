/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "people/khidki-casework.h"
#include "pipeline-fixture.h"

static const char *const people =
    "[Officer north.assistant]\nName=A\nDesignation=A\nRole=dealing-assistant\n"
    "Subdivisions=north-bank\nFrom=2025-01-01\n"
    "[Officer south.assistant]\nName=B\nDesignation=B\nRole=dealing-assistant\n"
    "Subdivisions=south-bank;island\nFrom=2025-01-01\n"
    "[Officer patwari]\nName=P\nDesignation=P\nRole=patwari\nSubdivisions=*\nFrom=2025-01-01\n"
    "[Officer tehsildar]\nName=T\nDesignation=T\nRole=tehsildar\nSubdivisions=*\nFrom=2025-01-01\n"
    "[Officer retired]\nName=R\nDesignation=R\nRole=tehsildar\nSubdivisions=*\nFrom=2025-01-01\n"
    "Until=2026-01-31\n";

typedef struct
{
  PipelineFixture pipeline;
  KhidkiOfficers *officers;
  GTimeZone *zone;
  GMainLoop *loop;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  pipeline_fixture_set_up (&fixture->pipeline, NULL);
  path = g_build_filename (fixture->pipeline.rows.folder, "officers.ini", NULL);
  g_assert_true (g_file_set_contents (path, people, -1, NULL));
  fixture->officers = khidki_officers_new_from_file (path, &error);
  g_assert_no_error (error);
  fixture->zone = g_time_zone_new_identifier ("Asia/Kolkata");
  fixture->loop = g_main_loop_new (NULL, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_main_loop_unref (fixture->loop);
  g_time_zone_unref (fixture->zone);
  khidki_officers_unref (fixture->officers);
  pipeline_fixture_tear_down (&fixture->pipeline, NULL);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->result = g_object_ref (result);
  g_main_loop_quit (fixture->loop);
}

static KhidkiCasework
as (Fixture *fixture, const char *officer)
{
  return (KhidkiCasework){ fixture->pipeline.rows.store, fixture->pipeline.catalogue,
                           fixture->officers,            officer,
                           fixture->pipeline.now,        fixture->zone };
}

static char *
to_text (JsonNode *node)
{
  char *text = node != NULL ? json_to_string (node, FALSE) : NULL;

  g_clear_pointer (&node, json_node_unref);
  return text;
}

static char *
act (Fixture *fixture,
     const char *officer,
     const char *number,
     const char *action,
     const char *argument,
     const char *text,
     GError **error)
{
  KhidkiCasework casework = as (fixture, officer);
  g_autoptr (GAsyncResult) result = NULL;

  khidki_casework_act_async (&casework, number, action, argument, text, NULL, on_done, fixture);
  g_main_loop_run (fixture->loop);
  result = g_steal_pointer (&fixture->result);
  return to_text (khidki_casework_act_finish (result, error));
}

static char *
list (Fixture *fixture, const char *officer, const char *state, const char *place, GError **error)
{
  KhidkiCasework casework = as (fixture, officer);
  g_autoptr (GAsyncResult) result = NULL;

  khidki_casework_list_async (&casework, state, place, 0, NULL, on_done, fixture);
  g_main_loop_run (fixture->loop);
  result = g_steal_pointer (&fixture->result);
  return to_text (khidki_casework_list_finish (result, error));
}

static char *
show (Fixture *fixture, const char *officer, const char *number, GError **error)
{
  KhidkiCasework casework = as (fixture, officer);
  g_autoptr (GAsyncResult) result = NULL;

  khidki_casework_show_async (&casework, number, NULL, on_done, fixture);
  g_main_loop_run (fixture->loop);
  result = g_steal_pointer (&fixture->result);
  return to_text (khidki_casework_show_finish (result, error));
}

static void
act_well (Fixture *fixture,
          const char *officer,
          const char *number,
          const char *action,
          const char *argument,
          const char *text,
          const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = act (fixture, officer, number, action, argument, text, &error);
  g_autofree char *expected = g_strdup_printf ("\"state\":\"%s\"", state);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (answer, expected));
}

static void
assert_fails (Fixture *fixture,
              const char *officer,
              const char *number,
              const char *action,
              int code,
              const char *naming)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (act (fixture, officer, number, action, "", "words", &error));
  g_assert_error (error, KHIDKI_ERROR, code);
  if (strstr (error->message, naming) == NULL)
    g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, naming));
}

static char *
submitted (Fixture *fixture, guint seed, const char *place)
{
  g_autoptr (GError) error = NULL;
  char *number = pipeline_fixture_number (seed);

  pipeline_fixture_submit_to (&fixture->pipeline, number, place, &error);
  g_assert_no_error (error);
  return number;
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");
  g_autofree char *unknown = pipeline_fixture_number (99);
  g_autoptr (GError) error = NULL;
  int refused = KHIDKI_ERROR_REFUSED;

  assert_fails (fixture, "south.assistant", number, "take", refused, "jurisdiction");
  assert_fails (fixture, "tehsildar", number, "take", refused, "role");
  assert_fails (fixture, "nobody", number, "take", refused, "in office");
  assert_fails (fixture, "retired", number, "take", refused, "in office");
  assert_fails (fixture, NULL, number, "take", refused, "Only an officer");
  assert_fails (fixture, "north.assistant", number, "approve", refused, "scrutinise");
  assert_fails (fixture, "north.assistant", "123", "take", KHIDKI_ERROR_INVALID, "14 digits");
  assert_fails (fixture, "north.assistant", unknown, "take", KHIDKI_ERROR_NOT_FOUND, unknown);
  assert_fails (fixture, "north.assistant", number, "issue", KHIDKI_ERROR_INVALID, "approve");
  g_assert_null (show (fixture, "south.assistant", number, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (list (fixture, "south.assistant", NULL, "north-bank", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
}

static void
test_journey (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");

  act_well (fixture, "north.assistant", number, "take", "", "", "scrutiny");
  act_well (fixture, "north.assistant", number, "transfer", "island", "", "submitted");
  assert_fails (fixture, "north.assistant", number, "take", KHIDKI_ERROR_REFUSED, "jurisdiction");
  act_well (fixture, "south.assistant", number, "take", "", "", "scrutiny");
  act_well (fixture, "south.assistant", number, "forward", "", "looks good", "scrutiny");
  act_well (fixture, "patwari", number, "forward", "", "", "approval");
  act_well (fixture, "tehsildar", number, "approve", "", "", "approved");
  assert_fails (fixture, "tehsildar", number, "approve", KHIDKI_ERROR_REFUSED, "issue");
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");

  act_well (fixture, "north.assistant", number, "take", "", "", "scrutiny");
  act_well (fixture, "north.assistant", number, "forward", "", "", "scrutiny");
  assert_fails (fixture, "patwari", number, "reject", KHIDKI_ERROR_INVALID, "R05");
  act_well (fixture, "patwari", number, "reject", "R05", "", "rejected");
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");
  g_autofree char *asked = NULL;
  g_autoptr (GError) error = NULL;

  act_well (fixture, "north.assistant", number, "take", "", "", "scrutiny");
  asked = act (fixture, "north.assistant", number, "ask", "", "Which school?", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (asked, "\"answer-by\""));
  g_assert_nonnull (strstr (asked, "\"allowed\":[\"resume\"]"));
  assert_fails (fixture, "north.assistant", number, "resume", KHIDKI_ERROR_REFUSED, "15 days");
  fixture->pipeline.now += 15 * DAY;
  act_well (fixture, "north.assistant", number, "resume", "", "no answer came", "scrutiny");
}

static void
assert_masked (const char *text)
{
  static const char *const secrets[] = { "Sunita", "Devi", "Ramesh", "1990", PHONE, "9812345678",
                                         "Geeta", "secret words" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      if (strstr (text, secrets[i]) != NULL)
        g_test_message ("%s", text);
      g_assert_null (strstr (text, secrets[i]));
    }
  g_assert_nonnull (strstr (text, "S. D."));
}

static void
test_masks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");
  g_autoptr (GError) error = NULL;
  g_autofree char *queue = NULL;
  g_autofree char *one = NULL;
  g_autofree char *answer = NULL;

  act_well (fixture, "north.assistant", number, "take", "", "", "scrutiny");
  answer = act (fixture, "north.assistant", number, "ask", "", "secret words of Sunita", &error);
  g_assert_no_error (error);
  assert_masked (answer);
  queue = list (fixture, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_masked (queue);
  one = show (fixture, "north.assistant", number, &error);
  g_assert_no_error (error);
  assert_masked (one);
  g_assert_nonnull (strstr (one, "\"purpose\""));
  g_assert_nonnull (strstr (one, "voter-id"));
  g_assert_nonnull (strstr (one, "officer:north.assistant"));
}

static guint
count (const char *text, const char *what)
{
  g_auto (GStrv) pieces = g_strsplit (text, what, -1);

  return g_strv_length (pieces) - 1;
}

static void
assert_lists (Fixture *fixture, const char *officer, const char *state, const char *place, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = list (fixture, officer, state, place, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count (text, "\"number\""), ==, n);
}

static void
test_queues (Fixture *fixture, gconstpointer data)
{
  g_autofree char *late = submitted (fixture, 1, "north-bank");
  g_autofree char *middle = NULL;
  g_autofree char *south = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  fixture->pipeline.now += 2 * DAY;
  middle = submitted (fixture, 2, "north-bank");
  south = submitted (fixture, 3, "south-bank");
  fixture->pipeline.now += 13 * DAY;
  assert_lists (fixture, "north.assistant", NULL, NULL, 2);
  assert_lists (fixture, "south.assistant", NULL, NULL, 1);
  assert_lists (fixture, "patwari", NULL, NULL, 0);
  assert_lists (fixture, NULL, NULL, NULL, 3);
  assert_lists (fixture, NULL, NULL, "south-bank", 1);
  assert_lists (fixture, NULL, "approval", NULL, 0);
  g_assert_null (list (fixture, NULL, "flying", NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_clear_error (&error);

  text = list (fixture, "north.assistant", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (strstr (text, late) < strstr (text, middle));
  g_assert_cmpuint (count (text, "\"term\":\"overdue by 1 day\",\"days-left\":-1"), ==, 1);
  g_assert_cmpuint (count (text, "\"term\":\"due tomorrow\",\"days-left\":1"), ==, 1);
}

/* Six hundred of the assistant's, all due before the one of the patwari; nobody opens them,
 * or they would be found to be no applications. */
static void
test_queue_behind_others (Fixture *fixture, gconstpointer data)
{
  g_autofree char *number = submitted (fixture, 1, "north-bank");
  g_autofree char *answer = NULL;
  g_autofree char *added = NULL;
  g_autoptr (GError) error = NULL;

  act_well (fixture, "north.assistant", number, "take", "", "", "scrutiny");
  act_well (fixture, "north.assistant", number, "forward", "", "", "scrutiny");
  added = pipeline_fixture_sql (
      &fixture->pipeline,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)\n"
      "INSERT INTO application SELECT printf ('2%013d', i), account, person, service, service_version,\n"
      "  subdivision, state, 'scrutiny', version, submitted, due - 1 - i / 2, changed, '', '', x'00'\n"
      "  FROM application, n RETURNING 1");
  assert_lists (fixture, "patwari", NULL, NULL, 1);
  assert_lists (fixture, "patwari", "scrutiny", "north-bank", 1);
  assert_lists (fixture, "tehsildar", NULL, NULL, 0);
  g_assert_null (list (fixture, NULL, "scrutiny", NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
}

static void
assert_more (Fixture *fixture, guint most, guint n, gboolean more)
{
  KhidkiCasework casework = as (fixture, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  khidki_casework_list_async (&casework, "submitted", NULL, most, NULL, on_done, fixture);
  g_main_loop_run (fixture->loop);
  result = g_steal_pointer (&fixture->result);
  text = to_text (khidki_casework_list_finish (result, NULL));
  g_assert_cmpuint (count (text, "\"number\""), ==, n);
  g_assert_cmpuint (count (text, "\"more\":true"), ==, more);
}

static void
test_more (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 3; i++)
    g_free (submitted (fixture, i, "north-bank"));
  assert_more (fixture, 2, 2, TRUE);
  assert_more (fixture, 3, 3, FALSE);
  assert_more (fixture, 0, 3, FALSE);
}

static void
assert_term (Fixture *fixture, const char *number, gint64 at, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fixture->pipeline.now = at;
  text = show (fixture, NULL, number, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "\"due\":\"2026-12-07\""));
  if (strstr (text, expected) == NULL)
    g_test_fail_printf ("%s: %s", expected, text);
}

/* Submitted on 23 November at 07:43 in India, due 14 days later: the whole of that day. */
static void
test_term (Fixture *fixture, gconstpointer data)
{
  const gint64 due = START + 14 * DAY;
  const gint64 midnight = G_GINT64_CONSTANT (1796668200000); /* with which 8 December begins there */
  g_autofree char *number = submitted (fixture, 1, "north-bank");

  assert_term (fixture, number, START, "\"term\":\"due in 14 days\",\"days-left\":14");
  assert_term (fixture, number, due - 2 * DAY, "\"term\":\"due in 2 days\",\"days-left\":2");
  assert_term (fixture, number, due - DAY, "\"term\":\"due tomorrow\",\"days-left\":1");
  assert_term (fixture, number, due - 1, "\"term\":\"due today\",\"days-left\":0");
  assert_term (fixture, number, due + 1000, "\"term\":\"due today\",\"days-left\":0");
  assert_term (fixture, number, midnight - 1, "\"term\":\"due today\",\"days-left\":0");
  assert_term (fixture, number, midnight, "\"term\":\"overdue by 1 day\",\"days-left\":-1");
  assert_term (fixture, number, midnight + DAY, "\"term\":\"overdue by 2 days\",\"days-left\":-2");
}

#define ADD(path, func) \
  g_test_add ("/casework/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused", test_refused);
  ADD ("journey", test_journey);
  ADD ("reject", test_reject);
  ADD ("resume", test_resume);
  ADD ("masks", test_masks);
  ADD ("queues", test_queues);
  ADD ("queue-behind-others", test_queue_behind_others);
  ADD ("more", test_more);
  ADD ("term", test_term);
  return g_test_run ();
}
