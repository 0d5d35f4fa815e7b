/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-loader.h"

#include <libpeas/peas.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-paced-channel.h"
#include "libkhidki/khidki-plugin-private.h"

struct _KhidkiPluginLoader
{
  GObject parent_instance;

  PeasEngine *engine;
  GHashTable *folders;
  KhidkiPluginFile *loading;
  GError *refusal;
  GType registered;
  GHashTable *types;
};

G_DEFINE_FINAL_TYPE (KhidkiPluginLoader, khidki_plugin_loader, G_TYPE_OBJECT)

static gboolean
register_plugin (GTypeModule *module,
                 const KhidkiPluginSizes *theirs,
                 const KhidkiPluginSizes *ours,
                 GType iface,
                 GType (*get_type) (void),
                 gpointer user_data)
{
  KhidkiPluginLoader *self = user_data;
  GType type;

  if (theirs->abi != ours->abi)
    {
      g_set_error (&self->refusal, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: compiled-in ABI: expected %u, found %u", self->loading->path, ours->abi,
                   theirs->abi);
      return FALSE;
    }
  if (memcmp (theirs, ours, sizeof *ours) != 0)
    {
      g_set_error (&self->refusal, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: interface sizes: expected those of ABI %u, found others: it was built "
                   "against other headers",
                   self->loading->path, ours->abi);
      return FALSE;
    }

  type = get_type ();
  if (type == 0 || !g_type_is_a (type, iface))
    {
      g_set_error (&self->refusal, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: Module: expected a type name of its own, found one that another plugin has",
                   self->loading->path);
      return FALSE;
    }
  peas_object_module_register_extension_type (PEAS_OBJECT_MODULE (module), iface, type);
  self->registered = type;
  return TRUE;
}

static gboolean
check_promises (KhidkiPluginFile *file, GObject *object, GError **error)
{
  const char *broken = NULL;

  if (khidki_plugin_file_promises (file, "media") && !KHIDKI_IS_MEDIA_CHANNEL (object))
    broken = "media";
  else if (khidki_plugin_file_promises (file, "read") && !KHIDKI_IS_READ_CHANNEL (object))
    broken = "read";
  else if (khidki_plugin_file_promises (file, "paced") && !KHIDKI_IS_PACED_CHANNEL (object))
    broken = "paced";
  else if (khidki_plugin_file_promises (file, "templates") && !KHIDKI_IS_TEMPLATE_CHANNEL (object))
    broken = "templates";
  else if (khidki_plugin_file_promises (file, "back-office") && !KHIDKI_IS_BACK_OFFICE (object))
    broken = "back-office";
  if (broken == NULL)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
               "%s: X-Khidki-Provides: expected an object that can do “%s”, found %s", file->path,
               broken, G_OBJECT_TYPE_NAME (object));
  return FALSE;
}

static GType
promised_type (KhidkiPluginFile *file)
{
  return g_str_has_prefix (khidki_plugin_file_get_main (file), "channel:") ? KHIDKI_TYPE_CHANNEL
                                                                           : KHIDKI_TYPE_DEPARTMENT;
}

static PeasPluginInfo *
find_info (KhidkiPluginLoader *self, KhidkiPluginFile *file, GError **error)
{
  PeasPluginInfo *info;

  if (g_hash_table_add (self->folders, g_strdup (file->folder)))
    peas_engine_add_search_path (self->engine, file->folder, file->folder);
  else
    peas_engine_rescan_plugins (self->engine);

  info = peas_engine_get_plugin_info (self->engine, file->module);
  if (info == NULL || g_strcmp0 (peas_plugin_info_get_module_dir (info), file->folder) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: Module: expected a name of its own, found %s in %s", file->path, file->module,
                   info != NULL ? peas_plugin_info_get_module_dir (info) : "no place");
      return NULL;
    }
  return info;
}

static gboolean
map_library (KhidkiPluginLoader *self, KhidkiPluginFile *file, PeasPluginInfo *info, GError **error)
{
  gboolean loaded;

  if (peas_plugin_info_is_loaded (info))
    return TRUE;

  self->loading = file;
  self->registered = 0;
  khidki_plugin_set_register_func (register_plugin, self);
  loaded = peas_engine_load_plugin (self->engine, info);
  khidki_plugin_set_register_func (NULL, NULL);
  self->loading = NULL;

  if (self->refusal != NULL)
    {
      peas_engine_unload_plugin (self->engine, info);
      g_propagate_error (error, g_steal_pointer (&self->refusal));
      return FALSE;
    }
  if (!loaded || self->registered == 0)
    {
      g_autoptr (GError) local_error = NULL;

      if (!peas_plugin_info_is_available (info, &local_error))
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "%s: Module: %s", file->path,
                     local_error->message);
      else
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                     "%s: Module: expected a library that registers a plugin, found none",
                     file->path);
      return FALSE;
    }
  g_hash_table_insert (self->types, g_strdup (file->module), GSIZE_TO_POINTER (self->registered));
  return TRUE;
}

/* libpeas knows no property that the interface lacks. */
static GObject *
create (KhidkiPluginLoader *self, KhidkiPluginFile *file)
{
  GType type = GPOINTER_TO_SIZE (g_hash_table_lookup (self->types, file->module));

  if (g_type_is_a (type, KHIDKI_TYPE_FOLDER_DEPARTMENT))
    return g_object_new (type, "folder", file->folder, NULL);
  return g_object_new (type, NULL);
}

static GObject *
make_object (KhidkiPluginLoader *self, KhidkiPluginFile *file, PeasPluginInfo *info, GError **error)
{
  GType type = promised_type (file);
  g_autoptr (GObject) object = NULL;

  if (!peas_engine_provides_extension (self->engine, info, type))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Provides: expected a library that gives a %s, found none",
                   file->path, g_type_name (type));
      return NULL;
    }

  object = create (self, file);
  if (!check_promises (file, object, error))
    return NULL;
  return g_steal_pointer (&object);
}

GObject *
khidki_plugin_loader_load (KhidkiPluginLoader *self, KhidkiPluginFile *file, GError **error)
{
  PeasPluginInfo *info;

  if (file->module == NULL)
    return G_OBJECT (khidki_folder_department_new (file->folder));

  info = find_info (self, file, error);
  if (info == NULL || !map_library (self, file, info, error))
    return NULL;
  return make_object (self, file, info, error);
}

static void
khidki_plugin_loader_finalize (GObject *object)
{
  KhidkiPluginLoader *self = KHIDKI_PLUGIN_LOADER (object);

  g_clear_object (&self->engine);
  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->types);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (khidki_plugin_loader_parent_class)->finalize (object);
}

static void
khidki_plugin_loader_class_init (KhidkiPluginLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_plugin_loader_finalize;
}

static void
khidki_plugin_loader_init (KhidkiPluginLoader *self)
{
  self->engine = peas_engine_new ();
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KhidkiPluginLoader *
khidki_plugin_loader_new (void)
{
  return g_object_new (KHIDKI_TYPE_PLUGIN_LOADER, NULL);
}
