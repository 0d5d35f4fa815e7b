/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-plugin-private.h"

#include <string.h>

static GThread *registering_thread;
static KhidkiPluginRegisterFunc register_func;
static gpointer register_data;

/* The server names itself before it loads a plugin; nobody else may. */
void
khidki_plugin_set_register_func (KhidkiPluginRegisterFunc func, gpointer user_data)
{
  registering_thread = func != NULL ? g_thread_self () : NULL;
  register_func = func;
  register_data = user_data;
}

/* gi-docgen needs none: called by KHIDKI_DEFINE_…_PLUGIN only. It compares
 * before @get_type runs, so that no type of another layout is ever registered. */
gboolean
khidki_plugin_register (GTypeModule *module,
                        const KhidkiPluginSizes *sizes,
                        GType iface,
                        GType (*get_type) (void))
{
  static const KhidkiPluginSizes ours = KHIDKI_PLUGIN_SIZES_INIT;

  if (register_func == NULL || registering_thread != g_thread_self ())
    return FALSE;

  return register_func (module, sizes, &ours, iface, get_type, register_data);
}
