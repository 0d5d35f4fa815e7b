/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-counter-account.h"

#include <string.h>

#define MOBILE_DIGITS 10

KhidkiAccount *
khidki_counter_account_new (const char *centre, const char *draft, const char *phone)
{
  return khidki_account_new (KHIDKI_COUNTER_CHANNEL, centre, draft,
                             phone != NULL && *phone != '\0' ? phone : NULL, NULL);
}

/**
 * khidki_counter_account_add:
 * @transaction: a writing transaction
 * @account: (transfer none): from khidki_counter_account_new(), or another by which a
 *   phone is reached that has not written to us
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * The row says no phone: one that is typed at a counter proves nothing.
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_counter_account_add (KhidkiTransaction *transaction,
                            KhidkiAccount *account,
                            gint64 now,
                            GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *key = khidki_account_key (seal, account);
  g_autoptr (GBytes) sealed = NULL;
  int added = khidki_account_row_add (transaction, account, now, error);

  if (added != 0 || !g_str_equal (khidki_account_get_channel (account), KHIDKI_COUNTER_CHANNEL))
    return added >= 0;
  sealed = khidki_account_row_seal (seal, account);
  return khidki_transaction_execute (transaction, "account-rename", error, "xbs", now, sealed, key)
         >= 0;
}

char *
khidki_phone_from_mobile (const char *mobile)
{
  gboolean fine = mobile != NULL && strlen (mobile) == MOBILE_DIGITS
                  && strspn (mobile, "0123456789") == MOBILE_DIGITS;

  return fine ? g_strconcat ("+91", mobile, NULL) : g_strdup ("");
}

char *
khidki_phone_digest (KhidkiSeal *seal, const char *phone)
{
  return *phone != '\0' ? khidki_seal_digest (seal, "phone", phone) : g_strdup ("");
}
