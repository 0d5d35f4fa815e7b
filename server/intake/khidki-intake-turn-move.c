/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-turn-private.h"

#include "drafts/khidki-counter-account.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-pipeline.h"

char *
khidki_intake_turn_key_of (KhidkiSeal *seal, KhidkiAccount *account)
{
  return khidki_account_key (seal, account);
}

KhidkiAccount *
khidki_intake_turn_with_id (KhidkiAccount *account, const char *id)
{
  return khidki_account_new (khidki_account_get_channel (account), khidki_account_get_line (account),
                             id, khidki_account_get_phone (account),
                             khidki_account_get_name (account));
}

gboolean
khidki_intake_turn_move (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error)
{
  static const char *const statements[] = { "draft-move", "person-move",       "outbox-move",
                                            "job-move",   "private-link-move", "alias-move" };
  int changed = khidki_transaction_execute (transaction, "account-leave", error, "sx",
                                            self->moved_from, self->version);

  if (changed == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                         "the conversation went on meanwhile");
  if (changed <= 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (khidki_transaction_execute (transaction, statements[i], error, "ss", self->account_key,
                                    self->moved_from) < 0)
      return FALSE;
  if (!khidki_pipeline_hand_over_all (transaction, self->moved_from, self->account_key,
                                      self->world->now, error))
    return FALSE;
  return khidki_transaction_execute (transaction, "alias-add", error, "ss", self->moved_from,
                                     self->account_key) >= 0;
}
