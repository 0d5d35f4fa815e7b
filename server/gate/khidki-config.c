/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-config-private.h"

#include <string.h>
#include <sys/stat.h>

#include "libkhidki/khidki-error.h"

struct _KhidkiConfig
{
  char *path;
  GKeyFile *values;
  /* group/key → the file that set it, for messages and for judging literals; of a group without
   * keys `group/`. */
  GHashTable *origins;
};

static void
config_clear (KhidkiConfig *self)
{
  g_free (self->path);
  g_clear_pointer (&self->values, g_key_file_unref);
  g_clear_pointer (&self->origins, g_hash_table_unref);
}

KhidkiConfig *
khidki_config_ref (KhidkiConfig *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
khidki_config_unref (KhidkiConfig *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) config_clear);
}

static guint
count_lines (const char *text, const char *end)
{
  guint lines = 1;

  for (; text < end; text++)
    lines += *text == '\n' ? 1 : 0;
  return lines;
}

/* GKeyFile takes names of groups as they come; nobody behind it does. */
static gboolean
load_file (GKeyFile *file, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  const char *end;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (!g_utf8_validate_len (text, length, &end))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "line %u: expected UTF-8, found a byte 0x%02x", count_lines (text, end),
                   (guint) *(const guchar *) end);
      return FALSE;
    }
  return g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, error);
}

char *
khidki_config_name_key (const char *group, const char *key)
{
  return g_strconcat (group, "/", key, NULL);
}

static void
note_origin (KhidkiConfig *self, const char *group, const char *key, const char *path)
{
  g_hash_table_replace (self->origins, khidki_config_name_key (group, key), g_strdup (path));
}

/* GKeyFile has no call for this. */
static void
add_group (KhidkiConfig *self, const char *group)
{
  if (g_key_file_has_group (self->values, group))
    return;
  g_key_file_set_value (self->values, group, "none", "");
  g_key_file_remove_key (self->values, group, "none", NULL);
}

static void
merge_group (KhidkiConfig *self, GKeyFile *file, const char *group, const char *path)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  add_group (self, group);
  note_origin (self, group, "", path);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);

      g_key_file_set_value (self->values, group, keys[i], value);
      note_origin (self, group, keys[i], path);
    }
}

static gboolean
merge_file (KhidkiConfig *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!load_file (file, path, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    merge_group (self, file, groups[i], path);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
merge_folder (KhidkiConfig *self, GError **error)
{
  g_autofree char *folder_of_path = g_path_get_dirname (self->path);
  g_autofree char *folder = g_build_filename (folder_of_path, "conf.d", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".conf"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (!merge_file (self, g_ptr_array_index (names, i), error))
      return FALSE;
  return TRUE;
}

KhidkiConfig *
khidki_config_load (const char *path, GError **error)
{
  g_autoptr (KhidkiConfig) self = g_atomic_rc_box_new0 (KhidkiConfig);

  self->path = g_strdup (path);
  self->values = g_key_file_new ();
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!merge_file (self, path, error) || !merge_folder (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
khidki_config_get_path (KhidkiConfig *self)
{
  return self->path;
}

GKeyFile *
khidki_config_get_values (KhidkiConfig *self)
{
  return self->values;
}

const char *
khidki_config_get_origin (KhidkiConfig *self, const char *group, const char *key)
{
  g_autofree char *name = khidki_config_name_key (group, key);
  const char *origin = g_hash_table_lookup (self->origins, name);

  return origin != NULL ? origin : self->path;
}

char *
khidki_config_dup (KhidkiConfig *self, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_string (self->values, group, key, NULL);

  if (value == NULL)
    return NULL;
  g_strstrip (value);
  return *value != '\0' ? g_steal_pointer (&value) : NULL;
}

GStrv
khidki_config_dup_list (KhidkiConfig *self, const char *group, const char *key)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_autofree char *value = khidki_config_dup (self, group, key);
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", ";", -1);
  GStrv list;

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  list = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return list;
}

gboolean
khidki_config_get_boolean (KhidkiConfig *self, const char *group, const char *key)
{
  return g_key_file_get_boolean (self->values, group, key, NULL);
}

static char *
read_secret_file (const char *path, GError **error)
{
  g_autofree char *content = NULL;
  struct stat info;

  if (!g_file_get_contents (path, &content, NULL, error))
    return NULL;
  if (stat (path, &info) == 0 && (info.st_mode & (S_IRWXO | S_IWGRP)) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: expected a file closed to others (mode 0600), found mode %04o", path,
                   info.st_mode & 07777);
      return NULL;
    }
  g_strstrip (content);
  return g_steal_pointer (&content);
}

char *
khidki_config_find_credential (const char *name, GError **error)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path =
      folder != NULL && strchr (name, '/') == NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  /* The two ways to come here that are no slip of the pen. */
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
               "expected credential “%s” from the service manager, found none: %s", name,
               folder != NULL ? "what its unit names (LoadCredential=) is handed over at the start, "
                                "not at a reload"
                              : "by hand CREDENTIALS_DIRECTORY= has to say where they lie");
  return NULL;
}

static char *
read_credential (const char *name, GError **error)
{
  g_autofree char *path = khidki_config_find_credential (name, error);

  return path != NULL ? read_secret_file (path, error) : NULL;
}

static gboolean
is_closed (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat file_info, folder_info;

  return stat (path, &file_info) == 0 && (file_info.st_mode & S_IRWXO) == 0
         && (file_info.st_mode & S_IWGRP) == 0 && stat (folder, &folder_info) == 0
         && (folder_info.st_mode & (S_IWOTH | S_IWGRP)) == 0;
}

static char *
read_one (KhidkiConfig *self, const char *group, const char *key, const char *value, GError **error)
{
  g_autofree char *name = khidki_config_name_key (group, key);
  const char *origin = g_hash_table_lookup (self->origins, name);

  if (g_str_has_prefix (value, "file:"))
    return read_secret_file (value + strlen ("file:"), error);
  if (g_str_has_prefix (value, "credential:"))
    return read_credential (value + strlen ("credential:"), error);
  if (origin != NULL && is_closed (origin))
    return g_strdup (value);

  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                       "expected file:PATH or credential:NAME, found the secret itself in a file "
                       "that others may read");
  return NULL;
}

GStrv
khidki_config_dup_secrets (KhidkiConfig *self, const char *group, const char *key, GError **error)
{
  g_auto (GStrv) values = khidki_config_dup_list (self, group, key);
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);

  if (values[0] == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                   "%s: [%s] %s: expected a secret, found nothing", self->path, group, key);
      return NULL;
    }
  for (guint i = 0; values[i] != NULL; i++)
    {
      char *secret = read_one (self, group, key, values[i], error);

      if (secret == NULL)
        {
          g_prefix_error (error, "%s: [%s] %s: ", self->path, group, key);
          return NULL;
        }
      g_ptr_array_add (secrets, secret);
    }
  g_ptr_array_add (secrets, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&secrets), FALSE);
}

GStrv
khidki_config_list_groups (KhidkiConfig *self, const char *plugin)
{
  g_autofree char *prefix = g_strconcat (plugin, " ", NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (self->values, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], prefix) && groups[i][strlen (prefix)] != '\0')
      g_strv_builder_add (builder, groups[i] + strlen (prefix));
  return g_strv_builder_end (builder);
}
