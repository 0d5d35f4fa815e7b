/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-centre.h"

#include <math.h>
#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-dated-index.h"
#include "catalogue/khidki-words.h"

#define ALL_KEYS \
  "Name, Subdivision, Address, Pin, Latitude, Longitude, Hours, Phone, From or Until"
#define EARTH_METRES 6371000.0
#define ENOUGH_ALIKE 0.8

struct _KhidkiCentre
{
  KhidkiDated dated;
  /* key as in the file, with its language → text */
  GHashTable *texts;
  /* Of name and address in all languages, folded; made when somebody asks, on any thread. */
  GStrv words;
  char *subdivision;
  char *pin;
  char *phone;
  double latitude;
  double longitude;
  gboolean placed[2];
};

void
khidki_centre_free (KhidkiCentre *self)
{
  g_free (self->dated.id);
  g_hash_table_unref (self->texts);
  g_strfreev (self->words);
  g_free (self->subdivision);
  g_free (self->pin);
  g_free (self->phone);
  g_free (self);
}

/* `Name`, and `Name[hi]`. */
static gboolean
is_text_key (const char *key)
{
  return khidki_dated_data_matches ("^(Name|Address|Hours)(\\[[a-z]{2,3}\\])?$", key);
}

static gboolean
read_plain (char **field,
            const char *group,
            const char *key,
            const char *value,
            const char *pattern,
            const char *expected,
            GError **error)
{
  g_free (*field);
  *field = g_strdup (value);
  return khidki_dated_data_matches (pattern, value)
         || khidki_dated_data_fail (error, group, key, expected, value);
}

static gboolean
read_degrees (KhidkiCentre *self, const char *group, const char *key, const char *value, GError **error)
{
  gboolean north = g_str_equal (key, "Latitude");

  self->placed[north ? 0 : 1] = TRUE;
  return khidki_dated_data_parse_degrees (value, north ? 90 : 180,
                                          north ? &self->latitude : &self->longitude)
         || khidki_dated_data_fail (error, group, key,
                                    north ? "degrees as 28.7153" : "degrees as 77.1154", value);
}

static gboolean
read_key (KhidkiCentre *self, const char *group, const char *key, const char *value, GError **error)
{
  if (is_text_key (key))
    {
      g_hash_table_replace (self->texts, g_strdup (key), g_strdup (value));
      return TRUE;
    }
  if (g_str_equal (key, "Subdivision"))
    return read_plain (&self->subdivision, group, key, value, "^[a-z0-9-]+$",
                       "the id of a sub-division", error);
  if (g_str_equal (key, "Pin"))
    return read_plain (&self->pin, group, key, value, "^[1-9][0-9]{5}$", "six digits as 110085",
                       error);
  if (g_str_equal (key, "Phone"))
    return read_plain (&self->phone, group, key, value, "^[+]?[0-9][0-9 -]{2,18}[0-9]$",
                       "a number as 011 2345 6789", error);
  if (g_str_equal (key, "Latitude") || g_str_equal (key, "Longitude"))
    return read_degrees (self, group, key, value, error);
  if (g_str_equal (key, "From"))
    return khidki_dated_data_read_day (&self->dated.from, group, key, value, error);
  if (g_str_equal (key, "Until"))
    return khidki_dated_data_read_day (&self->dated.until, group, key, value, error);
  return khidki_dated_data_fail (error, group, key, ALL_KEYS, key);
}

static gboolean
check (KhidkiCentre *self, const char *group, GError **error)
{
  static const char *const texts[][2] = {
    { "Name", "a name" }, { "Address", "where it is" }, { "Hours", "when it is open" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_hash_table_lookup (self->texts, texts[i][0]) == NULL)
      return khidki_dated_data_fail (error, group, texts[i][0], texts[i][1], NULL);
  if (self->subdivision == NULL)
    return khidki_dated_data_fail (error, group, "Subdivision", "the id of a sub-division", NULL);
  if (self->pin == NULL)
    return khidki_dated_data_fail (error, group, "Pin", "six digits as 110085", NULL);
  if (!self->placed[0] || !self->placed[1])
    return khidki_dated_data_fail (error, group, self->placed[0] ? "Longitude" : "Latitude",
                                   "degrees with a point", NULL);
  return khidki_dated_data_check_days (&self->dated, group, error);
}

/**
 * khidki_centre_new_from_group:
 * @file: a keyfile of centres, see data/centres/README.md
 * @group: such as `Centre rohini`
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the centre; %NULL with KHIDKI_ERROR_INVALID that
 *   names group, key, expected and found
 *
 * Since: 0.1
 */
KhidkiCentre *
khidki_centre_new_from_group (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (KhidkiCentre) self = g_new0 (KhidkiCentre, 1);
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!khidki_dated_data_read_head (group, &self->dated, error))
    return NULL;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = khidki_dated_data_dup_value (file, group, keys[i], error);

      if (value == NULL || !read_key (self, group, keys[i], value, error))
        return NULL;
    }
  return check (self, group, error) ? g_steal_pointer (&self) : NULL;
}

static const char *
get_text (KhidkiCentre *self, const char *key, const char *language)
{
  g_autofree char *own = g_strdup_printf ("%s[%s]", key, language);
  const char *text = g_hash_table_lookup (self->texts, own);

  return text != NULL ? text : g_hash_table_lookup (self->texts, key);
}

const char *
khidki_centre_get_id (KhidkiCentre *self)
{
  return self->dated.id;
}

const char *
khidki_centre_get_name (KhidkiCentre *self, const char *language)
{
  return get_text (self, "Name", language);
}

/**
 * khidki_centre_get_address:
 * @language: a language
 *
 * Returns: (transfer none): without the PIN; in English where there is none in @language
 *
 * Since: 0.1
 */
const char *
khidki_centre_get_address (KhidkiCentre *self, const char *language)
{
  return get_text (self, "Address", language);
}

const char *
khidki_centre_get_hours (KhidkiCentre *self, const char *language)
{
  return get_text (self, "Hours", language);
}

const char *
khidki_centre_get_pin (KhidkiCentre *self)
{
  return self->pin;
}

/**
 * khidki_centre_get_phone:
 *
 * Returns: (transfer none): as people write it, "" if there is none
 *
 * Since: 0.1
 */
const char *
khidki_centre_get_phone (KhidkiCentre *self)
{
  return self->phone != NULL ? self->phone : "";
}

const char *
khidki_centre_get_subdivision (KhidkiCentre *self)
{
  return self->subdivision;
}

static double
to_radians (double degrees)
{
  return degrees * G_PI / 180;
}

/**
 * khidki_centre_measure:
 * @latitude: degrees, north is positive
 * @longitude: degrees, east is positive
 *
 * Returns: metres from there to the centre as the crow flies
 *
 * Since: 0.1
 */
double
khidki_centre_measure (KhidkiCentre *self, double latitude, double longitude)
{
  double north = sin (to_radians (self->latitude - latitude) / 2);
  double east = sin (to_radians (self->longitude - longitude) / 2);
  double haversine = north * north
                     + cos (to_radians (latitude)) * cos (to_radians (self->latitude)) * east * east;

  return 2 * EARTH_METRES * asin (sqrt (CLAMP (haversine, 0, 1)));
}

static gboolean
has_word (GStrv words, const char *word)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (khidki_words_compare (words[i], word) >= ENOUGH_ALIKE)
      return TRUE;
  return FALSE;
}

static GStrv
split_texts (KhidkiCentre *self)
{
  g_autoptr (GString) texts = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_str_has_prefix (key, "Hours"))
      g_string_append_printf (texts, " %s", (const char *) value);
  return khidki_words_split (texts->str);
}

/**
 * khidki_centre_count_words:
 * @said: a locality in somebody's words, folded as khidki_words_split() does
 *
 * Returns: how many of its words stand in name or address, in any language
 *
 * Since: 0.1
 */
guint
khidki_centre_count_words (KhidkiCentre *self, const char *const *said)
{
  guint n = 0;

  if (g_once_init_enter (&self->words))
    g_once_init_leave (&self->words, split_texts (self));
  for (guint i = 0; said[i] != NULL; i++)
    n += has_word (self->words, said[i]) ? 1 : 0;
  return n;
}
