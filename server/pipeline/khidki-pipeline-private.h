/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-pipeline.h"

G_BEGIN_DECLS

/**
 * KhidkiMoveOutcome:
 * @rule: the rule that allows it
 * @to: where it ends, never KHIDKI_STATE_OF_STAGE
 * @stage: the stage it is at then
 * @certificate: (nullable): the number of the certificate that it made
 * @paper: (nullable): that certificate
 * @filename: (nullable): what the file is called where people see it
 *
 * What a move comes to, once it is allowed.
 */
typedef struct
{
  const KhidkiMoveRule *rule;
  KhidkiState to;
  const char *stage;
  const char *certificate;
  KhidkiPaper *paper;
  const char *filename;
} KhidkiMoveOutcome;

/* Writes row, link and news; @row is changed to what it is afterwards. */
gboolean khidki_pipeline_record (KhidkiTransaction *transaction,
                                 KhidkiApplicationRow *row,
                                 const KhidkiMove *move,
                                 const KhidkiMoveOutcome *outcome,
                                 GError **error);

/* Everything that can be refused, before anything is written. */
gboolean khidki_pipeline_judge (KhidkiCatalogue *catalogue,
                                KhidkiApplicationRow *row,
                                const KhidkiMove *move,
                                KhidkiMoveOutcome *outcome,
                                GError **error);

/* (transfer full) (nullable): as khidki_pipeline_submit(), by @actor: `citizen` or
 * `operator:ID`, whom the first link of the audit chain names. */
KhidkiApplicationRow *khidki_pipeline_submit_as (KhidkiTransaction *transaction,
                                                 KhidkiCatalogue *catalogue,
                                                 const char *number,
                                                 const char *account,
                                                 KhidkiDraft *draft,
                                                 const char *actor,
                                                 gint64 now,
                                                 const GDate *today,
                                                 GError **error);

/* (transfer none): the service as it was at the submission. */
KhidkiService *khidki_pipeline_find_service (KhidkiCatalogue *catalogue,
                                             KhidkiApplicationRow *row,
                                             GError **error);

KhidkiApplication *khidki_pipeline_make_application (KhidkiApplicationRow *row,
                                                     KhidkiService *service,
                                                     GError **error);

gboolean khidki_pipeline_append_link (KhidkiTransaction *transaction,
                                      KhidkiApplicationRow *row,
                                      const KhidkiMove *move,
                                      const char *from,
                                      GError **error);

/* @account has become the application's; @row is changed to what it is afterwards. */
gboolean khidki_pipeline_note_hand_over (KhidkiTransaction *transaction,
                                         KhidkiApplicationRow *row,
                                         const char *account,
                                         gint64 now,
                                         GError **error);

/* A job about the application, made once. */
gboolean khidki_pipeline_add_job (KhidkiTransaction *transaction,
                                  const char *kind,
                                  KhidkiApplicationRow *row,
                                  gint64 now,
                                  GError **error);

/* The job that tells the citizen. */
gboolean khidki_pipeline_add_news (KhidkiTransaction *transaction,
                                   KhidkiApplicationRow *row,
                                   const KhidkiMove *move,
                                   const KhidkiMoveOutcome *outcome,
                                   GError **error);

G_END_DECLS
