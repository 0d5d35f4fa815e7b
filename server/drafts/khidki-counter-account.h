/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "outbox/khidki-account-row.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* The server's own channel of those whom we know by what a counter typed alone: the
 * same whichever plugin the counter is, and none may provide it. */
#define KHIDKI_COUNTER_CHANNEL "counter"

/* (transfer full): whose a draft is that was begun at a counter. @phone: (nullable):
 * `+91` and ten digits, as typed there: nobody has proven to have it. */
KhidkiAccount *khidki_counter_account_new (const char *centre, const char *draft, const char *phone);

/* Its row, so that it can be written to; there already is no error, and takes the
 * phone over. */
gboolean khidki_counter_account_add (KhidkiTransaction *transaction,
                                     KhidkiAccount *account,
                                     gint64 now,
                                     GError **error);

/* (transfer full): `+91` and ten digits of ten digits; "" of anything else */
char *khidki_phone_from_mobile (const char *mobile);
/* (transfer full): by which a phone is found again; "" for none */
char *khidki_phone_digest (KhidkiSeal *seal, const char *phone);

G_END_DECLS
