/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

#define KHIDKI_CONSENT_RANDOM_BYTES 8

/**
 * KhidkiConsentOutcome:
 * @KHIDKI_CONSENT_GIVEN: the code is right, for this very version of the draft
 * @KHIDKI_CONSENT_WRONG: it is not, or was used, or is too old
 * @KHIDKI_CONSENT_OUTDATED: the draft has changed since the code was sent
 * @KHIDKI_CONSENT_SPENT: too many wrong ones: a new code is needed
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_CONSENT_GIVEN,
  KHIDKI_CONSENT_WRONG,
  KHIDKI_CONSENT_OUTDATED,
  KHIDKI_CONSENT_SPENT,
} KhidkiConsentOutcome;

/* (transfer full): six digits */
char *khidki_consent_code_new (const guint8 *randomness);

/* In a writing function: the draft's only consent code from now on. */
gboolean khidki_consent_ask (KhidkiTransaction *transaction,
                             const char *draft,
                             gint64 version,
                             const char *phone_digest,
                             const char *code,
                             gint64 now,
                             GError **error);

/* Whether a code is on its way, or was told and not yet used. */
gboolean khidki_consent_is_open (KhidkiTransaction *transaction,
                                 const char *draft,
                                 gint64 now,
                                 gboolean *is_open,
                                 GError **error);

/* In a writing function, which must not fail for a wrong code: a try is counted. */
gboolean khidki_consent_check (KhidkiTransaction *transaction,
                               const char *draft,
                               gint64 version,
                               const char *text,
                               gint64 now,
                               KhidkiConsentOutcome *outcome,
                               GError **error);

G_END_DECLS
