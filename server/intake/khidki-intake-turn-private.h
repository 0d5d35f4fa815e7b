/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "intake/khidki-intake-turn.h"

G_BEGIN_DECLS

#define KHIDKI_INTAKE_TURN_RANDOMNESS 64

/* One event with what came of it. What is acted on and kept is `event`: `masked`,
 * or `as_mobile` once the session says that this was asked for. Of a whole card
 * number in answer to its last digits, only these are kept. */
typedef struct
{
  KhidkiEvent *event;
  KhidkiEvent *masked;
  KhidkiEvent *as_mobile;
  guint8 randomness[KHIDKI_INTAKE_TURN_RANDOMNESS];
  const char *outcome;
  gboolean again;
  KhidkiApplicationFacts *asked;
  GPtrArray *actions;
  /* (nullable): our message that it is a reply to */
  KhidkiMessage *replied;
  char *free_key;
} KhidkiIntakeTurnEvent;

struct _KhidkiIntakeTurn
{
  KhidkiIntakeTurnWorld *world;
  char *lane_key;
  char *account_key;
  char *moved_from;
  KhidkiLimits limits;
  gboolean no_papers;
  gboolean papers_elsewhere;
  GPtrArray *events;
  char *parked_note;

  gboolean exists;
  gint64 version;
  gint64 last_inbound;
  KhidkiAccount *account;
  KhidkiSession *session;
  KhidkiDraft *draft;
  gint64 draft_changed;
  GPtrArray *applications;
  gboolean stepped;

  guint n_acted;
  guint n_duplicates;
  GPtrArray *sends;
  gboolean made_jobs;
  gboolean requeued;
  KhidkiEvent *unanswered; /* one of the events */
  char *read_key;
};

/* (transfer full): the key of an account's row */
char *khidki_intake_turn_key_of (KhidkiSeal *seal, KhidkiAccount *account);

/* (transfer full): the account as it goes on under another id */
KhidkiAccount *khidki_intake_turn_with_id (KhidkiAccount *account, const char *id);

/* In a writing function: the account's rows go over to its new key. */
gboolean khidki_intake_turn_move (KhidkiIntakeTurn *self,
                                  KhidkiTransaction *transaction,
                                  GError **error);

/* The forms in which randomness becomes what a step may use. */
void khidki_intake_turn_reserve (KhidkiIntakeTurnWorld *world,
                          const guint8 *randomness,
                          char **number,
                          char **token,
                          char **draft);

/* Whether the conversation has to hear of it. */
gboolean khidki_intake_turn_needs_step (KhidkiEvent *event);

char *khidki_intake_turn_digest_key (KhidkiTransaction *transaction, KhidkiEvent *event);

G_END_DECLS
