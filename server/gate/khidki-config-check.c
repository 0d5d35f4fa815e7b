/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-config-check.h"

#include "gate/khidki-plugin-file.h"

static const char *const known_keys[] = {
  "server/listen",         "server/admin-listen", "server/public-url", "server/state-dir",
  "server/timezone",       "server/helpline",     "server/helpline-hours", "server/seal-key",
  "server/numbers",
  "server/signing-key",    "server/sandbox",      "server/clock-file", "server/places",
  "server/officers",       "server/operators",    "server/charges",    "server/centres",
  "store/url",             "plugins/path",        "plugins/enabled",
  NULL,
};

/* What is read again while the server runs. */
static const char *const read_again[] = {
  "server/places", "server/officers", "server/operators", "server/charges",
  "server/centres", "plugins/path",  "plugins/enabled", NULL,
};

static void
add_keys_of_group (GPtrArray *known, KhidkiPluginFile *file, const char *group)
{
  for (guint i = 0; i < file->settings->len; i++)
    {
      KhidkiPluginSetting *setting = g_ptr_array_index (file->settings, i);

      g_ptr_array_add (known, g_strdup_printf ("%s%s%s/%s", file->name, group != NULL ? " " : "",
                                               group != NULL ? group : "",
                                               khidki_plugin_setting_get_key (setting)));
    }
}

static void
add_keys_of (GPtrArray *known, KhidkiConfig *config, const char *path)
{
  g_autoptr (KhidkiPluginFile) file = khidki_plugin_file_load (path, NULL);
  g_auto (GStrv) groups = file != NULL ? khidki_plugin_file_list_groups (file, config) : NULL;

  if (file == NULL)
    return;
  add_keys_of_group (known, file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    add_keys_of_group (known, file, groups[i]);
}

/* Those of plugins that are not enabled now too: their groups may stay. */
static GPtrArray *
list_known (KhidkiConfig *config)
{
  GPtrArray *known = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) folders = khidki_config_dup_list (config, "plugins", "path");
  g_autoptr (GPtrArray) paths = khidki_plugin_file_list ((const char *const *) folders);

  for (guint i = 0; known_keys[i] != NULL; i++)
    g_ptr_array_add (known, g_strdup (known_keys[i]));
  for (guint i = 0; i < paths->len; i++)
    add_keys_of (known, config, g_ptr_array_index (paths, i));
  g_ptr_array_add (known, NULL);
  return known;
}

void
khidki_config_check_warn (KhidkiConfig *config)
{
  g_autoptr (GPtrArray) known = list_known (config);
  g_auto (GStrv) lines =
      khidki_config_list_unknown (config, (const char *const *) known->pdata);

  for (guint i = 0; lines[i] != NULL; i++)
    g_warning ("%s", lines[i]);
}

static void
tell_if_another (KhidkiConfig *old,
                 KhidkiConfig *config,
                 const char *group,
                 const char *key,
                 const char *start)
{
  g_autofree char *before = khidki_config_dup (old, group, key);
  g_autofree char *now = khidki_config_dup (config, group, key);

  if (g_strcmp0 (before, now) != 0)
    g_message ("%s: [%s] %s: it is another now, which holds from %s",
               khidki_config_get_origin (config, group, key), group, key, start);
}

void
khidki_config_check_tell_fixed (KhidkiConfig *old, KhidkiConfig *config)
{
  for (guint i = 0; known_keys[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (known_keys[i], "/", 2);

      if (!g_strv_contains (read_again, known_keys[i]))
        tell_if_another (old, config, parts[0], parts[1], "the next start");
    }
}

static void
tell_of_group (KhidkiPluginFile *file, KhidkiConfig *old, KhidkiConfig *config, const char *group)
{
  g_autofree char *name = g_strconcat (file->name, group != NULL ? " " : NULL, group, NULL);

  for (guint i = 0; i < file->settings->len; i++)
    {
      KhidkiPluginSetting *setting = g_ptr_array_index (file->settings, i);

      if (!khidki_plugin_setting_is_secret (setting))
        tell_if_another (old, config, name, khidki_plugin_setting_get_key (setting),
                         "the plugin's next start");
    }
}

void
khidki_config_check_tell_fixed_of_plugin (KhidkiPluginFile *file,
                                          KhidkiConfig *old,
                                          KhidkiConfig *config)
{
  g_auto (GStrv) before = khidki_plugin_file_list_groups (file, old);
  g_auto (GStrv) now = khidki_plugin_file_list_groups (file, config);

  tell_of_group (file, old, config, NULL);
  for (guint i = 0; before[i] != NULL; i++)
    tell_of_group (file, old, config, before[i]);
  for (guint i = 0; now[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) before, now[i]))
      tell_of_group (file, old, config, now[i]);
}

typedef gboolean (*CheckFunc) (KhidkiConfig *config,
                               const char *const *folders,
                               const char *name,
                               GError **error);

static void
check_each (KhidkiConfig *config, CheckFunc check, GPtrArray *lines)
{
  g_auto (GStrv) folders = khidki_config_dup_list (config, "plugins", "path");
  g_auto (GStrv) names = khidki_config_dup_list (config, "plugins", "enabled");

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!check (config, (const char *const *) folders, names[i], &error))
        g_ptr_array_add (lines, g_strdup (error->message));
    }
}

static gboolean
check_settings (KhidkiConfig *config, const char *const *folders, const char *name, GError **error)
{
  g_autofree char *path = khidki_plugin_file_find_or_name_nearest (folders, name, error);
  g_autoptr (KhidkiPluginFile) file = NULL;

  if (path == NULL)
    {
      g_prefix_error (error, "%s: ", khidki_config_get_origin (config, "plugins", "enabled"));
      return FALSE;
    }
  /* One that cannot be read is the plugin's fault. */
  file = khidki_plugin_file_load (path, NULL);
  return file == NULL || khidki_plugin_file_check_settings (file, config, error);
}

void
khidki_config_check_mistakes (KhidkiConfig *config, GPtrArray *mistakes)
{
  g_autoptr (GPtrArray) known = list_known (config);
  g_auto (GStrv) lines =
      khidki_config_list_mistyped (config, (const char *const *) known->pdata);

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (mistakes, g_strdup (lines[i]));
  check_each (config, check_settings, mistakes);
}

static gboolean
check_files (KhidkiConfig *config, const char *const *folders, const char *name, GError **error)
{
  g_autofree char *path = khidki_plugin_file_find (folders, name);
  g_autoptr (KhidkiPluginFile) file = NULL;

  if (path == NULL)
    return TRUE;
  file = khidki_plugin_file_load (path, error);
  return file != NULL && khidki_plugin_file_check (file, error);
}

void
khidki_config_check_plugins (KhidkiConfig *config, GPtrArray *faults)
{
  check_each (config, check_files, faults);
}
