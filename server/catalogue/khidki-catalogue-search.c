/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "catalogue/khidki-catalogue-private.h"
#include "catalogue/khidki-words.h"

#define LEAST_SHARE 0.5
#define FEW_WORDS 40
#define LITTLE 0.1

typedef struct
{
  KhidkiService *service;
  double score;
} Hit;

/* @text: (nullable) */
static void
add_name (KhidkiCatalogue *self, guint place, const char *text)
{
  if (text != NULL)
    khidki_vocabulary_add (self->vocabulary, place, khidki_words_split (text));
}

void
khidki_catalogue_add_names (KhidkiCatalogue *self, guint place)
{
  KhidkiService *service = ((KhidkiCatalogueEntry *) g_ptr_array_index (self->entries, place))->service;
  g_auto (GStrv) names = khidki_service_list_texts (service, "Name");
  g_auto (GStrv) short_names = khidki_service_list_texts (service, "ShortName");
  const char *const *words = khidki_service_get_words (service);

  add_name (self, place, khidki_service_get_id (service));
  for (guint i = 0; names[i] != NULL; i++)
    add_name (self, place, names[i]);
  for (guint i = 0; short_names[i] != NULL; i++)
    add_name (self, place, short_names[i]);
  for (guint i = 0; words[i] != NULL; i++)
    add_name (self, place, words[i]);
}

/* The rarer the word, the more it says; one that is known never less than one that is not. */
static double
weigh_word (KhidkiCatalogue *self, const char *word, const double *likeness)
{
  guint with = 0;

  if (khidki_words_is_common (word))
    return LITTLE;
  for (guint i = 0; i < self->entries->len; i++)
    with += likeness[i] > 0 ? 1 : 0;
  return with == 0 ? 1 : MAX (1, log (1 + (double) self->entries->len / with));
}

/* What a message says of each entry. */
typedef struct
{
  double *scores;
  gboolean *named;
  double whole;
} Heard;

/* Adds what the first of @words says. */
static void
hear_word (KhidkiCatalogue *self, const char *const *words, Heard *heard)
{
  g_autofree double *likeness = g_new0 (double, self->entries->len);
  double weight;

  khidki_vocabulary_hear (self->vocabulary, words, likeness, heard->named);
  if (khidki_words_is_stop (*words))
    return;
  weight = weigh_word (self, *words, likeness);
  heard->whole += weight;
  for (guint i = 0; i < self->entries->len; i++)
    heard->scores[i] += weight * likeness[i];
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *left = a, *right = b;

  if (left->score != right->score)
    return left->score < right->score ? 1 : -1;
  return strcmp (khidki_service_get_id (left->service), khidki_service_get_id (right->service));
}

/* One whose name stands in a long message is meant, whatever else does. */
static GArray *
list_hits (KhidkiCatalogue *self, const char *const *words)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autofree double *scores = g_new0 (double, self->entries->len);
  g_autofree gboolean *named = g_new0 (gboolean, self->entries->len);
  Heard heard = { scores, named, 0 };

  for (guint i = 0; words[i] != NULL && i < FEW_WORDS; i++)
    hear_word (self, words + i, &heard);
  for (guint i = 0; heard.whole > 0 && i < self->entries->len; i++)
    {
      KhidkiCatalogueEntry *entry = g_ptr_array_index (self->entries, i);
      Hit hit = { entry->service, scores[i] / heard.whole };

      if (hit.score >= LEAST_SHARE || named[i])
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  return hits;
}

/**
 * khidki_catalogue_search:
 * @self: a catalogue
 * @text: what a person wrote
 *
 * Returns: (transfer container) (element-type KhidkiService): services that it may
 *   mean, the likeliest first
 */
GPtrArray *
khidki_catalogue_search (KhidkiCatalogue *self, const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);
  g_autoptr (GArray) hits = list_hits (self, (const char *const *) words);
  GPtrArray *services = g_ptr_array_new ();

  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (services, g_array_index (hits, Hit, i).service);
  return services;
}
