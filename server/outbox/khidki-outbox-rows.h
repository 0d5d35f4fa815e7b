/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "libkhidki/khidki-event.h"
#include "libkhidki/khidki-message.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

typedef enum
{
  KHIDKI_LANE_REPLY,
  KHIDKI_LANE_NEWS,
  KHIDKI_LANE_BROADCAST,
} KhidkiLane;

/* Notes in a row's error column that outlast a send: the far end said once that
 * the window has closed; said it again, and the template goes at the next try. */
#define KHIDKI_OUTBOX_TOLD_ONCE "window once"
#define KHIDKI_OUTBOX_USE_TEMPLATE "window"
/* And of what is tried once more only: that was done. */
#define KHIDKI_OUTBOX_TRIED_ONCE "once"

/* So begins the error of a row that waits because the far end refuses all. */
#define KHIDKI_OUTBOX_FOR_OPERATOR "operator: "

gboolean khidki_outbox_is_note (const char *error);

/**
 * KhidkiOutboxPlace:
 * @next_at: when the row may leave: not before those of its lane that wait
 * @after: the row behind which it stands in its lane; 0 if it is the first
 *
 * Where a new row stands.
 */
typedef struct
{
  gint64 next_at;
  gint64 after;
} KhidkiOutboxPlace;

/* Inside a writing function: one row, sent after the commit. @key is the
 * idempotency key, unique; a second row with the same key is not made. Gives
 * the row's id, 0 if the key was there, -1 on failure. @place: (nullable) */
gint64 khidki_outbox_add (KhidkiTransaction *transaction,
                          const char *key,
                          const char *account_key,
                          KhidkiAccount *account,
                          KhidkiLane lane,
                          const char *application,
                          KhidkiMessage *message,
                          gint64 now,
                          KhidkiOutboxPlace *place,
                          GError **error);

/* Inside a writing function: the row waits until @until, and so what stands behind
 * it in its lane: nothing overtakes it. */
gboolean khidki_outbox_hold (KhidkiTransaction *transaction, gint64 id, gint64 until, GError **error);

/* Inside a writing function: it is known what became of an uncertain send, and
 * what waited behind it may go. @released: set if something did. */
gboolean khidki_outbox_release (KhidkiTransaction *transaction,
                                const char *account,
                                gint64 now,
                                gboolean *released,
                                GError **error);

/* Inside a writing function: the far end's news of a row. Statuses only ever
 * climb, but what failed for a time waits again: a failed status says by its
 * detail `retry`, `once` (then no more), `window`, `operator`, `template` (then it lies
 * aside until the template is to be had again), or else that it is over. Gives the
 * application of a document that is now delivered in @delivered (nullable), and in
 * @queued whether it is worth a look at the rows: this one waits again or may have to
 * go another way, or those behind it no longer wait; in @unanswered whether somebody who
 * wrote gets no answer now. Of a row that went another way nothing changes any more. */
gboolean khidki_outbox_apply_status (KhidkiTransaction *transaction,
                                     KhidkiEvent *status,
                                     gint64 now,
                                     char **delivered,
                                     gboolean *queued,
                                     gboolean *unanswered,
                                     GError **error);

/* As the far end's id of a message is kept, for it may hold a phone number. */
char *khidki_outbox_digest_far_id (KhidkiTransaction *transaction, const char *far_id);

/* What lies sealed in a row. */
KhidkiMessage *khidki_outbox_open_message (KhidkiSeal *seal,
                                           const char *key,
                                           GBytes *sealed,
                                           GError **error);
KhidkiAccount *khidki_outbox_open_account (KhidkiSeal *seal,
                                           const char *account,
                                           GBytes *sealed,
                                           GError **error);

G_END_DECLS
