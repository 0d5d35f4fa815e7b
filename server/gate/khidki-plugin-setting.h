/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiPluginSetting:
 *
 * One key of a plugin's configuration as its `.plugin` file declares it in
 * `X-Khidki-Config=`: `KEY`, `KEY:KIND`, and with a `!` behind it if the plugin
 * cannot do without. So a mistake is found before any of its code is mapped.
 */
typedef struct _KhidkiPluginSetting KhidkiPluginSetting;

KhidkiPluginSetting *khidki_plugin_setting_parse (const char *declaration, GError **error);
void khidki_plugin_setting_free (KhidkiPluginSetting *self);

const char *khidki_plugin_setting_get_key (KhidkiPluginSetting *self);
gboolean khidki_plugin_setting_is_secret (KhidkiPluginSetting *self);
/* @value: (nullable): as configured; the error tells what was expected and found. */
gboolean khidki_plugin_setting_check (KhidkiPluginSetting *self, const char *value, GError **error);

/* A base of addresses: http or https, a host, and neither a query nor a user. */
gboolean khidki_plugin_setting_is_url (const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPluginSetting, khidki_plugin_setting_free)

G_END_DECLS
