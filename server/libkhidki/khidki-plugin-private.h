/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-plugin.h"

G_BEGIN_DECLS

typedef gboolean (*KhidkiPluginRegisterFunc) (GTypeModule *module,
                                              const KhidkiPluginSizes *theirs,
                                              const KhidkiPluginSizes *ours,
                                              GType iface,
                                              GType (*get_type) (void),
                                              gpointer user_data);

void khidki_plugin_set_register_func (KhidkiPluginRegisterFunc func, gpointer user_data);

G_END_DECLS
