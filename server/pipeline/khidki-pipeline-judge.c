/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

/* A citizen's answer may be 3000 letters long, of three bytes each in Hindi. */
#define MOST_TEXT_BYTES 9000

static gboolean
refuse (GError **error, const KhidkiMove *move, const char *why)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "Application %s: %s", move->number, why);
  return FALSE;
}

static gboolean
complain (GError **error, const KhidkiMove *move, const char *why)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Application %s: %s", move->number, why);
  return FALSE;
}

static gboolean
refuse_naming_allowed (GError **error,
                       const KhidkiMove *move,
                       KhidkiApplicationRow *row,
                       KhidkiPart *stage)
{
  g_auto (GStrv) allowed = khidki_move_table_list_allowed (row->state, stage);
  g_autofree char *names = g_strjoinv (", ", allowed);
  g_autofree char *why =
      g_strdup_printf ("it is %s (%s); not \"%s\" now, only: %s",
                       khidki_state_to_string (row->state), row->stage, move->move,
                       allowed[0] != NULL ? names : "nothing, it is closed");

  return refuse (error, move, why);
}

static gboolean
check_actor (KhidkiApplicationRow *row,
             const KhidkiMove *move,
             const KhidkiMoveRule *rule,
             KhidkiPart *stage,
             GError **error)
{
  g_autofree char *why = NULL;

  switch (rule->actor)
    {
    case KHIDKI_ACTOR_CITIZEN:
      if (!g_str_equal (move->actor, "citizen"))
        return refuse (error, move, "only the citizen may do this");
      return TRUE;
    case KHIDKI_ACTOR_SERVER:
      if (!g_str_equal (move->actor, "server"))
        return refuse (error, move, "only the server does this");
      return TRUE;
    case KHIDKI_ACTOR_OFFICER:
    default:
      if (!g_str_has_prefix (move->actor, "officer:") || move->actor[strlen ("officer:")] == '\0')
        return refuse (error, move, "only an officer may do this");
    }
  if (g_str_equal (move->role, khidki_stage_get_role (stage)))
    return TRUE;
  why = g_strdup_printf ("stage %s is for the role %s, not %s", row->stage,
                         khidki_stage_get_role (stage), move->role);
  return refuse (error, move, why);
}

static gboolean
check_text (const KhidkiMove *move, GError **error)
{
  if (strlen (move->text) > MOST_TEXT_BYTES)
    return complain (error, move, "the text is too long");
  if (!g_utf8_validate (move->text, -1, NULL))
    return complain (error, move, "the text is not UTF-8");
  return TRUE;
}

static gboolean
check_reason (KhidkiService *service, const KhidkiMove *move, GError **error)
{
  GPtrArray *reasons = khidki_service_get_reasons (service);
  g_autoptr (GString) why = NULL;

  if (khidki_service_find_part (service, "Reason", move->reason) != NULL)
    return TRUE;

  why = g_string_new ("give the code of a reason, one of:");
  for (guint i = 0; i < reasons->len; i++)
    g_string_append_printf (why, " %s", khidki_part_get_id (g_ptr_array_index (reasons, i)));
  return complain (error, move, why->str);
}

static gboolean
has_papers (KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = answers != NULL ? khidki_answers_list_paper_paths (answers) : NULL;

  return paths != NULL && paths[0] != NULL;
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

static gboolean
check_needs (KhidkiCatalogue *catalogue,
             KhidkiService *service,
             KhidkiApplicationRow *row,
             const KhidkiMove *move,
             KhidkiMoveNeeds needs,
             GError **error)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (catalogue);

  if (!check_text (move, error))
    return FALSE;
  if ((needs & KHIDKI_MOVE_NEEDS_REASON) && !check_reason (service, move, error))
    return FALSE;
  if ((needs & KHIDKI_MOVE_NEEDS_TEXT) && is_blank (move->text))
    return complain (error, move, "say in words what this is about");
  if ((needs & KHIDKI_MOVE_NEEDS_ANSWER) && is_blank (move->text) && !has_papers (move->answers))
    return complain (error, move, "an answer is a text, or papers, or both");
  if (!(needs & KHIDKI_MOVE_NEEDS_PLACE))
    return TRUE;
  if (move->subdivision == NULL
      || khidki_places_get_subdivision_name (places, move->subdivision, "en") == NULL)
    return complain (error, move, "name the sub-division by its id");
  if (g_str_equal (move->subdivision, row->subdivision))
    return complain (error, move, "it is in that sub-division already");
  return TRUE;
}

/* The office waits until the citizen could answer. */
static gboolean
check_waiting (KhidkiApplicationRow *row,
               const KhidkiMove *move,
               const KhidkiMoveRule *rule,
               GError **error)
{
  g_autofree char *why = NULL;

  if (row->state != KHIDKI_STATE_QUERY || rule->actor != KHIDKI_ACTOR_OFFICER
      || move->now >= khidki_application_row_get_answer_by (row))
    return TRUE;
  why = g_strdup_printf ("the citizen has %d days to answer the question; not \"%s\" before",
                         KHIDKI_ANSWER_DAYS, move->move);
  return refuse (error, move, why);
}

static gboolean
find_target (KhidkiService *service,
             KhidkiApplicationRow *row,
             const KhidkiMove *move,
             KhidkiPart *stage,
             KhidkiMoveOutcome *outcome,
             GError **error)
{
  KhidkiPart *target = stage;

  if (g_str_equal (move->move, "forward"))
    target = khidki_stage_next (service, row->stage);
  else if (g_str_equal (move->move, "transfer"))
    target = khidki_stage_first (service);
  if (target == NULL)
    return refuse (error, move, "there is no stage behind this one to forward it to");

  outcome->stage = khidki_part_get_id (target);
  outcome->to = outcome->rule->to == KHIDKI_STATE_OF_STAGE ? khidki_stage_get_state (target)
                                                           : outcome->rule->to;
  return TRUE;
}

KhidkiService *
khidki_pipeline_find_service (KhidkiCatalogue *catalogue,
                              KhidkiApplicationRow *row,
                              GError **error)
{
  KhidkiService *service =
      khidki_catalogue_find_version (catalogue, row->service, row->service_version);

  /* The department may come back: nothing is lost by waiting for it. */
  if (service == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                 "Application %s: its service %s is not loaded in version %s", row->number,
                 row->service, row->service_version);
  return service;
}

gboolean
khidki_pipeline_judge (KhidkiCatalogue *catalogue,
                       KhidkiApplicationRow *row,
                       const KhidkiMove *move,
                       KhidkiMoveOutcome *outcome,
                       GError **error)
{
  KhidkiService *service = khidki_pipeline_find_service (catalogue, row, error);
  KhidkiPart *stage;

  if (service == NULL)
    return FALSE;
  stage = khidki_stage_find (service, row->stage);
  if (stage == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Application %s: unknown stage %s",
                   row->number, row->stage);
      return FALSE;
    }
  outcome->rule = khidki_move_table_find (row->state, move->move);
  if (outcome->rule == NULL
      || (outcome->rule->by_stage && !khidki_stage_may (stage, move->move)))
    return refuse_naming_allowed (error, move, row, stage);

  if (g_str_equal (move->move, "issue"))
    return refuse (error, move, "it is issued by making its certificate, not by a move alone");

  return check_actor (row, move, outcome->rule, stage, error)
         && check_waiting (row, move, outcome->rule, error)
         && check_needs (catalogue, service, row, move, outcome->rule->needs, error)
         && find_target (service, row, move, stage, outcome, error);
}
