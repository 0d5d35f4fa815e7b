/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-receipt.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* Receipts as rows: one a draft, numbered `CENTRE-YYMMDD-NNNN` without a gap
 * through each centre's day. */

/**
 * KhidkiReceiptKey:
 * @KHIDKI_RECEIPT_OF_DRAFT: the id of the draft that it was made of
 * @KHIDKI_RECEIPT_OF_APPLICATION: the number of the application
 * @KHIDKI_RECEIPT_OF_NUMBER: its own number
 */
typedef enum
{
  KHIDKI_RECEIPT_OF_DRAFT,
  KHIDKI_RECEIPT_OF_APPLICATION,
  KHIDKI_RECEIPT_OF_NUMBER,
} KhidkiReceiptKey;

/* @receipt: (out) (nullable): %NULL when there is none */
gboolean khidki_receipt_row_find (KhidkiTransaction *transaction,
                                  KhidkiReceiptKey key,
                                  const char *value,
                                  KhidkiReceipt **receipt,
                                  GError **error);

/* (transfer full): the next of the centre's day. @sequence: (out) */
char *khidki_receipt_row_next_number (KhidkiTransaction *transaction,
                                      const char *centre,
                                      const GDate *day,
                                      gint64 *sequence,
                                      GError **error);
gboolean khidki_receipt_row_add (KhidkiTransaction *transaction,
                                 KhidkiReceipt *receipt,
                                 const char *draft,
                                 const char *day,
                                 gint64 sequence,
                                 GError **error);

/* (transfer full) (nullable): the receipt, with how often it was printed before
 * this print. NOT_FOUND when @centre made no such receipt. */
KhidkiReceipt *khidki_receipt_row_note_print (KhidkiTransaction *transaction,
                                              const char *number,
                                              const char *centre,
                                              const char *key,
                                              const char *operator_id,
                                              gint64 now,
                                              GError **error);

/* (transfer full) (element-type KhidkiReceipt): one operator's of one civil day */
GPtrArray *khidki_receipt_row_list_day (KhidkiTransaction *transaction,
                                        const char *operator_id,
                                        const char *day,
                                        GError **error);

G_END_DECLS
