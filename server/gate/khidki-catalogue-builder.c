/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-catalogue-builder.h"

#include "gate/khidki-gate.h"

/* @services: (element-type KhidkiService): those of now; @old: (element-type
 * utf8): sources of definitions that are none of them */
typedef struct
{
  KhidkiCatalogue *catalogue;
  GPtrArray *services;
  GHashTable *versions;
  GPtrArray *old;
} Build;

static void
build_free (Build *build)
{
  g_clear_pointer (&build->services, g_ptr_array_unref);
  g_clear_pointer (&build->versions, g_hash_table_unref);
  g_clear_pointer (&build->old, g_ptr_array_unref);
  g_clear_pointer (&build->catalogue, khidki_catalogue_unref);
  g_free (build);
}

static char *
name_version (const char *service, const char *version)
{
  return g_strdup_printf ("%s %s", service, version);
}

/* Definitions are kept as long as a draft or an application may name them. */
static gboolean
write_definitions (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Build *build = data;

  for (guint i = 0; i < build->services->len; i++)
    {
      KhidkiService *service = g_ptr_array_index (build->services, i);

      if (khidki_transaction_execute (transaction, "service-definition-add", error, "sss",
                                      khidki_service_get_id (service),
                                      khidki_service_get_version (service),
                                      khidki_service_get_source (service))
          < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_definitions (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Build *build = data;
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "service-definition-list", "sss", error, "");

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autofree char *name =
          name_version (khidki_rows_get_text (rows, i, 0), khidki_rows_get_text (rows, i, 1));

      if (!g_hash_table_contains (build->versions, name))
        g_ptr_array_add (build->old, g_strdup (khidki_rows_get_text (rows, i, 2)));
    }
  return TRUE;
}

static void
add_old_definition (KhidkiCatalogue *catalogue, const char *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiService) service = khidki_service_new_from_source (source, &error);
  KhidkiDepartment *department;

  if (service == NULL)
    {
      g_warning ("catalogue: an old definition cannot be read: %s", error->message);
      return;
    }
  department =
      khidki_catalogue_find_department (catalogue, khidki_service_get_department (service));
  if (department != NULL)
    khidki_catalogue_add_old_service (catalogue, service, department);
}

static void
definitions_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Build *build = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < build->old->len; i++)
    add_old_definition (build->catalogue, g_ptr_array_index (build->old, i));
  g_task_return_pointer (task, g_steal_pointer (&build->catalogue),
                         (GDestroyNotify) khidki_catalogue_unref);
}

static void
definitions_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KhidkiStore *store = KHIDKI_STORE (source);
  Build *build = g_task_get_task_data (task);
  GError *error = NULL;

  if (khidki_store_write_finish (store, result, &error))
    khidki_store_read_async (store, read_definitions, build, NULL, NULL, definitions_read,
                             g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static gboolean
gather (Build *build, GPtrArray *offers, GError **error)
{
  for (guint i = 0; i < offers->len; i++)
    {
      KhidkiGateOffer *offer = g_ptr_array_index (offers, i);

      if (!khidki_catalogue_add_offer (build->catalogue, offer->department, offer->services, error))
        return FALSE;
    }

  build->services = khidki_catalogue_list_services (build->catalogue, NULL);
  for (guint i = 0; i < build->services->len; i++)
    {
      KhidkiService *service = g_ptr_array_index (build->services, i);

      g_hash_table_add (build->versions, name_version (khidki_service_get_id (service),
                                                       khidki_service_get_version (service)));
    }
  return TRUE;
}

void
khidki_catalogue_builder_build_async (KhidkiStore *store,
                                      KhidkiPlaces *places,
                                      KhidkiCentres *centres,
                                      GPtrArray *offers,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, NULL, callback, user_data);
  Build *build = g_new0 (Build, 1);
  GError *error = NULL;

  build->catalogue = khidki_catalogue_new (places);
  khidki_catalogue_set_centres (build->catalogue, centres);
  build->versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  build->old = g_ptr_array_new_with_free_func (g_free);
  g_task_set_source_tag (task, khidki_catalogue_builder_build_async);
  g_task_set_task_data (task, build, (GDestroyNotify) build_free);
  if (gather (build, offers, &error))
    khidki_store_write_async (store, write_definitions, build, NULL, NULL, definitions_written,
                              g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

KhidkiCatalogue *
khidki_catalogue_builder_build_finish (KhidkiStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
