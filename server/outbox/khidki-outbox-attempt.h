/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-channel.h"
#include "outbox/khidki-outbox-entry.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxOutcome:
 * @KHIDKI_OUTBOX_SENT: the far end took it
 * @KHIDKI_OUTBOX_TAKEN: another had claimed the row; nothing was sent
 * @KHIDKI_OUTBOX_UNCLAIMED: the store did not take the claim, or what went before has not
 *   arrived yet, and nothing was sent; the entry says when to try again
 * @KHIDKI_OUTBOX_AGAIN: it did not leave; row and entry say when it may be tried again
 * @KHIDKI_OUTBOX_PAUSE: nothing leaves on this channel until an administrator acts
 * @KHIDKI_OUTBOX_UNCERTAIN: it may have arrived; the entry says how long its lane waits
 * @KHIDKI_OUTBOX_ENDED: it will never leave; the row says why
 * @KHIDKI_OUTBOX_HELD: its template is not to be had now; it lies aside until it is
 */
typedef enum
{
  KHIDKI_OUTBOX_SENT,
  KHIDKI_OUTBOX_TAKEN,
  KHIDKI_OUTBOX_UNCLAIMED,
  KHIDKI_OUTBOX_AGAIN,
  KHIDKI_OUTBOX_PAUSE,
  KHIDKI_OUTBOX_UNCERTAIN,
  KHIDKI_OUTBOX_ENDED,
  KHIDKI_OUTBOX_HELD,
} KhidkiOutboxOutcome;

/* Claims the row durably, sends, and writes down what became of it. Finishes as
 * soon as the far end answered, and the last write goes on by itself; but where the
 * lane is to wait, only when that is durable. */
void khidki_outbox_attempt_async (KhidkiHost *host,
                                  KhidkiStore *store,
                                  KhidkiChannel *channel,
                                  KhidkiOutboxEntry *entry,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KhidkiOutboxOutcome khidki_outbox_attempt_finish (GAsyncResult *result);

G_END_DECLS
