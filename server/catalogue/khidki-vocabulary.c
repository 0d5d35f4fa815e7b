/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-vocabulary.h"

#include "catalogue/khidki-words.h"

typedef struct
{
  guint number;
  GStrv name;
} Name;

/* One word, what it is a word of, and the names that begin with it. */
typedef struct
{
  const char *word;
  GArray *numbers;
  GArray *names;
} Word;

struct _KhidkiVocabulary
{
  GPtrArray *names; /* GStrv */
  GPtrArray *words;
  GHashTable *by_word;
};

static void
word_free (Word *word)
{
  g_array_unref (word->numbers);
  g_array_unref (word->names);
  g_free (word);
}

/**
 * khidki_vocabulary_new:
 *
 * Returns: (transfer full): a vocabulary without words
 *
 * Since: 0.1
 */
KhidkiVocabulary *
khidki_vocabulary_new (void)
{
  KhidkiVocabulary *self = g_new0 (KhidkiVocabulary, 1);

  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->words = g_ptr_array_new_with_free_func ((GDestroyNotify) word_free);
  self->by_word = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
khidki_vocabulary_free (KhidkiVocabulary *self)
{
  g_hash_table_unref (self->by_word);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->names);
  g_free (self);
}

/* A single word may stand in any sentence, and so may words that say nothing. */
static gboolean
tells (GStrv name)
{
  for (guint i = 0; name[i] != NULL; i++)
    if (!khidki_words_is_stop (name[i]) && !khidki_words_is_common (name[i]))
      return g_strv_length (name) > 1;
  return FALSE;
}

static Word *
get_word (KhidkiVocabulary *self, const char *folded)
{
  Word *word = g_hash_table_lookup (self->by_word, folded);

  if (word == NULL)
    {
      word = g_new0 (Word, 1);
      word->word = folded;
      word->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
      word->names = g_array_new (FALSE, FALSE, sizeof (Name));
      g_ptr_array_add (self->words, word);
      g_hash_table_insert (self->by_word, (char *) folded, word);
    }
  return word;
}

/**
 * khidki_vocabulary_add:
 * @number: of what is named
 * @name: (transfer full): one of its names, folded as khidki_words_split() does
 *
 * Since: 0.1
 */
void
khidki_vocabulary_add (KhidkiVocabulary *self, guint number, GStrv name)
{
  const Name whole = { number, name };

  g_ptr_array_add (self->names, name);
  for (guint i = 0; name[i] != NULL; i++)
    g_array_append_val (get_word (self, name[i])->numbers, number);
  if (tells (name))
    g_array_append_val (get_word (self, name[0])->names, whole);
}

static gboolean
stands_at (const char *const *words, GStrv name)
{
  for (guint i = 0; name[i] != NULL; i++)
    if (words[i] == NULL || khidki_words_compare (words[i], name[i]) <= 0)
      return FALSE;
  return TRUE;
}

/**
 * khidki_vocabulary_hear:
 * @words: words that somebody wrote one after the other, folded, one at least
 * @likeness: (inout): for each number the most that the first of @words is like a word
 *   of one of its names
 * @named: (inout): for each number whether @words begin with a name that tells what it is
 *
 * What is not named is left as it was.
 *
 * Since: 0.1
 */
void
khidki_vocabulary_hear (KhidkiVocabulary *self,
                        const char *const *words,
                        double *likeness,
                        gboolean *named)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const Word *word = g_ptr_array_index (self->words, i);
      double like = khidki_words_compare (*words, word->word);

      for (guint j = 0; like > 0 && j < word->numbers->len; j++)
        {
          double *most = &likeness[g_array_index (word->numbers, guint, j)];

          *most = MAX (*most, like);
        }
      for (guint j = 0; like > 0 && j < word->names->len; j++)
        {
          const Name *name = &g_array_index (word->names, Name, j);

          named[name->number] = named[name->number] || stands_at (words, name->name);
        }
    }
}
