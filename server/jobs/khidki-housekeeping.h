/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiHousekeeping:
 *
 * Forgets what has been kept long enough: again and again a few rows, with room
 * for others between, until nothing is left; then it sleeps for an hour.
 */
#define KHIDKI_TYPE_HOUSEKEEPING (khidki_housekeeping_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiHousekeeping, khidki_housekeeping, KHIDKI, HOUSEKEEPING, GObject)

/* Deletes at most @most rows that are past their time; returns how many went, -1 with
 * an error. Runs in a writing transaction. */
typedef int (*KhidkiHousekeepingFunc) (KhidkiTransaction *transaction,
                                       gint64 now,
                                       gint64 most,
                                       GError **error);

KhidkiHousekeeping *khidki_housekeeping_new (KhidkiHost *host, KhidkiStore *store);

/* Before the start: @func forgets what is kept below this folder. */
void khidki_housekeeping_add (KhidkiHousekeeping *self, KhidkiHousekeepingFunc func);

void khidki_housekeeping_start (KhidkiHousekeeping *self);
/* Begins nothing more. */
void khidki_housekeeping_stop (KhidkiHousekeeping *self);

G_END_DECLS
