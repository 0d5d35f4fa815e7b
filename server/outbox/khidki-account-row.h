/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* (transfer full): the key of an account's row */
char *khidki_account_key (KhidkiSeal *seal, KhidkiAccount *account);

/* (transfer full): the account as its row keeps it */
GBytes *khidki_account_row_seal (KhidkiSeal *seal, KhidkiAccount *account);

/* In a writing function: the row of somebody who has not written to us, so that they
 * can be written to. It says no phone: nobody has proven to have it. Gives 0 if
 * there is a row already, -1 when the store failed. */
int khidki_account_row_add (KhidkiTransaction *transaction,
                            KhidkiAccount *account,
                            gint64 now,
                            GError **error);

G_END_DECLS
