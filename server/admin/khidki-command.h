/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiCommand:
 * @name: one or two words
 * @usage: what may follow: words in capitals, the last with … if it takes all that
 *   follow; options with their value; in brackets what may be left out
 * @summary: what it does, in a few words
 *
 * A command of `khidkictl`. Its usage is also what its words are checked by.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *name;
  const char *usage;
  const char *summary;
} KhidkiCommand;

/**
 * KhidkiCommandWords:
 * @words: what follows the name, without options
 * @options: options by their name without dashes
 *
 * The words of one call, taken apart.
 *
 * Since: 0.1
 */
typedef struct
{
  GStrv words;
  GHashTable *options;
} KhidkiCommandWords;

const KhidkiCommand *khidki_command_list (guint *n_commands);
const KhidkiCommand *khidki_command_find (const char *const *words, guint *n_words);
gboolean khidki_command_knows (const char *word);
KhidkiCommandWords *khidki_command_read (const KhidkiCommand *command,
                                         const char *const *words,
                                         GError **error);
void khidki_command_words_free (KhidkiCommandWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCommandWords, khidki_command_words_free)

G_END_DECLS
