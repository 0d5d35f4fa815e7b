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

static void
add_phrase (GPtrArray *phrases, const char *text)
{
  if (text != NULL)
    g_ptr_array_add (phrases, khidki_words_split (text));
}

/* (transfer full): a GStrv for each way to say what the service is. */
GPtrArray *
khidki_catalogue_list_phrases (KhidkiCatalogueEntry *entry)
{
  GPtrArray *phrases = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) names = khidki_service_list_texts (entry->service, "Name");
  g_auto (GStrv) short_names = khidki_service_list_texts (entry->service, "ShortName");
  const char *const *words = khidki_service_get_words (entry->service);

  add_phrase (phrases, khidki_service_get_id (entry->service));
  for (guint i = 0; names[i] != NULL; i++)
    add_phrase (phrases, names[i]);
  for (guint i = 0; short_names[i] != NULL; i++)
    add_phrase (phrases, short_names[i]);
  for (guint i = 0; words[i] != NULL; i++)
    add_phrase (phrases, words[i]);
  return phrases;
}

static double
compare_entry (KhidkiCatalogueEntry *entry, const char *word)
{
  double best = 0;

  for (guint i = 0; i < entry->phrases->len && best < 1; i++)
    for (char **other = g_ptr_array_index (entry->phrases, i); *other != NULL; other++)
      best = MAX (best, khidki_words_compare (word, *other));
  return best;
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

/* Adds to the @scores of the entries what @word says. Returns the most that it can. */
static double
score_word (KhidkiCatalogue *self, const char *word, double *scores)
{
  g_autofree double *likeness = NULL;
  double weight;

  if (khidki_words_is_stop (word))
    return 0;
  likeness = g_new0 (double, self->entries->len + 1);
  for (guint i = 0; i < self->entries->len; i++)
    likeness[i] = compare_entry (g_ptr_array_index (self->entries, i), word);
  weight = weigh_word (self, word, likeness);
  for (guint i = 0; i < self->entries->len; i++)
    scores[i] += weight * likeness[i];
  return weight;
}

/* A single word may stand in any sentence. */
static gboolean
tells (char **phrase)
{
  for (guint i = 0; phrase[i] != NULL; i++)
    if (!khidki_words_is_stop (phrase[i]) && !khidki_words_is_common (phrase[i]))
      return g_strv_length (phrase) > 1;
  return FALSE;
}

static gboolean
stands_at (char **words, char **phrase)
{
  for (guint i = 0; phrase[i] != NULL; i++)
    if (words[i] == NULL || khidki_words_compare (words[i], phrase[i]) <= 0)
      return FALSE;
  return TRUE;
}

/* Whether one of its names stands in a long message, whatever else does. */
static gboolean
is_named (KhidkiCatalogueEntry *entry, char **words)
{
  for (guint i = 0; i < entry->phrases->len; i++)
    {
      char **phrase = g_ptr_array_index (entry->phrases, i);

      if (!tells (phrase))
        continue;
      for (guint j = 0; words[j] != NULL && j < FEW_WORDS; j++)
        if (stands_at (words + j, phrase))
          return TRUE;
    }
  return FALSE;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *left = a, *right = b;

  if (left->score != right->score)
    return left->score < right->score ? 1 : -1;
  return strcmp (khidki_service_get_id (left->service), khidki_service_get_id (right->service));
}

static GArray *
score_entries (KhidkiCatalogue *self, char **words)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autofree double *scores = g_new0 (double, self->entries->len + 1);
  double whole = 0;

  for (guint i = 0; words[i] != NULL && i < FEW_WORDS; i++)
    whole += score_word (self, words[i], scores);
  for (guint i = 0; whole > 0 && i < self->entries->len; i++)
    {
      KhidkiCatalogueEntry *entry = g_ptr_array_index (self->entries, i);
      Hit hit = { entry->service, scores[i] / whole };

      if (hit.score >= LEAST_SHARE || is_named (entry, words))
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
  g_autoptr (GArray) hits = score_entries (self, words);
  GPtrArray *services = g_ptr_array_new ();

  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (services, g_array_index (hits, Hit, i).service);
  return services;
}
