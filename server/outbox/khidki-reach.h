/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiReachWhen:
 * @KHIDKI_REACH_ANYTIME: it is told with a registered text if need be
 * @KHIDKI_REACH_OPEN: only where anything may be said just now
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_REACH_ANYTIME,
  KHIDKI_REACH_OPEN,
} KhidkiReachWhen;

/* In a transaction: of all accounts on running channels whose phone is proven to be
 * this one, the one that wrote last. @phone_digest: as in the rows. Gives NULL in
 * @account if there is none; FALSE only when the store failed. */
gboolean khidki_reach_proven (KhidkiTransaction *transaction,
                              const char *phone_digest,
                              KhidkiReachWhen when,
                              gint64 now,
                              KhidkiAccount **account,
                              char **key,
                              GError **error);

/* In a transaction: the account by which whoever has @phone (`+` and digits) is reached
 * without ever having written. NULL in @account if no such channel is running. */
gboolean khidki_reach_any (KhidkiTransaction *transaction,
                           const char *phone,
                           KhidkiAccount **account,
                           GError **error);

G_END_DECLS
