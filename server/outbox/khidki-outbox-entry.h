/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-limits.h"
#include "outbox/khidki-outbox-rows.h"

G_BEGIN_DECLS

/**
 * KhidkiOutboxEntry:
 *
 * One row as it is held in memory while it waits or is being sent.
 */
typedef struct
{
  gint64 id;
  gpointer stream;      /* the window in which it is held */
  char *key;
  char *account_key;
  KhidkiAccount *account;
  KhidkiMessage *message;
  KhidkiLane lane;
  gint64 last_inbound;
  gint64 next_at;
  guint attempts;
  gboolean told_once;
  gboolean tried_once;
  gboolean use_template;
  gboolean for_operator;
  gboolean taken;       /* the channel has counted it, and does not have it yet */
  gboolean parked;      /* it waits for an administrator */
  gboolean in_outage;   /* the line takes nothing of anybody: it is not the reason */
  gboolean excused;     /* or took nothing until lately */
  gint64 after_paper;   /* the row whose file may still be on its way to the same person */
  char *refusal;        /* why nothing leaves until an administrator acts */
} KhidkiOutboxEntry;

KhidkiOutboxEntry *khidki_outbox_entry_new (gint64 id,
                                            const char *key,
                                            const char *account_key,
                                            KhidkiAccount *account,
                                            KhidkiLane lane,
                                            gint64 last_inbound,
                                            KhidkiMessage *message);
void khidki_outbox_entry_free (KhidkiOutboxEntry *self);

/* The form in which it may leave at @now on a channel with @limits; NULL if it
 * may not, because there is no template. */
KhidkiMessage *khidki_outbox_entry_choose (KhidkiOutboxEntry *self,
                                           const KhidkiLimits *limits,
                                           gint64 now);
/* Whether a file goes with it, in whichever form it leaves. */
gboolean khidki_outbox_entry_has_paper (KhidkiOutboxEntry *self);
gboolean khidki_outbox_entry_is_in_window (KhidkiOutboxEntry *self, gint64 window, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOutboxEntry, khidki_outbox_entry_free)

G_END_DECLS
