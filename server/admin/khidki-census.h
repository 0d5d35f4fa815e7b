/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiCensusCount:
 * @queue: `outbox`, `job`, `event` or `application`
 * @kind: of a job, else ""
 * @state: as it stands in the rows
 * @oldest: when the oldest was made, UTC milliseconds; 0 where it is not counted
 *
 * How many rows wait in one state.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *queue;
  char *kind;
  char *state;
  gint64 count;
  gint64 oldest;
} KhidkiCensusCount;

/**
 * KhidkiCensus:
 * @today: when the civil day began, UTC milliseconds
 * @overdue: applications whose day has passed while they are with the office
 *
 * What waits in the rows. Only rows that are open are counted, along an index:
 * the cost does not grow with what is done.
 *
 * Since: 0.1
 */
typedef struct
{
  gint64 now;
  gint64 today;
  GPtrArray *counts;
  gint64 overdue;
} KhidkiCensus;

KhidkiCensus *khidki_census_new (GTimeZone *zone, gint64 now);
void khidki_census_free (KhidkiCensus *self);
gboolean khidki_census_take (KhidkiTransaction *transaction, gpointer census, GError **error);
gint64 khidki_census_get_oldest (KhidkiCensus *self, const char *queue, const char *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCensus, khidki_census_free)

G_END_DECLS
