/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-transaction-private.h"

#include "libkhidki/khidki-error.h"

/* After some failures SQLite has already undone the whole transaction, and what
 * followed would be kept at once: so nothing follows a failure. */
static gboolean
may_go_on (KhidkiTransaction *self, GError **error)
{
  if (self->failure == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return FALSE;
}

static gboolean
fail_for_good (KhidkiTransaction *self, GError *failure, GError **error)
{
  self->failure = failure;
  return may_go_on (self, error);
}

/**
 * khidki_transaction_execute:
 * @self: the transaction handed to a [callback@StoreFunc]
 * @statement: the name of a statement that changes rows
 * @error: what went wrong; after it the whole function counts as failed, whatever
 *   it returns, and further statements are refused
 * @format: a letter for each parameter: `s` text, `x` gint64, `b` [struct@GLib.Bytes]
 * @...: the parameters, none %NULL; a number must be of type gint64
 *
 * Returns: the number of rows changed, 0 if a conflict made it do nothing, or -1
 *
 * Since: 0.1
 */
int
khidki_transaction_execute (KhidkiTransaction *self,
                            const char *statement,
                            GError **error,
                            const char *format,
                            ...)
{
  GError *local = NULL;
  va_list arguments;
  int changed = -1;

  g_return_val_if_fail (format != NULL, -1);
  if (!may_go_on (self, error))
    return -1;
  if (!self->writing)
    g_set_error (&local, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "%s: this is a reading function",
                 statement);
  else
    {
      va_start (arguments, format);
      changed = khidki_gda_execute (self->gda, statement, format, arguments, &local);
      va_end (arguments);
    }
  if (local != NULL)
    fail_for_good (self, local, error);
  return changed;
}

/**
 * khidki_transaction_query:
 * @self: the transaction handed to a [callback@StoreFunc]
 * @statement: the name of a statement that gives rows
 * @columns: a letter for each column of the result
 * @error: what went wrong; as for [method@Transaction.execute]
 * @format: a letter for each parameter
 * @...: the parameters
 *
 * Returns: (transfer full) (nullable): the rows, perhaps none; %NULL with @error
 *
 * Since: 0.1
 */
KhidkiRows *
khidki_transaction_query (KhidkiTransaction *self,
                          const char *statement,
                          const char *columns,
                          GError **error,
                          const char *format,
                          ...)
{
  GError *local = NULL;
  va_list arguments;
  KhidkiRows *rows;

  g_return_val_if_fail (format != NULL, NULL);
  if (!may_go_on (self, error))
    return NULL;
  va_start (arguments, format);
  rows = khidki_gda_query (self->gda, statement, columns, format, arguments, &local);
  va_end (arguments);
  if (local != NULL)
    fail_for_good (self, local, error);
  return rows;
}

/**
 * khidki_transaction_get_last_id:
 * @self: the transaction handed to a writing [callback@StoreFunc]
 *
 * Returns: the id of the row that the last INSERT made; stale if that one met a
 *   conflict and did nothing, so look at what execute gave first; 0 on failure
 *
 * Since: 0.1
 */
gint64
khidki_transaction_get_last_id (KhidkiTransaction *self)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (self, "store-last-id", "x", NULL, "");

  return rows != NULL ? khidki_rows_get_int64 (rows, 0, 0) : 0;
}

/**
 * khidki_transaction_get_seal:
 * @self: a transaction
 *
 * Returns: (transfer none) (nullable): the seal the store was opened with
 *
 * Since: 0.1
 */
KhidkiSeal *
khidki_transaction_get_seal (KhidkiTransaction *self)
{
  return self->seal;
}
