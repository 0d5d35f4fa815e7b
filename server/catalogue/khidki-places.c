/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-places-private.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-language.h"
#include "catalogue/khidki-words.h"

#define NEAR_ENOUGH 0.8
#define LONGEST_NAME 5

void
khidki_place_division_free (KhidkiPlaceDivision *division)
{
  g_ptr_array_unref (division->names);
  g_free (division);
}

void
khidki_place_name_free (KhidkiPlaceName *name)
{
  g_strfreev (name->words);
  g_ptr_array_unref (name->parts);
  g_free (name);
}

/**
 * khidki_places_new_empty:
 *
 * Returns: (transfer full): places of which nothing is known
 */
KhidkiPlaces *
khidki_places_new_empty (void)
{
  KhidkiPlaces *self = g_atomic_rc_box_new0 (KhidkiPlaces);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_part_free);
  self->subdivisions = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_place_division_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->districts = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->sounds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->localities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) khidki_place_name_free);
  self->sorted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pins = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

KhidkiPlaces *
khidki_places_ref (KhidkiPlaces *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_places_clear (KhidkiPlaces *self)
{
  g_hash_table_unref (self->pins);
  g_hash_table_unref (self->cities);
  g_hash_table_unref (self->sorted);
  g_hash_table_unref (self->sounds);
  g_hash_table_unref (self->localities);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->districts);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->subdivisions);
  g_ptr_array_unref (self->parts);
}

void
khidki_places_unref (KhidkiPlaces *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_places_clear);
}

static gboolean
is_in_force (const KhidkiPlaceDivision *division, const GDate *today)
{
  return (!g_date_valid (&division->from) || g_date_compare (&division->from, today) <= 0) &&
         (!g_date_valid (&division->until) || g_date_compare (today, &division->until) <= 0);
}

/**
 * khidki_places_list_subdivisions:
 * @self: places
 * @today: a civil date
 * @language: (nullable): whose names and alphabet say what comes first, %NULL for English
 *
 * Returns: (transfer full): ids of the sub-divisions in force, in the order of their names
 */
GStrv
khidki_places_list_subdivisions (KhidkiPlaces *self, const GDate *today, const char *language)
{
  gboolean known = khidki_language_find (language) != NULL;
  GPtrArray *divisions = g_hash_table_lookup (self->by_name, known ? language : "en");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; divisions != NULL && i < divisions->len; i++)
    {
      const KhidkiPlaceDivision *division = g_ptr_array_index (divisions, i);

      if (is_in_force (division, today))
        g_ptr_array_add (ids, g_strdup (division->part->id));
    }

  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static KhidkiPart *
find_subdivision (KhidkiPlaces *self, const char *id)
{
  const KhidkiPlaceDivision *division = g_hash_table_lookup (self->by_id, id);

  return division != NULL ? division->part : NULL;
}

/* (nullable): those of the past have their names too. */
const char *
khidki_places_get_subdivision_name (KhidkiPlaces *self, const char *id, const char *language)
{
  KhidkiPart *part = find_subdivision (self, id);

  return part != NULL ? khidki_part_get_text (part, "Name", language) : NULL;
}

const char *
khidki_places_get_district (KhidkiPlaces *self, const char *subdivision)
{
  KhidkiPart *part = find_subdivision (self, subdivision);

  return part != NULL ? khidki_part_get_value (part, "District") : NULL;
}

const char *
khidki_places_get_district_name (KhidkiPlaces *self, const char *district, const char *language)
{
  KhidkiPart *part = g_hash_table_lookup (self->districts, district);

  return part != NULL ? khidki_part_get_text (part, "Name", language) : NULL;
}

/**
 * khidki_places_get_pin_position:
 * @self: places
 * @pin: six digits
 * @latitude: (out): degrees, north is positive
 * @longitude: (out): degrees, east is positive
 *
 * Returns: whether it is known where the PIN is
 *
 * Since: 0.1
 */
gboolean
khidki_places_get_pin_position (KhidkiPlaces *self,
                                const char *pin,
                                double *latitude,
                                double *longitude)
{
  KhidkiPart *part = g_hash_table_lookup (self->pins, pin);
  const char *north = part != NULL ? khidki_part_get_value (part, "Latitude") : NULL;

  if (north == NULL)
    return FALSE;
  return khidki_dated_data_parse_degrees (north, 90, latitude) &&
         khidki_dated_data_parse_degrees (khidki_part_get_value (part, "Longitude"), 180, longitude);
}

static void
propose (KhidkiPlaces *self, GPtrArray *ids, const char *id, const GDate *today)
{
  const KhidkiPlaceDivision *division = g_hash_table_lookup (self->by_id, id);

  for (guint i = 0; i < ids->len; i++)
    if (strcmp (g_ptr_array_index (ids, i), id) == 0)
      return;
  if (division != NULL && is_in_force (division, today))
    g_ptr_array_add (ids, g_strdup (id));
}

typedef struct
{
  KhidkiPart *part;
  double likeness;
} Match;

/* `Rohini Sector 7` is in Rohini: the words of the name stand in the text. */
static double
compare_locality (GStrv words, GStrv others)
{
  double sum = 0;
  guint n = g_strv_length (others);

  for (guint i = 0; i < n; i++)
    {
      double best = 0;

      for (guint j = 0; words[j] != NULL; j++)
        best = MAX (best, khidki_words_compare (words[j], others[i]));
      if (best <= 0)
        return 0;
      sum += best;
    }

  return sum / n + 0.05 * n;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *left = a, *right = b;

  if (left->likeness != right->likeness)
    return left->likeness < right->likeness ? 1 : -1;
  return strcmp (left->part->id, right->part->id);
}

static gboolean
lists (KhidkiPart *part, const char *key, const char *value)
{
  return value != NULL && g_strv_contains (khidki_part_get_list (part, key), value);
}

/* The names that sound like a run of these words, the more words the surer. */
static void
match_sounds (KhidkiPlaces *self, GStrv words, const char *pin, GArray *matches)
{
  guint length = g_strv_length (words);

  for (guint first = 0; first < length; first++)
    for (guint n = 1; n <= MIN (LONGEST_NAME, length - first); n++)
      {
        g_autofree char *sound = khidki_places_dup_sound ((const char *const *) words + first, n);
        GPtrArray *parts = sound != NULL ? g_hash_table_lookup (self->sounds, sound) : NULL;

        for (guint i = 0; parts != NULL && i < parts->len; i++)
          {
            KhidkiPart *part = g_ptr_array_index (parts, i);
            Match match = { part, NEAR_ENOUGH + 0.05 * n + (lists (part, "Pin", pin) ? 0.5 : 0) };

            g_array_append_val (matches, match);
          }
      }
}

static GArray *
match_localities (KhidkiPlaces *self, const char *locality, const char *pin)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (Match));
  g_auto (GStrv) words = khidki_words_split (locality);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->localities);
  while (words[0] != NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      KhidkiPlaceName *name = value;
      double likeness = compare_locality (words, name->words);

      for (guint i = 0; likeness > NEAR_ENOUGH && i < name->parts->len; i++)
        {
          KhidkiPart *part = g_ptr_array_index (name->parts, i);
          Match match = { part, likeness + (lists (part, "Pin", pin) ? 0.5 : 0) };

          g_array_append_val (matches, match);
        }
    }

  if (khidki_words_is_urdu (locality))
    match_sounds (self, words, pin, matches);
  g_array_sort (matches, compare_matches);
  return matches;
}

/**
 * khidki_places_propose:
 * @self: places
 * @locality: (nullable): as typed
 * @pin: (nullable): six digits
 * @today: the civil date
 *
 * Returns: (transfer full): ids of sub-divisions, the likeliest first; none if nothing is known
 */
GStrv
khidki_places_propose (KhidkiPlaces *self,
                       const char *locality,
                       const char *pin,
                       const GDate *today)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  KhidkiPart *office = pin != NULL ? g_hash_table_lookup (self->pins, pin) : NULL;
  g_autoptr (GArray) matches = match_localities (self, locality != NULL ? locality : "", pin);

  for (guint i = 0; i < matches->len; i++)
    {
      const Match *match = &g_array_index (matches, Match, i);
      const char *id = khidki_part_get_value (match->part, "Subdivision");

      /* A PIN that is known rules out a namesake at the other end of the city. */
      if (office == NULL || lists (office, "Subdivisions", id))
        propose (self, ids, id, today);
    }
  if (ids->len == 0 && locality != NULL)
    {
      const char *named = khidki_places_match_subdivision (self, locality, today);

      if (named != NULL && (office == NULL || lists (office, "Subdivisions", named)))
        propose (self, ids, named, today);
    }
  if (office != NULL)
    for (const char *const *id = khidki_part_get_list (office, "Subdivisions"); *id != NULL; id++)
      propose (self, ids, *id, today);

  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

/**
 * khidki_places_is_city:
 * @self: places
 * @folded: folded words with a blank between them
 *
 * Returns: whether they are the name of the city or of what it lies in
 */
gboolean
khidki_places_is_city (KhidkiPlaces *self, const char *folded)
{
  return g_hash_table_contains (self->cities, folded);
}

/**
 * khidki_places_dup_zone_pin:
 * @self: places
 * @folded: the city's name as folded words
 * @zone: its postal zone: the 85 of “Delhi-85”
 *
 * Returns: (transfer full) (nullable): the six digits, %NULL if the city has no zones
 */
char *
khidki_places_dup_zone_pin (KhidkiPlaces *self, const char *folded, guint zone)
{
  KhidkiPart *city = g_hash_table_lookup (self->cities, folded);
  const char *prefix = city != NULL ? khidki_part_get_value (city, "PinPrefix") : NULL;

  return prefix != NULL && zone > 0 && zone < 100 ? g_strdup_printf ("%s%02u", prefix, zone) : NULL;
}

/**
 * khidki_places_is_locality:
 * @self: places
 * @folded: folded words
 * @n: how many
 *
 * Returns: whether they are the name of a known locality, in any order
 */
gboolean
khidki_places_is_locality (KhidkiPlaces *self, const char *const *folded, guint n)
{
  g_autofree char *sorted = khidki_places_sort_words (folded, n);
  g_autofree char *sound = NULL;

  if (g_hash_table_contains (self->sorted, sorted))
    return TRUE;
  for (guint i = 0; i < n; i++)
    if (!khidki_words_is_urdu (folded[i]))
      return FALSE;
  sound = khidki_places_dup_sound (folded, n);
  return sound != NULL && g_hash_table_contains (self->sounds, sound);
}

static double
compare_subdivision (const KhidkiPlaceDivision *division, const char *const *words)
{
  double best = 0;

  for (guint i = 0; i < division->names->len; i++)
    best = MAX (best, khidki_words_compare_split (words, g_ptr_array_index (division->names, i)));
  return best;
}

/**
 * khidki_places_match_subdivision:
 * @self: places
 * @text: what a person wrote
 * @today: the civil date
 *
 * Returns: (transfer none) (nullable): the id of the sub-division that it names, in
 *   any language, a slip forgiven
 */
const char *
khidki_places_match_subdivision (KhidkiPlaces *self,
                                 const char *text,
                                 const GDate *today)
{
  g_auto (GStrv) words = khidki_words_split (text);
  const char *best = NULL;
  double most = 0;

  for (guint i = 0; i < self->subdivisions->len; i++)
    {
      const KhidkiPlaceDivision *division = g_ptr_array_index (self->subdivisions, i);
      double likeness =
          is_in_force (division, today) ? compare_subdivision (division, (const char *const *) words) : 0;

      if (likeness > most)
        {
          most = likeness;
          best = division->part->id;
        }
    }

  return most >= NEAR_ENOUGH ? best : NULL;
}
