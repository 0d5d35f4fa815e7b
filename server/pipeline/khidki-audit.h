/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-application-row.h"

G_BEGIN_DECLS

/**
 * KhidkiAuditEntry:
 * @from_state: a state, `""` before the submission
 * @actor: `citizen`, `server`, `officer:ID`, or `operator:ID` who submitted for a citizen
 * @text: what was written; personal, sealed
 * @answers: (nullable): what came with it; personal, sealed
 *
 * One link of an application's chain.
 */
typedef struct
{
  const char *number;
  gint64 sequence;
  gint64 at;
  const char *move;
  const char *from_state;
  const char *to_state;
  const char *stage;
  const char *actor;
  const char *reason;
  const char *text;
  KhidkiAnswers *answers;
} KhidkiAuditEntry;

/**
 * KhidkiAuditCounts:
 * @applications: how many chains were looked at
 * @moves: how many links they have
 * @erased: links whose personal part was erased; their hashes still hold
 */
typedef struct
{
  guint64 applications;
  guint64 moves;
  guint64 erased;
} KhidkiAuditCounts;

gboolean khidki_audit_append (KhidkiTransaction *transaction,
                              const KhidkiAuditEntry *entry,
                              KhidkiApplicationRow *after,
                              GError **error);
gboolean khidki_audit_verify (KhidkiTransaction *transaction,
                              const char *number,
                              KhidkiAuditCounts *counts,
                              GError **error);
gboolean khidki_audit_verify_some (KhidkiTransaction *transaction,
                                   char **after,
                                   guint most,
                                   KhidkiAuditCounts *counts,
                                   GError **error);
char *khidki_audit_head (KhidkiTransaction *transaction,
                         const char *previous,
                         gint64 from,
                         gint64 until,
                         guint64 *n_chains,
                         GError **error);

G_END_DECLS
