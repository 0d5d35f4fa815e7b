/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-config-check.h"

#include "gate/khidki-gate.h"
#include "libkhidki/khidki-error.h"

static const char *const known_keys[] = {
  "server/listen",         "server/admin-listen", "server/public-url", "server/state-dir",
  "server/timezone",       "server/helpline",     "server/helpline-hours", "server/seal-key",
  "server/numbers",
  "server/signing-key",    "server/sandbox",      "server/clock-file", "server/places",
  "server/officers",       "server/operators",    "server/charges",
  "store/url",             "plugins/path",        "plugins/enabled",
  NULL,
};

void
khidki_config_check_warn (KhidkiConfig *config)
{
  g_auto (GStrv) folders = khidki_config_dup_list (config, "plugins", "path");
  g_auto (GStrv) names = khidki_config_dup_list (config, "plugins", "enabled");
  g_auto (GStrv) of_plugins = khidki_gate_list_known_keys ((const char *const *) folders,
                                                           (const char *const *) names);
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; known_keys[i] != NULL; i++)
    g_ptr_array_add (known, (gpointer) known_keys[i]);
  for (guint i = 0; of_plugins[i] != NULL; i++)
    g_ptr_array_add (known, of_plugins[i]);
  g_ptr_array_add (known, NULL);
  lines = khidki_config_list_unknown (config, (const char *const *) known->pdata);
  for (guint i = 0; lines[i] != NULL; i++)
    g_warning ("%s", lines[i]);
}

static gboolean
check_plugin (KhidkiConfig *config, const char *const *folders, const char *name, GError **error)
{
  g_autofree char *path = khidki_plugin_file_find (folders, name);
  g_autoptr (KhidkiPluginFile) file = NULL;

  if (path == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                   "%s: [plugins] enabled: expected %s.plugin in path=, found none",
                   khidki_config_get_path (config), name);
      return FALSE;
    }
  file = khidki_plugin_file_load (path, error);
  return file != NULL && khidki_plugin_file_check (file, error)
         && khidki_plugin_file_check_secrets (file, config, error);
}

gboolean
khidki_config_check_plugins (KhidkiConfig *config)
{
  g_auto (GStrv) folders = khidki_config_dup_list (config, "plugins", "path");
  g_auto (GStrv) names = khidki_config_dup_list (config, "plugins", "enabled");
  gboolean fine = TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (check_plugin (config, (const char *const *) folders, names[i], &error))
        continue;
      g_printerr ("%s\n", error->message);
      fine = FALSE;
    }
  return fine;
}
