/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWordRow:
 * @meaning: what they mean; bits, if a word may mean several things
 * @words: words or phrases, split at the bars
 * @language: (nullable): which language they name, if they name one
 *
 * What people say for one thing.
 */
typedef struct
{
  guint meaning;
  const char *words;
  const char *language;
} KhidkiWordRow;

/**
 * KhidkiWordTable:
 *
 * A vocabulary that is folded once and then looked up. It is made with
 * KHIDKI_WORD_TABLE() and static.
 */
typedef struct
{
  const KhidkiWordRow *rows;
  guint n_rows;
  char *(*fold) (const char *text);
  GHashTable *words;
} KhidkiWordTable;

#define KHIDKI_WORD_TABLE(rows, fold) { rows, G_N_ELEMENTS (rows), fold, NULL }

guint khidki_word_table_get (KhidkiWordTable *table, const char *folded);
const KhidkiWordRow *khidki_word_table_find (KhidkiWordTable *table, const char *folded);
GStrv khidki_word_table_list (const KhidkiWordTable *table, guint meaning);

G_END_DECLS
