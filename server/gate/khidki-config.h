/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiConfig:
 *
 * The configuration: a keyfile, and the files of `conf.d` beside it in the order of
 * their names. Immutable once read; a reload reads a new one.
 */
typedef struct _KhidkiConfig KhidkiConfig;

KhidkiConfig *khidki_config_load (const char *path, GError **error);
KhidkiConfig *khidki_config_ref (KhidkiConfig *self);
void khidki_config_unref (KhidkiConfig *self);

const char *khidki_config_get_path (KhidkiConfig *self);
/* (transfer none): the file that sets the key, else the main one; with "" for the key that in
 * which the group stands. */
const char *khidki_config_get_origin (KhidkiConfig *self, const char *group, const char *key);
/* (transfer full) (nullable) */
char *khidki_config_dup (KhidkiConfig *self, const char *group, const char *key);
/* (transfer full): empty if it is not set */
GStrv khidki_config_dup_list (KhidkiConfig *self, const char *group, const char *key);
/* (transfer full): NAME of each group `[PLUGIN NAME]`, in their order */
GStrv khidki_config_list_groups (KhidkiConfig *self, const char *plugin);
gboolean khidki_config_get_boolean (KhidkiConfig *self, const char *group, const char *key);

/* (transfer full): the values of a secret: `file:PATH`, `credential:NAME`, or a
 * literal where nobody else can read it. Errors name file, group, key. */
GStrv khidki_config_dup_secrets (KhidkiConfig *self,
                                 const char *group,
                                 const char *key,
                                 GError **error);

/* (transfer full): the path of a credential that the service manager handed over. */
char *khidki_config_find_credential (const char *name, GError **error);

/* (transfer full): a line for each key that nobody knows and for each such group without keys,
 * naming the nearest that somebody does. @known: `group/key`, a group alone takes all its keys. */
GStrv khidki_config_list_unknown (KhidkiConfig *self, const char *const *known);
/* (transfer full): a line for each of those that was surely meant to be another:
 * one near to it is not set. */
GStrv khidki_config_list_mistyped (KhidkiConfig *self, const char *const *known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiConfig, khidki_config_unref)

G_END_DECLS
