/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-catalogue.h"

#include <string.h>

#include "catalogue/khidki-catalogue-private.h"
#include "libkhidki/khidki-error.h"

static void
entry_free (KhidkiCatalogueEntry *entry)
{
  khidki_service_unref (entry->service);
  g_clear_object (&entry->department);
  g_free (entry);
}

static KhidkiCatalogueEntry *
entry_new (KhidkiService *service, KhidkiDepartment *department)
{
  KhidkiCatalogueEntry *entry = g_new0 (KhidkiCatalogueEntry, 1);

  entry->service = khidki_service_ref (service);
  entry->department = department != NULL ? g_object_ref (department) : NULL;
  return entry;
}

/**
 * khidki_catalogue_new:
 * @places: (transfer none): the places of this snapshot
 *
 * Returns: (transfer full): a catalogue without departments
 */
KhidkiCatalogue *
khidki_catalogue_new (KhidkiPlaces *places)
{
  KhidkiCatalogue *self = g_atomic_rc_box_new0 (KhidkiCatalogue);

  self->places = places != NULL ? khidki_places_ref (places) : khidki_places_new_empty ();
  self->centres = khidki_centres_new_empty ();
  self->departments = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->old = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->vocabulary = khidki_vocabulary_new ();
  return self;
}

KhidkiCatalogue *
khidki_catalogue_ref (KhidkiCatalogue *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_catalogue_clear (KhidkiCatalogue *self)
{
  khidki_vocabulary_free (self->vocabulary);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->old);
  g_ptr_array_unref (self->departments);
  khidki_centres_unref (self->centres);
  khidki_places_unref (self->places);
}

void
khidki_catalogue_unref (KhidkiCatalogue *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_catalogue_clear);
}

static gboolean
check_new (KhidkiCatalogue *self, const char *id, GPtrArray *services, GError **error)
{
  if (id == NULL || khidki_catalogue_find_department (self, id) != NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "the department %s is there already",
                   id != NULL ? id : "without an id");
      return FALSE;
    }
  for (guint i = 0; i < services->len; i++)
    {
      const char *service = khidki_service_get_id (g_ptr_array_index (services, i));
      gboolean there = khidki_catalogue_find_service (self, service) != NULL;

      for (guint j = 0; j < i; j++)
        there = there || strcmp (service, khidki_service_get_id (g_ptr_array_index (services, j))) == 0;
      if (there)
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "the service %s is there already", service);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * khidki_catalogue_add_department:
 * @self: a catalogue that is not shared yet
 * @department: (transfer none): a department
 * @error: what is wrong in its definitions, or a department or service that is there already
 *
 * Returns: whether it is in, with all of its services; else nothing of it is
 */
gboolean
khidki_catalogue_add_department (KhidkiCatalogue *self,
                                 KhidkiDepartment *department,
                                 GError **error)
{
  g_autoptr (GPtrArray) services = khidki_department_list_services (department, error);

  return services != NULL && khidki_catalogue_add_offer (self, department, services, error);
}

/**
 * khidki_catalogue_add_offer:
 * @self: a catalogue that is not shared yet
 * @department: (transfer none): a department
 * @services: (transfer none) (element-type KhidkiService): what it listed before
 * @error: a department or service that is there already
 *
 * As khidki_catalogue_add_department(), without reading its files again.
 *
 * Returns: whether it is in
 */
gboolean
khidki_catalogue_add_offer (KhidkiCatalogue *self,
                            KhidkiDepartment *department,
                            GPtrArray *services,
                            GError **error)
{
  if (!check_new (self, khidki_department_get_id (department), services, error))
    return FALSE;

  g_ptr_array_add (self->departments, g_object_ref (department));
  for (guint i = 0; i < services->len; i++)
    {
      KhidkiCatalogueEntry *entry = entry_new (g_ptr_array_index (services, i), department);

      g_ptr_array_add (self->entries, entry);
      khidki_catalogue_add_names (self, self->entries->len - 1);
      g_hash_table_insert (self->by_id, (gpointer) khidki_service_get_id (entry->service), entry);
    }

  return TRUE;
}

/**
 * khidki_catalogue_add_old_service:
 * @self: a catalogue that is not shared yet
 * @service: (transfer none): a version that drafts or applications name
 * @department: (transfer none) (nullable): for its hooks
 */
void
khidki_catalogue_add_old_service (KhidkiCatalogue *self,
                                  KhidkiService *service,
                                  KhidkiDepartment *department)
{
  g_ptr_array_add (self->old, entry_new (service, department));
}

KhidkiPlaces *
khidki_catalogue_get_places (KhidkiCatalogue *self)
{
  return self->places;
}

/**
 * khidki_catalogue_set_centres:
 * @self: a catalogue that is not shared yet
 * @centres: (transfer none) (nullable): the service centres of this snapshot
 *
 * Since: 0.1
 */
void
khidki_catalogue_set_centres (KhidkiCatalogue *self, KhidkiCentres *centres)
{
  g_autoptr (KhidkiCentres) old = self->centres;

  self->centres = centres != NULL ? khidki_centres_ref (centres) : khidki_centres_new_empty ();
}

/**
 * khidki_catalogue_get_centres:
 *
 * Returns: (transfer none): the service centres, none at all until they were set
 *
 * Since: 0.1
 */
KhidkiCentres *
khidki_catalogue_get_centres (KhidkiCatalogue *self)
{
  return self->centres;
}

guint
khidki_catalogue_get_n_departments (KhidkiCatalogue *self)
{
  return self->departments->len;
}

KhidkiDepartment *
khidki_catalogue_get_department (KhidkiCatalogue *self, guint index)
{
  g_return_val_if_fail (index < self->departments->len, NULL);

  return g_ptr_array_index (self->departments, index);
}

/* (nullable) */
KhidkiDepartment *
khidki_catalogue_find_department (KhidkiCatalogue *self, const char *id)
{
  for (guint i = 0; i < self->departments->len; i++)
    {
      KhidkiDepartment *department = g_ptr_array_index (self->departments, i);

      if (g_strcmp0 (khidki_department_get_id (department), id) == 0)
        return department;
    }
  return NULL;
}

/**
 * khidki_catalogue_list_services:
 * @self: a catalogue
 * @department: (nullable): the code of a department, %NULL for all of them
 *
 * Returns: (transfer container) (element-type KhidkiService): in the departments' order
 */
GPtrArray *
khidki_catalogue_list_services (KhidkiCatalogue *self, const char *department)
{
  GPtrArray *services = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      KhidkiCatalogueEntry *entry = g_ptr_array_index (self->entries, i);

      if (department == NULL || strcmp (khidki_service_get_department (entry->service), department) == 0)
        g_ptr_array_add (services, entry->service);
    }
  return services;
}

/* (nullable): as it is now. */
KhidkiService *
khidki_catalogue_find_service (KhidkiCatalogue *self, const char *id)
{
  KhidkiCatalogueEntry *entry = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  return entry != NULL ? entry->service : NULL;
}

/* (nullable): as it was in that version. */
KhidkiService *
khidki_catalogue_find_version (KhidkiCatalogue *self, const char *id, const char *version)
{
  KhidkiService *service = khidki_catalogue_find_service (self, id);

  if (service != NULL && g_strcmp0 (khidki_service_get_version (service), version) == 0)
    return service;

  for (guint i = 0; i < self->old->len; i++)
    {
      service = ((KhidkiCatalogueEntry *) g_ptr_array_index (self->old, i))->service;
      if (g_strcmp0 (khidki_service_get_id (service), id) == 0 &&
          g_strcmp0 (khidki_service_get_version (service), version) == 0)
        return service;
    }
  return NULL;
}
