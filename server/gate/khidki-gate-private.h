/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-gate.h"
#include "gate/khidki-plugin-loader.h"
#include "gate/khidki-plugin-slot.h"

G_BEGIN_DECLS

/**
 * KhidkiGateRound:
 *
 * One round of stopping and starting; a gate has at most one at a time. What
 * needs nothing of another goes on at the same time.
 */
typedef struct _KhidkiGateRound KhidkiGateRound;

struct _KhidkiGate
{
  GObject parent_instance;

  KhidkiHost *host;
  const KhidkiPluginHostWorld *world;
  KhidkiChannels *channels;
  KhidkiPluginLoader *loader;
  GPtrArray *slots;

  /* What is under way, and who waits for it. */
  KhidkiGateRound *round;
  GPtrArray *round_tasks;
  /* What was asked for meanwhile: the newest configuration only. */
  KhidkiConfig *next_config;
  GPtrArray *next_tasks;
  GPtrArray *stop_tasks;
  gboolean stopping;
  gint64 stop_by;
};

/* @gate owns it in `round` until khidki_gate_round_ended(). */
void khidki_gate_round_begin_apply (KhidkiGate *gate, KhidkiConfig *config);
void khidki_gate_round_begin_stop (KhidkiGate *gate);
/* Starts nothing more and waits for no start; what stops goes on. */
void khidki_gate_round_abandon (KhidkiGateRound *self);

/* Said by a round as its last word; frees it. */
void khidki_gate_round_ended (KhidkiGate *gate);
void khidki_gate_round_free (KhidkiGateRound *self);
void khidki_gate_emit_departments_changed (KhidkiGate *gate);
void khidki_gate_emit_settled (KhidkiGate *gate, gboolean departments_changed);

/* All that can be checked of a plugin before its start; makes object and host. */
gboolean khidki_gate_let_in (KhidkiGate *gate,
                             KhidkiPluginSlot *slot,
                             KhidkiConfig *config,
                             GError **error);

/* Reads a running department's files again; whether they offer something else.
 * With a mistake in them, its services of before stay, and it is told. */
gboolean khidki_gate_refresh (KhidkiGate *gate, KhidkiPluginSlot *slot);

G_END_DECLS
