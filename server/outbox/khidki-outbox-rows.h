/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "libkhidki/khidki-message.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

typedef enum
{
  KHIDKI_LANE_REPLY,
  KHIDKI_LANE_NEWS,
  KHIDKI_LANE_BROADCAST,
} KhidkiLane;

/* Inside a writing function: one row, sent after the commit. @key is the
 * idempotency key, unique; a second row with the same key is not made. Gives
 * the row's id, 0 if the key was there, -1 on failure. */
gint64 khidki_outbox_add (KhidkiTransaction *transaction,
                          const char *key,
                          const char *account,
                          const char *channel,
                          KhidkiLane lane,
                          const char *application,
                          KhidkiMessage *message,
                          gint64 now,
                          GError **error);

G_END_DECLS
