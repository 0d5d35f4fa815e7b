/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-ledger.h"

#include "libkhidki/khidki-error.h"

/**
 * khidki_ledger_add:
 * @transaction: a writing transaction
 * @line: what was taken
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when the ledger has a line of that key
 *
 * Since: 0.1
 */
gboolean
khidki_ledger_add (KhidkiTransaction *transaction, const KhidkiLedgerLine *line, GError **error)
{
  int added = khidki_transaction_execute (transaction, "ledger-add", error, "sxssssssx", line->key,
                                          line->at, line->day, line->centre, line->operator_id,
                                          line->application, line->receipt, line->head,
                                          line->paise);

  if (added == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "The ledger has %s already", line->key);
  return added > 0;
}

gboolean
khidki_ledger_sum (KhidkiTransaction *transaction,
                   const char *operator_id,
                   const char *day,
                   gint64 *government_fees,
                   gint64 *service_charges,
                   GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "ledger-sum", "sx", error, "ss", operator_id, day);

  *government_fees = *service_charges = 0;
  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      const char *head = khidki_rows_get_text (rows, i, 0);

      if (g_str_equal (head, KHIDKI_LEDGER_GOVERNMENT_FEE))
        *government_fees += khidki_rows_get_int64 (rows, i, 1);
      else
        *service_charges += khidki_rows_get_int64 (rows, i, 1);
    }
  return rows != NULL;
}
