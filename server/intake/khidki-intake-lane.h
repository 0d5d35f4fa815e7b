/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "intake/khidki-intake-turn.h"

G_BEGIN_DECLS

/**
 * KhidkiIntakeItem:
 *
 * One event that waits, and the call that waits for it. `again`: it was put aside,
 * and an administrator wants it acted on once more.
 */
typedef struct
{
  KhidkiEvent *event;
  KhidkiEvent *as_mobile; /* (nullable): see khidki_intake_mask() */
  GTask *task;
  gsize size;
  gboolean again;
} KhidkiIntakeItem;

/**
 * KhidkiIntakeLane:
 *
 * The events of one account, in order. `turn` is what is under way.
 */
typedef struct
{
  char *account_key;
  GQueue items;
  KhidkiIntakeTurn *turn;
  guint conflicts;
  gboolean ready;
  gboolean alone;
  gboolean single;
  char *park_note;
} KhidkiIntakeLane;

/* @as_mobile: (nullable) (transfer none) */
KhidkiIntakeItem *khidki_intake_item_new (KhidkiEvent *event, KhidkiEvent *as_mobile, GTask *task);
/* Answers one event of the call; the call is answered with its last. */
void khidki_intake_item_finish (KhidkiIntakeItem *item, const GError *error);

KhidkiIntakeLane *khidki_intake_lane_new (const char *account_key);
void khidki_intake_lane_free (KhidkiIntakeLane *lane);

/* A call that waits for @n events. */
void khidki_intake_call_begin (GTask *task, guint n);

G_END_DECLS
