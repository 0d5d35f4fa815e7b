/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "pipeline/khidki-move-table.h"
#include "sample-service.h"

/* Every state against every move, written down a second time by hand: `.` is
 * refused, `=` stays, `?` goes where the stage says, else the first letter of
 * the state (`a` approval, `A` approved, `w` withdrawn, `r` rejected). */
static const struct
{
  const char *state;
  const char *moves;
} expected[] = {
  /* scrutinise ask answer forward transfer approve issue deliver reject withdraw register resume */
  { "submitted", "?...=....w=." },
  { "scrutiny", ".q.?s...rw=." },
  { "query", "..?.....rw=?" },
  { "approval", ".q.?sA..rw=." },
  { "approved", "......i....." },
  { "issued", ".......d...." },
  { "delivered", "............" },
  { "rejected", "............" },
  { "withdrawn", "............" },
};

static char
letter_of (KhidkiState from, const KhidkiMoveRule *rule)
{
  if (rule == NULL)
    return '.';
  if (rule->to == KHIDKI_STATE_OF_STAGE)
    return '?';
  if (rule->to == from)
    return '=';
  if (rule->to == KHIDKI_STATE_APPROVED)
    return 'A';
  return khidki_state_to_string (rule->to)[0];
}

/* The columns of the table above. */
static const char *const moves[] = { "scrutinise", "ask",     "answer", "forward",
                                     "transfer",   "approve", "issue",  "deliver",
                                     "reject",     "withdraw", "register", "resume", NULL };

static void
test_exhaustive (void)
{
  guint n_rules, seen = 0;

  khidki_move_table_get_rules (&n_rules);
  g_assert_cmpuint (G_N_ELEMENTS (expected), ==, KHIDKI_N_STATES);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      KhidkiState state;

      g_assert_true (khidki_state_from_string (expected[i].state, &state));
      g_assert_cmpuint (state, ==, i);
      g_assert_cmpuint (strlen (expected[i].moves), ==, g_strv_length ((char **) moves));
      for (guint j = 0; moves[j] != NULL; j++)
        {
          const KhidkiMoveRule *rule = khidki_move_table_find (state, moves[j]);

          if (letter_of (state, rule) != expected[i].moves[j])
            g_test_message ("%s %s", expected[i].state, moves[j]);
          g_assert_cmpint (letter_of (state, rule), ==, expected[i].moves[j]);
          seen += rule != NULL;
        }
    }
  g_assert_cmpuint (seen, ==, n_rules);
}

/* No move leads out of it. */
static gboolean
is_final (KhidkiState state)
{
  g_auto (GStrv) ways = khidki_move_table_list_allowed (state, NULL);

  return ways[0] == NULL;
}

static void
test_ends (void)
{
  for (KhidkiState state = 0; state < KHIDKI_N_STATES; state++)
    {
      g_assert_cmpint (is_final (state), ==, state >= KHIDKI_STATE_DELIVERED);
      g_assert_cmpint (khidki_state_is_open (state), ==, state < KHIDKI_STATE_APPROVED);
    }
}

/* Who may: a citizen never decides, an officer never answers for a citizen. */
static void
test_actors (void)
{
  guint n_rules;
  const KhidkiMoveRule *rules = khidki_move_table_get_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    {
      gboolean citizen = g_str_equal (rules[i].move, "answer") || g_str_equal (rules[i].move, "withdraw");
      gboolean server = g_str_equal (rules[i].move, "issue") || g_str_equal (rules[i].move, "deliver")
                        || g_str_equal (rules[i].move, "register");

      g_assert_cmpint (rules[i].actor, ==,
                       citizen  ? KHIDKI_ACTOR_CITIZEN
                       : server ? KHIDKI_ACTOR_SERVER
                                : KHIDKI_ACTOR_OFFICER);
      g_assert_false (citizen && rules[i].told);
      if (rules[i].to == KHIDKI_STATE_REJECTED)
        g_assert_cmpint (rules[i].needs, ==, KHIDKI_MOVE_NEEDS_REASON);
    }
}

static void
test_stages (void)
{
  g_autoptr (KhidkiService) service = sample_service_new ();
  KhidkiPart *first = khidki_stage_first (service);
  KhidkiPart *second = khidki_stage_next (service, khidki_part_get_id (first));
  KhidkiPart *third = khidki_stage_next (service, khidki_part_get_id (second));
  g_auto (GStrv) allowed = khidki_move_table_list_allowed (KHIDKI_STATE_SCRUTINY, first);
  g_autofree char *names = g_strjoinv (" ", allowed);

  g_assert_cmpint (khidki_stage_get_state (first), ==, KHIDKI_STATE_SCRUTINY);
  g_assert_cmpint (khidki_stage_get_state (second), ==, KHIDKI_STATE_SCRUTINY);
  g_assert_cmpint (khidki_stage_get_state (third), ==, KHIDKI_STATE_APPROVAL);
  g_assert_null (khidki_stage_next (service, khidki_part_get_id (third)));
  g_assert_cmpstr (khidki_stage_get_role (third), ==, "tehsildar");
  g_assert_true (khidki_stage_find (service, "field") == second);
  g_assert_cmpstr (names, ==, "ask forward transfer withdraw register");
}

/* The states in which an application may wait at @stage. */
static gboolean
may_be_in (KhidkiService *service, KhidkiPart *stage, KhidkiState state)
{
  if (state == KHIDKI_STATE_SUBMITTED)
    return stage == khidki_stage_first (service);
  if (state == KHIDKI_STATE_QUERY)
    return khidki_stage_may (stage, "ask");
  return state == khidki_stage_get_state (stage);
}

static gboolean
can_be_made (KhidkiService *service, KhidkiPart *stage, const KhidkiMoveRule *rule)
{
  if (rule->by_stage && !khidki_stage_may (stage, rule->move))
    return FALSE;
  return !g_str_equal (rule->move, "forward")
         || khidki_stage_next (service, khidki_part_get_id (stage)) != NULL;
}

/* How many moves lead out of where it stands. */
static guint
count_ways (KhidkiService *service, KhidkiPart *stage, KhidkiState state, KhidkiActor actor)
{
  guint n_rules, ways = 0;
  const KhidkiMoveRule *rules = khidki_move_table_get_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    ways += rules[i].from == state && rules[i].actor == actor && rules[i].to != state
            && can_be_made (service, stage, &rules[i]);
  return ways;
}

/* Nothing is stuck: while nobody has decided, an officer of the stage can go on,
 * whatever the citizen does; afterwards the server does. */
static void
check_ways (KhidkiService *service)
{
  GPtrArray *stages = khidki_service_get_stages (service);

  for (guint i = 0; i < stages->len; i++)
    for (KhidkiState state = 0; state < KHIDKI_N_STATES; state++)
      {
        KhidkiPart *stage = g_ptr_array_index (stages, i);
        gboolean open = khidki_state_is_open (state);

        if (is_final (state) || (open && !may_be_in (service, stage, state)))
          continue;
        if (count_ways (service, stage, state, open ? KHIDKI_ACTOR_OFFICER : KHIDKI_ACTOR_SERVER) == 0)
          g_error ("%s: no way out of %s at stage %s", khidki_service_get_id (service),
                   khidki_state_to_string (state), khidki_part_get_id (stage));
        if (open)
          g_assert_cmpuint (count_ways (service, stage, state, KHIDKI_ACTOR_CITIZEN), >, 0);
      }
}

static guint
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint found = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (KhidkiService) service = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".seva"))
        continue;
      service = khidki_service_new_from_file (path, &error);
      g_assert_no_error (error);
      check_ways (service);
      found++;
    }
  return found;
}

static void
test_no_dead_end (void)
{
  g_autofree char *departments = g_test_build_filename (G_TEST_DIST, "..", "..", "..", "plugins",
                                                        "departments", NULL);
  g_autoptr (GDir) dir = g_dir_open (departments, 0, NULL);
  g_autoptr (KhidkiService) sample = sample_service_new ();
  const char *name;
  guint found = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (departments, name, NULL);

      found += check_folder (folder);
    }
  g_assert_cmpuint (found, >, 0);
  check_ways (sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/move-table/exhaustive", test_exhaustive);
  g_test_add_func ("/move-table/ends", test_ends);
  g_test_add_func ("/move-table/actors", test_actors);
  g_test_add_func ("/move-table/stages", test_stages);
  g_test_add_func ("/move-table/no-dead-end", test_no_dead_end);
  return g_test_run ();
}
