/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-alphabet.h"
#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-language.h"
#include "catalogue/khidki-places-private.h"
#include "catalogue/khidki-words.h"

/* Less may be any word: galli sounds like Gole. */
#define LEAST_SOUND 3

static const KhidkiSevaKey division_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },  { "From", KHIDKI_SEVA_STRING }, { "Until", KHIDKI_SEVA_STRING },
  { "District", KHIDKI_SEVA_ID, TRUE }, { "Words", KHIDKI_SEVA_WORDS }, { NULL },
};
static const KhidkiSevaKey district_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE },
  { "From", KHIDKI_SEVA_STRING },
  { "Until", KHIDKI_SEVA_STRING },
  { NULL },
};
static const KhidkiSevaKey locality_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE }, { "Words", KHIDKI_SEVA_WORDS },
  { "Pin", KHIDKI_SEVA_LIST },        { "Subdivision", KHIDKI_SEVA_ID, TRUE },
  { "Source", KHIDKI_SEVA_STRING },   { NULL },
};
static const KhidkiSevaKey pin_keys[] = {
  { "Subdivisions", KHIDKI_SEVA_LIST, TRUE }, { "Latitude", KHIDKI_SEVA_STRING },
  { "Longitude", KHIDKI_SEVA_STRING },        { "Source", KHIDKI_SEVA_STRING },
  { NULL },
};
static const KhidkiSevaKey city_keys[] = {
  { "Name", KHIDKI_SEVA_TEXT, TRUE }, { "Words", KHIDKI_SEVA_WORDS }, { "PinPrefix", KHIDKI_SEVA_STRING }, { NULL },
};
static const KhidkiSevaGroup place_groups[] = {
  { "City", KHIDKI_SEVA_NAMED, city_keys },
  { "District", KHIDKI_SEVA_NAMED, district_keys },
  { "Subdivision", KHIDKI_SEVA_NAMED, division_keys },
  { "Locality", KHIDKI_SEVA_NAMED, locality_keys },
  { "Pin", KHIDKI_SEVA_NAMED, pin_keys },
  { NULL },
};

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
khidki_places_sort_words (const char *const *folded, guint n)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (words, (gpointer) folded[i]);
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

char *
khidki_places_dup_sound (const char *const *folded, guint n)
{
  GString *whole = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sound = khidki_words_sound (folded[i]);

      g_string_append (whole, sound);
    }
  return g_string_free (whole, whole->len < LEAST_SOUND);
}

static gboolean
read_day (const KhidkiSevaReader *reader, KhidkiPart *part, const char *key, GDate *date)
{
  const char *value = khidki_part_get_value (part, key);
  g_autofree char *group = g_strconcat (part->kind, " ", part->id, NULL);

  g_date_clear (date, 1);
  return value == NULL || khidki_seva_parse_date (value, date) ||
         khidki_seva_fail (reader, group, key, "expected YYYY-MM-DD, found “%s”", value);
}

static void
add_sorted (KhidkiPlaces *self, const char *const *words)
{
  g_hash_table_add (self->sorted, khidki_places_sort_words (words, g_strv_length ((GStrv) words)));
}

static gboolean
add_subdivision (KhidkiPlaces *self, const KhidkiSevaReader *reader, KhidkiPart *part)
{
  KhidkiPlaceDivision *division = g_new0 (KhidkiPlaceDivision, 1);
  g_auto (GStrv) names = khidki_part_list_texts (part, "Name");
  const char *const *words = khidki_part_get_list (part, "Words");

  division->part = part;
  division->names = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_ptr_array_add (self->subdivisions, division);
  g_hash_table_insert (self->by_id, part->id, division);
  g_ptr_array_add (division->names, khidki_words_split (part->id));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (division->names, khidki_words_split (words[i]));
  for (guint i = 0; names[i] != NULL; i++)
    {
      GStrv name = khidki_words_split (names[i]);

      g_ptr_array_add (division->names, name);
      add_sorted (self, (const char *const *) name);
    }
  return read_day (reader, part, "From", &division->from) &&
         read_day (reader, part, "Until", &division->until);
}

static void
add_once (GPtrArray *parts, KhidkiPart *part)
{
  if (!g_ptr_array_find (parts, part, NULL))
    g_ptr_array_add (parts, part);
}

static void
add_folded (KhidkiPlaces *self, const char *const *words, KhidkiPart *part)
{
  g_autofree char *folded = g_strjoinv (" ", (GStrv) words);
  KhidkiPlaceName *name = g_hash_table_lookup (self->localities, folded);

  if (name == NULL)
    {
      name = g_new0 (KhidkiPlaceName, 1);
      name->words = g_strdupv ((GStrv) words);
      name->parts = g_ptr_array_new ();
      g_hash_table_insert (self->localities, g_steal_pointer (&folded), name);
    }
  add_once (name->parts, part);
}

static void
add_sound (KhidkiPlaces *self, const char *const *words, KhidkiPart *part)
{
  g_autofree char *sound = khidki_places_dup_sound (words, g_strv_length ((GStrv) words));
  GPtrArray *parts = sound != NULL ? g_hash_table_lookup (self->sounds, sound) : NULL;

  if (sound == NULL)
    return;
  if (parts == NULL)
    {
      parts = g_ptr_array_new ();
      g_hash_table_insert (self->sounds, g_steal_pointer (&sound), parts);
    }
  add_once (parts, part);
}

static void
add_locality_name (KhidkiPlaces *self, KhidkiPart *part, const char *name)
{
  g_auto (GStrv) split = khidki_words_split (name);
  const char *const *words = (const char *const *) split;

  add_sorted (self, words);
  add_folded (self, words, part);
  add_sound (self, words, part);
}

static void
add_locality (KhidkiPlaces *self, KhidkiPart *part)
{
  g_auto (GStrv) names = khidki_part_list_texts (part, "Name");
  const char *const *words = khidki_part_get_list (part, "Words");

  for (guint i = 0; names[i] != NULL; i++)
    add_locality_name (self, part, names[i]);
  for (guint i = 0; words[i] != NULL; i++)
    add_locality_name (self, part, words[i]);
}

static void
add_city (KhidkiPlaces *self, KhidkiPart *part)
{
  g_auto (GStrv) names = khidki_part_list_texts (part, "Name");
  const char *const *words = khidki_part_get_list (part, "Words");

  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_replace (self->cities, khidki_words_join (names[i]), part);
  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_replace (self->cities, khidki_words_join (words[i]), part);
}

static gboolean
add_part (KhidkiPlaces *self, const KhidkiSevaReader *reader, KhidkiPart *part)
{
  GDate date;

  if (strcmp (part->kind, "District") == 0)
    {
      g_hash_table_insert (self->districts, part->id, part);
      return read_day (reader, part, "From", &date) && read_day (reader, part, "Until", &date);
    }
  if (strcmp (part->kind, "Subdivision") == 0)
    return add_subdivision (self, reader, part);
  if (strcmp (part->kind, "Locality") == 0)
    add_locality (self, part);
  else if (strcmp (part->kind, "City") == 0)
    add_city (self, part);
  else
    g_hash_table_insert (self->pins, part->id, part);
  return TRUE;
}

static gboolean
check_prefix (const KhidkiSevaReader *reader, KhidkiPart *part, const char *group)
{
  const char *prefix = khidki_part_get_value (part, "PinPrefix");

  return prefix == NULL || (strlen (prefix) == 4 && strspn (prefix, "0123456789") == 4) ||
         khidki_seva_fail (reader, group, "PinPrefix", "expected four digits, found “%s”", prefix);
}

/* Where a PIN is may not be known; half of it is a slip. */
static gboolean
check_position (const KhidkiSevaReader *reader, KhidkiPart *part, const char *group)
{
  const char *north = khidki_part_get_value (part, "Latitude");
  const char *east = khidki_part_get_value (part, "Longitude");
  double degrees;

  if (north == NULL && east == NULL)
    return TRUE;
  if (north == NULL || !khidki_dated_data_parse_degrees (north, 90, &degrees))
    return khidki_seva_fail (reader, group, "Latitude", "expected degrees as 28.7153, found “%s”",
                             north != NULL ? north : "");
  return (east != NULL && khidki_dated_data_parse_degrees (east, 180, &degrees)) ||
         khidki_seva_fail (reader, group, "Longitude", "expected degrees as 77.1154, found “%s”",
                           east != NULL ? east : "");
}

static gboolean
check_named (KhidkiPlaces *self, const KhidkiSevaReader *reader, KhidkiPart *part)
{
  const char *const *several = khidki_part_get_list (part, "Subdivisions");
  const char *one = khidki_part_get_value (part, "Subdivision");
  const char *district = khidki_part_get_value (part, "District");
  g_autofree char *group = g_strconcat (part->kind, " ", part->id, NULL);

  if (district != NULL && !g_hash_table_contains (self->districts, district))
    return khidki_seva_fail (reader, group, "District", "expected the id of a [District], found “%s”", district);
  if (one != NULL && !g_hash_table_contains (self->by_id, one))
    return khidki_seva_fail (reader, group, "Subdivision", "expected the id of a [Subdivision], found “%s”", one);
  for (guint i = 0; several[i] != NULL; i++)
    if (!g_hash_table_contains (self->by_id, several[i]))
      return khidki_seva_fail (reader, group, "Subdivisions", "expected the id of a [Subdivision], found “%s”",
                               several[i]);
  return check_prefix (reader, part, group) && check_position (reader, part, group);
}

static gboolean
append_division (gpointer key, gpointer division, gpointer divisions)
{
  g_ptr_array_add (divisions, division);
  return FALSE;
}

/* Once for all who will ask: names have keys that are costly to make. */
static void
sort_by_name (KhidkiPlaces *self, const char *language)
{
  g_autoptr (GTree) tree = g_tree_new_full ((GCompareDataFunc) strcmp, NULL, g_free, NULL);
  GPtrArray *divisions = g_ptr_array_new ();

  for (guint i = 0; i < self->subdivisions->len; i++)
    {
      KhidkiPlaceDivision *division = g_ptr_array_index (self->subdivisions, i);
      KhidkiPart *part = division->part;
      g_autofree char *key = khidki_alphabet_dup_key (khidki_part_get_text (part, "Name", language));

      /* One of today and one of the past may be namesakes. */
      g_tree_insert (tree, g_strconcat (key, "\1", part->id, NULL), division);
    }
  g_tree_foreach (tree, append_division, divisions);
  g_hash_table_insert (self->by_name, (char *) language, divisions);
}

/**
 * khidki_places_new_from_file:
 * @path: a keyfile, see data/places/README.md
 * @error: [error@Error] `INVALID`: `FILE: [Group] key: expected …, found …`
 *
 * Returns: (transfer full) (nullable): the places
 */
KhidkiPlaces *
khidki_places_new_from_file (const char *path, GError **error)
{
  g_autoptr (GKeyFile) key_file = khidki_seva_load_file (path, error);
  g_autoptr (KhidkiPlaces) self = khidki_places_new_empty ();
  KhidkiSevaReader reader = { path, error };

  if (key_file == NULL || !khidki_seva_read_parts (&reader, key_file, place_groups, self->parts))
    return NULL;
  for (guint i = 0; i < self->parts->len; i++)
    if (!add_part (self, &reader, g_ptr_array_index (self->parts, i)))
      return NULL;
  for (guint i = 0; i < self->parts->len; i++)
    if (!check_named (self, &reader, g_ptr_array_index (self->parts, i)))
      return NULL;

  for (const char *const *language = khidki_language_list_codes (); *language != NULL; language++)
    sort_by_name (self, *language);
  return g_steal_pointer (&self);
}
