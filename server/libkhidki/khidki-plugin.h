/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gmodule.h>

#include "khidki-channel.h"
#include "khidki-counter.h"
#include "khidki-department.h"
#include "khidki-version.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginSizes:
 *
 * What a plugin was compiled against; compared with what the server was, before
 * any of the plugin's types is registered.
 *
 * Since: 0.1
 */
typedef struct
{
  guint abi;
  guint16 host;
  guint16 channel;
  guint16 media_channel;
  guint16 read_channel;
  guint16 department;
  guint16 back_office;
  guint16 folder_department;
  guint16 limits;
  guint16 counter;
} KhidkiPluginSizes;

#define KHIDKI_PLUGIN_SIZES_INIT                                                      \
  {                                                                                   \
    KHIDKI_PLUGIN_ABI, sizeof (KhidkiHostInterface), sizeof (KhidkiChannelInterface), \
        sizeof (KhidkiMediaChannelInterface), sizeof (KhidkiReadChannelInterface),    \
        sizeof (KhidkiDepartmentInterface), sizeof (KhidkiBackOfficeInterface),       \
        sizeof (KhidkiFolderDepartmentClass), sizeof (KhidkiLimits),                  \
        sizeof (KhidkiCounterInterface)                                               \
  }

gboolean khidki_plugin_register (GTypeModule *module,
                                 const KhidkiPluginSizes *sizes,
                                 GType iface,
                                 GType (*get_type) (void));

/**
 * KHIDKI_DEFINE_CHANNEL_PLUGIN:
 * @get_type: the function that gives the type of the channel
 *
 * Writes the whole registration of a plugin that is a channel.
 *
 * Since: 0.1
 */
#define KHIDKI_DEFINE_CHANNEL_PLUGIN(get_type) \
  KHIDKI_DEFINE_PLUGIN_ (KHIDKI_TYPE_CHANNEL, get_type)

/**
 * KHIDKI_DEFINE_DEPARTMENT_PLUGIN:
 * @get_type: the function that gives the type of the department
 *
 * Writes the whole registration of a plugin that is a department.
 *
 * Since: 0.1
 */
#define KHIDKI_DEFINE_DEPARTMENT_PLUGIN(get_type) \
  KHIDKI_DEFINE_PLUGIN_ (KHIDKI_TYPE_DEPARTMENT, get_type)

#define KHIDKI_DEFINE_PLUGIN_(iface, get_type)                          \
  G_MODULE_EXPORT void peas_register_types (GTypeModule *module);       \
  G_MODULE_EXPORT void peas_register_types (GTypeModule *module)        \
  {                                                                     \
    static const KhidkiPluginSizes sizes = KHIDKI_PLUGIN_SIZES_INIT;    \
    khidki_plugin_register (module, &sizes, iface, get_type);           \
  }

G_END_DECLS
