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

/* Whether an application of that service at that stage is among those that are asked for. */
typedef gboolean (*KhidkiQueueFilter) (const char *service,
                                       const char *service_version,
                                       const char *stage,
                                       gpointer user_data);

/**
 * KhidkiQueueQuery:
 * @state: in which they are
 * @subdivisions: (nullable): %NULL for everywhere
 * @is_wanted: (nullable): %NULL for all
 * @user_data: for @is_wanted
 * @most: how many
 *
 * Which applications are asked for.
 */
typedef struct
{
  KhidkiState state;
  const char *const *subdivisions;
  KhidkiQueueFilter is_wanted;
  gpointer user_data;
  guint most;
} KhidkiQueueQuery;

/* Of two pointers to a KhidkiApplicationRow, for g_ptr_array_sort(). */
int khidki_queue_compare_due (gconstpointer a, gconstpointer b);

/* (transfer full) (element-type KhidkiApplicationRow): the one due first in front. */
GPtrArray *khidki_queue_load (KhidkiTransaction *transaction,
                              const KhidkiQueueQuery *query,
                              GError **error);

/* (transfer full) (element-type KhidkiHistoryEntry): the oldest first. */
GPtrArray *khidki_history_load (KhidkiTransaction *transaction,
                                const char *number,
                                GError **error);

G_END_DECLS
