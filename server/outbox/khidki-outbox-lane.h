/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"
#include "outbox/khidki-outbox-entry.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxLane:
 *
 * What one citizen is to be told, in the order of the rows; broadcasts apart.
 * `busy`: its head is being sent. `ready`: it lies in the queue of its line for
 * `urgency`, which it keeps while its head is being sent.
 */
typedef struct
{
  char *name;
  gpointer outbox;
  gpointer line;
  KhidkiHost *host;
  GQueue entries;
  guint n_replies; /* of these */
  KhidkiLane urgency;
  guint timer;
  gboolean broadcast;
  gboolean busy;
  gboolean ready;
} KhidkiOutboxLane;

/* (transfer full): the name of the lane for an account's key */
char *khidki_outbox_lane_dup_name (const char *account_key, gboolean broadcast);

/* @host, @outbox: (transfer none): outlive the lane */
KhidkiOutboxLane *khidki_outbox_lane_new (KhidkiHost *host,
                                          gpointer outbox,
                                          const char *name,
                                          gboolean broadcast);
void khidki_outbox_lane_free (KhidkiOutboxLane *self);

/* (transfer none) (nullable): the next to be sent, or what is being sent */
KhidkiOutboxEntry *khidki_outbox_lane_peek (KhidkiOutboxLane *self);

/* (transfer full) (nullable): the same, taken out */
KhidkiOutboxEntry *khidki_outbox_lane_pop (KhidkiOutboxLane *self);

/* As urgent as the most urgent of its entries: who waits for an answer waits for what
 * stands before it, too. */
KhidkiLane khidki_outbox_lane_get_urgency (KhidkiOutboxLane *self);

/* Puts @entry (transfer full) where its row's number belongs, but never before
 * what is being sent. */
void khidki_outbox_lane_insert (KhidkiOutboxLane *self, KhidkiOutboxEntry *entry);

/* (transfer full) (nullable): the last entry that is not being sent */
KhidkiOutboxEntry *khidki_outbox_lane_take_waiting (KhidkiOutboxLane *self);

/* Nothing to send, nothing to wait for: it may go. */
gboolean khidki_outbox_lane_is_over (KhidkiOutboxLane *self);

G_END_DECLS
