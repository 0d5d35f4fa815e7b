/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sample-department.h"

#include <glib/gstdio.h>

#include "sample-service.h"

struct _SampleDepartment
{
  GObject parent;
};

struct _SampleOffice
{
  GObject parent;
};

static const char *
get_id (KhidkiDepartment *self)
{
  return "TST";
}

static const char *
get_text (KhidkiDepartment *self, const char *key, const char *language)
{
  gboolean hindi = g_strcmp0 (language, "hi") == 0;

  if (g_str_equal (key, "Name"))
    return hindi ? "जाँच विभाग" : "Test Department";
  if (g_str_equal (key, "Government"))
    return hindi ? "जाँच सरकार" : "Government of Tests";
  if (g_str_equal (key, "Officer"))
    return hindi ? "अधिकारी" : "Officer";
  return NULL;
}

static GPtrArray *
list_services (KhidkiDepartment *self, GError **error)
{
  GPtrArray *services =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);

  g_ptr_array_add (services, sample_service_new ());
  return services;
}

static const char *grade = "उत्तम";

void
sample_department_set_grade (const char *hindi)
{
  grade = hindi;
}

static void
fill_certificate (KhidkiDepartment *self,
                  KhidkiApplication *application,
                  const char *language,
                  GHashTable *values)
{
  if (grade != NULL)
    g_hash_table_replace (values, g_strdup ("grade"),
                          g_strdup (g_str_equal (language, "hi") ? grade : "excellent"));
}

static void
sample_department_iface (KhidkiDepartmentInterface *iface)
{
  iface->get_id = get_id;
  iface->get_text = get_text;
  iface->list_services = list_services;
  iface->fill_certificate = fill_certificate;
}

static SampleSubmitFunc submit_func;
static gpointer submit_data;

void
sample_office_set_submit (SampleSubmitFunc func, gpointer user_data)
{
  submit_func = func;
  submit_data = user_data;
}

static void
submit_async (KhidkiBackOffice *self,
              KhidkiApplication *application,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  /* The test answers, however late: as an office that ignores its cancellable. */
  submit_func (application, g_task_new (self, NULL, callback, user_data), submit_data);
}

static char *
submit_finish (KhidkiBackOffice *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sample_office_iface (KhidkiBackOfficeInterface *iface)
{
  iface->submit_async = submit_async;
  iface->submit_finish = submit_finish;
}

G_DEFINE_TYPE_WITH_CODE (SampleDepartment,
                         sample_department,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, sample_department_iface))
G_DEFINE_TYPE_WITH_CODE (SampleOffice,
                         sample_office,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, sample_department_iface)
                         G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_BACK_OFFICE, sample_office_iface))

static void
sample_department_init (SampleDepartment *self)
{
}

static void
sample_department_class_init (SampleDepartmentClass *klass)
{
}

static void
sample_office_init (SampleOffice *self)
{
}

static void
sample_office_class_init (SampleOfficeClass *klass)
{
}

static KhidkiPlaces *
make_places (void)
{
  static const char *const text =
      "[District east]\nName=East\nName[hi]=पूर्व\nFrom=2020-01-01\n"
      "[Subdivision north-bank]\nName=North Bank\nName[hi]=उत्तर तट\nDistrict=east\nFrom=2020-01-01\n"
      "[Subdivision south-bank]\nName=South Bank\nName[hi]=दक्षिण तट\nDistrict=east\nFrom=2020-01-01\n"
      "[Subdivision island]\nName=Island\nName[hi]=टापू\nDistrict=east\nFrom=2020-01-01\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-places-XXXXXX.ini", &path, &error);
  KhidkiPlaces *places;

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  places = khidki_places_new_from_file (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return places;
}

KhidkiCatalogue *
sample_catalogue_new (gboolean with_office)
{
  g_autoptr (KhidkiPlaces) places = make_places ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDepartment) department =
      g_object_new (with_office ? SAMPLE_TYPE_OFFICE : SAMPLE_TYPE_DEPARTMENT, NULL);
  KhidkiCatalogue *catalogue = khidki_catalogue_new (places);

  khidki_catalogue_add_department (catalogue, department, &error);
  g_assert_no_error (error);
  return catalogue;
}
