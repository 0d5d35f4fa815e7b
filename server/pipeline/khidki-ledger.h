/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

#define KHIDKI_LEDGER_GOVERNMENT_FEE "government-fee"
#define KHIDKI_LEDGER_SERVICE_CHARGE "service-charge"

/**
 * KhidkiLedgerLine:
 * @key: what it is for, once: a second line with the same key is refused
 * @at: UTC milliseconds
 * @day: the civil day, `YYYY-MM-DD`
 * @head: KHIDKI_LEDGER_GOVERNMENT_FEE or KHIDKI_LEDGER_SERVICE_CHARGE
 * @paise: what was taken; negative for what was given back
 *
 * One line of the ledger, which is only ever added to.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *key;
  gint64 at;
  const char *day;
  const char *centre;
  const char *operator_id;
  const char *application;
  const char *receipt;
  const char *head;
  gint64 paise;
} KhidkiLedgerLine;

gboolean khidki_ledger_add (KhidkiTransaction *transaction,
                            const KhidkiLedgerLine *line,
                            GError **error);

/* What one operator took on one civil day, in paise. */
gboolean khidki_ledger_sum (KhidkiTransaction *transaction,
                            const char *operator_id,
                            const char *day,
                            gint64 *government_fees,
                            gint64 *service_charges,
                            GError **error);

G_END_DECLS
