/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "gate/khidki-plugin-host.h"
#include "libkhidki/khidki-department.h"
#include "outbox/khidki-channels.h"

G_BEGIN_DECLS

/**
 * KhidkiGate:
 *
 * Lets plugins in: what `[plugins] enabled=` names, each only after everything
 * that can be checked has been, those at the same time that need not wait for
 * one another. What is refused is refused with one line and stops nobody else.
 *
 * `settled` is emitted once in each application of a configuration: each plugin
 * has started or failed, or has had time enough that nobody should wait for it.
 * `departments-changed` is emitted not before that when departments have come or
 * gone, and after that for each that comes late.
 */
#define KHIDKI_TYPE_GATE (khidki_gate_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiGate, khidki_gate, KHIDKI, GATE, GObject)

/* A plugin that stops has this long, milliseconds, unless the server ends sooner. */
#define KHIDKI_GATE_STOP_MS 4000

/* @world must live as long as the gate. */
KhidkiGate *khidki_gate_new (KhidkiHost *host,
                             const KhidkiPluginHostWorld *world,
                             KhidkiChannels *channels);

/* Starts what is newly enabled and stops what no longer is; what goes on running reads its
 * secrets of the new one. Never fails for one
 * plugin's sake. While an earlier one is under way it is done after that, and of
 * several the newest @config only. */
void khidki_gate_apply_async (KhidkiGate *self,
                              KhidkiConfig *config,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* KHIDKI_ERROR_BUSY when the gate was told to stop before. */
gboolean khidki_gate_apply_finish (KhidkiGate *self, GAsyncResult *result, GError **error);

/* Stops everything for good, within @milliseconds and half a second; what is
 * being started is given up. */
void khidki_gate_stop_async (KhidkiGate *self,
                             guint milliseconds,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean khidki_gate_stop_finish (KhidkiGate *self, GAsyncResult *result, GError **error);

/* What a department offers, as it was when it was let in. */
typedef struct
{
  KhidkiDepartment *department;
  GPtrArray *services;
} KhidkiGateOffer;

/* (transfer full) (element-type KhidkiGateOffer): of those that are running */
GPtrArray *khidki_gate_list_offers (KhidkiGate *self);

typedef struct
{
  const char *name;
  const char *title;
  const char *path;
  const char *provides;
  const char *state;
  const char *reason;
  /* (nullable): what is wrong with one that runs, by name */
  GHashTable *alarms;
} KhidkiPluginReport;

/* (transfer full) (element-type KhidkiPluginReport) */
GPtrArray *khidki_gate_report (KhidkiGate *self);

G_END_DECLS
