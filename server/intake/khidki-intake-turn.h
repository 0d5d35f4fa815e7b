/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-conversation.h"
#include "outbox/khidki-outbox-rows.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiIntakeTurnWorld:
 *
 * What all turns of a batch share: a snapshot, taken on the main loop.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  gint64 now;
  GDate today;
  gint64 utc_offset;
  char *public_url;
  char *helpline;
  char *helpline_hours;
} KhidkiIntakeTurnWorld;

KhidkiIntakeTurnWorld *khidki_intake_turn_world_ref (KhidkiIntakeTurnWorld *self);
void khidki_intake_turn_world_unref (KhidkiIntakeTurnWorld *self);

/**
 * KhidkiIntakeTurnSend:
 *
 * A message that the turn's commit put into the outbox.
 */
typedef struct
{
  gint64 id;
  char *key;
  KhidkiLane lane;
  KhidkiOutboxPlace place;
  KhidkiMessage *message;
} KhidkiIntakeTurnSend;

/**
 * KhidkiIntakeTurn:
 *
 * The events of one account that are acted on together: loaded on the reader's
 * thread, stepped on one of the stepper's, written in one savepoint on the
 * writer's. Used by one thread at a time.
 */
typedef struct _KhidkiIntakeTurn KhidkiIntakeTurn;

KhidkiIntakeTurn *khidki_intake_turn_new (KhidkiIntakeTurnWorld *world,
                             const char *account_key,
                             const KhidkiLimits *limits);
void khidki_intake_turn_free (KhidkiIntakeTurn *self);

/* No papers come by the turn's channel; @elsewhere: by another one that runs they do. */
void khidki_intake_turn_carry_no_papers (KhidkiIntakeTurn *self, gboolean elsewhere);

/* (transfer none): kept by reference; @as_mobile: (nullable): taken in place of
 * @event when a mobile number is asked for; @again: its row is there, put aside;
 * @randomness: 64 unpredictable bytes */
void khidki_intake_turn_add_event (KhidkiIntakeTurn *self,
                                   KhidkiEvent *event,
                                   KhidkiEvent *as_mobile,
                                   gboolean again,
                                   const guint8 *randomness);
/* The only event is put aside for an administrator. */
void khidki_intake_turn_set_parked (KhidkiIntakeTurn *self, const char *note);

guint khidki_intake_turn_get_n_events (KhidkiIntakeTurn *self);
KhidkiEvent *khidki_intake_turn_get_event (KhidkiIntakeTurn *self, guint index);

/* In a reading function: all that the steps may know. */
gboolean khidki_intake_turn_load (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error);

/* After the load, on any thread, with no transaction open: here departments' hooks
 * run. Acts on nothing. */
void khidki_intake_turn_step (KhidkiIntakeTurn *self);

/* In a writing function. KHIDKI_ERROR_CONFLICT: load and step again, then write. */
gboolean khidki_intake_turn_write (KhidkiIntakeTurn *self, KhidkiTransaction *transaction, GError **error);

/* After the commit. Events from here on were not acted on: they are fed again. */
guint khidki_intake_turn_get_n_acted (KhidkiIntakeTurn *self);
GPtrArray *khidki_intake_turn_get_sends (KhidkiIntakeTurn *self);
KhidkiAccount *khidki_intake_turn_get_account (KhidkiIntakeTurn *self);
const char *khidki_intake_turn_get_account_key (KhidkiIntakeTurn *self);
/* (nullable): the key that the account had until now */
const char *khidki_intake_turn_get_moved_from (KhidkiIntakeTurn *self);
gint64 khidki_intake_turn_get_last_inbound (KhidkiIntakeTurn *self);
gboolean khidki_intake_turn_made_jobs (KhidkiIntakeTurn *self);
gboolean khidki_intake_turn_requeued (KhidkiIntakeTurn *self);
/* (nullable): a status that left somebody without an answer */
KhidkiEvent *khidki_intake_turn_get_unanswered (KhidkiIntakeTurn *self);
/* (nullable): the key of the last event that a person is to see as read. */
const char *khidki_intake_turn_get_read_key (KhidkiIntakeTurn *self);
guint khidki_intake_turn_get_n_duplicates (KhidkiIntakeTurn *self);

G_END_DECLS
