/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-cash-day-row.h"

#include <string.h>

#include "catalogue/khidki-civil-day.h"
#include "libkhidki/khidki-digits.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-ledger.h"
#include "pipeline/khidki-receipt-row.h"

#define SEAL_PLACE "cash-day"
#define MOST_REMARK_BYTES 2000

static char *
seal_row (const char *operator_id, const char *day)
{
  return g_strconcat (operator_id, "\n", day, NULL);
}

static gboolean
add_closing (KhidkiTransaction *transaction,
             KhidkiCashDay *cash,
             const char *day,
             GError **error)
{
  const char *operator_id = khidki_cash_day_get_operator (cash);
  g_autofree char *row = seal_row (operator_id, day);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) remark = NULL;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "cash-day-load", "xxb", error, "ss", operator_id, day);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  sealed = khidki_rows_get_bytes (rows, 0, 2);
  remark = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE, row,
                                     sealed, G_VARIANT_TYPE_STRING, error);
  if (remark == NULL)
    return FALSE;
  khidki_cash_day_set_closed (cash, khidki_rows_get_int64 (rows, 0, 0),
                              khidki_rows_get_int64 (rows, 0, 1),
                              g_variant_get_string (remark, NULL));
  return TRUE;
}

static gboolean
check_ledger (KhidkiTransaction *transaction, KhidkiCashDay *cash, const char *day, GError **error)
{
  gint64 fees, charges;

  if (!khidki_ledger_sum (transaction, khidki_cash_day_get_operator (cash), day, &fees, &charges,
                          error))
    return FALSE;
  if (fees == khidki_cash_day_get_government_fees (cash)
      && charges == khidki_cash_day_get_service_charges (cash))
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
               "The receipts of %s on %s do not agree with the ledger",
               khidki_cash_day_get_operator (cash), day);
  return FALSE;
}

/**
 * khidki_cash_day_row_load:
 * @transaction: a reading or writing transaction
 * @operator_id: whose day
 * @day: a civil day
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was taken
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_cash_day_row_load (KhidkiTransaction *transaction,
                          const char *operator_id,
                          const GDate *day,
                          GError **error)
{
  g_autofree char *text = khidki_civil_day_to_text (day);
  g_autoptr (KhidkiCashDay) cash = khidki_cash_day_new (operator_id, day);
  g_autoptr (GPtrArray) receipts =
      khidki_receipt_row_list_day (transaction, operator_id, text, error);

  if (receipts == NULL)
    return NULL;
  for (guint i = 0; i < receipts->len; i++)
    khidki_cash_day_add_receipt (cash, g_ptr_array_index (receipts, i));
  if (!check_ledger (transaction, cash, text, error)
      || !add_closing (transaction, cash, text, error))
    return NULL;
  return g_steal_pointer (&cash);
}

static gboolean
check_count (KhidkiCashDay *cash, gint64 counted, const char *remark, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (remark));

  if (counted < 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "count-missing");
  else if (strlen (remark) > MOST_REMARK_BYTES || !g_utf8_validate (remark, -1, NULL))
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "remark-too-long");
  else if (counted != khidki_cash_day_get_total (cash) && *stripped == '\0')
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "remark-missing");
  else
    return TRUE;
  return FALSE;
}

/**
 * khidki_cash_day_row_close:
 * @transaction: a writing transaction
 * @operator_id: whose day
 * @day: a civil day
 * @counted: paise that are in the box
 * @remark: why it differs
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the day as it is closed
 *
 * Since: 0.1
 */
KhidkiCashDay *
khidki_cash_day_row_close (KhidkiTransaction *transaction,
                           const char *operator_id,
                           const GDate *day,
                           gint64 counted,
                           const char *remark,
                           gint64 now,
                           GError **error)
{
  g_autoptr (KhidkiCashDay) cash = khidki_cash_day_row_load (transaction, operator_id, day, error);
  g_autofree char *text = khidki_civil_day_to_text (day);
  g_autofree char *row = seal_row (operator_id, text);
  g_autofree char *masked = NULL;
  g_autoptr (GVariant) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (cash == NULL)
    return NULL;
  if (khidki_cash_day_get_closed_at (cash) != 0)
    return g_steal_pointer (&cash);
  if (!check_count (cash, counted, remark, error))
    return NULL;

  masked = khidki_digits_mask_aadhaar (remark, NULL);
  plain = g_variant_ref_sink (g_variant_new_string (masked));
  sealed = khidki_seal_close_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE, row,
                                      plain);
  if (khidki_transaction_execute (transaction, "cash-day-close", error, "ssxxb", operator_id, text,
                                  now, counted, sealed) < 0)
    return NULL;
  khidki_cash_day_set_closed (cash, now, counted, masked);
  return g_steal_pointer (&cash);
}

gboolean
khidki_cash_day_row_check_open (KhidkiTransaction *transaction,
                                const char *operator_id,
                                const char *day,
                                GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "cash-day-load", "xxb", error, "ss", operator_id, day);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "day-closed");
  return FALSE;
}
