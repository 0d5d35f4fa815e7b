/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-distance-private.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-version.h"

#define GROUP "Plugin"
#define SUFFIX ".plugin"
#define DEEPEST 3

static const char *const known_needs[] = { "counter", "network", "secret", "store", NULL };
static const char *const known_abilities[] = { "media", "read", "paced", "templates", "back-office",
                                              NULL };

static void
plugin_file_clear (KhidkiPluginFile *self)
{
  g_free (self->path);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->module);
  g_free (self->title);
  g_free (self->abi);
  g_strfreev (self->provides);
  g_strfreev (self->needs);
  g_strfreev (self->after);
  g_strfreev (self->routes);
  g_strfreev (self->uploads);
  g_clear_pointer (&self->settings, g_ptr_array_unref);
}

KhidkiPluginFile *
khidki_plugin_file_ref (KhidkiPluginFile *self)
{
  return g_rc_box_acquire (self);
}

void
khidki_plugin_file_unref (KhidkiPluginFile *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) plugin_file_clear);
}

static GStrv
dup_list (GKeyFile *file, const char *key)
{
  GStrv list = g_key_file_get_string_list (file, GROUP, key, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

static char *
dup_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return g_strndup (base, strlen (base) - strlen (SUFFIX));
}

static gboolean
read_settings (KhidkiPluginFile *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) declarations = dup_list (file, "X-Khidki-Config");

  self->settings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_plugin_setting_free);
  for (guint i = 0; declarations[i] != NULL; i++)
    {
      KhidkiPluginSetting *setting = khidki_plugin_setting_parse (declarations[i], error);

      if (setting == NULL)
        {
          g_prefix_error (error, "%s: X-Khidki-Config: ", self->path);
          return FALSE;
        }
      g_ptr_array_add (self->settings, setting);
    }
  return TRUE;
}

KhidkiPluginFile *
khidki_plugin_file_load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (KhidkiPluginFile) self = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error)
      || !g_key_file_has_group (file, GROUP))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                     "expected a group [Plugin], found none");
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  self = g_rc_box_new0 (KhidkiPluginFile);
  self->path = g_strdup (path);
  self->folder = g_path_get_dirname (path);
  self->name = dup_name (path);
  self->module = g_key_file_get_string (file, GROUP, "Module", NULL);
  self->title = g_key_file_get_string (file, GROUP, "Name", NULL);
  self->abi = g_key_file_get_string (file, GROUP, "X-Khidki-ABI", NULL);
  self->provides = dup_list (file, "X-Khidki-Provides");
  self->needs = dup_list (file, "X-Khidki-Needs");
  self->after = dup_list (file, "X-Khidki-After");
  self->routes = dup_list (file, "X-Khidki-Routes");
  self->uploads = dup_list (file, "X-Khidki-Uploads");
  self->has_groups = g_key_file_get_boolean (file, GROUP, "X-Khidki-Groups", NULL);
  return read_settings (self, file, error) ? g_steal_pointer (&self) : NULL;
}

static void
gather_files (const char *folder, guint depth, GPtrArray *paths)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) below = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, SUFFIX) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      else if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR)
               && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        g_ptr_array_add (below, g_steal_pointer (&path));
    }
  for (guint i = 0; i < below->len; i++)
    gather_files (g_ptr_array_index (below, i), depth - 1, paths);
}

static char *
find_in (const char *folder, const char *file_name, guint depth)
{
  g_autofree char *direct = g_build_filename (folder, file_name, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (direct, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&direct);
  if (depth == 0)
    return NULL;

  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (folder, name, NULL);
      char *found;

      if (!g_file_test (below, G_FILE_TEST_IS_DIR) || g_file_test (below, G_FILE_TEST_IS_SYMLINK))
        continue;
      found = find_in (below, file_name, depth - 1);
      if (found != NULL)
        return found;
    }
  return NULL;
}

char *
khidki_plugin_file_find (const char *const *folders, const char *name)
{
  g_autofree char *file_name = g_strconcat (name, SUFFIX, NULL);

  if (strchr (name, '/') != NULL)
    return NULL;
  for (guint i = 0; folders[i] != NULL; i++)
    {
      char *found = find_in (folders[i], file_name, DEEPEST);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GPtrArray *
khidki_plugin_file_list (const char *const *folders)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; folders[i] != NULL; i++)
    gather_files (folders[i], DEEPEST, paths);
  return paths;
}

static char *
dup_nearest (const char *const *folders, const char *name)
{
  g_autoptr (GPtrArray) paths = khidki_plugin_file_list (folders);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (names, dup_name (g_ptr_array_index (paths, i)));
  g_ptr_array_add (names, NULL);
  return g_strdup (khidki_distance_find_nearest (name, (const char *const *) names->pdata));
}

char *
khidki_plugin_file_find_or_name_nearest (const char *const *folders, const char *name, GError **error)
{
  char *path = khidki_plugin_file_find (folders, name);
  g_autofree char *nearest = NULL;
  g_autofree char *tried = NULL;

  if (path != NULL)
    return path;

  nearest = dup_nearest (folders, name);
  tried = g_strjoinv (";", (GStrv) folders);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
               "[plugins] enabled: expected a plugin whose file is below %s%s%s%s, found %s",
               *tried != '\0' ? tried : "[plugins] path (which is empty)",
               nearest != NULL ? ", such as “" : "", nearest != NULL ? nearest : "",
               nearest != NULL ? "”" : "", name);
  return NULL;
}

static char *
dup_library (KhidkiPluginFile *self)
{
  g_autofree char *name = g_strdup_printf ("lib%s.so", self->module);

  return g_build_filename (self->folder, name, NULL);
}

static gboolean
check_owned (const char *path, GError **error)
{
  struct stat info;

  if (stat (path, &info) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "%s: expected a file, found: %s",
                   path, g_strerror (errno));
      return FALSE;
    }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: mode: expected that only its owner may write it, found %04o", path,
                   info.st_mode & 07777);
      return FALSE;
    }
  if (info.st_uid != 0 && info.st_uid != geteuid ())
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: owner: expected root or user %u, found user %u", path, geteuid (),
                   info.st_uid);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_abi (KhidkiPluginFile *self, GError **error)
{
  g_autofree char *ours = g_strdup_printf ("%d", KHIDKI_PLUGIN_ABI);

  if (self->abi != NULL && g_str_equal (self->abi, ours))
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "%s: X-Khidki-ABI: expected %s, found %s",
               self->path, ours, self->abi != NULL ? self->abi : "nothing");
  return FALSE;
}

static gboolean
check_needs (KhidkiPluginFile *self, GError **error)
{
  for (guint i = 0; self->needs[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->needs[i], ":", 2);

      if (*self->needs[i] == '\0' || g_strv_contains (known_needs, parts[0]))
        continue;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Needs: expected counter, network, secret:NAME or store, found %s",
                   self->path, self->needs[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_provides (KhidkiPluginFile *self, GError **error)
{
  const char *main_thing = khidki_plugin_file_get_main (self);

  if (main_thing == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Provides: expected channel:NAME or department:ID, found %s",
                   self->path, self->provides[0] != NULL ? self->provides[0] : "nothing");
      return FALSE;
    }
  if (self->module == NULL && !g_str_has_prefix (main_thing, "department:"))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: Module: expected a library, found nothing", self->path);
      return FALSE;
    }
  for (guint i = 0; self->provides[i] != NULL; i++)
    {
      const char *thing = self->provides[i];

      if (thing == main_thing || *thing == '\0' || g_strv_contains (known_abilities, thing))
        continue;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Provides: expected media, read, paced, templates or back-office, found %s",
                   self->path, thing);
      return FALSE;
    }
  return TRUE;
}

/* What a department reads from its folder decides what citizens are asked. */
static gboolean
is_read (const char *name)
{
  return g_str_has_suffix (name, ".seva") || g_str_equal (name, "department.ini");
}

static gboolean
check_read_files (KhidkiPluginFile *self, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (is_read (name) && !check_owned (path, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
khidki_plugin_file_check (KhidkiPluginFile *self, GError **error)
{
  g_autofree char *library = self->module != NULL ? dup_library (self) : NULL;

  return check_abi (self, error) && check_provides (self, error) && check_needs (self, error)
         && check_owned (self->path, error) && check_owned (self->folder, error)
         && (library == NULL || check_owned (library, error)) && check_read_files (self, error);
}

gboolean
khidki_plugin_file_check_id (KhidkiPluginFile *self, const char *id, GError **error)
{
  const char *promised = strchr (khidki_plugin_file_get_main (self), ':') + 1;

  if (g_strcmp0 (promised, id) == 0)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
               "%s: X-Khidki-Provides: expected department:%s, as the department itself says, "
               "found department:%s",
               self->path, id != NULL ? id : "ID", promised);
  return FALSE;
}

const char *
khidki_plugin_file_get_main (KhidkiPluginFile *self)
{
  for (guint i = 0; self->provides[i] != NULL; i++)
    if (g_str_has_prefix (self->provides[i], "channel:")
        || g_str_has_prefix (self->provides[i], "department:"))
      return self->provides[i];
  return NULL;
}

gboolean
khidki_plugin_file_promises (KhidkiPluginFile *self, const char *ability)
{
  return g_strv_contains ((const char *const *) self->provides, ability);
}

static gboolean
check_kinds (KhidkiPluginFile *self, KhidkiConfig *config, const char *group, GError **error)
{
  for (guint i = 0; i < self->settings->len; i++)
    {
      KhidkiPluginSetting *setting = g_ptr_array_index (self->settings, i);
      const char *key = khidki_plugin_setting_get_key (setting);
      g_autofree char *value = khidki_config_dup (config, group, key);

      if (khidki_plugin_setting_check (setting, value, error))
        continue;
      g_prefix_error (error, "%s: [%s] %s: ", khidki_config_get_origin (config, group, key),
                      group, key);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_secrets (KhidkiPluginFile *self, KhidkiConfig *config, const char *group, GError **error)
{
  for (guint i = 0; self->needs[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->needs[i], ":", 2);
      g_auto (GStrv) secrets = NULL;

      if (g_strcmp0 (parts[0], "secret") != 0 || parts[1] == NULL)
        continue;
      secrets = khidki_config_dup_secrets (config, group, parts[1], error);
      if (secrets == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_group (KhidkiPluginFile *self, KhidkiConfig *config, const char *group, GError **error)
{
  return check_kinds (self, config, group, error) && check_secrets (self, config, group, error);
}

GStrv
khidki_plugin_file_list_groups (KhidkiPluginFile *self, KhidkiConfig *config)
{
  return self->has_groups ? khidki_config_list_groups (config, self->name) : g_new0 (char *, 1);
}

gboolean
khidki_plugin_file_check_settings (KhidkiPluginFile *self, KhidkiConfig *config, GError **error)
{
  g_auto (GStrv) others = khidki_plugin_file_list_groups (self, config);

  if (!check_group (self, config, self->name, error))
    return FALSE;
  for (guint i = 0; others[i] != NULL; i++)
    {
      g_autofree char *group = g_strconcat (self->name, " ", others[i], NULL);

      if (!check_group (self, config, group, error))
        return FALSE;
    }
  return TRUE;
}
