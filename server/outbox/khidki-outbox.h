/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"
#include "outbox/khidki-channels.h"
#include "outbox/khidki-outbox-rows.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiOutbox:
 *
 * Sends what lies in outbox rows: in order for each citizen, and of citizens those who
 * wait for a reply before those who have news before broadcasts, each claimed durably
 * before it leaves, so that a send whose outcome is unknown is known to be unknown. What
 * it holds in memory is a window onto those rows that may leave now.
 */
#define KHIDKI_TYPE_OUTBOX (khidki_outbox_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiOutbox, khidki_outbox, KHIDKI, OUTBOX, GObject)

KhidkiOutbox *khidki_outbox_new (KhidkiHost *host, KhidkiStore *store, KhidkiChannels *channels);

/* Marks what a killed process was sending as uncertain and looks at the rows. */
void khidki_outbox_start (KhidkiOutbox *self);

/* There may be new rows; looks soon. */
void khidki_outbox_wake (KhidkiOutbox *self);

/* A row that was just committed: spares looking for it. */
void khidki_outbox_offer (KhidkiOutbox *self,
                          gint64 id,
                          const char *key,
                          const char *account_key,
                          KhidkiAccount *account,
                          KhidkiLane lane,
                          gint64 last_inbound,
                          const KhidkiOutboxPlace *place,
                          KhidkiMessage *message);

/* Whether something that the citizen is to be told now has not left yet. */
gboolean khidki_outbox_is_waiting (KhidkiOutbox *self, const char *account_key);

/* A status changed a row: what had been taken may have failed by its line's fault. */
void khidki_outbox_note_status (KhidkiOutbox *self, KhidkiEvent *status);

/* A status has left somebody without the answer that @account waits for. */
void khidki_outbox_note_unanswered (KhidkiOutbox *self, KhidkiAccount *account);

/* The account's id at the far end is another now: what waits takes it up. */
void khidki_outbox_refresh (KhidkiOutbox *self, const char *account_key);

/* Begins nothing more; what is in flight has @milliseconds to end, then is
 * uncertain. */
void khidki_outbox_stop_async (KhidkiOutbox *self,
                               guint milliseconds,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean khidki_outbox_stop_finish (KhidkiOutbox *self, GAsyncResult *result, GError **error);

typedef struct
{
  guint64 sent;
  guint64 failed;
  guint64 retried;
  guint64 uncertain;
  guint64 rerouted;
  guint64 paced;
  guint in_flight;
  guint in_window;
  guint unresolved; /* uncertain for so long that nothing more is to be expected */
} KhidkiOutboxCounters;

void khidki_outbox_get_counters (KhidkiOutbox *self, KhidkiOutboxCounters *counters);

G_END_DECLS
