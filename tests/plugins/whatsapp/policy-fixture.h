/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "outbox/khidki-outbox.h"
#include "rooms-fixture.h"

G_BEGIN_DECLS

#define POLICY_NUMBER "274981630015522"
#define POLICY_SECOND "300400500600700"
#define POLICY_BUSINESS "102030405060708"
#define POLICY_SECOND_BUSINESS "112131415161718"
#define POLICY_SECRET "an app secret"

/* One message as it came to Meta. */
typedef struct
{
  char *key;
  char *template_name; /* (nullable) */
  char *language;      /* (nullable) */
  gint64 at;           /* milliseconds since the fixture was made */
  gboolean taken;
  gboolean second; /* by the further number */
} PolicySend;

/* The channel, the outbox and its rows, between a clock and a Meta in the hands of the
 * test; and a line for SMS that takes everything. */
typedef struct
{
  RoomsFixture rooms;
  KhidkiChannel *channel;
  FakeChannel *sms;
  KhidkiOutbox *outbox;
  GQueue refusals;
  GPtrArray *sends;
  char *list; /* (nullable): Meta's list of templates */
  int list_code; /* with which it is refused; 0 if it is not */
  const char *list_post; /* (nullable): a webhook that comes before a page of it does */
  guint n_lists;
  gint64 begun;
} PolicyFixture;

void policy_set_up_with_rate (PolicyFixture *self, gconstpointer rate);
/* With a further number, to which Meta refuses nothing. */
void policy_set_up_two (PolicyFixture *self, gconstpointer data);
/* With the rate of a number that is not yet one of the large. */
void policy_set_up (PolicyFixture *self, gconstpointer data);
void policy_tear_down (PolicyFixture *self, gconstpointer data);

/* A restart: channel and outbox begin anew on the same rows. */
void policy_restart (PolicyFixture *self);
void policy_add_sms (PolicyFixture *self);

/* Meta refuses the next message so. */
void policy_refuse (PolicyFixture *self, guint status, int code);

/* As the intake does after its commit; its key is the text. */
void policy_say (PolicyFixture *self,
                 const char *account,
                 KhidkiLane lane,
                 const char *text,
                 const char *template_name);
void policy_advance (PolicyFixture *self, gint64 milliseconds, gint64 step);

/* A signed webhook; its statuses reach the rows as the intake brings them there. */
void policy_post (PolicyFixture *self, const char *json);
/* What Meta says now of the last send of @key: that it failed, or became of it what @status
 * says. */
char *policy_dup_status (PolicyFixture *self, const char *key, const char *status, int code);
/* Meta says of the last send of @key that it failed, or became of it what @status says. */
void policy_report (PolicyFixture *self, const char *key, const char *status, int code);
/* Its status; nothing reaches the rows. */
guint policy_post_only (PolicyFixture *self, const char *json);
/* A webhook of @business about @field, whose value says @word at @key */
char *policy_dup_template_change (PolicyFixture *self,
                                  const char *business,
                                  const char *name,
                                  const char *language,
                                  const char *field,
                                  const char *key,
                                  const char *word);
void policy_report_template (PolicyFixture *self,
                             const char *name,
                             const char *language,
                             const char *event);

PolicySend *policy_get_last (PolicyFixture *self, const char *key);
guint policy_count (PolicyFixture *self, const char *key);

G_END_DECLS
