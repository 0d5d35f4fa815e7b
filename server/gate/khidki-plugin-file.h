/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginFile:
 * @name: the file's name without `.plugin`; also the configuration group
 * @module: (nullable): the library beside it; NULL for a department of data
 *
 * What a `.plugin` file says: all that is known of a plugin before any of its
 * code is mapped.
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
  GStrv config;
} KhidkiPluginFile;

KhidkiPluginFile *khidki_plugin_file_load (const char *path, GError **error);
void khidki_plugin_file_free (KhidkiPluginFile *self);

/* (transfer full) (nullable): the file of the plugin @name in the folders or
 * the folders within them. */
char *khidki_plugin_file_find (const char *const *folders, const char *name);

/* Checks all that can be checked before dlopen: ABI key, that nobody else may
 * write the files, that the library is there, that the needs are known. */
gboolean khidki_plugin_file_check (KhidkiPluginFile *self, GError **error);

/* Each secret that it needs is configured and can be read. */
gboolean khidki_plugin_file_check_secrets (KhidkiPluginFile *self,
                                           KhidkiConfig *config,
                                           GError **error);

/* (nullable): `channel:x` or `department:y` */
const char *khidki_plugin_file_get_main (KhidkiPluginFile *self);
gboolean khidki_plugin_file_promises (KhidkiPluginFile *self, const char *ability);
char *khidki_plugin_file_dup_library (KhidkiPluginFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPluginFile, khidki_plugin_file_free)

G_END_DECLS
