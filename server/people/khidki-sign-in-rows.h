/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* The rows of signing in; each inside a transaction, none knows a password. */

#define KHIDKI_SIGN_IN_IDLE_MS (G_GINT64_CONSTANT (15) * 60 * 1000)
#define KHIDKI_SIGN_IN_MOST_MS (G_GINT64_CONSTANT (12) * 60 * 60 * 1000)
#define KHIDKI_SIGN_IN_INVITATION_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* One more try; @remote: "" for none. @shut_until: until when nothing is taken. */
gboolean khidki_sign_in_claim (KhidkiTransaction *transaction,
                               const char *operator_id,
                               const char *remote,
                               gint64 now,
                               gint64 *shut_until,
                               char **hash,
                               GError **error);
/* Whether @hash is the password still: an invitation may have ended it since it was claimed. */
gboolean khidki_sign_in_is_current (KhidkiTransaction *transaction,
                                    const char *operator_id,
                                    const char *hash,
                                    gboolean *current,
                                    GError **error);
gboolean khidki_sign_in_note_failure (KhidkiTransaction *transaction,
                                      const char *remote,
                                      gint64 now,
                                      GError **error);
gboolean khidki_sign_in_note_success (KhidkiTransaction *transaction,
                                      const char *operator_id,
                                      const char *remote,
                                      gint64 now,
                                      GError **error);

gboolean khidki_sign_in_add_session (KhidkiTransaction *transaction,
                                     const char *session,
                                     const char *operator_id,
                                     gint64 now,
                                     GError **error);
/* @operator_id: (out) (nullable): %NULL when it is none or has ended */
gboolean khidki_sign_in_load_session (KhidkiTransaction *transaction,
                                      const char *session,
                                      gint64 now,
                                      char **operator_id,
                                      gint64 *seen,
                                      GError **error);
gboolean khidki_sign_in_touch_session (KhidkiTransaction *transaction,
                                       const char *session,
                                       gint64 now,
                                       GError **error);
int khidki_sign_in_end_session (KhidkiTransaction *transaction,
                                const char *session,
                                GError **error);
int khidki_sign_in_end_sessions (KhidkiTransaction *transaction,
                                 const char *operator_id,
                                 GError **error);

gboolean khidki_sign_in_set_hash (KhidkiTransaction *transaction,
                                  const char *operator_id,
                                  const char *hash,
                                  gint64 now,
                                  GError **error);

/* Whoever had the password of before is out with it. */
gboolean khidki_sign_in_invite (KhidkiTransaction *transaction,
                                const char *operator_id,
                                const char *invitation,
                                gint64 now,
                                GError **error);
gboolean khidki_sign_in_is_invited (KhidkiTransaction *transaction,
                                    const char *operator_id,
                                    const char *invitation,
                                    gint64 now,
                                    gboolean *invited,
                                    GError **error);
/* 1, or 0 when it is none, used or too old; -1 with @error */
int khidki_sign_in_use_invitation (KhidkiTransaction *transaction,
                                   const char *operator_id,
                                   const char *invitation,
                                   gint64 now,
                                   GError **error);

/* What means nothing any more. */
int khidki_sign_in_forget_old (KhidkiTransaction *transaction,
                               gint64 now,
                               gint64 most,
                               GError **error);

G_END_DECLS
