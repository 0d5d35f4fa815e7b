/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiSubmission:
 *
 * What an operator hands in for a citizen: which draft, how it was declared
 * true, and the money that was taken. The draft's id makes it repeatable: a
 * draft becomes one application, whatever is tapped how often. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiSubmission KhidkiSubmission;

#define KHIDKI_TYPE_SUBMISSION (khidki_submission_get_type ())

GType khidki_submission_get_type (void);

KhidkiSubmission *khidki_submission_new (const char *draft, gint64 version);
KhidkiSubmission *khidki_submission_ref (KhidkiSubmission *self);
void khidki_submission_unref (KhidkiSubmission *self);

/* Right after construction only. */
void khidki_submission_set_consent (KhidkiSubmission *self, const char *code);
void khidki_submission_set_sheet (KhidkiSubmission *self, KhidkiPaper *sheet);
void khidki_submission_set_cash (KhidkiSubmission *self,
                                 gint64 government_fee,
                                 gint64 service_charge);
void khidki_submission_set_language (KhidkiSubmission *self, const char *language);

const char *khidki_submission_get_draft (KhidkiSubmission *self);
gint64 khidki_submission_get_version (KhidkiSubmission *self);
const char *khidki_submission_get_consent (KhidkiSubmission *self);
KhidkiPaper *khidki_submission_get_sheet (KhidkiSubmission *self);
gint64 khidki_submission_get_government_fee (KhidkiSubmission *self);
gint64 khidki_submission_get_service_charge (KhidkiSubmission *self);
const char *khidki_submission_get_language (KhidkiSubmission *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSubmission, khidki_submission_unref)

G_END_DECLS
