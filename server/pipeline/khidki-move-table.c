/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-move-table.h"

static const char *const state_names[KHIDKI_N_STATES] = {
  [KHIDKI_STATE_SUBMITTED] = "submitted", [KHIDKI_STATE_SCRUTINY] = "scrutiny",
  [KHIDKI_STATE_QUERY] = "query",         [KHIDKI_STATE_APPROVAL] = "approval",
  [KHIDKI_STATE_APPROVED] = "approved",   [KHIDKI_STATE_ISSUED] = "issued",
  [KHIDKI_STATE_DELIVERED] = "delivered", [KHIDKI_STATE_REJECTED] = "rejected",
  [KHIDKI_STATE_WITHDRAWN] = "withdrawn",
};

#define SUBMITTED KHIDKI_STATE_SUBMITTED
#define SCRUTINY KHIDKI_STATE_SCRUTINY
#define QUERY KHIDKI_STATE_QUERY
#define APPROVAL KHIDKI_STATE_APPROVAL
#define APPROVED KHIDKI_STATE_APPROVED
#define ISSUED KHIDKI_STATE_ISSUED
#define DELIVERED KHIDKI_STATE_DELIVERED
#define REJECTED KHIDKI_STATE_REJECTED
#define WITHDRAWN KHIDKI_STATE_WITHDRAWN
#define OF_STAGE KHIDKI_STATE_OF_STAGE
#define CITIZEN KHIDKI_ACTOR_CITIZEN
#define OFFICER KHIDKI_ACTOR_OFFICER
#define SERVER KHIDKI_ACTOR_SERVER
#define NOTHING KHIDKI_MOVE_NEEDS_NOTHING
#define TEXT KHIDKI_MOVE_NEEDS_TEXT
#define REASON KHIDKI_MOVE_NEEDS_REASON
#define PLACE KHIDKI_MOVE_NEEDS_PLACE
#define ANSWER KHIDKI_MOVE_NEEDS_ANSWER

/* The last two columns: by_stage, told. `register` notes the number under which
 * the department's own system keeps the file; it moves nothing. Any stage may
 * `resume`, or a citizen who never answers would hold the file for ever. */
static const KhidkiMoveRule rules[] = {
  { SUBMITTED, "scrutinise", OF_STAGE, OFFICER, NOTHING, FALSE, TRUE },
  { SUBMITTED, "transfer", SUBMITTED, OFFICER, PLACE, TRUE, TRUE },
  { SUBMITTED, "withdraw", WITHDRAWN, CITIZEN, NOTHING, FALSE, FALSE },
  { SUBMITTED, "register", SUBMITTED, SERVER, TEXT, FALSE, FALSE },

  { SCRUTINY, "ask", QUERY, OFFICER, TEXT, TRUE, TRUE },
  { SCRUTINY, "forward", OF_STAGE, OFFICER, NOTHING, TRUE, TRUE },
  { SCRUTINY, "transfer", SUBMITTED, OFFICER, PLACE, TRUE, TRUE },
  { SCRUTINY, "reject", REJECTED, OFFICER, REASON, TRUE, TRUE },
  { SCRUTINY, "withdraw", WITHDRAWN, CITIZEN, NOTHING, FALSE, FALSE },
  { SCRUTINY, "register", SCRUTINY, SERVER, TEXT, FALSE, FALSE },

  { QUERY, "answer", OF_STAGE, CITIZEN, ANSWER, FALSE, FALSE },
  { QUERY, "resume", OF_STAGE, OFFICER, NOTHING, FALSE, TRUE },
  { QUERY, "reject", REJECTED, OFFICER, REASON, TRUE, TRUE },
  { QUERY, "withdraw", WITHDRAWN, CITIZEN, NOTHING, FALSE, FALSE },
  { QUERY, "register", QUERY, SERVER, TEXT, FALSE, FALSE },

  { APPROVAL, "approve", APPROVED, OFFICER, NOTHING, TRUE, TRUE },
  { APPROVAL, "ask", QUERY, OFFICER, TEXT, TRUE, TRUE },
  { APPROVAL, "forward", OF_STAGE, OFFICER, NOTHING, TRUE, TRUE },
  { APPROVAL, "transfer", SUBMITTED, OFFICER, PLACE, TRUE, TRUE },
  { APPROVAL, "reject", REJECTED, OFFICER, REASON, TRUE, TRUE },
  { APPROVAL, "withdraw", WITHDRAWN, CITIZEN, NOTHING, FALSE, FALSE },
  { APPROVAL, "register", APPROVAL, SERVER, TEXT, FALSE, FALSE },

  { APPROVED, "issue", ISSUED, SERVER, NOTHING, FALSE, TRUE },
  { ISSUED, "deliver", DELIVERED, SERVER, NOTHING, FALSE, FALSE },
};

const char *
khidki_state_to_string (KhidkiState state)
{
  g_return_val_if_fail ((guint) state < KHIDKI_N_STATES, "");
  return state_names[state];
}

/**
 * khidki_state_from_string:
 * @text: a state's name as rows hold it
 * @state: (out): the state
 *
 * Returns: whether there is one of that name
 */
gboolean
khidki_state_from_string (const char *text, KhidkiState *state)
{
  for (guint i = 0; i < KHIDKI_N_STATES; i++)
    if (g_str_equal (state_names[i], text))
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * khidki_state_is_open:
 *
 * Returns: whether nobody has decided yet, so that the statutory clock matters
 */
gboolean
khidki_state_is_open (KhidkiState state)
{
  return state <= KHIDKI_STATE_APPROVAL;
}

/**
 * khidki_move_table_get_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the whole table
 */
const KhidkiMoveRule * /* lint: allow caller – services and texts are held against it */
khidki_move_table_get_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/**
 * khidki_move_table_find:
 * @from: where the application stands
 * @move: the name of a move
 *
 * Returns: (transfer none) (nullable): the rule, %NULL when it is not allowed
 */
const KhidkiMoveRule *
khidki_move_table_find (KhidkiState from, const char *move)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].from == from && g_str_equal (rules[i].move, move))
      return &rules[i];
  return NULL;
}

/**
 * khidki_move_table_list_allowed:
 * @from: where the application stands
 * @stage: (nullable): the stage whose `May=` counts; %NULL for whatever any stage may
 *
 * Returns: (transfer full): the moves that people or the server may make now
 */
GStrv
khidki_move_table_list_allowed (KhidkiState from, KhidkiPart *stage)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].from == from
        && (!rules[i].by_stage || stage == NULL || khidki_stage_may (stage, rules[i].move)))
      g_strv_builder_add (builder, rules[i].move);
  return g_strv_builder_end (builder);
}

/**
 * khidki_stage_find:
 * @service: a service
 * @id: the id of a `[Stage …]`
 *
 * Returns: (transfer none) (nullable): the stage
 */
KhidkiPart *
khidki_stage_find (KhidkiService *service, const char *id)
{
  return khidki_service_find_part (service, "Stage", id);
}

/**
 * khidki_stage_first:
 *
 * Returns: (transfer none) (nullable): the stage that takes an application first
 */
KhidkiPart *
khidki_stage_first (KhidkiService *service)
{
  GPtrArray *stages = khidki_service_get_stages (service);

  return stages->len > 0 ? g_ptr_array_index (stages, 0) : NULL;
}

/**
 * khidki_stage_next:
 *
 * Returns: (transfer none) (nullable): the stage behind @id, %NULL behind the last
 */
KhidkiPart *
khidki_stage_next (KhidkiService *service, const char *id)
{
  GPtrArray *stages = khidki_service_get_stages (service);

  for (guint i = 0; i + 1 < stages->len; i++)
    if (g_str_equal (khidki_part_get_id (g_ptr_array_index (stages, i)), id))
      return g_ptr_array_index (stages, i + 1);
  return NULL;
}

/**
 * khidki_stage_get_state:
 *
 * Returns: KHIDKI_STATE_APPROVAL for a stage that may decide for the citizen,
 *   else KHIDKI_STATE_SCRUTINY
 */
KhidkiState
khidki_stage_get_state (KhidkiPart *stage)
{
  return khidki_stage_may (stage, "approve") ? KHIDKI_STATE_APPROVAL : KHIDKI_STATE_SCRUTINY;
}

gboolean
khidki_stage_may (KhidkiPart *stage, const char *move)
{
  return g_strv_contains (khidki_part_get_list (stage, "May"), move);
}

/**
 * khidki_stage_get_role:
 *
 * Returns: (transfer none): the role of the officers who work at it, `""` if none
 */
const char *
khidki_stage_get_role (KhidkiPart *stage)
{
  const char *role = khidki_part_get_value (stage, "Role");

  return role != NULL ? role : "";
}
