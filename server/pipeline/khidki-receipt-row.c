/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-receipt-row.h"

#include "libkhidki/khidki-error.h"

#define SEAL_PLACE "receipt"
#define COLUMNS "sxb"

static KhidkiReceipt *
read_row (KhidkiTransaction *transaction, KhidkiRows *rows, guint i, GError **error)
{
  const char *number = khidki_rows_get_text (rows, i, 0);
  g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 2);
  g_autoptr (GVariant) boxed =
      khidki_seal_open_variant (khidki_transaction_get_seal (transaction), SEAL_PLACE, number,
                                sealed, G_VARIANT_TYPE_VARIANT, error);
  g_autoptr (GVariant) value = NULL;
  KhidkiReceipt *receipt;

  if (boxed == NULL)
    return NULL;
  value = g_variant_get_variant (boxed);
  receipt = khidki_receipt_new_from_variant (value);
  if (receipt != NULL)
    khidki_receipt_set_prints (receipt, (guint) khidki_rows_get_int64 (rows, i, 1));
  else
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Receipt %s is damaged", number);
  return receipt;
}

gboolean
khidki_receipt_row_find (KhidkiTransaction *transaction,
                         KhidkiReceiptKey key,
                         const char *value,
                         KhidkiReceipt **receipt,
                         GError **error)
{
  static const char *const statements[] = {
    [KHIDKI_RECEIPT_OF_DRAFT] = "receipt-of-draft",
    [KHIDKI_RECEIPT_OF_APPLICATION] = "receipt-of-application",
    [KHIDKI_RECEIPT_OF_NUMBER] = "receipt-load",
  };
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, statements[key], COLUMNS, error, "s", value);

  *receipt = NULL;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  *receipt = read_row (transaction, rows, 0, error);
  return *receipt != NULL;
}

char *
khidki_receipt_row_next_number (KhidkiTransaction *transaction,
                                const char *centre,
                                const GDate *day,
                                gint64 *sequence,
                                GError **error)
{
  g_autofree char *text = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (day),
                                           g_date_get_month (day), g_date_get_day (day));
  g_autofree char *upper = g_ascii_strup (centre, -1);
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "receipt-last", "x", error, "ss", centre, text);

  if (rows == NULL)
    return NULL;
  *sequence = khidki_rows_get_int64 (rows, 0, 0) + 1;
  return g_strdup_printf ("%s-%02d%02d%02d-%04" G_GINT64_FORMAT, upper, g_date_get_year (day) % 100,
                          g_date_get_month (day), g_date_get_day (day), *sequence);
}

/**
 * khidki_receipt_row_add:
 * @transaction: a writing transaction
 * @receipt: (transfer none): a new receipt
 * @draft: the id of the draft that it is of
 * @day: the civil day
 * @sequence: from khidki_receipt_row_next_number()
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when number, draft or application have one
 *
 * Since: 0.1
 */
gboolean
khidki_receipt_row_add (KhidkiTransaction *transaction,
                        KhidkiReceipt *receipt,
                        const char *draft,
                        const char *day,
                        gint64 sequence,
                        GError **error)
{
  const char *number = khidki_receipt_get_number (receipt);
  g_autoptr (GVariant) value = khidki_receipt_to_variant (receipt);
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (khidki_transaction_get_seal (transaction),
                                                         SEAL_PLACE, number, boxed);
  int added = khidki_transaction_execute (
      transaction, "receipt-add", error, "ssssssxxb", number, draft,
      khidki_receipt_get_application (receipt), khidki_receipt_get_centre (receipt),
      khidki_receipt_get_operator (receipt), day, sequence, khidki_receipt_get_at (receipt), sealed);

  if (added == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "There is a receipt %s already", number);
  return added > 0;
}

static gboolean
load_before (KhidkiTransaction *transaction,
             const char *number,
             const char *key,
             KhidkiReceipt *receipt,
             GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "receipt-print-load", "x", error, "ss", number, key);

  if (rows != NULL && khidki_rows_get_n (rows) > 0)
    khidki_receipt_set_prints (receipt, (guint) khidki_rows_get_int64 (rows, 0, 0));
  return rows != NULL;
}

KhidkiReceipt *
khidki_receipt_row_note_print (KhidkiTransaction *transaction,
                               const char *number,
                               const char *centre,
                               const char *key,
                               const char *operator_id,
                               gint64 now,
                               GError **error)
{
  g_autoptr (KhidkiReceipt) receipt = NULL;
  int added;

  if (!khidki_receipt_row_find (transaction, KHIDKI_RECEIPT_OF_NUMBER, number, &receipt, error))
    return NULL;
  if (receipt == NULL || !g_str_equal (khidki_receipt_get_centre (receipt), centre))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no receipt %s", number);
      return NULL;
    }
  added = khidki_transaction_execute (transaction, "receipt-print-add", error, "ssxxs", number, key,
                                      (gint64) khidki_receipt_get_prints (receipt), now,
                                      operator_id);
  if (added < 0
      || (added == 0 && !load_before (transaction, number, key, receipt, error))
      || (added > 0
          && khidki_transaction_execute (transaction, "receipt-printed", error, "s", number) < 0))
    return NULL;
  return g_steal_pointer (&receipt);
}

GPtrArray *
khidki_receipt_row_list_day (KhidkiTransaction *transaction,
                             const char *operator_id,
                             const char *day,
                             GError **error)
{
  g_autoptr (GPtrArray) receipts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_receipt_unref);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "receipt-list-day", COLUMNS,
                                                          error, "ss", operator_id, day);

  for (guint i = 0; rows != NULL && i < khidki_rows_get_n (rows); i++)
    {
      KhidkiReceipt *receipt = read_row (transaction, rows, i, error);

      if (receipt == NULL)
        return NULL;
      g_ptr_array_add (receipts, receipt);
    }
  return rows != NULL ? g_steal_pointer (&receipts) : NULL;
}
