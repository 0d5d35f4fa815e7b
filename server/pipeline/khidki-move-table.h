/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-service.h"

G_BEGIN_DECLS

/**
 * KhidkiState:
 * @KHIDKI_STATE_SUBMITTED: the citizen has done their part, nobody has taken it yet
 * @KHIDKI_STATE_SCRUTINY: an officer who may not decide has it
 * @KHIDKI_STATE_QUERY: the office asked; the clock stands still until the citizen
 *   answers, for %KHIDKI_ANSWER_DAYS at most
 * @KHIDKI_STATE_APPROVAL: an officer who may decide has it
 * @KHIDKI_STATE_APPROVED: decided; the certificate is being made
 * @KHIDKI_STATE_ISSUED: the certificate exists
 * @KHIDKI_STATE_DELIVERED: the certificate has reached the citizen
 * @KHIDKI_STATE_REJECTED: decided against, with a reason
 * @KHIDKI_STATE_WITHDRAWN: taken back by the citizen
 * @KHIDKI_N_STATES: how many there are
 *
 * Where an application stands.
 */
typedef enum
{
  KHIDKI_STATE_SUBMITTED,
  KHIDKI_STATE_SCRUTINY,
  KHIDKI_STATE_QUERY,
  KHIDKI_STATE_APPROVAL,
  KHIDKI_STATE_APPROVED,
  KHIDKI_STATE_ISSUED,
  KHIDKI_STATE_DELIVERED,
  KHIDKI_STATE_REJECTED,
  KHIDKI_STATE_WITHDRAWN,
  KHIDKI_N_STATES,
} KhidkiState;

/* So many days a citizen has to answer a question. Until then the office's clock
 * stands still, and nobody takes the question back or rejects for want of an answer. */
#define KHIDKI_ANSWER_DAYS 15

/* In a rule's `to`: the state of the stage that the move leads to. */
#define KHIDKI_STATE_OF_STAGE KHIDKI_N_STATES

typedef enum
{
  KHIDKI_ACTOR_CITIZEN,
  KHIDKI_ACTOR_OFFICER,
  KHIDKI_ACTOR_SERVER,
} KhidkiActor;

/**
 * KhidkiMoveNeeds:
 * @KHIDKI_MOVE_NEEDS_TEXT: words of the one who moves it
 * @KHIDKI_MOVE_NEEDS_REASON: the code of one of the service's reasons
 * @KHIDKI_MOVE_NEEDS_PLACE: the sub-division that it goes to
 * @KHIDKI_MOVE_NEEDS_ANSWER: text, or papers, or both
 */
typedef enum
{
  KHIDKI_MOVE_NEEDS_NOTHING = 0,
  KHIDKI_MOVE_NEEDS_TEXT = 1 << 0,
  KHIDKI_MOVE_NEEDS_REASON = 1 << 1,
  KHIDKI_MOVE_NEEDS_PLACE = 1 << 2,
  KHIDKI_MOVE_NEEDS_ANSWER = 1 << 3,
} KhidkiMoveNeeds;

/**
 * KhidkiMoveRule:
 * @from: where it starts
 * @move: its name
 * @to: where it ends, or KHIDKI_STATE_OF_STAGE
 * @actor: who may make it
 * @needs: what must come with it
 * @by_stage: whether the stage's `May=` has to name it
 * @told: whether the citizen hears of it by an event: not of what they did themselves
 *
 * One allowed move. What is in no rule is refused.
 */
typedef struct
{
  KhidkiState from;
  const char *move;
  KhidkiState to;
  KhidkiActor actor;
  KhidkiMoveNeeds needs;
  gboolean by_stage;
  gboolean told;
} KhidkiMoveRule;

const char *khidki_state_to_string (KhidkiState state);
gboolean khidki_state_from_string (const char *text, KhidkiState *state);
gboolean khidki_state_is_open (KhidkiState state);

const KhidkiMoveRule *khidki_move_table_get_rules (guint *n_rules);
const KhidkiMoveRule *khidki_move_table_find (KhidkiState from, const char *move);
GStrv khidki_move_table_list_allowed (KhidkiState from, KhidkiPart *stage);

KhidkiPart *khidki_stage_find (KhidkiService *service, const char *id);
KhidkiPart *khidki_stage_first (KhidkiService *service);
KhidkiPart *khidki_stage_next (KhidkiService *service, const char *id);
KhidkiState khidki_stage_get_state (KhidkiPart *stage);
gboolean khidki_stage_may (KhidkiPart *stage, const char *move);
const char *khidki_stage_get_role (KhidkiPart *stage);

G_END_DECLS
