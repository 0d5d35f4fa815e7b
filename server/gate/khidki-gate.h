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
 * Lets plugins in: what `[plugins] enabled=` names, in the order that they ask
 * for, each only after everything that can be checked has been. What is refused
 * is refused with one line and stops nobody else.
 *
 * `departments-changed` is emitted when departments were added or taken away.
 */
#define KHIDKI_TYPE_GATE (khidki_gate_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiGate, khidki_gate, KHIDKI, GATE, GObject)

/* @world must live as long as the gate. */
KhidkiGate *khidki_gate_new (KhidkiHost *host,
                             const KhidkiPluginHostWorld *world,
                             KhidkiChannels *channels);

/* Starts what is newly enabled and stops what no longer is. Never fails for one
 * plugin's sake. */
void khidki_gate_apply_async (KhidkiGate *self,
                              KhidkiConfig *config,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean khidki_gate_apply_finish (KhidkiGate *self, GAsyncResult *result, GError **error);

void khidki_gate_stop_async (KhidkiGate *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean khidki_gate_stop_finish (KhidkiGate *self, GAsyncResult *result, GError **error);

/* (transfer container) (element-type KhidkiDepartment): those that are running */
GPtrArray *khidki_gate_list_departments (KhidkiGate *self);

typedef struct
{
  const char *name;
  const char *title;
  const char *path;
  const char *provides;
  const char *state;
  const char *reason;
} KhidkiPluginReport;

/* (transfer full) (element-type KhidkiPluginReport) */
GPtrArray *khidki_gate_report (KhidkiGate *self);

/* (transfer full): `group/key` of all keys that plugins in @folders declare. */
GStrv khidki_gate_list_known_keys (const char *const *folders, const char *const *names);

G_END_DECLS
