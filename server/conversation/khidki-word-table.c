/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-word-table.h"

/* What one word stands for. */
typedef struct
{
  guint meaning;
  const KhidkiWordRow *row;
} Entry;

static void
add_row (GHashTable *words, const KhidkiWordTable *table, const KhidkiWordRow *row)
{
  g_auto (GStrv) list = g_strsplit (row->words, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *folded = table->fold (list[i]);
      Entry *entry = g_hash_table_lookup (words, folded);

      if (entry == NULL)
        {
          entry = g_new0 (Entry, 1);
          g_hash_table_insert (words, g_steal_pointer (&folded), entry);
        }
      entry->meaning |= row->meaning;
      entry->row = row;
    }
}

static GHashTable *
fold_all (const KhidkiWordTable *table)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < table->n_rows; i++)
    add_row (words, table, &table->rows[i]);
  return words;
}

static const Entry *
look_up (KhidkiWordTable *table, const char *folded)
{
  if (g_once_init_enter (&table->words))
    g_once_init_leave (&table->words, fold_all (table));
  return g_hash_table_lookup (table->words, folded);
}

/**
 * khidki_word_table_get:
 * @table: a vocabulary
 * @folded: a word or phrase, folded as those of the vocabulary are
 *
 * Returns: what it means, the bits of all rows in which it stands; 0 if in none
 */
guint
khidki_word_table_get (KhidkiWordTable *table, const char *folded)
{
  const Entry *entry = look_up (table, folded);

  return entry != NULL ? entry->meaning : 0;
}

/**
 * khidki_word_table_find:
 * @table: a vocabulary
 * @folded: a word or phrase, folded as those of the vocabulary are
 *
 * Returns: (transfer none) (nullable): the row in which it stands, the last of several
 */
const KhidkiWordRow *
khidki_word_table_find (KhidkiWordTable *table, const char *folded)
{
  const Entry *entry = look_up (table, folded);

  return entry != NULL ? entry->row : NULL;
}

/**
 * khidki_word_table_list:
 * @table: a vocabulary
 * @meaning: what a row may mean
 *
 * Returns: (transfer full): all words of the rows that mean just this, folded
 */
GStrv
khidki_word_table_list (const KhidkiWordTable *table, guint meaning)
{
  g_autoptr (GStrvBuilder) folded = g_strv_builder_new ();

  for (guint i = 0; i < table->n_rows; i++)
    {
      g_auto (GStrv) words = g_strsplit (table->rows[i].words, "|", -1);

      for (guint j = 0; table->rows[i].meaning == meaning && words[j] != NULL; j++)
        {
          g_autofree char *word = table->fold (words[j]);

          g_strv_builder_add (folded, word);
        }
    }
  return g_strv_builder_end (folded);
}
