/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-desk.h"
#include "khidki-csc-parse.h"
#include "khidki-csc-texts.h"

G_BEGIN_DECLS

#define KHIDKI_CSC_SESSION_COOKIE "__Host-khidki-counter"
#define KHIDKI_CSC_LANGUAGE_COOKIE "__Host-khidki-language"

typedef struct _KhidkiCscVisit KhidkiCscVisit;

/* One thing after another: called when what was waited for is there. */
typedef void (*KhidkiCscStep) (KhidkiCscVisit *visit);

/**
 * KhidkiCscVisit:
 * @language: of the page, `en` or `hi`
 * @parts: what the stars of the route's pattern stand for, ends with %NULL
 * @session: from the cookie, "" if there is none
 * @who: (nullable): the operator, once looked up
 * @draft: (nullable): the one that the page is about, once loaded
 * @form: (nullable): what the page of a draft sent
 * @troubles: path → what is wrong there
 * @typed: path → what was typed and not saved
 * @notice: (nullable): what is to be told first, a key of the texts
 * @shows_missing: whether what is missing is marked
 * @opens_session: whether the answer brings the cookie of a new session
 *
 * One request and what was learned on the way to its answer. Steps borrow it; what
 * waits holds a reference.
 */
struct _KhidkiCscVisit
{
  KhidkiCscDesk *desk;
  KhidkiRequest *request;
  KhidkiResponder *responder;
  const char *language;
  GStrv parts;
  char *session;
  KhidkiOperator *who;
  KhidkiDraft *draft;
  KhidkiFormView *view;
  KhidkiCscForm *form;
  GHashTable *troubles;
  GHashTable *typed;
  GPtrArray *kept; /* (nullable): of the form's files, those that have no place yet */
  KhidkiPaper *sheet; /* (nullable): the photo of what was signed */
  GPtrArray *parts_before; /* (nullable): of our script: the form as it was */
  char *complaint; /* (nullable): in words */
  const char *notice;
  guint status;
  guint checked; /* files that were looked at */
  gboolean shows_missing;
  gboolean opens_session;
  KhidkiCscStep step;    /* of what is waited for */
  KhidkiCscStep missing; /* when there is neither draft nor receipt */
  KhidkiCscStep page;    /* once the form has shown its token */
  KhidkiCscStep again;   /* (nullable): shows what was typed, when it has not */
};

KhidkiCscVisit *khidki_csc_visit_new (KhidkiCscDesk *desk,
                                      KhidkiRequest *request,
                                      KhidkiResponder *responder);
KhidkiCscVisit *khidki_csc_visit_ref (KhidkiCscVisit *self);
void khidki_csc_visit_unref (KhidkiCscVisit *self);

const char *khidki_csc_visit_say (KhidkiCscVisit *self, const char *key);
/* Notes what is wrong at @path, a key of the texts. */
void khidki_csc_visit_complain (KhidkiCscVisit *self, const char *path, const char *key);
/* (transfer full) for @draft: the page is about it from here on, as it is now. */
void khidki_csc_visit_take_draft (KhidkiCscVisit *self, KhidkiDraft *draft);
/* What the form sent under a name, "" if nothing. */
const char *khidki_csc_visit_get_field (KhidkiCscVisit *self, const char *name);
/* Whether it was sent by our script, which wants only what has changed. */
gboolean khidki_csc_visit_wants_parts (KhidkiCscVisit *self);

/* (transfer full): what a form of this session has to send, so that no other site's can. */
char *khidki_csc_visit_make_token (KhidkiCscVisit *self);
gboolean khidki_csc_visit_has_token (KhidkiCscVisit *self);
/* FALSE when a browser says that another site's page sent it. */
gboolean khidki_csc_visit_is_from_here (KhidkiCscVisit *self);

/* Looks the operator up, then goes on; without one asks for the sign-in. */
void khidki_csc_visit_sign (KhidkiCscVisit *self, KhidkiCscStep step);
/* Loads the draft that the path names, then goes on; what has become a receipt goes there. */
void khidki_csc_visit_load (KhidkiCscVisit *self, KhidkiCscStep step);
/* Likewise; @missing when it is neither here nor a receipt. */
void khidki_csc_visit_load_or (KhidkiCscVisit *self, KhidkiCscStep step, KhidkiCscStep missing);
/* Looks for the receipt of the draft that the path names; goes to it, or on to @missing. */
void khidki_csc_visit_find_receipt (KhidkiCscVisit *self, KhidkiCscStep missing);

/* The same page again, in the language that its query asks for. */
void khidki_csc_visit_switch_language (KhidkiCscVisit *self, const char *language);
void khidki_csc_visit_answer (KhidkiCscVisit *self, KhidkiResponse *response);
void khidki_csc_visit_redirect (KhidkiCscVisit *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A page that says what went wrong and what to do. */
void khidki_csc_visit_fail (KhidkiCscVisit *self, const GError *error);
void khidki_csc_visit_tell (KhidkiCscVisit *self, guint status, const char *group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCscVisit, khidki_csc_visit_unref)

G_END_DECLS
