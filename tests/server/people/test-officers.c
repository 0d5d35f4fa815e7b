/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "people/khidki-officers.h"

#define ANITA                                                                      \
  "[Officer anita]\nName=Anita Test\nName[hi]=अनीता\nDesignation=Assistant\n"         \
  "Role=dealing-assistant\nSubdivisions=north-bank;island;\nFrom=2025-01-01\n"

static KhidkiOfficers *
load (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);
  KhidkiOfficers *officers;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  officers = khidki_officers_new_from_file (path, error);
  if (officers == NULL)
    g_assert_true (g_str_has_prefix ((*error)->message, path));
  g_unlink (path);
  return officers;
}

static KhidkiOfficer *
find (KhidkiOfficers *officers, const char *id, int day, int month, int year)
{
  GDate date;

  g_date_set_dmy (&date, day, month, year);
  return khidki_officers_find (officers, id, &date);
}

static void
test_dated (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiOfficers) officers =
      load (ANITA "[Officer anita 2026-04-01]\nName=Anita Test\nDesignation=Tehsildar\n"
                  "Designation[hi]=तहसीलदार\nRole=tehsildar\nSubdivisions=*\nUntil=2026-06-30\n",
            &error);
  KhidkiOfficer *officer;

  g_assert_no_error (error);
  g_assert_null (find (officers, "anita", 31, 12, 2024));
  g_assert_null (find (officers, "ajay", 1, 1, 2026));
  officer = find (officers, "anita", 31, 3, 2026);
  g_assert_cmpstr (khidki_officer_get_role (officer), ==, "dealing-assistant");
  g_assert_true (khidki_officer_serves (officer, "island"));
  g_assert_false (khidki_officer_serves (officer, "south-bank"));
  g_assert_false (khidki_officer_serves (officer, ""));
  officer = find (officers, "anita", 1, 4, 2026);
  g_assert_cmpstr (khidki_officer_get_role (officer), ==, "tehsildar");
  g_assert_cmpstr (khidki_officer_get_designation (officer, "hi"), ==, "तहसीलदार");
  g_assert_true (khidki_officer_serves (officer, "south-bank"));
  g_assert_nonnull (find (officers, "anita", 30, 6, 2026));
  /* Whose last post has ended is not back in the one before it. */
  g_assert_null (find (officers, "anita", 1, 7, 2026));
}

static void
test_mistakes (void)
{
  static const struct
  {
    const char *text;
    const char *naming;
  } bad[] = {
    { "[Oficer a]\nName=A\n", "[Officer ID]" },
    { "[Officer A]\nName=A\n", "small letters" },
    { ANITA "Rolle=x\n", "Rolle" },
    { ANITA "Until=30.6.2026\n", "Until" },
    { ANITA "Until=2024-01-01\n", "not before From" },
    { "[Officer a]\nName=A\nDesignation=A\nSubdivisions=*\nFrom=2025-01-01\n", "Role" },
    { "[Officer a]\nName=A\nDesignation=A\nRole=r\nFrom=2025-01-01\n", "Subdivisions" },
    { "[Officer a]\nName=A\nDesignation=A\nRole=r\nSubdivisions=;\nFrom=2025-01-01\n", "Subdivisions" },
    { "[Officer a]\nName=A\nDesignation=A\nRole=r\nSubdivisions=*\n", "From" },
    { "[Officer a 2025-02-30]\nName=A\n", "DAY" },
    { ANITA "[Officer anita 2025-01-01]\nName=A\nDesignation=A\nRole=r\nSubdivisions=*\n", "two posts" },
    { "not a keyfile", "khidki-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (bad[i].text, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      if (strstr (error->message, bad[i].naming) == NULL)
        g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, bad[i].naming));
    }
}

static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiOfficers) officers =
      khidki_officers_new_from_file (g_getenv ("OFFICERS_EXAMPLE"), &error);

  g_assert_no_error (error);
  g_assert_nonnull (find (officers, "example.tehsildar", 23, 11, 2026));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/officers/dated", test_dated);
  g_test_add_func ("/officers/mistakes", test_mistakes);
  g_test_add_func ("/officers/example", test_example);
  return g_test_run ();
}
