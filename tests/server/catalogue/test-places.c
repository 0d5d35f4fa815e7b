/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/khidki-places.h"
#include "catalogue/khidki-words.h"
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
  now = khidki_places_list_subdivisions (places, &today, NULL);
  g_assert_cmpuint (g_strv_length (now), ==, 39);
  g_assert_cmpstr (now[0], ==, "adarsh-nagar");

  g_date_set_dmy (&today, 24, G_DATE_DECEMBER, 2025);
  before = khidki_places_list_subdivisions (places, &today, NULL);
  g_assert_cmpuint (g_strv_length (before), ==, 33);
}

static void
check_order (KhidkiPlaces *places, const char *language, const char *const *expected)
{
  g_auto (GStrv) ids = NULL;
  g_autofree char *order = NULL;
  g_autofree char *wanted = g_strjoinv (" ", (char **) expected);
  GDate today;

  set_today (&today);
  ids = khidki_places_list_subdivisions (places, &today, language);
  order = g_strjoinv (" ", ids);
  if (!g_str_has_prefix (order, wanted))
    g_test_fail_printf ("%s: %s", language, order);
}

/* As somebody looks for a name who reads that language. */
static void
test_order (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  const char *const english[] = { "adarsh-nagar", "badarpur", "badli", "bawana", NULL };
  /* आदर्श नगर, करावल नगर, करोल बाग, कालकाजी, किराड़ी, गांधी नगर, गोकलपुरी, चांदनी चौक, छतरपुर */
  const char *const hindi[] = { "adarsh-nagar", "karawal-nagar", "karol-bagh", "kalkaji",
                                "kirari", "gandhi-nagar", "gokalpuri", "chandni-chowk",
                                "chhatarpur", NULL };
  /* ਆਦਰਸ਼ ਨਗਰ, ਸ਼ਕੂਰ ਬਸਤੀ, ਸਦਰ ਬਾਜ਼ਾਰ, ਸ਼ਾਹਦਰਾ, ਸ਼ਾਲੀਮਾਰ ਬਾਗ, ਕਰਾਵਲ ਨਗਰ, ਕਰੋਲ ਬਾਗ */
  const char *const punjabi[] = { "adarsh-nagar", "shakur-basti", "sadar-bazar", "shahdara",
                                  "shalimar-bagh", "karawal-nagar", "karol-bagh", NULL };
  /* آدرش نگر, بادلی, بجواسن, بدرپور, براڑی, بوانہ, پٹپڑ گنج, پٹیل نگر, جمنا وہار, جنک پوری, جنگ پورہ */
  const char *const urdu[] = { "adarsh-nagar", "badli", "bijwasan", "badarpur", "burari", "bawana",
                               "patparganj", "patel-nagar", "yamuna-vihar", "janakpuri",
                               "jangpura", NULL };

  check_order (places, "en", english);
  check_order (places, "hi", hindi);
  check_order (places, "pa", punjabi);
  check_order (places, "ur", urdu);
  check_order (places, "fr", english);
  check_order (places, NULL, english);
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

static gboolean
is_locality (KhidkiPlaces *places, const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);

  return khidki_places_is_locality (places, (const char *const *) words, g_strv_length (words));
}

/* The file has no Urdu names of most localities: they are found by their consonants. */
static void
test_urdu (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  static const char *const names[] = { "اوکھلا", "لاجپت نگر", "سروجنی نگر", "کناٹ پلیس", "شاہین باغ", "سیلم پور",
                                       "سیلمپور", "تلک نگر", "لودھی روڈ", "خان مارکیٹ", "کھجوری خاص", "جامعہ نگر" };
  static const char *const others[] = { "گلی", "مکان", "گلی نمبر", "مسجد کے پاس", "دوسری منزل", "مکان نمبر", "سیکٹر" };

  check_proposed ("لاجپت نگر", NULL, "jangpura");
  check_proposed ("مکان 5 گلی 2 اوکھلا", NULL, "badarpur");
  check_proposed ("کہیں بھی نہیں", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!is_locality (places, names[i]))
      g_test_fail_printf ("%s is not known", names[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_locality (places, others[i]))
      g_test_fail_printf ("%s is taken for a locality", others[i]);
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
test_locality (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();

  g_assert_true (is_locality (places, "Rohini Sector 7"));
  g_assert_true (is_locality (places, "Sector 7, Rohini"));
  g_assert_true (is_locality (places, "रोहिणी सेक्टर 7"));
  g_assert_true (is_locality (places, "Karol Bagh"));
  g_assert_false (is_locality (places, "Sector 7"));
  g_assert_false (is_locality (places, "Rohini Sector 7 Delhi"));
  g_assert_false (is_locality (places, ""));
}

static void
check_zone (KhidkiPlaces *places, const char *city, guint zone, const char *pin)
{
  g_autofree char *folded = khidki_words_join (city);
  g_autofree char *found = khidki_places_dup_zone_pin (places, folded, zone);

  g_assert_cmpstr (found, ==, pin);
}

static void
test_city (void)
{
  g_autoptr (KhidkiPlaces) places = load_delhi ();
  g_autofree char *india = khidki_words_join ("India");

  check_zone (places, "Delhi", 85, "110085");
  check_zone (places, "नई दिल्ली", 5, "110005");
  check_zone (places, "Delhi", 0, NULL);
  check_zone (places, "Delhi", 110, NULL);
  check_zone (places, "India", 5, NULL);
  check_zone (places, "Rohini", 85, NULL);
  g_assert_true (khidki_places_is_city (places, india));
  g_assert_false (khidki_places_is_city (places, "rohini"));
}

static void
check_mistake (const char *text, const char *complaint)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);

  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, NULL);
  g_assert_null (khidki_places_new_from_file (path, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, complaint));
  g_unlink (path);
}

#define POSITION_HEAD "[District d]\nName=D\n[Subdivision a]\nName=A\nDistrict=d\n"

static void
test_pin_position (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = NULL;
  double latitude = 0, longitude = 0;
  int fd = g_file_open_tmp ("khidki-XXXXXX.ini", &path, NULL);

  g_close (fd, NULL);
  g_file_set_contents (path, POSITION_HEAD "[Pin 110001]\nSubdivisions=a;\nLatitude=28.63\nLongitude=77.21\n"
                       "[Pin 110002]\nSubdivisions=a;\n", -1, NULL);
  places = khidki_places_new_from_file (path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_assert_true (khidki_places_get_pin_position (places, "110001", &latitude, &longitude));
  g_assert_cmpfloat_with_epsilon (latitude, 28.63, 1e-9);
  g_assert_cmpfloat_with_epsilon (longitude, 77.21, 1e-9);
  g_assert_false (khidki_places_get_pin_position (places, "110002", &latitude, &longitude));
  g_assert_false (khidki_places_get_pin_position (places, "999999", &latitude, &longitude));
}

static void
test_mistakes (void)
{
  check_mistake (POSITION_HEAD "[Pin 110001]\nSubdivisions=a;\nLatitude=28.63\n",
                 "[Pin 110001] Longitude: expected degrees as 77.1154, found “”");
  check_mistake (POSITION_HEAD "[Pin 110001]\nSubdivisions=a;\nLatitude=128.63\nLongitude=77.2\n",
                 "[Pin 110001] Latitude: expected degrees as 28.7153, found “128.63”");
  check_mistake ("[Subdivision a]\nName=A\nDistrict=b\n",
                 "[Subdivision a] District: expected the id of a [District], found “b”");
  check_mistake ("[City a]\nName=A\nPinPrefix=110\n", "[City a] PinPrefix: expected four digits, found “110”");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/in-force", test_in_force);
  g_test_add_func ("/places/order", test_order);
  g_test_add_func ("/places/names", test_names);
  g_test_add_func ("/places/propose", test_propose);
  g_test_add_func ("/places/match", test_match);
  g_test_add_func ("/places/locality", test_locality);
  g_test_add_func ("/places/urdu", test_urdu);
  g_test_add_func ("/places/city", test_city);
  g_test_add_func ("/places/pin-position", test_pin_position);
  g_test_add_func ("/places/mistakes", test_mistakes);
  return g_test_run ();
}
