/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-cash-day.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): %NULL with KHIDKI_ERROR_FAILED when receipts and
 * ledger do not agree, which must never be. */
KhidkiCashDay *khidki_cash_day_row_load (KhidkiTransaction *transaction,
                                         const char *operator_id,
                                         const GDate *day,
                                         GError **error);

/* (transfer full) (nullable): the day as it is closed; one that is closed already
 * stays as it is. INVALID with `remark-missing` as the message when @counted differs
 * and nobody says why; `count-missing`, `remark-too-long`. */
KhidkiCashDay *khidki_cash_day_row_close (KhidkiTransaction *transaction,
                                          const char *operator_id,
                                          const GDate *day,
                                          gint64 counted,
                                          const char *remark,
                                          gint64 now,
                                          GError **error);

/* FALSE with KHIDKI_ERROR_REFUSED and `day-closed` when nothing is taken any more. */
gboolean khidki_cash_day_row_check_open (KhidkiTransaction *transaction,
                                         const char *operator_id,
                                         const char *day,
                                         GError **error);

G_END_DECLS
