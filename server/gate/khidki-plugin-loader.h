/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-plugin-file.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiPluginLoader:
 *
 * The only place that knows libpeas. Maps a plugin's library, refuses another
 * layout before any of its types is registered, and makes its one object.
 */
#define KHIDKI_TYPE_PLUGIN_LOADER (khidki_plugin_loader_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPluginLoader, khidki_plugin_loader, KHIDKI, PLUGIN_LOADER, GObject)

KhidkiPluginLoader *khidki_plugin_loader_new (void);

/* (transfer full): a channel or a department that keeps the promises of @file */
GObject *khidki_plugin_loader_load (KhidkiPluginLoader *self, KhidkiPluginFile *file, GError **error);

G_END_DECLS
