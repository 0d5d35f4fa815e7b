/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"
#include "outbox/khidki-outbox-entry.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxLane:
 *
 * What one citizen is to be told, in the order of the rows; broadcasts apart.
 * `busy`: its head is being sent. `ready`: it lies in a queue of its line.
 */
typedef struct
{
  char *name;
  gpointer outbox;
  gpointer line;
  KhidkiHost *host;
  GQueue entries;
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

/* Puts @entry (transfer full) where its row's number belongs, but never before
 * what is being sent. */
void khidki_outbox_lane_insert (KhidkiOutboxLane *self, KhidkiOutboxEntry *entry);

/* (transfer full) (nullable): the last entry that is not being sent */
KhidkiOutboxEntry *khidki_outbox_lane_take_waiting (KhidkiOutboxLane *self);

/* Nothing to send, nothing to wait for: it may go. */
gboolean khidki_outbox_lane_is_over (KhidkiOutboxLane *self);

G_END_DECLS
