/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginValue:
 * @value: (nullable): NULL if there is none
 * @version: of @value; what a write expects to find, 0 for none
 *
 * One value of a plugin's own small store. Sealed where it lies: what a plugin
 * keeps is about people.
 */
typedef struct
{
  char *plugin;
  char *key;
  GBytes *value;
  gint64 version;
} KhidkiPluginValue;

KhidkiPluginValue *khidki_plugin_value_new (const char *plugin, const char *key);
void khidki_plugin_value_free (KhidkiPluginValue *self);

/* Store functions whose data is a KhidkiPluginValue. The second gives
 * KHIDKI_ERROR_CONFLICT when another version is there. */
gboolean khidki_plugin_value_read (KhidkiTransaction *transaction, gpointer data, GError **error);
gboolean khidki_plugin_value_write (KhidkiTransaction *transaction, gpointer data, GError **error);

G_END_DECLS
