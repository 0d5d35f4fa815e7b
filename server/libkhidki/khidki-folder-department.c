/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-department.h"

#include <string.h>

#include "khidki-error.h"
#include "khidki-order-private.h"
#include "khidki-seva-private.h"

#define DEPARTMENT_FILE "department.ini"
#define SERVICE_SUFFIX ".seva"

typedef struct
{
  char *folder;
  GPtrArray *parts; /* of department.ini */
  KhidkiPart *head;
  GError *error;    /* why it cannot be read */
} KhidkiFolderDepartmentPrivate;

enum
{
  PROP_FOLDER = 1,
};

static void department_iface_init (KhidkiDepartmentInterface *iface);

G_DEFINE_TYPE_WITH_CODE (KhidkiFolderDepartment,
                         khidki_folder_department,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (KhidkiFolderDepartment)
                             G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, department_iface_init))

#define PRIVATE(self) \
  ((KhidkiFolderDepartmentPrivate *) khidki_folder_department_get_instance_private (KHIDKI_FOLDER_DEPARTMENT (self)))

static const KhidkiSevaKey department_keys[] = {
  { "Id", KHIDKI_SEVA_ID, TRUE },
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "ShortName", KHIDKI_SEVA_SHORT, TRUE },
  { "Help", KHIDKI_SEVA_TEXT },
  { "Words", KHIDKI_SEVA_WORDS },
  { "Helpline", KHIDKI_SEVA_STRING },
  { "Hours", KHIDKI_SEVA_TEXT },
  { "Office", KHIDKI_SEVA_TEXT },
  { "Government", KHIDKI_SEVA_TEXT },
  { NULL },
};
static const KhidkiSevaGroup department_groups[] = {
  { "Department", KHIDKI_SEVA_ALONE, department_keys },
  { NULL },
};

static void
read_department (KhidkiFolderDepartmentPrivate *priv)
{
  g_autofree char *path = g_build_filename (priv->folder, DEPARTMENT_FILE, NULL);
  KhidkiSevaReader reader = { path, &priv->error };
  g_autoptr (GKeyFile) key_file = khidki_seva_load_file (path, &priv->error);

  if (key_file == NULL || !khidki_seva_read_parts (&reader, key_file, department_groups, priv->parts))
    return;
  if (priv->parts->len == 0)
    khidki_seva_fail (&reader, "Department", NULL, "expected it, found nothing");
  else
    priv->head = g_ptr_array_index (priv->parts, 0);
}

/* The gate sets it right after it has made the object, before anything is asked. */
static void
set_folder (KhidkiFolderDepartmentPrivate *priv, const char *folder)
{
  g_free (priv->folder);
  priv->folder = g_strdup (folder);
  priv->head = NULL;
  g_ptr_array_set_size (priv->parts, 0);
  g_clear_error (&priv->error);
  if (folder != NULL)
    read_department (priv);
}

static void
khidki_folder_department_finalize (GObject *object)
{
  KhidkiFolderDepartmentPrivate *priv = PRIVATE (object);

  g_free (priv->folder);
  g_ptr_array_unref (priv->parts);
  g_clear_error (&priv->error);

  G_OBJECT_CLASS (khidki_folder_department_parent_class)->finalize (object);
}

static void
khidki_folder_department_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDER)
    set_folder (PRIVATE (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
khidki_folder_department_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDER)
    g_value_set_string (value, PRIVATE (object)->folder);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
khidki_folder_department_class_init (KhidkiFolderDepartmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = khidki_folder_department_finalize;
  object_class->set_property = khidki_folder_department_set_property;
  object_class->get_property = khidki_folder_department_get_property;

  g_object_class_install_property (
      object_class, PROP_FOLDER,
      g_param_spec_string ("folder", NULL, "Where department.ini and the .seva files lie", NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
khidki_folder_department_init (KhidkiFolderDepartment *self)
{
  PRIVATE (self)->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_part_free);
}

static const char *
folder_department_get_id (KhidkiDepartment *department)
{
  KhidkiFolderDepartmentPrivate *priv = PRIVATE (department);

  return priv->head != NULL ? khidki_part_get_value (priv->head, "Id") : NULL;
}

static const char *
folder_department_get_text (KhidkiDepartment *department, const char *key, const char *language)
{
  KhidkiFolderDepartmentPrivate *priv = PRIVATE (department);

  return priv->head != NULL ? khidki_part_get_text (priv->head, key, language) : NULL;
}

static GPtrArray *
list_files (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SERVICE_SUFFIX) && name[0] != '.')
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, khidki_order_compare_paths);

  return g_steal_pointer (&paths);
}

static GPtrArray *
folder_department_list_services (KhidkiDepartment *department, GError **error)
{
  KhidkiFolderDepartmentPrivate *priv = PRIVATE (department);
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);
  g_autoptr (GPtrArray) paths = NULL;
  KhidkiSevaReader reader = { NULL, error };

  if (priv->folder == NULL || priv->error != NULL)
    {
      g_propagate_error (error, priv->error != NULL
                                    ? g_error_copy (priv->error)
                                    : g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "a department without a folder"));
      return NULL;
    }
  paths = list_files (priv->folder, error);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    {
      KhidkiService *service = khidki_service_new_from_file (g_ptr_array_index (paths, i), error);

      if (service == NULL)
        return NULL;
      g_ptr_array_add (services, service);
      reader.file = g_ptr_array_index (paths, i);
      if (strcmp (khidki_service_get_department (service), folder_department_get_id (department)) != 0)
        {
          khidki_seva_fail (&reader, "Service", "Id", "expected an id of the department %s, found %s",
                            folder_department_get_id (department), khidki_service_get_id (service));
          return NULL;
        }
    }

  return paths != NULL ? g_steal_pointer (&services) : NULL;
}

static void
department_iface_init (KhidkiDepartmentInterface *iface)
{
  iface->get_id = folder_department_get_id;
  iface->get_text = folder_department_get_text;
  iface->list_services = folder_department_list_services;
}

/**
 * khidki_folder_department_new:
 * @folder: where `department.ini` and the `.seva` files lie
 *
 * A mistake in `department.ini` is told by [method@Department.list_services].
 *
 * Returns: (transfer full): a department of data
 *
 * Since: 0.1
 */
KhidkiDepartment *
khidki_folder_department_new (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return g_object_new (KHIDKI_TYPE_FOLDER_DEPARTMENT, "folder", folder, NULL);
}

/**
 * khidki_folder_department_get_folder:
 * @self: a department
 *
 * Returns: (nullable): where its files lie
 *
 * Since: 0.1
 */
const char *
khidki_folder_department_get_folder (KhidkiFolderDepartment *self)
{
  g_return_val_if_fail (KHIDKI_IS_FOLDER_DEPARTMENT (self), NULL);

  return PRIVATE (self)->folder;
}
