/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <khidki-testing.h>
#include <sys/stat.h>

#include "gate/khidki-catalogue-builder.h"
#include "gate/khidki-catalogue-keeper.h"
#include "rooms-fixture.h"

static const char *department_folder;

/* A department of code, which may be asked on the main loop only and not while
 * the store has a transaction open. */
static GThread *home;

#define SHY_TYPE_DEPARTMENT (shy_department_get_type ())
G_DECLARE_FINAL_TYPE (ShyDepartment, shy_department, SHY, DEPARTMENT, GObject)

struct _ShyDepartment
{
  GObject parent_instance;
};

static const char *
shy_get_id (KhidkiDepartment *department)
{
  g_assert_true (g_thread_self () == home);
  return "REV";
}

static GPtrArray *
shy_list_services (KhidkiDepartment *department, GError **error)
{
  g_assert_not_reached ();
}

static void
shy_iface_init (KhidkiDepartmentInterface *iface)
{
  iface->get_id = shy_get_id;
  iface->list_services = shy_list_services;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ShyDepartment,
                               shy_department,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, shy_iface_init))

static void
shy_department_class_init (ShyDepartmentClass *klass)
{
}

static void
shy_department_init (ShyDepartment *self)
{
}

typedef struct
{
  RoomsFixture rooms;
  KhidkiPluginHostWorld world;
  KhidkiGate *gate;
  KhidkiPlaces *places;
  KhidkiCentres *centres;
  KhidkiCatalogueKeeper *keeper;
  guint n_changed;
} Fixture;

static void
count (KhidkiCatalogueKeeper *keeper, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  fixture->places = khidki_places_new_empty ();
  fixture->centres = khidki_centres_new_empty ();
  fixture->gate = khidki_gate_new (fixture->rooms.host, &fixture->world, fixture->rooms.channels);
  fixture->keeper = khidki_catalogue_keeper_new (fixture->rooms.host, fixture->rooms.rows.store,
                                                 fixture->places, fixture->centres, fixture->gate);
  g_signal_connect (fixture->keeper, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_catalogue_keeper_close (fixture->keeper);
  rooms_settle (&fixture->rooms);
  g_assert_finalize_object (fixture->keeper);
  g_assert_finalize_object (fixture->gate);
  khidki_centres_unref (fixture->centres);
  khidki_places_unref (fixture->places);
  rooms_tear_down (&fixture->rooms);
}

static char *
copy (Fixture *fixture, const char *name, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (department_folder, name, NULL);
  char *target = g_build_filename (fixture->rooms.rows.folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
  changed = g_string_new (text);
  if (from != NULL)
    g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  g_assert_true (g_file_set_contents (target, changed->str, -1, NULL));
  g_assert_cmpint (g_chmod (target, 0644), ==, 0);
  return target;
}

static void
apply (Fixture *fixture, const char *enabled)
{
  g_autofree char *plugin =
      g_build_filename (fixture->rooms.rows.folder, "revenue.plugin", NULL);
  g_autofree char *path = g_build_filename (fixture->rooms.rows.folder, "khidki.conf", NULL);
  g_autofree char *text = g_strdup_printf ("[plugins]\npath=%s\nenabled=%s\n",
                                           fixture->rooms.rows.folder, enabled);
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_true (g_file_set_contents (
      plugin, "[Plugin]\nX-Khidki-ABI=1\nX-Khidki-Provides=department:REV\n", -1, NULL));
  g_assert_cmpint (g_chmod (plugin, 0644), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  config = khidki_config_load (path, NULL);
  khidki_gate_apply_async (fixture->gate, config, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_true (khidki_gate_apply_finish (fixture->gate, result, NULL));
}

static KhidkiService *
find_service (Fixture *fixture)
{
  KhidkiCatalogue *catalogue = khidki_catalogue_keeper_get_catalogue (fixture->keeper);

  return catalogue != NULL ? khidki_catalogue_find_service (catalogue, "REV-INC") : NULL;
}

static void
put_department (Fixture *fixture)
{
  g_autofree char *ini = copy (fixture, "department.ini", NULL, NULL);
  g_autofree char *seva = copy (fixture, "REV-INC.seva", NULL, NULL);

  g_assert_nonnull (ini);
  g_assert_nonnull (seva);
}

/* Without a department too there is one: pages and texts need it. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (khidki_catalogue_keeper_get_problem (fixture->keeper), ==, "there is none yet");
  apply (fixture, "");
  rooms_settle (&fixture->rooms);
  g_assert_nonnull (khidki_catalogue_keeper_get_catalogue (fixture->keeper));
  g_assert_null (khidki_catalogue_keeper_get_problem (fixture->keeper));
  g_assert_null (find_service (fixture));
}

/* While another process has the store nothing waits, and once it is let go the
 * catalogue comes by itself. */
static void
test_store_busy (Fixture *fixture, gconstpointer data)
{
  GSubprocess *locker = rooms_lock (&fixture->rooms);
  gint64 begun = g_get_monotonic_time ();

  put_department (fixture);
  apply (fixture, "revenue");
  khidki_test_settle ();
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
  g_assert_null (khidki_catalogue_keeper_get_catalogue (fixture->keeper));

  rooms_expect_warning ("catalogue: there is none yet: *");
  rooms_await_warning ();
  g_assert_true (g_str_has_prefix (khidki_catalogue_keeper_get_problem (fixture->keeper),
                                   "there is none yet: "));
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  rooms_unlock (locker);
  rooms_advance (&fixture->rooms, 2000, 500);
  g_assert_nonnull (find_service (fixture));
  g_assert_null (khidki_catalogue_keeper_get_problem (fixture->keeper));
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* A reload does not wait for the next try either, and the old one serves until then. */
static void
test_old_stays (Fixture *fixture, gconstpointer data)
{
  GSubprocess *locker;

  put_department (fixture);
  apply (fixture, "revenue");
  rooms_settle (&fixture->rooms);
  g_assert_nonnull (find_service (fixture));
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  locker = rooms_lock (&fixture->rooms);
  apply (fixture, "");
  rooms_expect_warning ("catalogue: the one of before stays: *");
  rooms_await_warning ();
  g_assert_true (g_str_has_prefix (khidki_catalogue_keeper_get_problem (fixture->keeper),
                                   "the one of before stays: "));
  g_assert_nonnull (find_service (fixture));
  rooms_unlock (locker);
  apply (fixture, "");
  rooms_settle (&fixture->rooms);
  g_assert_null (find_service (fixture));
  g_assert_null (khidki_catalogue_keeper_get_problem (fixture->keeper));
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
assert_reason (Fixture *fixture, const char *state, const char *reason)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (fixture->gate);
  KhidkiPluginReport *report = g_ptr_array_index (reports, 0);

  g_assert_cmpstr (report->state, ==, state);
  g_assert_nonnull (g_strstr_len (report->reason, -1, reason));
}

/* SIGHUP after a clerk has edited a file: what is right is taken, with what the
 * drafts of before name kept beside it; what is wrong is told and changes nothing. */
static void
test_edited (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  KhidkiService *old;

  put_department (fixture);
  apply (fixture, "revenue");
  rooms_settle (&fixture->rooms);
  first = g_strdup (khidki_service_get_version (find_service (fixture)));

  path = copy (fixture, "REV-INC.seva", "\nDays=", "\nDays=1");
  apply (fixture, "revenue");
  rooms_settle (&fixture->rooms);
  second = g_strdup (khidki_service_get_version (find_service (fixture)));
  g_assert_cmpstr (first, !=, second);
  old = khidki_catalogue_find_version (khidki_catalogue_keeper_get_catalogue (fixture->keeper),
                                       "REV-INC", first);
  g_assert_nonnull (old);
  g_assert_cmpstr (khidki_service_get_text (old, "Name", "hi"), ==,
                   khidki_service_get_text (find_service (fixture), "Name", "hi"));
  assert_reason (fixture, "running", "");

  again = copy (fixture, "REV-INC.seva", "\nDays=", "\nDays=soon ");
  rooms_expect_warning ("plugin revenue: its services of before stay: *");
  apply (fixture, "revenue");
  rooms_settle (&fixture->rooms);
  assert_reason (fixture, "running", "its services of before stay: ");
  assert_reason (fixture, "running", "REV-INC.seva: [Service] Days: expected");
  g_assert_cmpstr (khidki_service_get_version (find_service (fixture)), ==, second);
}

/* Dated data that was read again is in the next catalogue, with all that was there. */
static void
test_other_places (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiPlaces) places = khidki_places_new_empty ();
  g_autoptr (KhidkiCentres) centres = khidki_centres_new_empty ();
  KhidkiCatalogue *catalogue;

  put_department (fixture);
  apply (fixture, "revenue");
  rooms_settle (&fixture->rooms);
  catalogue = khidki_catalogue_keeper_get_catalogue (fixture->keeper);
  g_assert_true (khidki_catalogue_get_places (catalogue) == fixture->places);

  khidki_catalogue_keeper_set_places (fixture->keeper, places, centres);
  rooms_settle (&fixture->rooms);
  catalogue = khidki_catalogue_keeper_get_catalogue (fixture->keeper);
  g_assert_true (khidki_catalogue_get_places (catalogue) == places);
  g_assert_true (khidki_catalogue_get_centres (catalogue) == centres);
  g_assert_nonnull (find_service (fixture));
}

static void
test_asked_at_home (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (department_folder, "REV-INC.seva", NULL);
  g_autoptr (GPtrArray) offers = g_ptr_array_new ();
  g_autoptr (GPtrArray) services =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_service_unref);
  g_autoptr (KhidkiDepartment) department = g_object_new (SHY_TYPE_DEPARTMENT, NULL);
  KhidkiGateOffer offer = { department, services };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhidkiCatalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (services, khidki_service_new_from_file (path, &error));
  g_assert_no_error (error);
  g_ptr_array_add (offers, &offer);
  khidki_catalogue_builder_build_async (fixture->rooms.rows.store, fixture->places, NULL, offers,
                                        khidki_test_take_result, &result);
  khidki_test_await (&result);
  catalogue =
      khidki_catalogue_builder_build_finish (fixture->rooms.rows.store, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (khidki_catalogue_find_service (catalogue, "REV-INC"));
}

/* Read again, they are on offer with the next catalogue. */
static void
test_centres (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiCentres) others = khidki_centres_new_empty ();

  khidki_catalogue_keeper_rebuild (fixture->keeper);
  rooms_settle (&fixture->rooms);
  g_assert_true (khidki_catalogue_get_centres (
                     khidki_catalogue_keeper_get_catalogue (fixture->keeper))
                 == fixture->centres);
  khidki_catalogue_keeper_set_places (fixture->keeper, fixture->places, others);
  rooms_settle (&fixture->rooms);
  g_assert_true (khidki_catalogue_get_centres (
                     khidki_catalogue_keeper_get_catalogue (fixture->keeper))
                 == others);
}

#define ADD(name, func) \
  g_test_add ("/catalogue-keeper/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  department_folder = argv[1];
  home = g_thread_self ();
  ADD ("centres", test_centres);
  ADD ("empty", test_empty);
  ADD ("store-busy", test_store_busy);
  ADD ("old-stays", test_old_stays);
  ADD ("edited", test_edited);
  ADD ("other-places", test_other_places);
  ADD ("asked-at-home", test_asked_at_home);
  return g_test_run ();
}
