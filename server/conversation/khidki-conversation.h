/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "conversation/khidki-session.h"
#include "conversation/khidki-step.h"
#include "libkhidki/khidki-draft.h"
#include "libkhidki/khidki-event.h"
#include "libkhidki/khidki-limits.h"
#include "libkhidki/khidki-message.h"

G_BEGIN_DECLS

/**
 * KhidkiApplicationFacts:
 * @text: what the officer wrote with a rejection, "" for nothing
 * @query: what the office asks, "" unless it waits for an answer
 * @answer_by: until when the citizen may answer it, 0 unless it waits
 * @birth: the applicant's date of birth as YYYY-MM-DD, "" if it is not known
 * @relation: (nullable): `self` or `other`
 * @answers: (nullable): what was answered, to apply again after a rejection
 *
 * What a citizen may know of an application of theirs.
 */
typedef struct
{
  char *number;
  char *service;
  char *service_version;
  char *state;
  char *stage;
  char *applicant;
  char *reason;
  char *text;
  char *query;
  char *certificate_number;
  KhidkiPaper *certificate;
  gint64 submitted;
  gint64 due;
  gint64 changed;
  gint64 answer_by;
  char *birth;
  char *relation;
  KhidkiAnswers *answers;
} KhidkiApplicationFacts;

void khidki_application_facts_free (KhidkiApplicationFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiApplicationFacts, khidki_application_facts_free)

/**
 * KhidkiContext:
 * @now: UTC milliseconds
 * @today: the civil date in the configured time zone
 * @utc_offset: milliseconds to add to @now for civil time
 * @limits: the channel's
 * @channel: its name
 * @draft: (nullable): the account's open draft
 * @draft_changed: when it was changed last, 0 if that is not known
 * @applications: (element-type KhidkiApplicationFacts): the account's, newest first
 * @reserved_number: an application number to use for a submission in this step
 * @reserved_token: a token to use for a private link in this step
 * @reserved_draft: an id for a draft begun in this step
 * @replied: (nullable): the message of ours that the event is a reply to
 * @reserved_code: eleven digits with which a draft of this step can be taken over
 * @asked: (nullable): the application that a short text names, whosever it is:
 *   its number, state and due date, nothing personal
 * @no_papers: whether the channel carries no papers to us
 * @papers_elsewhere: whether another channel that runs carries them
 * @public_url: without a slash at the end
 * @helpline: the number that people may ring, and its hours
 *
 * All that a step may know beside catalogue, session and event.
 */
typedef struct
{
  gint64 now;
  GDate today;
  gint64 utc_offset;
  const KhidkiLimits *limits;
  const char *channel;
  KhidkiDraft *draft;
  gint64 draft_changed;
  GPtrArray *applications;
  const char *reserved_number;
  const char *reserved_token;
  const char *reserved_draft;
  KhidkiMessage *replied;
  const char *reserved_code;
  const KhidkiApplicationFacts *asked;
  gboolean no_papers;
  gboolean papers_elsewhere;
  const char *public_url;
  const char *helpline;
  const char *helpline_hours;
} KhidkiContext;

/* The pure step: no I/O, no clock, no randomness, any thread. Never fails: what
 * it cannot understand it answers. @session and @event are not changed. */
KhidkiStep *khidki_conversation_step (KhidkiCatalogue *catalogue,
                                      KhidkiSession *session,
                                      KhidkiEvent *event,
                                      const KhidkiContext *context);

/* Whether a value of @type answers the question that is open: who masks numbers
 * must know. Pure. @context needs `draft` and `today` only. */
gboolean khidki_conversation_asks (KhidkiCatalogue *catalogue,
                                   KhidkiSession *session,
                                   const KhidkiContext *context,
                                   KhidkiFieldType type);

G_END_DECLS
