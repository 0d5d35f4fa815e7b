/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-application-row.h"

G_BEGIN_DECLS

/**
 * KhidkiHistoryEntry:
 *
 * One move of an application, without what was written with it.
 */
typedef struct
{
  gint64 sequence;
  gint64 at;
  char *move;
  char *from_state;
  char *to_state;
  char *stage;
  char *actor;
  char *reason;
} KhidkiHistoryEntry;

void khidki_history_entry_free (KhidkiHistoryEntry *self);

/* (transfer full) (element-type KhidkiApplicationRow): those in one state, the
 * one due first in front. @subdivisions (nullable): NULL for everywhere. */
GPtrArray *khidki_queue_load (KhidkiTransaction *transaction,
                              KhidkiState state,
                              const char *const *subdivisions,
                              guint most,
                              GError **error);

/* (transfer full) (element-type KhidkiHistoryEntry): the oldest first. */
GPtrArray *khidki_history_load (KhidkiTransaction *transaction,
                                const char *number,
                                GError **error);

G_END_DECLS
