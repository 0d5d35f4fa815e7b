/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-channel.h"
#include "khidki-testing.h"

G_BEGIN_DECLS

#define PASSWORD "four words are good"

/* A browser at a counter: keeps the session's cookie and the page that it shows. */
typedef struct
{
  KhidkiTestHost *host;
  KhidkiChannel *channel;
  char *session; /* (nullable) */
  char *page;    /* the body of the last answer */
  char *location;
  guint status;
  KhidkiResponse *response;
  gboolean by_script;
  int turns; /* -1: nothing gets lost */
  const char *failure; /* (nullable): what happens then instead */
  KhidkiError code;
  GPtrArray *papers; /* to go with the next form: name, paper, … */
} Desk;

/* With a service, two operators at one centre and one at another; nobody is signed in. */
Desk *desk_new (void);
void desk_free (Desk *desk);

/* Shows a page; follows no redirect. */
const char *desk_get (Desk *desk, const char *uri);
/* Sends a form: names and values, then NULL; the token of the page goes with it unless it
 * is named. */
void desk_post (Desk *desk, const char *path, ...) G_GNUC_NULL_TERMINATED;
/* Sends a form and shows where it leads: by 303, as every form that changes something. */
void desk_post_and_go (Desk *desk, const char *path, ...) G_GNUC_NULL_TERMINATED;
void desk_follow (Desk *desk);
/* The answer of the counter's call that is under way after so many turns of the loop gets
 * lost in the next form. */
void desk_lose_answer_after (Desk *desk, guint turns);
/* The call of the counter that begins after so many turns fails that way. */
void desk_fail_after (Desk *desk, guint turns, KhidkiError code, const char *failure);
void desk_attach (Desk *desk, const char *name, KhidkiPaper *paper);
KhidkiPaper *desk_keep_photo (Desk *desk, const char *content);

void desk_sign_in (Desk *desk, const char *id);
/* (transfer full): the value of the first hidden field of that name on the page. */
char *desk_find_hidden (Desk *desk, const char *name);
gboolean desk_shows (Desk *desk, const char *text);

/* (transfer full): the id of a new draft of the income certificate, shown. */
char *desk_begin (Desk *desk);
/* Fills all that is needed, papers too; the draft's page is shown before and after. */
void desk_fill (Desk *desk, const char *id);
KhidkiDraft *desk_find_draft (Desk *desk, const char *id);
const char *desk_find_answer (Desk *desk, const char *id, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

G_END_DECLS
