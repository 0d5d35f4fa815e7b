/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-word-table.h"

static GHashTable *
fold_all (const KhidkiWordTable *table)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < table->n_rows; i++)
    {
      g_auto (GStrv) list = g_strsplit (table->rows[i].words, "|", -1);

      for (guint j = 0; list[j] != NULL; j++)
        {
          char *folded = table->fold (list[j]);
          guint before = GPOINTER_TO_UINT (g_hash_table_lookup (words, folded));

          g_hash_table_insert (words, folded, GUINT_TO_POINTER (before | table->rows[i].meaning));
        }
    }
  return words;
}

/**
 * khidki_word_table_get:
 * @table: a vocabulary
 * @folded: a word or phrase, folded as those of the vocabulary are
 *
 * Returns: what it means, the bits of all rows in which it stands; 0 if in none
 *
 * Since: 0.1
 */
guint
khidki_word_table_get (KhidkiWordTable *table, const char *folded)
{
  if (g_once_init_enter (&table->words))
    g_once_init_leave (&table->words, fold_all (table));
  return GPOINTER_TO_UINT (g_hash_table_lookup (table->words, folded));
}
