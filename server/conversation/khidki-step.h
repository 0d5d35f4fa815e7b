/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-session.h"
#include "libkhidki/khidki-draft.h"
#include "libkhidki/khidki-message.h"

G_BEGIN_DECLS

/**
 * KhidkiActionKind:
 * @KHIDKI_ACTION_SEND: send `message` (lane: reply, or news when `news`); `number` when it is that application's document
 * @KHIDKI_ACTION_SAVE_DRAFT: `draft` is the account's open draft now
 * @KHIDKI_ACTION_DROP_DRAFT: `draft` is no longer wanted, or has become an application
 * @KHIDKI_ACTION_SUBMIT: `draft` becomes the application `number`
 * @KHIDKI_ACTION_ANSWER_QUERY: the citizen answers the office's question about `number`: `text`, papers in `answers`
 * @KHIDKI_ACTION_WITHDRAW: the citizen withdraws `number`
 * @KHIDKI_ACTION_FETCH_MEDIA: bring the file `media`; the paper comes back as the server event `paper-kept` (or `paper-lost`) with `path`
 * @KHIDKI_ACTION_PRIVATE_LINK: `token` opens the page for `path` of `draft`; what is given there comes back as `private-given`
 * @KHIDKI_ACTION_OFFER_DRAFT: whoever tells the code `token` at a counter takes `draft` over there; with `text`, a phone number, only that phone may, by writing it
 * @KHIDKI_ACTION_TAKE_DRAFT: `token` is a code that a counter gave: the draft becomes this account's; what came of it comes back as the server event `draft-taken` or `draft-refused`
 *
 * What a step wants done. All of it happens in the same transaction as the new session.
 */
typedef enum
{
  KHIDKI_ACTION_SEND,
  KHIDKI_ACTION_SAVE_DRAFT,
  KHIDKI_ACTION_DROP_DRAFT,
  KHIDKI_ACTION_SUBMIT,
  KHIDKI_ACTION_ANSWER_QUERY,
  KHIDKI_ACTION_WITHDRAW,
  KHIDKI_ACTION_FETCH_MEDIA,
  KHIDKI_ACTION_PRIVATE_LINK,
  KHIDKI_ACTION_OFFER_DRAFT,
  KHIDKI_ACTION_TAKE_DRAFT,
} KhidkiActionKind;

typedef struct
{
  KhidkiActionKind kind;
  KhidkiMessage *message;
  gboolean news;
  KhidkiDraft *draft;
  KhidkiAnswers *answers;
  char *number;
  char *text;
  char *media;
  char *path;
  char *token;
} KhidkiAction;

void khidki_action_free (KhidkiAction *action);

/**
 * KhidkiStep:
 *
 * The result of a conversation's step.
 */
typedef struct
{
  KhidkiSession *session;
  GPtrArray *actions;
} KhidkiStep;

KhidkiStep *khidki_step_new (void);
void khidki_step_free (KhidkiStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiStep, khidki_step_free)

G_END_DECLS
