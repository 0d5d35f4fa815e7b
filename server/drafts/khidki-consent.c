/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-consent.h"

#include <string.h>

#include "libkhidki/khidki-digits.h"

#define LIFE_MS (G_GINT64_CONSTANT (15) * 60 * 1000)
#define MOST_TRIES 5
#define MOST_TYPED_BYTES 64

/**
 * khidki_consent_code_new:
 * @randomness: (array fixed-size=8): unpredictable bytes
 *
 * Returns: (transfer full): six digits, leading zeros among them
 *
 * Since: 0.1
 */
char *
khidki_consent_code_new (const guint8 *randomness)
{
  guint64 value;

  memcpy (&value, randomness, sizeof value);
  return g_strdup_printf ("%06u", (guint) (value % 1000000));
}

/* Bound to the draft: the same digits are another code elsewhere. */
static char *
digest_of (KhidkiTransaction *transaction, const char *draft, const char *code)
{
  g_autofree char *text = g_strconcat (draft, "\n", code, NULL);

  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "consent", text);
}

/**
 * khidki_consent_ask:
 * @transaction: a writing transaction
 * @draft: the draft's id
 * @version: what of it is declared to be true
 * @phone_digest: of the phone that the code goes to
 * @code: from khidki_consent_code_new()
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_consent_ask (KhidkiTransaction *transaction,
                    const char *draft,
                    gint64 version,
                    const char *phone_digest,
                    const char *code,
                    gint64 now,
                    GError **error)
{
  g_autofree char *digest = digest_of (transaction, draft, code);

  return khidki_transaction_execute (transaction, "consent-set", error, "sxssxx", draft, version,
                                     digest, phone_digest, now, now + LIFE_MS) >= 0;
}

gboolean
khidki_consent_is_open (KhidkiTransaction *transaction,
                        const char *draft,
                        gint64 now,
                        gboolean *is_open,
                        GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "consent-load", "xssxxxx", error, "s", draft);

  if (rows == NULL)
    return FALSE;
  *is_open = khidki_rows_get_n (rows) > 0 && khidki_rows_get_int64 (rows, 0, 4) > now
             && khidki_rows_get_int64 (rows, 0, 6) == 0;
  return TRUE;
}

static char *
parse (const char *text)
{
  g_autofree char *ascii = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);

  if (strlen (text) > MOST_TYPED_BYTES || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  ascii = khidki_digits_to_ascii (text);
  for (const char *p = ascii; *p != '\0'; p++)
    if (*p != ' ' && *p != '-')
      g_string_append_c (digits, *p);
  return g_strdup (digits->str);
}

/**
 * khidki_consent_check:
 * @transaction: a writing transaction
 * @draft: the draft's id
 * @version: of the draft as it is now
 * @text: what was typed
 * @now: UTC milliseconds
 * @outcome: (out): what came of it
 * @error: return location for an error
 *
 * Uses a right code up.
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_consent_check (KhidkiTransaction *transaction,
                      const char *draft,
                      gint64 version,
                      const char *text,
                      gint64 now,
                      KhidkiConsentOutcome *outcome,
                      GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "consent-load", "xssxxxx", error, "s", draft);
  g_autofree char *code = parse (text);
  g_autofree char *digest = digest_of (transaction, draft, code);

  *outcome = KHIDKI_CONSENT_WRONG;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0 || khidki_rows_get_int64 (rows, 0, 4) <= now
      || khidki_rows_get_int64 (rows, 0, 6) != 0)
    return TRUE;
  if (khidki_rows_get_int64 (rows, 0, 5) >= MOST_TRIES)
    {
      *outcome = KHIDKI_CONSENT_SPENT;
      return TRUE;
    }
  if (!g_str_equal (digest, khidki_rows_get_text (rows, 0, 1)))
    return khidki_transaction_execute (transaction, "consent-try", error, "s", draft) >= 0;
  if (khidki_rows_get_int64 (rows, 0, 0) != version)
    {
      *outcome = KHIDKI_CONSENT_OUTDATED;
      return TRUE;
    }
  if (khidki_transaction_execute (transaction, "consent-use", error, "xs", now, draft) < 0)
    return FALSE;
  *outcome = KHIDKI_CONSENT_GIVEN;
  return TRUE;
}
