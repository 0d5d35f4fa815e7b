/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-plugin-host.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): what plays the counter for this plugin; NULL with an
 * error when it did not ask for one, is stopped, or there is none. */
KhidkiCounter *khidki_plugin_host_find_counter (KhidkiPluginHost *self, GError **error);

void khidki_plugin_counter_implement (KhidkiCounterInterface *iface);

G_END_DECLS
