/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-account-row.h"

#include "conversation/khidki-session.h"

char *
khidki_account_key (KhidkiSeal *seal, KhidkiAccount *account)
{
  g_autofree char *text = g_strconcat (khidki_account_get_channel (account), "\n",
                                       khidki_account_get_line (account), "\n",
                                       khidki_account_get_id (account), NULL);

  return khidki_seal_digest (seal, "account", text);
}

GBytes *
khidki_account_row_seal (KhidkiSeal *seal, KhidkiAccount *account)
{
  g_autofree char *key = khidki_account_key (seal, account);
  g_autoptr (GVariant) plain = khidki_account_to_variant (account);

  return khidki_seal_close_variant (seal, "account", key, plain);
}

int
khidki_account_row_add (KhidkiTransaction *transaction,
                        KhidkiAccount *account,
                        gint64 now,
                        GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *key = khidki_account_key (seal, account);
  g_autoptr (KhidkiSession) session = khidki_session_new ();
  g_autoptr (GVariant) value = khidki_session_to_variant (session);
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));
  g_autoptr (GBytes) sealed_session = khidki_seal_close_variant (seal, "session", key, boxed);
  g_autoptr (GBytes) sealed_account = khidki_account_row_seal (seal, account);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", key,
                                     khidki_account_get_channel (account), now,
                                     G_GINT64_CONSTANT (0), "", sealed_account, sealed_session);
}
