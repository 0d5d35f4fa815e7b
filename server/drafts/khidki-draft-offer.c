/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-draft-offer.h"

#include <string.h>

#include "drafts/khidki-guess.h"
#include "libkhidki/khidki-error.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)
/* The way to the centre takes days; to the phone in one's hand, minutes. */
#define COUNTER_LIFE_MS (3 * DAY_MS)
#define PHONE_LIFE_MS (30 * MINUTE_MS)
#define LEAST G_GUINT64_CONSTANT (10000000000)
#define CODES (9 * LEAST)

/**
 * khidki_offer_code_new:
 * @randomness: (array fixed-size=8): unpredictable bytes
 *
 * Returns: (transfer full): a code; the same for the same bytes
 *
 * Since: 0.1
 */
char *
khidki_offer_code_new (const guint8 *randomness)
{
  guint64 value;

  /* 64 bits over 9·10^10: the bias is below one in a hundred million. */
  memcpy (&value, randomness, sizeof value);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, LEAST + value % CODES);
}

static const char *
name_of (KhidkiOfferTowards towards)
{
  return towards == KHIDKI_OFFER_TOWARDS_COUNTER ? "counter" : "phone";
}

static char *
digest_of (KhidkiTransaction *transaction, const char *code)
{
  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "draft-offer", code);
}

/**
 * khidki_draft_offer_make:
 * @transaction: a writing transaction
 * @draft: the draft's id
 * @towards: who may take it
 * @phone_digest: the only phone that may, "" for any
 * @code: from khidki_offer_code_new()
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when the code is another's: make a new one
 *
 * Since: 0.1
 */
gboolean
khidki_draft_offer_make (KhidkiTransaction *transaction,
                         const char *draft,
                         KhidkiOfferTowards towards,
                         const char *phone_digest,
                         const char *code,
                         gint64 now,
                         GError **error)
{
  g_autofree char *digest = digest_of (transaction, code);
  gint64 life = towards == KHIDKI_OFFER_TOWARDS_COUNTER ? COUNTER_LIFE_MS : PHONE_LIFE_MS;
  int added;

  if (khidki_transaction_execute (transaction, "draft-offer-end", error, "ss", draft,
                                  name_of (towards)) < 0)
    return FALSE;
  added = khidki_transaction_execute (transaction, "draft-offer-add", error, "ssssxx", digest, draft,
                                      name_of (towards), phone_digest, now, now + life);
  if (added == 0)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "the code is another draft's");
  return added > 0;
}

/* (transfer full) (nullable) in @draft: what the code is of, if this one may take it. */
static gboolean
look_up (KhidkiTransaction *transaction,
         const char *digest,
         KhidkiOfferTowards towards,
         const char *phone_digest,
         gint64 now,
         char **draft,
         GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "draft-offer-load", "ss", error, "ssx", digest,
                                name_of (towards), now);
  const char *bound;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  bound = khidki_rows_get_text (rows, 0, 1);
  if (*bound == '\0' || g_str_equal (bound, phone_digest))
    *draft = g_strdup (khidki_rows_get_text (rows, 0, 0));
  return TRUE;
}

static gboolean
use (KhidkiTransaction *transaction, const char *digest, gint64 now, char **draft, GError **error)
{
  int changed =
      khidki_transaction_execute (transaction, "draft-offer-use", error, "xs", now, digest);

  /* The row decides between two who are there at once. */
  if (changed == 0)
    g_clear_pointer (draft, g_free);
  return changed >= 0;
}

/**
 * khidki_draft_offer_take:
 * @transaction: a writing transaction
 * @text: what was typed
 * @towards: who types: a counter or a phone
 * @asker: against whom wrong codes are counted
 * @phone_digest: of the phone that @asker has proven to have, "" for none
 * @now: UTC milliseconds
 * @outcome: (out): what came of it
 * @draft: (out) (transfer full) (nullable): the draft's id when it was taken
 * @error: return location for an error
 *
 * Uses a code up. The caller must let its transaction stand even for a wrong code,
 * or the guess is not counted.
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_draft_offer_take (KhidkiTransaction *transaction,
                         const char *text,
                         KhidkiOfferTowards towards,
                         const char *asker,
                         const char *phone_digest,
                         gint64 now,
                         KhidkiOfferOutcome *outcome,
                         char **draft,
                         GError **error)
{
  g_autofree char *code = khidki_offer_code_parse (text);
  g_autofree char *digest = NULL;
  gint64 shut_until;

  *draft = NULL;
  *outcome = KHIDKI_OFFER_WRONG;
  if (!khidki_guess_is_open (transaction, &khidki_guess_codes, asker, now, &shut_until, error))
    return FALSE;
  if (shut_until > 0)
    {
      *outcome = KHIDKI_OFFER_SHUT;
      return TRUE;
    }
  /* Too few digits are a slip, not a guess. */
  if (code == NULL)
    return TRUE;

  digest = digest_of (transaction, code);
  if (!look_up (transaction, digest, towards, phone_digest, now, draft, error)
      || (*draft != NULL && !use (transaction, digest, now, draft, error)))
    return FALSE;
  if (*draft == NULL)
    return khidki_guess_note_wrong (transaction, &khidki_guess_codes, asker, now, error);
  *outcome = KHIDKI_OFFER_TAKEN;
  return TRUE;
}

int
khidki_draft_offer_forget_old (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error)
{
  return khidki_transaction_execute (transaction, "draft-offer-forget", error, "xx",
                                     now - DAY_MS, most);
}
