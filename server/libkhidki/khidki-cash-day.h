/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-receipt.h"

G_BEGIN_DECLS

/**
 * KhidkiCashDay:
 *
 * What one operator took in cash on one civil day, as the ledger has it.
 * Amounts are in paise. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiCashDay KhidkiCashDay;

#define KHIDKI_TYPE_CASH_DAY (khidki_cash_day_get_type ())

GType khidki_cash_day_get_type (void);

KhidkiCashDay *khidki_cash_day_new (const char *operator_id, const GDate *day);
KhidkiCashDay *khidki_cash_day_ref (KhidkiCashDay *self);
void khidki_cash_day_unref (KhidkiCashDay *self);

/* Right after construction only. */
void khidki_cash_day_add_receipt (KhidkiCashDay *self, KhidkiReceipt *receipt);
void khidki_cash_day_set_closed (KhidkiCashDay *self, gint64 at, gint64 counted, const char *remark);

const char *khidki_cash_day_get_operator (KhidkiCashDay *self);
const GDate *khidki_cash_day_get_day (KhidkiCashDay *self);
guint khidki_cash_day_get_n_receipts (KhidkiCashDay *self);
KhidkiReceipt *khidki_cash_day_get_receipt (KhidkiCashDay *self, guint index);
gint64 khidki_cash_day_get_government_fees (KhidkiCashDay *self);
gint64 khidki_cash_day_get_service_charges (KhidkiCashDay *self);
gint64 khidki_cash_day_get_total (KhidkiCashDay *self);
gint64 khidki_cash_day_get_closed_at (KhidkiCashDay *self);
gint64 khidki_cash_day_get_counted (KhidkiCashDay *self);
const char *khidki_cash_day_get_remark (KhidkiCashDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCashDay, khidki_cash_day_unref)

G_END_DECLS
