/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/khidki-places.h"
#include "libkhidki/khidki-error.h"

static KhidkiPlaces *
load_delhi (void)
{
  g_autoptr (GError) error = NULL;
  KhidkiPlaces *places = khidki_places_new_from_file (g_getenv ("KHIDKI_PLACES"), &error);

  g_assert_no_error (error);
  return places;
}

static void
set_today (GDate *today)
{
  g_date_clear (today, 1);
  g_date_set_dmy (today, 1, G_DATE_JUNE, 2026);
}

static void
test_in_force (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  g_auto (GStrv) now = NULL, before = NULL;
  GDate today;

  set_today (&today);
  now = khidki_places_list_subdivisions (places, &today);
  g_assert_cmpuint (g_strv_length (now), ==, 39);
  g_assert_cmpstr (now[0], ==, "adarsh-nagar");

  g_date_set_dmy (&today, 24, G_DATE_DECEMBER, 2025);
  before = khidki_places_list_subdivisions (places, &today);
  g_assert_cmpuint (g_strv_length (before), ==, 33);
}

static void
test_names (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  const char *district = khidki_places_get_district (places, "rohini");

  g_assert_cmpstr (khidki_places_get_subdivision_name (places, "rohini", "hi"), ==, "रोहिणी");
  g_assert_cmpstr (khidki_places_get_district_name (places, district, "en"), ==, "North West");
  g_assert_null (khidki_places_get_subdivision_name (places, "atlantis", "en"));
  g_assert_null (khidki_places_get_district (places, "atlantis"));
}

static void
check_proposed (const char *locality, const char *pin, const char *first)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  g_auto (GStrv) ids = NULL;
  GDate today;

  set_today (&today);
  ids = khidki_places_propose (places, locality, pin, &today);
  g_assert_cmpstr (ids[0], ==, first);
}

static void
test_propose (void)
{
  check_proposed ("Rohini Sector 7", "110085", "rohini");
  check_proposed ("रोहिणी सेक्टर 7", NULL, "rohini");
  check_proposed ("rohni", "110085", "rohini");
  check_proposed ("Connaught Place", NULL, "new-delhi");
  check_proposed (NULL, "110001", "new-delhi");
  check_proposed ("nowhere at all", NULL, NULL);
  check_proposed (NULL, NULL, NULL);
  check_proposed ("", "999999", NULL);
}

static void
test_match (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  GDate today;

  set_today (&today);
  g_assert_cmpstr (khidki_places_match_subdivision (places, "shalimar bag", &today), ==, "shalimar-bagh");
  g_assert_cmpstr (khidki_places_match_subdivision (places, "करोल बाग", &today), ==, "karol-bagh");
  g_assert_null (khidki_places_match_subdivision (places, "Mumbai", &today));
  g_assert_null (khidki_places_match_subdivision (places, "", &today));
}

static void
test_mistakes (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);

  g_close (fd, NULL);
  g_file_set_contents (path, "[Subdivision a]\nName=A\nDistrict=b\n", -1, NULL);
  g_assert_null (khidki_places_new_from_file (path, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "[Subdivision a] District: expected the id of a [District], found “b”"));
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/in-force", test_in_force);
  g_test_add_func ("/places/names", test_names);
  g_test_add_func ("/places/propose", test_propose);
  g_test_add_func ("/places/match", test_match);
  g_test_add_func ("/places/mistakes", test_mistakes);
  return g_test_run ();
}
