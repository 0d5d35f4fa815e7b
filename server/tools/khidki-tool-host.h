/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiToolHost:
 *
 * What a control program of a plugin sees of the world: configuration, secrets and
 * clock, as the plugin itself would see them in the server. So the plugin's own
 * reading of its settings serves here too. It has no routes, timers or store.
 */
#define KHIDKI_TYPE_TOOL_HOST (khidki_tool_host_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiToolHost, khidki_tool_host, KHIDKI, TOOL_HOST, GObject)

/* @path: the configuration; @plugin: the plugin's name, also its group */
KhidkiToolHost *khidki_tool_host_new (const char *path, const char *plugin, GError **error);

/* (transfer full) (nullable): a key of `[server]` */
char *khidki_tool_host_dup_server (KhidkiToolHost *self, const char *key);

/* Lets credential:NAME be read by a program that no service manager started: from
 * @folder, else from those of the running service, else from the folder beside the
 * configuration that they come from. */
void khidki_tool_host_find_credentials (const char *path, const char *folder);

G_END_DECLS
