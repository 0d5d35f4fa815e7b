/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "drafts/khidki-guess.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)
/* Whoever has been quiet for so long begins anew. */
#define QUIET_MS DAY_MS

const KhidkiGuessRule khidki_guess_codes = {
  .purpose = "code", .free = 5, .again = 5, .window = 10 * MINUTE_MS,
  .shut = 10 * MINUTE_MS, .most = DAY_MS,
};
const KhidkiGuessRule khidki_guess_standings = {
  .purpose = "standing", .free = 5, .again = 5, .window = 10 * MINUTE_MS,
  .shut = 10 * MINUTE_MS, .most = DAY_MS,
};

typedef struct
{
  gint64 wrong;
  gint64 since;
  gint64 step;
  gint64 shut_until;
} Guesses;

static char *
digest_of (KhidkiTransaction *transaction, const KhidkiGuessRule *rule, const char *asker)
{
  g_autofree char *text = g_strconcat (rule->purpose, "\n", asker, NULL);

  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "guess", text);
}

static gboolean
load (KhidkiTransaction *transaction, const char *digest, Guesses *guesses, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "guess-load", "xxxx", error, "s", digest);

  *guesses = (Guesses){ 0 };
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  guesses->wrong = khidki_rows_get_int64 (rows, 0, 0);
  guesses->since = khidki_rows_get_int64 (rows, 0, 1);
  guesses->step = khidki_rows_get_int64 (rows, 0, 2);
  guesses->shut_until = khidki_rows_get_int64 (rows, 0, 3);
  return TRUE;
}

/**
 * khidki_guess_is_open:
 * @transaction: a reading or writing transaction
 * @rule: what is guessed
 * @asker: who guesses: kept as a digest only
 * @now: UTC milliseconds
 * @shut_until: (out): 0, or until when nothing is taken from @asker
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_guess_is_open (KhidkiTransaction *transaction,
                      const KhidkiGuessRule *rule,
                      const char *asker,
                      gint64 now,
                      gint64 *shut_until,
                      GError **error)
{
  g_autofree char *digest = digest_of (transaction, rule, asker);
  Guesses guesses;

  *shut_until = 0;
  if (!load (transaction, digest, &guesses, error))
    return FALSE;
  if (guesses.shut_until > now)
    *shut_until = guesses.shut_until;
  return TRUE;
}

static void
shut (const KhidkiGuessRule *rule, Guesses *guesses, gint64 now)
{
  gint64 length = rule->shut;

  for (gint64 i = 0; i < guesses->step && length < rule->most; i++)
    length *= 2;
  guesses->shut_until = now + MIN (length, rule->most);
  guesses->step++;
  guesses->wrong = (gint64) rule->free - (gint64) rule->again;
}

/**
 * khidki_guess_note_wrong:
 * @transaction: a writing transaction, which must not fail for the wrong guess
 * @rule: what is guessed
 * @asker: who guesses
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_guess_note_wrong (KhidkiTransaction *transaction,
                         const KhidkiGuessRule *rule,
                         const char *asker,
                         gint64 now,
                         GError **error)
{
  g_autofree char *digest = digest_of (transaction, rule, asker);
  Guesses guesses;

  if (!load (transaction, digest, &guesses, error))
    return FALSE;
  if (now - MAX (guesses.since, guesses.shut_until) > QUIET_MS)
    guesses = (Guesses){ .since = now };
  if (now - guesses.since > rule->window)
    {
      guesses.since = now;
      guesses.wrong = guesses.step > 0 ? (gint64) rule->free - (gint64) rule->again : 0;
    }
  if (++guesses.wrong >= (gint64) rule->free)
    shut (rule, &guesses, now);
  return khidki_transaction_execute (transaction, "guess-save", error, "sxxxxx", digest,
                                     guesses.wrong, guesses.since, guesses.step,
                                     guesses.shut_until, now) >= 0;
}

/**
 * khidki_guess_forgive:
 * @transaction: a writing transaction
 * @rule: what was guessed
 * @asker: who has shown that they know it
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_guess_forgive (KhidkiTransaction *transaction,
                      const KhidkiGuessRule *rule,
                      const char *asker,
                      GError **error)
{
  g_autofree char *digest = digest_of (transaction, rule, asker);

  return khidki_transaction_execute (transaction, "guess-drop", error, "s", digest) >= 0;
}

int
khidki_guess_forget_old (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error)
{
  return khidki_transaction_execute (transaction, "guess-forget", error, "xx",
                                     now - 2 * QUIET_MS, most);
}
