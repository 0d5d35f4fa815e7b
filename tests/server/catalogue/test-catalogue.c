/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/khidki-catalogue-check.h"
#include "catalogue/khidki-catalogue.h"
#include "libkhidki/khidki-error.h"

typedef struct
{
  char *folder;
  KhidkiDepartment *department;
  KhidkiCatalogue *catalogue;
} Fixture;

static void
write_service (const char *folder, const char *id, const char *name, const char *hindi, const char *words)
{
  g_autofree char *file = g_strconcat (id, ".seva", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = g_strdup_printf (
      "[Service]\nId=%s\nName=%s\nName[hi]=%s\nShortName=%.20s\nSystem=own\nBasis=dpdp-7b\nDays=14\n"
      "Words=%s\nDeclaration=I declare.\nDeclarationVersion=1\n[Fee 2024-04-01]\nGovernment=0\n"
      "[Field name]\nType=name\nName=Name\n[Stage a]\nName=A\nRole=clerk\nDays=15\nMay=ask\n",
      id, name, hindi, name, words);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ini = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_empty ();

  fixture->folder = g_dir_make_tmp ("khidki-XXXXXX", NULL);
  ini = g_build_filename (fixture->folder, "department.ini", NULL);
  g_file_set_contents (ini, "[Department]\nId=REV\nName=Revenue\nShortName=Revenue\n", -1, NULL);
  write_service (fixture->folder, "REV-INC", "Income certificate", "आय प्रमाण पत्र",
                 "salary certificate;aamdani;income proof");
  write_service (fixture->folder, "REV-CST", "Caste certificate", "जाति प्रमाण पत्र", "SC;ST;jaat");
  write_service (fixture->folder, "REV-MAR", "Registration of marriage", "विवाह पंजीकरण", "shaadi;wedding");
  fixture->department = khidki_folder_department_new (fixture->folder);
  fixture->catalogue = khidki_catalogue_new (places);
  g_assert_true (khidki_catalogue_add_department (fixture->catalogue, fixture->department, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  khidki_catalogue_unref (fixture->catalogue);
  g_object_unref (fixture->department);
}

static void
check_first (Fixture *fixture, const char *text, const char *id)
{
  g_autoptr (GPtrArray) found = khidki_catalogue_search (fixture->catalogue, text);

  if (id == NULL)
    g_assert_cmpuint (found->len, ==, 0);
  else
    {
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpstr (khidki_service_get_id (g_ptr_array_index (found, 0)), ==, id);
    }
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  check_first (fixture, "aay praman patra banwana hai", "REV-INC");
  check_first (fixture, "मुझे आय प्रमाण पत्र चाहिए", "REV-INC");
  check_first (fixture, "i want an incom certifcate", "REV-INC");
  check_first (fixture, "INCOME", "REV-INC");
  check_first (fixture, "आय", "REV-INC");
  check_first (fixture, "rev-inc", "REV-INC");
  check_first (fixture, "jati praman patr", "REV-CST");
  check_first (fixture, "shadi ka registration", "REV-MAR");
  check_first (fixture, "आमदनी का सर्टिफिकेट चाहिए", "REV-INC");
  check_first (fixture, "jaati ka sertificate", "REV-CST");
  check_first (fixture, "scholarship ke liye income certificate", "REV-INC");
  check_first (fixture, "Hello sir I am an old woman, I need income certificate for school of my grandson", "REV-INC");
  check_first (fixture, "namaste sahab main budhi aurat hun pote ke liye aay praman patra banwana tha", "REV-INC");
  check_first (fixture, "mrityu praman patra chahiye", NULL);
  check_first (fixture, "hello what is the weather", NULL);
  check_first (fixture, "mujhe chahiye", NULL);
  check_first (fixture, "", NULL);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  KhidkiService *service = khidki_catalogue_find_service (fixture->catalogue, "REV-INC");
  g_autoptr (GPtrArray) all = khidki_catalogue_list_services (fixture->catalogue, "REV");
  g_autoptr (GPtrArray) none = khidki_catalogue_list_services (fixture->catalogue, "MCD");
  const char *version = khidki_service_get_version (service);

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (khidki_catalogue_find_service (fixture->catalogue, "REV-XXX"));
  g_assert_true (khidki_catalogue_find_version (fixture->catalogue, "REV-INC", version) == service);
  g_assert_null (khidki_catalogue_find_version (fixture->catalogue, "REV-INC", "0"));
}

static void
test_old_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiDepartment) later = NULL;
  g_autoptr (KhidkiCatalogue) next = khidki_catalogue_new (NULL);
  KhidkiService *old = khidki_catalogue_find_service (fixture->catalogue, "REV-INC");

  write_service (fixture->folder, "REV-INC", "Certificate of income", "आय प्रमाण पत्र", "x");
  later = khidki_folder_department_new (fixture->folder);
  g_assert_true (khidki_catalogue_add_department (next, later, NULL));
  khidki_catalogue_add_old_service (next, old, later);

  g_assert_true (khidki_catalogue_find_version (next, "REV-INC", khidki_service_get_version (old)) == old);
  g_assert_true (khidki_catalogue_find_service (next, "REV-INC") != old);
}

static void
test_refuses_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (khidki_catalogue_add_department (fixture->catalogue, fixture->department, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_cmpuint (khidki_catalogue_get_n_departments (fixture->catalogue), ==, 1);
}

static gboolean
contains (char **complaints, const char *part)
{
  for (guint i = 0; complaints[i] != NULL; i++)
    if (strstr (complaints[i], part) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  static const char *const languages[] = { "en", "hi", NULL };
  g_auto (GStrv) complaints = NULL;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_JANUARY, 2024);
  complaints = khidki_catalogue_check (fixture->catalogue, languages, &today);
  g_assert_true (contains (complaints, "REV-INC: [Service] ShortName: expected it in “hi” too"));
  g_assert_true (contains (complaints, "REV-INC: [Fee]: expected a fee in force today"));
  g_assert_true (contains (complaints, "REV-INC: [Stage]: expected at most 14 days in all stages, found 15"));
  g_assert_true (contains (complaints, "a stage that may approve"));
  g_assert_false (contains (complaints, "[Service] Name:"));
}

/* Approved and never written, or not to be rejected at all: nobody would be told. */
static void
test_check_decisions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *may;
    const char *parts;
    const char *complaint;
  } cases[] = {
    { "approve", "", "REV-INC: [Certificate]: expected it, for a stage may approve, found none" },
    { "approve", "[Certificate]\nTitle=T\nBody=B\n",
      "REV-INC: [Certificate] Government: expected it here or in department.ini, found none" },
    { "approve", "[Certificate]\nGovernment=G\nTitle=T\nBody=B\n", NULL },
    { "approve;reject", "[Certificate]\nGovernment=G\nTitle=T\nBody=B\n",
      "REV-INC: [Reason]: expected at least one, for a stage may reject, found none" },
    { "approve;reject", "[Certificate]\nGovernment=G\nTitle=T\nBody=B\n[Reason R01]\nName=No\n", NULL },
  };
  static const char *const languages[] = { "en", NULL };
  g_autofree char *path = g_build_filename (fixture->folder, "REV-INC.seva", NULL);
  g_autofree char *text = NULL;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_MAY, 2024);
  g_file_get_contents (path, &text, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *head = g_strndup (text, strlen (text) - strlen ("Days=15\nMay=ask\n"));
      g_autofree char *all = g_strconcat (head, "Days=9\nMay=", cases[i].may, "\n", cases[i].parts, NULL);
      g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (NULL);
      g_autoptr (KhidkiDepartment) department = NULL;
      g_auto (GStrv) complaints = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, all, -1, NULL));
      department = khidki_folder_department_new (fixture->folder);
      khidki_catalogue_add_department (catalogue, department, &error);
      g_assert_no_error (error);
      complaints = khidki_catalogue_check (catalogue, languages, &today);
      if (cases[i].complaint != NULL)
        g_assert_true (contains (complaints, cases[i].complaint));
      else
        g_assert_false (contains (complaints, "REV-INC: "));
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/catalogue/search", test_search);
  ADD ("/catalogue/find", test_find);
  ADD ("/catalogue/old-version", test_old_version);
  ADD ("/catalogue/refuses-twice", test_refuses_twice);
  ADD ("/catalogue/check", test_check);
  ADD ("/catalogue/check-decisions", test_check_decisions);
  return g_test_run ();
}
