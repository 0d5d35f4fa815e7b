/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* In the writing function of a turn, which must not fail for a wrong code: the
 * account takes over the draft that a counter offered. What came of it goes on in
 * the account's lane as the server event `draft-taken` (values `draft`, and `other`,
 * the service of a form that was open here before and waits now, "" for none) or
 * `draft-refused` (value `why`: `wrong` or `shut`), once for @key. */
gboolean khidki_draft_hand_to_phone (KhidkiTransaction *transaction,
                                     KhidkiAccount *account,
                                     const char *account_key,
                                     const char *code,
                                     const char *key,
                                     gint64 now,
                                     GError **error);

G_END_DECLS
