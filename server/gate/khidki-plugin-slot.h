/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "gate/khidki-plugin-file.h"
#include "gate/khidki-plugin-host.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginSlot:
 *
 * One plugin through its life: named, refused or loaded, running, stopped.
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
  gboolean wanted;
  gint64 library_changed;
} KhidkiPluginSlot;

KhidkiPluginSlot *khidki_plugin_slot_new (const char *name);
void khidki_plugin_slot_free (KhidkiPluginSlot *self);

void khidki_plugin_slot_refuse (KhidkiPluginSlot *self, const char *state, const GError *error);
gboolean khidki_plugin_slot_is_running (KhidkiPluginSlot *self);
gboolean khidki_plugin_slot_is_department (KhidkiPluginSlot *self);
/* The part after `channel:` or `department:`. */
const char *khidki_plugin_slot_get_thing (KhidkiPluginSlot *self);

/* (transfer full) (element-type KhidkiPluginSlot): in the order of `After=`;
 * those in a circle are refused. @slots: those to order */
GPtrArray *khidki_plugin_slot_order (GPtrArray *slots);

/* With a deadline by @clock; starts a channel or a back office, nothing else. */
void khidki_plugin_slot_start_async (KhidkiPluginSlot *self,
                                     KhidkiHost *clock,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean khidki_plugin_slot_start_finish (GAsyncResult *result, GError **error);
void khidki_plugin_slot_stop_async (KhidkiPluginSlot *self,
                                    KhidkiHost *clock,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean khidki_plugin_slot_stop_finish (GAsyncResult *result, GError **error);

G_END_DECLS
