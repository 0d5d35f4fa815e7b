/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/khidki-centres.h"
#include "libkhidki/khidki-error.h"

#define PLACE "Name=Market\nName[hi]=बाज़ार\nSubdivision=rohini\nAddress=Shop 12\nAddress[hi]=दुकान 12\n" \
              "Pin=110085\nLatitude=28.71\nLongitude=77.11\nHours=9 to 6\n"
#define GOOD "[Centre market]\n" PLACE "From=2026-01-01\n"

static GDate
day (guint year, guint month, guint number)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) number, (GDateMonth) month, (GDateYear) year);
  return date;
}

static KhidkiCentres *
read_centres (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);
  KhidkiCentres *centres;

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  centres = khidki_centres_new_from_file (path, error);
  if (centres == NULL)
    g_assert_true (g_str_has_prefix ((*error)->message, path));
  g_unlink (path);
  return centres;
}

static KhidkiCentres *
read_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  KhidkiCentres *centres = read_centres (text, &error);

  g_assert_no_error (error);
  return centres;
}

static KhidkiCentres *
load_example (void)
{
  g_autoptr (GError) error = NULL;
  KhidkiCentres *centres = khidki_centres_new_from_file (g_getenv ("KHIDKI_CENTRES"), &error);

  g_assert_no_error (error);
  return centres;
}

static KhidkiPlaces *
load_places (void)
{
  g_autoptr (GError) error = NULL;
  KhidkiPlaces *places = khidki_places_new_from_file (g_getenv ("KHIDKI_PLACES"), &error);

  g_assert_no_error (error);
  return places;
}

static const char *
get_id (GPtrArray *found, guint index)
{
  return index < found->len ? khidki_centre_get_id (g_ptr_array_index (found, index)) : NULL;
}

static void
test_values (void)
{
  g_autoptr (KhidkiCentres) centres = read_good (GOOD "Phone=011 2345 6789\n");
  GDate today = day (2026, 6, 1), before = day (2025, 12, 31);
  KhidkiCentre *centre = khidki_centres_find (centres, "market", &today);

  g_assert_nonnull (centre);
  g_assert_cmpstr (khidki_centre_get_name (centre, "hi"), ==, "बाज़ार");
  g_assert_cmpstr (khidki_centre_get_address (centre, "hi"), ==, "दुकान 12");
  g_assert_cmpstr (khidki_centre_get_name (centre, "en"), ==, "Market");
  g_assert_cmpstr (khidki_centre_get_hours (centre, "hi"), ==, "9 to 6");
  g_assert_cmpstr (khidki_centre_get_pin (centre), ==, "110085");
  g_assert_cmpstr (khidki_centre_get_phone (centre), ==, "011 2345 6789");
  g_assert_cmpstr (khidki_centre_get_subdivision (centre), ==, "rohini");
  g_assert_null (khidki_centres_find (centres, "market", &before));
  g_assert_null (khidki_centres_find (centres, "nowhere", &today));
}

/* It moves, then it closes: each on its day. */
static void
test_days (void)
{
  g_autoptr (KhidkiCentres) centres =
      read_good (GOOD "[Centre market 2026-03-01]\nName=Hall\nSubdivision=narela\nAddress=Hall 1\n"
                      "Pin=110040\nLatitude=28.8\nLongitude=77.1\nHours=9 to 6\nUntil=2026-03-31\n");
  GDate old = day (2026, 2, 28), moved = day (2026, 3, 1), last = day (2026, 3, 31);
  GDate gone = day (2026, 4, 1);
  g_autoptr (GPtrArray) there = khidki_centres_list (centres, "rohini", &moved);
  g_autoptr (GPtrArray) all = khidki_centres_list (centres, NULL, &moved);

  g_assert_cmpstr (khidki_centre_get_name (khidki_centres_find (centres, "market", &old), "en"), ==,
                   "Market");
  g_assert_cmpstr (khidki_centre_get_name (khidki_centres_find (centres, "market", &last), "en"), ==,
                   "Hall");
  g_assert_null (khidki_centres_find (centres, "market", &gone));
  g_assert_cmpuint (there->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
check_search (const char *pin, const char *locality, const char *first)
{
  g_autoptr (KhidkiCentres) centres = load_example ();
  g_autoptr (KhidkiPlaces) places = load_places ();
  GDate today = day (2026, 11, 26);
  g_autoptr (GPtrArray) found = khidki_centres_search (centres, places, pin, locality, &today);

  g_assert_cmpstr (get_id (found, 0), ==, first);
}

static void
test_search (void)
{
  check_search ("110085", NULL, "rohini");
  check_search ("110001", NULL, "new-delhi");
  check_search (NULL, "Rohini Sector 7", "rohini");
  check_search (NULL, "रोहिणी", "rohini");
  check_search (NULL, "karol bag", "karol-bagh");
  check_search ("110040", "narela", "narela");
  check_search ("999999", NULL, NULL);
  check_search (NULL, "nowhere at all", NULL);
  check_search (NULL, NULL, NULL);
  check_search (NULL, "", NULL);
}

#define OTHER(id, address, pin, north)                                                             \
  "[Centre " id "]\nName=" id "\nSubdivision=rohini\nAddress=" address "\nPin=" pin "\nLatitude=" north  \
  "\nLongitude=77.11\nHours=9 to 6\nFrom=2026-01-01\n"

/* Several in one sub-division: the PIN itself, else the words of the address. */
static void
test_order (void)
{
  g_autoptr (KhidkiCentres) centres =
      read_good (OTHER ("a", "Sector 3, Rohini", "110086", "28.70") OTHER (
          "b", "Sector 7, Rohini", "110086", "28.71") OTHER ("c", "Sector 9, Rohini", "110085", "28.9"));
  g_autoptr (KhidkiPlaces) places = load_places ();
  GDate today = day (2026, 11, 26);
  g_autoptr (GPtrArray) by_pin = khidki_centres_search (centres, places, "110085", NULL, &today);
  g_autoptr (GPtrArray) by_words =
      khidki_centres_search (centres, places, NULL, "Rohini Sector 7", &today);

  g_assert_cmpuint (by_pin->len, ==, 3);
  g_assert_cmpstr (get_id (by_pin, 0), ==, "c");
  g_assert_cmpstr (get_id (by_words, 0), ==, "b");
}

#define PLACES                                                                                     \
  "[District d]\nName=D\n[Subdivision rohini]\nName=Rohini\nDistrict=d\n[Pin 110081]\n"              \
  "Subdivisions=rohini;\nLatitude=28.89\nLongitude=77.11\n"

/* Where the PIN's position is known, the distance decides. */
static void
test_pin_position (void)
{
  g_autoptr (KhidkiCentres) centres =
      read_good (OTHER ("a", "Road", "110085", "28.70") OTHER ("b", "Road", "110086", "28.90"));
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);
  g_autoptr (KhidkiPlaces) places = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  GDate today = day (2026, 11, 26);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, PLACES, -1, NULL));
  places = khidki_places_new_from_file (path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  found = khidki_centres_search (centres, places, "110081", NULL, &today);
  g_assert_cmpstr (get_id (found, 0), ==, "b");
  g_assert_cmpstr (get_id (found, 1), ==, "a");
}

static void
test_near (void)
{
  g_autoptr (KhidkiCentres) centres = load_example ();
  GDate today = day (2026, 11, 26);
  /* Connaught Place. */
  g_autoptr (GPtrArray) found = khidki_centres_list_near (centres, 28.6315, 77.2167, &today);
  KhidkiCentre *rohini = khidki_centres_find (centres, "rohini", &today);

  g_assert_cmpuint (found->len, ==, 39);
  g_assert_cmpstr (get_id (found, 0), ==, "new-delhi");
  /* A minute of latitude is a nautical mile. */
  g_assert_cmpfloat_with_epsilon (khidki_centre_measure (rohini, 28.715 + 1 / 60.0, 77.115), 1853, 2);
  g_assert_cmpfloat_with_epsilon (khidki_centre_measure (rohini, 28.715, 77.115), 0, 0.001);
  /* Mumbai is some 1,150 km away, the other side of the earth half its girth. */
  g_assert_cmpfloat_with_epsilon (khidki_centre_measure (rohini, 19.076, 72.8777), 1.151e6, 1e4);
  g_assert_cmpfloat_with_epsilon (khidki_centre_measure (rohini, -28.715, 77.115 - 180), 2.0015e7, 1e4);
}

static void
test_without (void)
{
  g_autoptr (KhidkiCentres) example = load_example ();
  g_autoptr (KhidkiCentres) one = read_good (GOOD);
  g_autoptr (KhidkiPlaces) places = load_places ();
  GDate today = day (2026, 11, 26);
  g_auto (GStrv) none = khidki_centres_list_without (example, places, &today);
  g_auto (GStrv) most = khidki_centres_list_without (one, places, &today);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (most), ==, 38);
  g_assert_false (g_strv_contains ((const char *const *) most, "rohini"));
}

static void
check_mistake (const char *text, const char *complaint)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_centres (text, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_test_message ("%s", error->message);
  if (strstr (error->message, complaint) == NULL)
    g_error ("expected “%s”, found “%s”", complaint, error->message);
}

static void
test_mistakes (void)
{
  static const char *const cases[][2] = {
    { "[Center a]\nName=A\n", "[Center a] group: expected [Centre ID] or [Centre ID DAY], found “Center a”" },
    { "[Centre A]\nName=A\n", "[Centre A] ID: expected small letters, digits, dots and dashes, found “A”" },
    { "[Centre a 2026]\nName=A\n", "DAY: expected a day as 2026-04-01, found “2026”" },
    { "[Centre a]\n" PLACE, "[Centre a] From: expected a day as 2026-04-01, found “”" },
    { "[Centre a]\n" PLACE "From=2026-02-30\n", "From: expected a day as 2026-04-01, found “2026-02-30”" },
    { GOOD "Until=2025-12-31\n", "Until: expected a day that is not before From" },
    { GOOD "Pin=11008\n", "Pin: expected six digits as 110085, found “11008”" },
    { GOOD "Latitude=91\n", "Latitude: expected degrees as 28.7153, found “91”" },
    { GOOD "Longitude=77,1\n", "Longitude: expected degrees as 77.1154, found “77,1”" },
    { GOOD "Latitude=nan\n", "Latitude: expected degrees" },
    { GOOD "Phone=ask\n", "Phone: expected a number as 011 2345 6789, found “ask”" },
    { GOOD "Subdivision=Rohini\n", "Subdivision: expected the id of a sub-division, found “Rohini”" },
    { GOOD "Hours=\n", "Hours: expected a value" },
    { GOOD "Fax=1\n", "Fax: expected Name, Subdivision, Address, Pin" },
    { GOOD "Name[HI]=x\n", "Name[HI]: expected Name" },
    { "[Centre a]\nName=A\nFrom=2026-01-01\n", "[Centre a] Address: expected where it is" },
    { GOOD "[Centre market 2026-01-01]\n" PLACE, "Centre market begins at two places on one day" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_mistake (cases[i][0], cases[i][1]);
}

static void
test_places (void)
{
  g_autoptr (KhidkiCentres) centres = read_good (GOOD);
  g_autoptr (KhidkiPlaces) empty = khidki_places_new_empty ();
  g_autoptr (KhidkiPlaces) places = load_places ();
  g_autoptr (GError) error = NULL;

  g_assert_true (khidki_centres_check_places (centres, places, &error));
  g_assert_no_error (error);
  g_assert_false (khidki_centres_check_places (centres, empty, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "[Centre market] Subdivision: "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/centres/values", test_values);
  g_test_add_func ("/centres/days", test_days);
  g_test_add_func ("/centres/search", test_search);
  g_test_add_func ("/centres/order", test_order);
  g_test_add_func ("/centres/pin-position", test_pin_position);
  g_test_add_func ("/centres/near", test_near);
  g_test_add_func ("/centres/without", test_without);
  g_test_add_func ("/centres/mistakes", test_mistakes);
  g_test_add_func ("/centres/places", test_places);
  return g_test_run ();
}
