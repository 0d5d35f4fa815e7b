/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

/* Whose an application is decides who is told of it and who gets the certificate: each
 * change is a link of the audit chain, which would not fit the application otherwise. */

gboolean
khidki_pipeline_note_hand_over (KhidkiTransaction *transaction,
                                KhidkiApplicationRow *row,
                                const char *account,
                                gint64 now,
                                GError **error)
{
  const KhidkiMove move = {
    .number = row->number, .move = "hand-over", .actor = "server", .reason = "", .text = "", .now = now,
  };

  g_free (row->account);
  row->account = g_strdup (account);
  row->version++;
  return khidki_application_row_save (row, transaction, error)
         && khidki_pipeline_append_link (transaction, row, &move, khidki_state_to_string (row->state),
                                         error);
}

/**
 * khidki_pipeline_hand_over_all:
 * @transaction: a writing transaction
 * @from: the key of an account
 * @to: the key that it has from now on
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * The same person has another number or id: all their applications go with them, those
 * that are closed too.
 *
 * Returns: whether it was written
 */
gboolean
khidki_pipeline_hand_over_all (KhidkiTransaction *transaction,
                               const char *from,
                               const char *to,
                               gint64 now,
                               GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "application-numbers", "s", error, "s", from);

  if (rows == NULL
      || khidki_transaction_execute (transaction, "application-move", error, "ss", to, from) < 0)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (KhidkiApplicationRow) row = khidki_application_row_load (
          transaction, khidki_rows_get_text (rows, i, 0), error);

      if (row == NULL || !khidki_pipeline_note_hand_over (transaction, row, to, now, error))
        return FALSE;
    }
  return TRUE;
}
