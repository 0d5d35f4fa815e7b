/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "catalogue/khidki-charges.h"
#include "drafts/khidki-consent.h"
#include "libkhidki/khidki-draft.h"
#include "libkhidki/khidki-operator.h"
#include "libkhidki/khidki-receipt.h"
#include "libkhidki/khidki-submission.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiCounterSubmit:
 * @catalogue: (transfer none): what is on offer
 * @charges: (transfer none): what a centre may take
 * @operator_: (transfer none): who submits
 * @submission: (transfer none): which draft, how declared, and the cash
 * @draft: (transfer none): the draft, found complete in the version it carries
 * @number: a new application number
 * @now: UTC milliseconds
 * @today: the civil date
 *
 * One submission at a counter.
 *
 * Since: 0.1
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiCharges *charges;
  KhidkiOperator *operator_;
  KhidkiSubmission *submission;
  KhidkiDraft *draft;
  const char *number;
  gint64 now;
  const GDate *today;
} KhidkiCounterSubmit;

/* What a service costs on a day, in paise. */
void khidki_counter_find_amounts (KhidkiCharges *charges,
                                  KhidkiService *service,
                                  const GDate *day,
                                  gint64 *government_fee,
                                  gint64 *service_charge);

/* In a reading or writing function: what was made of the draft before.
 * @receipt: (out) (nullable). NOT_FOUND when another centre made it. */
gboolean khidki_counter_find_submitted (KhidkiTransaction *transaction,
                                        const char *draft,
                                        const char *centre,
                                        KhidkiReceipt **receipt,
                                        GError **error);

/* In a writing function. @receipt is %NULL when the consent was not right; then
 * only the try was written, and it must stand. */
gboolean khidki_counter_submit_draft (KhidkiTransaction *transaction,
                                      const KhidkiCounterSubmit *submit,
                                      KhidkiReceipt **receipt,
                                      KhidkiConsentOutcome *consent,
                                      GError **error);

G_END_DECLS
