/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiStanding:
 *
 * How an application stands, for whoever has shown that it is theirs.
 * Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiStanding KhidkiStanding;

#define KHIDKI_TYPE_STANDING (khidki_standing_get_type ())

GType khidki_standing_get_type (void);

KhidkiStanding *khidki_standing_new (const char *number,
                                     const char *service,
                                     const char *state,
                                     const char *stage);
KhidkiStanding *khidki_standing_ref (KhidkiStanding *self);
void khidki_standing_unref (KhidkiStanding *self);

/* Right after construction only. */
void khidki_standing_set_applicant (KhidkiStanding *self, const char *applicant);
void khidki_standing_set_dates (KhidkiStanding *self, gint64 submitted, gint64 due);
void khidki_standing_set_query (KhidkiStanding *self, const char *query);
void khidki_standing_set_reason (KhidkiStanding *self, const char *reason, const char *text);
void khidki_standing_set_certificate (KhidkiStanding *self, const char *number, KhidkiPaper *paper);

const char *khidki_standing_get_number (KhidkiStanding *self);
const char *khidki_standing_get_service (KhidkiStanding *self);
const char *khidki_standing_get_state (KhidkiStanding *self);
const char *khidki_standing_get_stage (KhidkiStanding *self);
const char *khidki_standing_get_applicant (KhidkiStanding *self);
gint64 khidki_standing_get_submitted (KhidkiStanding *self);
gint64 khidki_standing_get_due (KhidkiStanding *self);
const char *khidki_standing_get_query (KhidkiStanding *self);
const char *khidki_standing_get_reason (KhidkiStanding *self);
const char *khidki_standing_get_text (KhidkiStanding *self);
const char *khidki_standing_get_certificate (KhidkiStanding *self);
KhidkiPaper *khidki_standing_get_certificate_paper (KhidkiStanding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiStanding, khidki_standing_unref)

G_END_DECLS
