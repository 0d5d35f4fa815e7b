/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-catalogue-builder.h"

/* Definitions are kept as long as a draft or an application may name them. */
static gboolean
write_definitions (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCatalogue *catalogue = data;

  for (guint i = 0; i < khidki_catalogue_get_n_departments (catalogue); i++)
    {
      KhidkiDepartment *department = khidki_catalogue_get_department (catalogue, i);
      g_autoptr (GPtrArray) services =
          khidki_catalogue_list_services (catalogue, khidki_department_get_id (department));

      for (guint j = 0; j < services->len; j++)
        {
          KhidkiService *service = g_ptr_array_index (services, j);

          if (khidki_transaction_execute (transaction, "service-definition-add", error, "sss",
                                          khidki_service_get_id (service),
                                          khidki_service_get_version (service),
                                          khidki_service_get_source (service))
              < 0)
            return FALSE;
        }
    }
  return TRUE;
}

static void
add_old_definition (KhidkiCatalogue *catalogue, const char *id, const char *source)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (KhidkiService) service = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiDepartment *department;

  if (g_key_file_load_from_data (file, source, -1, G_KEY_FILE_NONE, &error))
    service = khidki_service_new_from_key_file (file, id, &error);
  if (service == NULL)
    {
      g_warning ("catalogue: an old definition of %s cannot be read: %s", id, error->message);
      return;
    }
  department =
      khidki_catalogue_find_department (catalogue, khidki_service_get_department (service));
  if (department != NULL)
    khidki_catalogue_add_old_service (catalogue, service, department);
}

static gboolean
read_definitions (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiCatalogue *catalogue = data;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "service-definition-list", "sss", error, "");

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      const char *id = khidki_rows_get_text (rows, i, 0);

      if (khidki_catalogue_find_version (catalogue, id, khidki_rows_get_text (rows, i, 1)) == NULL)
        add_old_definition (catalogue, id, khidki_rows_get_text (rows, i, 2));
    }
  return TRUE;
}

KhidkiCatalogue *
khidki_catalogue_builder_build (KhidkiStore *store,
                                KhidkiPlaces *places,
                                GPtrArray *departments,
                                GError **error)
{
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (places);

  for (guint i = 0; i < departments->len; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (!khidki_catalogue_add_department (catalogue, g_ptr_array_index (departments, i),
                                            &local_error))
        g_warning ("catalogue: %s", local_error->message);
    }
  if (!khidki_store_write (store, write_definitions, catalogue, error)
      || !khidki_store_read (store, read_definitions, catalogue, error))
    return NULL;
  return g_steal_pointer (&catalogue);
}
