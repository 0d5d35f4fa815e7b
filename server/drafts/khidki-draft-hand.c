/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-hand.h"

#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-draft-row.h"
#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-event.h"

static gboolean
tell (KhidkiTransaction *transaction,
      KhidkiAccount *account,
      const char *account_key,
      const char *key,
      const char *draft,
      const char *other,
      KhidkiOfferOutcome outcome,
      gint64 now,
      GError **error)
{
  g_autofree char *job = g_strconcat ("draft-hand:", key, NULL);
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GVariant) payload = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (outcome == KHIDKI_OFFER_TAKEN)
    {
      g_variant_dict_insert (&dict, "draft", "s", draft);
      g_variant_dict_insert (&dict, "other", "s", other);
    }
  else
    g_variant_dict_insert (&dict, "why", "s", outcome == KHIDKI_OFFER_SHUT ? "shut" : "wrong");
  event = khidki_event_new_server (job, account, now,
                                   outcome == KHIDKI_OFFER_TAKEN ? "draft-taken" : "draft-refused",
                                   g_variant_dict_end (&dict));
  payload = khidki_event_to_variant (event);
  return khidki_job_add (transaction, job, "event", account_key, "", payload, now, now, error);
}

/* The service of the form that was open before and waits now; "" for none. */
static const char *
name_kept (KhidkiDraft *before, const char *draft)
{
  return before != NULL && g_strcmp0 (khidki_draft_get_id (before), draft) != 0
             ? khidki_draft_get_service (before)
             : "";
}

/**
 * khidki_draft_hand_to_phone:
 * @transaction: a writing transaction
 * @account: (transfer none): who writes; its phone counts as proven
 * @account_key: the key of its row
 * @code: what was written
 * @key: names what was written, so that it is told once
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_draft_hand_to_phone (KhidkiTransaction *transaction,
                            KhidkiAccount *account,
                            const char *account_key,
                            const char *code,
                            const char *key,
                            gint64 now,
                            GError **error)
{
  const char *phone = khidki_account_get_phone (account);
  g_autofree char *digest = khidki_phone_digest (khidki_transaction_get_seal (transaction),
                                                 phone != NULL ? phone : "");
  g_autofree char *asker = g_strconcat ("account:", account_key, NULL);
  g_autofree char *draft = NULL;
  g_autoptr (KhidkiDraft) other = NULL;
  KhidkiOfferOutcome outcome;

  if (!khidki_draft_offer_take (transaction, code, KHIDKI_OFFER_TOWARDS_PHONE, asker, digest, now,
                                &outcome, &draft, error))
    return FALSE;
  if (draft != NULL
      && (!khidki_draft_row_load_open (transaction, account_key, &other, NULL, error)
          || !khidki_draft_row_give (transaction, draft, account_key, now, error)))
    return FALSE;
  return tell (transaction, account, account_key, key, draft, name_kept (other, draft), outcome, now,
               error);
}
