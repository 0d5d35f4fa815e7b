/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-centres.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-dated-index.h"
#include "catalogue/khidki-words.h"
#include "libkhidki/khidki-error.h"

#define KIND "Centre"

struct _KhidkiCentres
{
  gatomicrefcount references;
  KhidkiDatedIndex *centres;
};

/**
 * khidki_centres_new_empty:
 *
 * Returns: (transfer full): no centre at all
 *
 * Since: 0.1
 */
KhidkiCentres *
khidki_centres_new_empty (void)
{
  KhidkiCentres *self = g_new0 (KhidkiCentres, 1);

  g_atomic_ref_count_init (&self->references);
  self->centres = khidki_dated_index_new ((GDestroyNotify) khidki_centre_free);
  return self;
}

KhidkiCentres *
khidki_centres_ref (KhidkiCentres *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_centres_unref (KhidkiCentres *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  khidki_dated_index_free (self->centres);
  g_free (self);
}

static gboolean
read_centre (GKeyFile *file, const char *group, gpointer data, GError **error)
{
  KhidkiCentres *self = data;
  KhidkiCentre *centre = khidki_centre_new_from_group (file, group, error);

  if (centre != NULL)
    khidki_dated_index_add (self->centres, centre);
  return centre != NULL;
}

static gboolean
check_twice (KhidkiCentres *self, GError **error)
{
  KhidkiCentre *twice = khidki_dated_index_find_twice (self->centres);

  if (twice != NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                 "Centre %s begins at two places on one day", khidki_centre_get_id (twice));
  return twice == NULL;
}

/**
 * khidki_centres_new_from_file:
 * @path: a keyfile of centres, see data/centres/README.md
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the centres; %NULL with KHIDKI_ERROR_INVALID
 *   that names file, group, key, expected and found
 *
 * Since: 0.1
 */
KhidkiCentres *
khidki_centres_new_from_file (const char *path, GError **error)
{
  g_autoptr (KhidkiCentres) self = khidki_centres_new_empty ();

  if (!khidki_dated_data_read_file (path, KIND, "[Centre ID] or [Centre ID DAY]", read_centre, self,
                                    error))
    return NULL;
  if (!check_twice (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * khidki_centres_find:
 * @id: the id of a centre
 * @today: the civil date
 *
 * Returns: (transfer none) (nullable): the centre as it is on that day; a later group
 *   of the same id ends the earlier one; %NULL when it is not open
 *
 * Since: 0.1
 */
KhidkiCentre *
khidki_centres_find (KhidkiCentres *self, const char *id, const GDate *today)
{
  return khidki_dated_index_find (self->centres, id, today);
}

/**
 * khidki_centres_list:
 * @subdivision: (nullable): the id of a sub-division, %NULL for all of them
 * @today: the civil date
 *
 * Returns: (transfer container) (element-type KhidkiCentre): the centres there that are
 *   open on that day, in the file's order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_centres_list (KhidkiCentres *self, const char *subdivision, const GDate *today)
{
  GPtrArray *all = khidki_dated_index_list (self->centres, today);
  GPtrArray *list;

  if (subdivision == NULL)
    return all;
  list = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (khidki_centre_get_subdivision (g_ptr_array_index (all, i)), subdivision))
      g_ptr_array_add (list, g_ptr_array_index (all, i));
  g_ptr_array_unref (all);
  return list;
}

/* What was asked for, and of a list of sub-divisions @place that of the centre. */
typedef struct
{
  KhidkiCentre *centre;
  gboolean same_pin;
  guint place;
  guint words;
  double distance;
} Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a, *right = b;

  if (left->same_pin != right->same_pin)
    return left->same_pin ? -1 : 1;
  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  if (left->place != right->place)
    return left->place < right->place ? -1 : 1;
  if (left->words != right->words)
    return left->words > right->words ? -1 : 1;
  return strcmp (khidki_centre_get_id (left->centre), khidki_centre_get_id (right->centre));
}

static GPtrArray *
sort (GArray *candidates)
{
  GPtrArray *sorted = g_ptr_array_new ();

  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (sorted, g_array_index (candidates, Candidate, i).centre);
  return sorted;
}

static guint
find_place (GStrv subdivisions, KhidkiCentre *centre)
{
  guint place = 0;

  while (subdivisions[place] != NULL
         && !g_str_equal (subdivisions[place], khidki_centre_get_subdivision (centre)))
    place++;
  return place;
}

/* What decides between two is looked at: how far they are, else the words of the address. */
static void
weigh (Candidate *candidate, GStrv subdivisions, GStrv said, const double *position)
{
  if (position != NULL)
    candidate->distance = khidki_centre_measure (candidate->centre, position[0], position[1]);
  else if (subdivisions[candidate->place] != NULL)
    candidate->words = khidki_centre_count_words (candidate->centre, (const char *const *) said);
}

/**
 * khidki_centres_search:
 * @places: what is known of localities and PINs
 * @pin: (nullable): six digits
 * @locality: (nullable): a locality in somebody's words
 * @today: the civil date
 *
 * Those with the very PIN come first; then those of the sub-divisions that @places
 * proposes, by their distance where the PIN's position is known, else the likeliest
 * sub-division first.
 *
 * Returns: (transfer container) (element-type KhidkiCentre): the nearest first; empty if
 *   nothing is known of what was asked
 *
 * Since: 0.1
 */
GPtrArray *
khidki_centres_search (KhidkiCentres *self,
                       KhidkiPlaces *places,
                       const char *pin,
                       const char *locality,
                       const GDate *today)
{
  g_auto (GStrv) subdivisions = khidki_places_propose (places, locality, pin, today);
  g_autoptr (GPtrArray) all = khidki_centres_list (self, NULL, today);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_auto (GStrv) said = khidki_words_split (locality != NULL ? locality : "");
  double position[2];
  gboolean known = pin != NULL && khidki_places_get_pin_position (places, pin, &position[0], &position[1]);

  for (guint i = 0; i < all->len; i++)
    {
      Candidate candidate = { .centre = g_ptr_array_index (all, i) };

      candidate.same_pin = g_strcmp0 (khidki_centre_get_pin (candidate.centre), pin) == 0;
      candidate.place = find_place (subdivisions, candidate.centre);
      if (!known && !candidate.same_pin && subdivisions[candidate.place] == NULL)
        continue;
      weigh (&candidate, subdivisions, said, known ? position : NULL);
      g_array_append_val (candidates, candidate);
    }
  return sort (candidates);
}

/**
 * khidki_centres_list_near:
 * @latitude: degrees, north is positive
 * @longitude: degrees, east is positive
 * @today: the civil date
 *
 * Returns: (transfer container) (element-type KhidkiCentre): all that are open, the
 *   nearest first
 *
 * Since: 0.1
 */
GPtrArray *
khidki_centres_list_near (KhidkiCentres *self, double latitude, double longitude, const GDate *today)
{
  g_autoptr (GPtrArray) all = khidki_centres_list (self, NULL, today);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < all->len; i++)
    {
      Candidate candidate = { .centre = g_ptr_array_index (all, i) };

      candidate.distance = khidki_centre_measure (candidate.centre, latitude, longitude);
      g_array_append_val (candidates, candidate);
    }
  return sort (candidates);
}

/**
 * khidki_centres_check_places:
 * @places: where centres may be
 * @error: return location for an error
 *
 * Returns: whether each centre lies in a sub-division that there is or was; FALSE with
 *   KHIDKI_ERROR_INVALID that names group, key, expected and found
 *
 * Since: 0.1
 */
gboolean
khidki_centres_check_places (KhidkiCentres *self, KhidkiPlaces *places, GError **error)
{
  GPtrArray *all = khidki_dated_index_get_all (self->centres);

  for (guint i = 0; i < all->len; i++)
    {
      KhidkiCentre *centre = g_ptr_array_index (all, i);
      const char *subdivision = khidki_centre_get_subdivision (centre);
      g_autofree char *group = g_strconcat (KIND " ", khidki_centre_get_id (centre), NULL);

      if (khidki_places_get_district (places, subdivision) == NULL)
        return khidki_dated_data_fail (error, group, "Subdivision",
                                       "the id of a [Subdivision] of the places", subdivision);
    }
  return TRUE;
}

/**
 * khidki_centres_list_without:
 * @places: the places
 * @today: the civil date
 *
 * Returns: (transfer full): ids of the sub-divisions in force in which no centre is open
 *
 * Since: 0.1
 */
GStrv
khidki_centres_list_without (KhidkiCentres *self, KhidkiPlaces *places, const GDate *today)
{
  g_auto (GStrv) all = khidki_places_list_subdivisions (places, today, NULL);
  g_autoptr (GStrvBuilder) without = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) there = khidki_centres_list (self, all[i], today);

      if (there->len == 0)
        g_strv_builder_add (without, all[i]);
    }
  return g_strv_builder_end (without);
}
