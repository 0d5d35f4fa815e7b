/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-conversation.h"
#include "conversation/khidki-session-private.h"
#include "forms/khidki-form.h"

G_BEGIN_DECLS

/**
 * KhidkiTurn:
 * @session: (owned): the copy that becomes the new session
 * @draft: (owned) (nullable): the open draft as it is now
 * @notes: what has just happened, said before @body
 * @body: what is asked or shown
 * @options: what may be tapped
 * @paper: (owned) (nullable): a document to send
 * @paper_of: (owned) (nullable): the application that the document is of
 * @template_message: (owned) (nullable): what says the same in a closed window
 * @seen: when this person had written before, 0 if never
 * @year: what an amount for a shorter time, just written, makes in a year; 0 if none was
 * @near_asked: the message before asked for a PIN to find a service centre
 * @brief: what was shown a moment ago need not be shown at its whole length again
 * @news: the message is not part of the dialogue and moves nothing in it
 * @silent: nothing is to be said, and that is right
 *
 * One step while it is being made. The rooms write what they have to say into
 * it; khidki_turn_finish() makes one message of it.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiEvent *event;
  const KhidkiContext *context;
  KhidkiSession *session;
  KhidkiDraft *draft;
  GString *notes;
  GString *body;
  GPtrArray *options;
  const char *button;
  KhidkiPaper *paper;
  char *paper_of;
  char *filename;
  KhidkiMessage *template_message;
  gint64 seen;
  gint64 year;
  gboolean near_asked;
  gboolean brief;
  gboolean news;
  gboolean silent;
  GPtrArray *actions;
} KhidkiTurn;

/**
 * KhidkiOption:
 * @pinned: it stands on every page of a long list
 */
typedef struct
{
  char *id;
  char *title;
  char *description;
  gboolean pinned;
} KhidkiOption;

void khidki_turn_init (KhidkiTurn *turn,
                       KhidkiCatalogue *catalogue,
                       KhidkiSession *session,
                       KhidkiEvent *event,
                       const KhidkiContext *context);
KhidkiStep *khidki_turn_end (KhidkiTurn *turn);

/* Language. While it is not known, sentences are given in Hindi and English. */
const char *khidki_turn_get_language (KhidkiTurn *turn);
gboolean khidki_turn_knows_language (KhidkiTurn *turn);
char *khidki_turn_dup_word (KhidkiTurn *turn, const char *key);
char *khidki_turn_dup_text (KhidkiTurn *turn, const char *key, ...) G_GNUC_NULL_TERMINATED;
void khidki_turn_note (KhidkiTurn *turn, const char *key, ...) G_GNUC_NULL_TERMINATED;
void khidki_turn_say (KhidkiTurn *turn, const char *key, ...) G_GNUC_NULL_TERMINATED;
void khidki_turn_note_text (KhidkiTurn *turn, const char *text);
void khidki_turn_say_text (KhidkiTurn *turn, const char *text);

/* Choices. */
void khidki_turn_offer (KhidkiTurn *turn, const char *id, const char *key);
void khidki_turn_offer_text (KhidkiTurn *turn,
                             const char *id,
                             const char *title,
                             const char *description);
void khidki_turn_offer_pinned (KhidkiTurn *turn, const char *id, const char *key);

/* The draft and its form. */
void khidki_turn_save_draft (KhidkiTurn *turn, KhidkiAnswers *answers);
void khidki_turn_set_draft (KhidkiTurn *turn, KhidkiDraft *draft);
gboolean khidki_turn_sees_draft (KhidkiTurn *turn);
gboolean khidki_turn_sees_other_draft (KhidkiTurn *turn);
gboolean khidki_turn_has_answers (KhidkiTurn *turn);
gboolean khidki_turn_get_form (KhidkiTurn *turn, KhidkiForm *form);
KhidkiAction *khidki_turn_act (KhidkiTurn *turn, KhidkiActionKind kind);

/* Words for things. */
char *khidki_turn_dup_service_name (KhidkiTurn *turn, const char *service, gboolean short_name);
char *khidki_turn_dup_number (const char *number);
char *khidki_turn_dup_day (KhidkiTurn *turn, gint64 instant);
char *khidki_turn_dup_date (KhidkiTurn *turn, const GDate *date);

G_END_DECLS
