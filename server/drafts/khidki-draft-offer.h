/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-offer-code.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* How many unpredictable bytes a new code is made of. */
#define KHIDKI_OFFER_RANDOM_BYTES 8

/**
 * KhidkiOfferTowards:
 * @KHIDKI_OFFER_TOWARDS_COUNTER: the citizen hands their draft to a centre
 * @KHIDKI_OFFER_TOWARDS_PHONE: a centre hands a draft to the citizen's phone
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_OFFER_TOWARDS_COUNTER,
  KHIDKI_OFFER_TOWARDS_PHONE,
} KhidkiOfferTowards;

/**
 * KhidkiOfferOutcome:
 * @KHIDKI_OFFER_TAKEN: the code was good, and is no longer
 * @KHIDKI_OFFER_WRONG: no code, a used one, a late one or somebody else's: which, is not told
 * @KHIDKI_OFFER_SHUT: too many wrong ones before; this one was not even looked at
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_OFFER_TAKEN,
  KHIDKI_OFFER_WRONG,
  KHIDKI_OFFER_SHUT,
} KhidkiOfferOutcome;

/* (transfer full): eleven digits, the first not 0. */
char *khidki_offer_code_new (const guint8 *randomness);

/* In writing functions. An earlier code of the same draft and direction is no
 * longer good. @phone_digest: "" for anybody's phone. */
gboolean khidki_draft_offer_make (KhidkiTransaction *transaction,
                                  const char *draft,
                                  KhidkiOfferTowards towards,
                                  const char *phone_digest,
                                  const char *code,
                                  gint64 now,
                                  GError **error);

/* A wrong code is counted against @asker, so the function that calls this must
 * not fail for it. @phone_digest: of the phone that the asker has proven, "". */
gboolean khidki_draft_offer_take (KhidkiTransaction *transaction,
                                  const char *text,
                                  KhidkiOfferTowards towards,
                                  const char *asker,
                                  const char *phone_digest,
                                  gint64 now,
                                  KhidkiOfferOutcome *outcome,
                                  char **draft,
                                  GError **error);

int khidki_draft_offer_forget_old (KhidkiTransaction *transaction,
                                   gint64 now,
                                   gint64 most,
                                   GError **error);

G_END_DECLS
