/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-conversation.h"

G_BEGIN_DECLS

/*
 * One account, the catalogue of the source tree, and a store that keeps what
 * the steps want kept. Time and numbers are counted, never taken from outside.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  /* (nullable): what was on offer before the departments were stopped. */
  KhidkiCatalogue *running;
  KhidkiAccount *account;
  KhidkiSession *session;
  KhidkiLimits limits;
  KhidkiContext context;
  /* (nullable): an earlier draft, which is the open one again when the other is gone. */
  KhidkiDraft *older;
  gint64 older_changed;
  GPtrArray *applications;

  /* What the last step said; several only where limits need it. */
  GPtrArray *messages;
  GPtrArray *done;
  /* Pairs of media and path that are to be fetched. */
  GPtrArray *fetching;
  char *link_path;
  char *link_token;
  char *last_tap;
  char *last_number;
  /* The last message that was news, to reply to. */
  KhidkiMessage *last_news;
  /* What the citizen answered last: the text, and how many files. */
  char *last_answer;
  /* Milliseconds that pass after every step. */
  gint64 pace;
  guint from_person;
  guint events;
  guint numbers;
  guint walked;
  char *reserved_number;
  char *reserved_token;
  char *reserved_draft;
  char *offered_code;
  char *taken_code;
} ChatWorld;

/* (nullable): looks at every registered text that is said. */
extern void (*chat_world_check_template) (KhidkiMessage *message);

ChatWorld *chat_world_new (KhidkiCatalogue *catalogue);
void chat_world_free (ChatWorld *world);
KhidkiCatalogue *chat_world_load_catalogue (void);

/* A channel on which nothing can be tapped, and one of registered texts alone. */
void chat_world_use_numbers (ChatWorld *world);
void chat_world_use_sms (ChatWorld *world);
void chat_world_stop_departments (ChatWorld *world);
void chat_world_start_departments (ChatWorld *world);
/* Another department beside that of the source tree. */
void chat_world_add_market (ChatWorld *world);
void chat_world_turn_clock (ChatWorld *world, gint64 milliseconds);
char *chat_world_dup_key (ChatWorld *world);

/* Takes ownership of the event. Checks what must hold after every step. */
void chat_world_step (ChatWorld *world, KhidkiEvent *event);
/* @found: a verdict, or `lost`; behind it `pdf` if the file is one, or a verdict
 * for a file that was lost. */
void chat_world_kept (ChatWorld *world, const char *found);
/* What came of a code: `wrong`, `shut`, or the service of the form, and of one that was open. */
void chat_world_hand (ChatWorld *world, const char *came);
void chat_world_end_draft (ChatWorld *world);
void chat_world_scan (ChatWorld *world, const char *path, guint files);
/* The next step is a reply to the last news. */
void chat_world_reply (ChatWorld *world);
void chat_world_decide (ChatWorld *world, const char *move);
void chat_world_news (ChatWorld *world, const char *move, const char *extra);

/* What a person can read of the last step, messages and titles of choices. */
char *chat_world_dup_said (ChatWorld *world);
const char *chat_world_find_choice (ChatWorld *world, const char *title);
KhidkiMessage *chat_world_get_last (ChatWorld *world);
gboolean chat_world_did (ChatWorld *world, KhidkiActionKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChatWorld, chat_world_free)

G_END_DECLS
