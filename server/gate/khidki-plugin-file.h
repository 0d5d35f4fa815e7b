/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "gate/khidki-plugin-setting.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginFile:
 * @name: the file's name without `.plugin`; also the configuration group
 * @settings: (element-type KhidkiPluginSetting): the keys of that group
 * @has_groups: there may be further groups `[NAME …]` with the same keys
 * @module: (nullable): the library beside it; NULL for a department of data
 *
 * What a `.plugin` file says: all that is known of a plugin before any of its
 * code is mapped. Immutable; reference counted, for the main loop.
 */
typedef struct
{
  char *path;
  char *folder;
  char *name;
  char *module;
  char *title;
  char *abi;
  GStrv provides;
  GStrv needs;
  GStrv after;
  GStrv routes;
  GStrv uploads;
  GPtrArray *settings;
  gboolean has_groups;
} KhidkiPluginFile;

KhidkiPluginFile *khidki_plugin_file_load (const char *path, GError **error);
KhidkiPluginFile *khidki_plugin_file_ref (KhidkiPluginFile *self);
void khidki_plugin_file_unref (KhidkiPluginFile *self);

/* (transfer full) (nullable): the file of the plugin @name in the folders or
 * the folders within them. */
char *khidki_plugin_file_find (const char *const *folders, const char *name);

/* (transfer full) (element-type utf8): paths of the `.plugin` files there. */
GPtrArray *khidki_plugin_file_list (const char *const *folders);
/* As khidki_plugin_file_find(), with an error that names the nearest there is. */
char *khidki_plugin_file_find_or_name_nearest (const char *const *folders,
                                               const char *name,
                                               GError **error);

/* Checks all that can be checked before dlopen: ABI key, that nobody else may
 * write the files (those of a department of data too), that the library is
 * there, that the needs are known. */
gboolean khidki_plugin_file_check (KhidkiPluginFile *self, GError **error);

/* (transfer full): NAME of each `[PLUGIN NAME]`, if it says that it knows such */
GStrv khidki_plugin_file_list_groups (KhidkiPluginFile *self, KhidkiConfig *config);

/* Each setting is of its kind, and each secret that it needs can be read. Errors
 * name file, key, expected and found. */
gboolean khidki_plugin_file_check_settings (KhidkiPluginFile *self,
                                            KhidkiConfig *config,
                                            GError **error);

/* @id: (nullable): what a department made of it calls itself; it promised that. */
gboolean khidki_plugin_file_check_id (KhidkiPluginFile *self, const char *id, GError **error);

/* (nullable): `channel:x` or `department:y` */
const char *khidki_plugin_file_get_main (KhidkiPluginFile *self);
gboolean khidki_plugin_file_promises (KhidkiPluginFile *self, const char *ability);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPluginFile, khidki_plugin_file_unref)

G_END_DECLS
