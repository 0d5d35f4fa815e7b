/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "gate/khidki-plugin-file.h"
#include "gate/khidki-plugin-host.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginSlot:
 *
 * @main_thing: (nullable): what it alone provides while it starts or runs
 * @state: `named`, `refused`, `starting`, `failed`, `running`, `stopping`, `stopped`
 * @services: (nullable) (element-type KhidkiService): of a department, as they
 *   were when it was let in
 * @call: (nullable): the start or stop that is under way
 *
 * One plugin through its life.
 */
typedef struct
{
  char *name;
  KhidkiPluginFile *file;
  char *main_thing;
  const char *state;
  char *reason;
  GObject *object;
  KhidkiPluginHost *host;
  GPtrArray *services;
  GTask *call;
} KhidkiPluginSlot;

KhidkiPluginSlot *khidki_plugin_slot_new (const char *name);
void khidki_plugin_slot_free (KhidkiPluginSlot *self);

/* Of the plugin itself: what it asks from now on fails. */
void khidki_plugin_slot_let_go (KhidkiPluginSlot *self);
void khidki_plugin_slot_refuse (KhidkiPluginSlot *self, const char *state, const GError *error);
gboolean khidki_plugin_slot_is_running (KhidkiPluginSlot *self);
gboolean khidki_plugin_slot_is_department (KhidkiPluginSlot *self);
/* The part after `channel:` or `department:`. */
const char *khidki_plugin_slot_get_thing (KhidkiPluginSlot *self);

/* Whether its `After=` names one of @others. */
gboolean khidki_plugin_slot_is_after_any (KhidkiPluginSlot *self, GPtrArray *others);
/* (transfer full) (element-type KhidkiPluginSlot): in the order of `After=`;
 * those in a circle are refused. @slots: those to order */
GPtrArray *khidki_plugin_slot_order (GPtrArray *slots);

/* With a deadline by @clock; starts a channel or a back office, nothing else. The
 * slot must outlive the call, or the call be given up before. */
void khidki_plugin_slot_start_async (KhidkiPluginSlot *self,
                                     KhidkiHost *clock,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean khidki_plugin_slot_start_finish (GAsyncResult *result, GError **error);
/* After @milliseconds it is told to give up, and soon after nobody waits. */
void khidki_plugin_slot_stop_async (KhidkiPluginSlot *self,
                                    KhidkiHost *clock,
                                    guint milliseconds,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean khidki_plugin_slot_stop_finish (GAsyncResult *result, GError **error);

/* Waits no longer for a start or a stop, which fails with @reason; late answers
 * are dropped. */
void khidki_plugin_slot_give_up (KhidkiPluginSlot *self, const char *reason);

G_END_DECLS
