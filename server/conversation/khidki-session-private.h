/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-session.h"
#include "libkhidki/khidki-answers.h"

G_BEGIN_DECLS

/*
 * The rooms of this folder read and write a session's fields; a step works on a
 * copy of its own. Strings are never NULL, lists are never NULL.
 */
struct _KhidkiSession
{
  /* `en`, `hi`, or empty while it is not known. */
  char *language;
  /* The room, see khidki-rooms.h; empty before the first answer. */
  char *place;
  /* What the room is about: a service, a department, an application, words. */
  char *subject;
  /* The path that is asked though the form would ask another one next. */
  char *asking;
  /* The choice to go on with when the language is known. */
  char *after;
  /* The kind that was named for the paper that is to come. */
  char *paper_kind;
  char *link_token;
  char *link_path;
  char *link_draft;
  char *submitted_number;
  char *hidden_draft;
  char *claimed_number;
  /* The form that was open when something was said last; empty if that is not known. */
  char *shown_draft;
  /* A verdict on one of several files, told with the last. */
  char *said;
  /* What was written so far in answer to the office's question. */
  char *answer;
  /* The application that this is about. */
  char *answering;
  /* What was said somewhere else, if it alone is what may be sent as the answer. */
  char *unasked;
  /* Where it was said: there we go on if it was not meant as the answer. */
  char *came_from;
  char *came_subject;
  /* The application for which the last such word was not meant. */
  char *declined;
  /* The paper that got a file last and may have more of them. */
  char *page_of;
  /* The paper that the last file was taken for because it was sent so soon. */
  char *guessed_of;
  /* The paper of which there were more files than it may have; nobody was told yet. */
  char *full_of;

  /* The PIN of the place for which somebody asked for a service centre last. */
  char *near_pin;

  /* When this number may have gone to somebody else before, and the draft that was open
   * then ("" for none), in turn; the last time is in hidden_before and hidden_draft. */
  GStrv hidden;
  /* Ids and titles in turn, as the last message showed them. */
  GStrv offered;
  /* The paths that were answered, the last one last. */
  GStrv trail;
  /* Of what is being changed part by part, what stood there: where, and "", then path and
   * value in turn. */
  GStrv replaced;
  /* Media, path and kind in turn: files that are being fetched. */
  GStrv fetching;
  GStrv fetching_at; /* since when, of each of these */
  /* The papers that got files of which nobody was told yet. */
  GStrv kept_of;

  gint64 turn;
  gint64 page;
  gint64 misses;
  gint64 changing;
  gint64 seen;
  gint64 quiet;
  gint64 numbered;
  gint64 link_at;
  gint64 submitted_turn;
  gint64 hidden_before;
  gint64 claim_misses;
  gint64 claim_missed_at;
  gint64 declined_at;
  /* When the next thing was asked after a file of `page_of`. */
  gint64 page_at;
  /* The file that comes takes the place of those that are there. */
  gint64 replacing;
  /* Files kept of which nobody was told yet. */
  gint64 kept;
  /* How many short texts were answered since then. */
  gint64 short_since;
  gint64 short_replies;
  /* The last message asked for a PIN to find a service centre. */
  gint64 near_asked;
  /* The last text, by its hash, and when it was written. */
  gint64 heard;
  gint64 heard_at;

  /* (nullable): papers that go with the answer to the office's question. */
  KhidkiAnswers *given;
};

KhidkiSession *khidki_session_copy (KhidkiSession *self);

void khidki_session_set (char **field, const char *value);
void khidki_session_push (GStrv *list, const char *value);
void khidki_session_forget_files (KhidkiSession *self);
void khidki_session_clear_list (GStrv *list);
gboolean khidki_session_hides_draft (KhidkiSession *self, const char *draft);

G_END_DECLS
