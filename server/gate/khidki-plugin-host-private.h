/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-plugin-host.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): what plays the counter for this plugin; NULL with an
 * error when it did not ask for one, is stopped, or there is none. */
KhidkiCounter *khidki_plugin_host_find_counter (KhidkiPluginHost *self, GError **error);

/* Whether the plugin may not ask for it: it did not name @need (nullable), or is stopped. Then
 * the error is on its way to @callback. */
gboolean khidki_plugin_host_refuse (KhidkiPluginHost *self,
                                    const char *need,
                                    gpointer tag,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer none) (nullable): NULL for the server's own host */
const KhidkiPluginHostWorld *khidki_plugin_host_get_world (KhidkiPluginHost *self);

void khidki_plugin_host_implement_calls (KhidkiHostInterface *iface);
void khidki_plugin_counter_implement (KhidkiCounterInterface *iface);

G_END_DECLS
