/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-reach.h"

#include "outbox/khidki-outbox-rows.h"

/* A window that is about to close may have closed when the message leaves. */
#define MARGIN_MS (2 * 60 * 1000)

gboolean
khidki_reach_proven (KhidkiTransaction *transaction,
                     const char *phone_digest,
                     KhidkiReachWhen when,
                     gint64 now,
                     KhidkiAccount **account,
                     char **key,
                     GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "reach-proven", "sb", error, "sxx", phone_digest,
      (gint64) (when == KHIDKI_REACH_ANYTIME), now + MARGIN_MS);
  g_autoptr (GBytes) sealed = NULL;

  *account = NULL;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  *key = g_strdup (khidki_rows_get_text (rows, 0, 0));
  sealed = khidki_rows_get_bytes (rows, 0, 1);
  *account = khidki_outbox_open_account (khidki_transaction_get_seal (transaction), *key, sealed,
                                         error);
  if (*account == NULL)
    g_clear_pointer (key, g_free);
  return *account != NULL;
}

gboolean
khidki_reach_any (KhidkiTransaction *transaction,
                  const char *phone,
                  KhidkiAccount **account,
                  GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "reach-any", "s", error, "");

  *account = NULL;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) > 0 && *phone == '+')
    *account = khidki_account_new (khidki_rows_get_text (rows, 0, 0), "", phone + 1, phone, NULL);
  return TRUE;
}
