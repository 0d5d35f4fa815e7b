/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-sign-in-rows.h"

#include "drafts/khidki-guess.h"

#define SECOND_MS G_GINT64_CONSTANT (1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
/* How long a place from which an operator signed in is known as theirs. */
#define REMOTE_MS (30 * 24 * HOUR_MS)

/* Strangers who try an operator's name slow down strangers, not the operator. */
static const KhidkiGuessRule of_operator = {
  .purpose = "sign-in-operator", .free = 4, .again = 1, .window = HOUR_MS,
  .shut = SECOND_MS, .most = 5 * MINUTE_MS,
};
/* The operator's own slips, at the machine where they signed in before. */
static const KhidkiGuessRule of_known = {
  .purpose = "sign-in-known", .free = 5, .again = 1, .window = HOUR_MS,
  .shut = SECOND_MS, .most = MINUTE_MS,
};
/* A whole centre may stand behind one address. */
static const KhidkiGuessRule of_remote = {
  .purpose = "sign-in-remote", .free = 10, .again = 1, .window = HOUR_MS,
  .shut = SECOND_MS, .most = 15 * MINUTE_MS,
};

static char *
digest (KhidkiTransaction *transaction, const char *purpose, const char *text)
{
  return khidki_seal_digest (khidki_transaction_get_seal (transaction), purpose, text);
}

static gboolean
knows_remote (KhidkiTransaction *transaction,
              const char *operator_id,
              const char *remote,
              gint64 now,
              gboolean *known,
              GError **error)
{
  g_autofree char *remote_digest = digest (transaction, "operator-remote", remote);
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "operator-remote-load", "x", error, "ssx", operator_id,
                                remote_digest, now - REMOTE_MS);

  *known = rows != NULL && *remote != '\0' && khidki_rows_get_n (rows) > 0;
  return rows != NULL;
}

/* (transfer full): under which name a try counts */
static char *
choose (const char *operator_id, const char *remote, gboolean known, const KhidkiGuessRule **rule)
{
  *rule = known ? &of_known : &of_operator;
  return known ? g_strconcat (operator_id, "\n", remote, NULL) : g_strdup (operator_id);
}

static gboolean
load_hash (KhidkiTransaction *transaction, const char *operator_id, char **hash, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "operator-password-load", "b", error, "s", operator_id);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) plain = NULL;

  *hash = NULL;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  sealed = khidki_rows_get_bytes (rows, 0, 0);
  plain = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), "operator-password",
                                    operator_id, sealed, G_VARIANT_TYPE_STRING, error);
  if (plain == NULL)
    return FALSE;
  *hash = g_variant_dup_string (plain, NULL);
  return TRUE;
}

gboolean
khidki_sign_in_claim (KhidkiTransaction *transaction,
                      const char *operator_id,
                      const char *remote,
                      gint64 now,
                      gint64 *shut_until,
                      char **hash,
                      GError **error)
{
  const KhidkiGuessRule *rule;
  g_autofree char *asker = NULL;
  gboolean known;
  gint64 remote_shut = 0;

  *hash = NULL;
  *shut_until = 0;
  if (!knows_remote (transaction, operator_id, remote, now, &known, error))
    return FALSE;
  asker = choose (operator_id, remote, known, &rule);
  if (!khidki_guess_is_open (transaction, rule, asker, now, shut_until, error)
      || (*remote != '\0'
          && !khidki_guess_is_open (transaction, &of_remote, remote, now, &remote_shut, error)))
    return FALSE;
  *shut_until = MAX (*shut_until, remote_shut);
  if (*shut_until > 0)
    return TRUE;

  /* Counted beforehand: many tries at once are as slow as one after the other. */
  return khidki_guess_note_wrong (transaction, rule, asker, now, error)
         && load_hash (transaction, operator_id, hash, error);
}

gboolean
khidki_sign_in_is_current (KhidkiTransaction *transaction,
                           const char *operator_id,
                           const char *hash,
                           gboolean *current,
                           GError **error)
{
  g_autofree char *now = NULL;

  if (!load_hash (transaction, operator_id, &now, error))
    return FALSE;
  *current = now != NULL && g_strcmp0 (now, hash) == 0;
  return TRUE;
}

gboolean
khidki_sign_in_note_failure (KhidkiTransaction *transaction,
                             const char *remote,
                             gint64 now,
                             GError **error)
{
  return *remote == '\0' || khidki_guess_note_wrong (transaction, &of_remote, remote, now, error);
}

gboolean
khidki_sign_in_note_success (KhidkiTransaction *transaction,
                             const char *operator_id,
                             const char *remote,
                             gint64 now,
                             GError **error)
{
  g_autofree char *remote_digest = digest (transaction, "operator-remote", remote);
  const KhidkiGuessRule *rule;
  g_autofree char *asker = NULL;
  gboolean known;

  if (!knows_remote (transaction, operator_id, remote, now, &known, error))
    return FALSE;
  asker = choose (operator_id, remote, known, &rule);
  if (!khidki_guess_forgive (transaction, rule, asker, error))
    return FALSE;
  return *remote == '\0'
         || khidki_transaction_execute (transaction, "operator-remote-set", error, "ssx",
                                        operator_id, remote_digest, now) >= 0;
}

static char *
digest_session (KhidkiTransaction *transaction, const char *session)
{
  return digest (transaction, "operator-session", session);
}

gboolean
khidki_sign_in_add_session (KhidkiTransaction *transaction,
                            const char *session,
                            const char *operator_id,
                            gint64 now,
                            GError **error)
{
  g_autofree char *key = digest_session (transaction, session);

  return khidki_transaction_execute (transaction, "operator-session-add", error, "ssxx", key,
                                     operator_id, now, now) == 1;
}

gboolean
khidki_sign_in_load_session (KhidkiTransaction *transaction,
                             const char *session,
                             gint64 now,
                             char **operator_id,
                             gint64 *seen,
                             GError **error)
{
  g_autofree char *key = digest_session (transaction, session);
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "operator-session-load", "sxx", error, "s", key);

  *operator_id = NULL;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0
      || now - khidki_rows_get_int64 (rows, 0, 1) >= KHIDKI_SIGN_IN_MOST_MS
      || now - khidki_rows_get_int64 (rows, 0, 2) >= KHIDKI_SIGN_IN_IDLE_MS)
    return TRUE;
  *operator_id = g_strdup (khidki_rows_get_text (rows, 0, 0));
  *seen = khidki_rows_get_int64 (rows, 0, 2);
  return TRUE;
}

gboolean
khidki_sign_in_touch_session (KhidkiTransaction *transaction,
                              const char *session,
                              gint64 now,
                              GError **error)
{
  g_autofree char *key = digest_session (transaction, session);

  return khidki_transaction_execute (transaction, "operator-session-seen", error, "xs", now, key)
         >= 0;
}

int
khidki_sign_in_end_session (KhidkiTransaction *transaction, const char *session, GError **error)
{
  g_autofree char *key = digest_session (transaction, session);

  return khidki_transaction_execute (transaction, "operator-session-end", error, "s", key);
}

int
khidki_sign_in_end_sessions (KhidkiTransaction *transaction,
                             const char *operator_id,
                             GError **error)
{
  return khidki_transaction_execute (transaction, "operator-session-end-all", error, "s",
                                     operator_id);
}

gboolean
khidki_sign_in_set_hash (KhidkiTransaction *transaction,
                         const char *operator_id,
                         const char *hash,
                         gint64 now,
                         GError **error)
{
  g_autoptr (GVariant) plain = g_variant_ref_sink (g_variant_new_string (hash));
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (khidki_transaction_get_seal (transaction),
                                                         "operator-password", operator_id, plain);

  return khidki_transaction_execute (transaction, "operator-password-set", error, "sxb",
                                     operator_id, now, sealed) >= 0;
}

/* Bound to the operator: it is nobody else's. */
static char *
digest_invitation (KhidkiTransaction *transaction, const char *operator_id, const char *invitation)
{
  g_autofree char *text = g_strconcat (operator_id, "\n", invitation, NULL);

  return digest (transaction, "operator-invitation", text);
}

gboolean
khidki_sign_in_invite (KhidkiTransaction *transaction,
                       const char *operator_id,
                       const char *invitation,
                       gint64 now,
                       GError **error)
{
  g_autofree char *key = digest_invitation (transaction, operator_id, invitation);

  return khidki_transaction_execute (transaction, "operator-password-forget", error, "s",
                                     operator_id) >= 0
         && khidki_sign_in_end_sessions (transaction, operator_id, error) >= 0
         && khidki_transaction_execute (transaction, "operator-invitation-set", error, "ssxx",
                                        operator_id, key, now, now + KHIDKI_SIGN_IN_INVITATION_MS)
                >= 0;
}

gboolean
khidki_sign_in_is_invited (KhidkiTransaction *transaction,
                           const char *operator_id,
                           const char *invitation,
                           gint64 now,
                           gboolean *invited,
                           GError **error)
{
  g_autofree char *key = digest_invitation (transaction, operator_id, invitation);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "operator-invitation-find", "s", error, "ssx", operator_id, key, now);

  *invited = rows != NULL && khidki_rows_get_n (rows) > 0;
  return rows != NULL;
}

int
khidki_sign_in_use_invitation (KhidkiTransaction *transaction,
                               const char *operator_id,
                               const char *invitation,
                               gint64 now,
                               GError **error)
{
  g_autofree char *key = digest_invitation (transaction, operator_id, invitation);

  return khidki_transaction_execute (transaction, "operator-invitation-use", error, "xss", now,
                                     operator_id, key);
}

int
khidki_sign_in_forget_old (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error)
{
  int sessions = khidki_transaction_execute (transaction, "operator-session-forget", error, "xx",
                                             now - KHIDKI_SIGN_IN_MOST_MS, most);

  if (sessions < 0
      || khidki_transaction_execute (transaction, "operator-remote-forget", error, "x",
                                     now - REMOTE_MS) < 0)
    return -1;
  return sessions;
}
