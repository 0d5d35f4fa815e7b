/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-command.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

static const KhidkiCommand commands[] = {
  { "status", "", "whether all is well, and what waits" },
  { "plugins", "", "which plugins run, and why others do not" },
  { "app list", "[--state STATE] [--subdivision ID] [--limit N] [--as OFFICER]",
    "applications that wait, the one due first in front" },
  { "app show", "NUMBER [--as OFFICER]", "one application and its moves" },
  { "app take", "NUMBER --as OFFICER", "begin the scrutiny" },
  { "app forward", "NUMBER [TEXT…] --as OFFICER", "hand it to the next stage" },
  { "app ask", "NUMBER TEXT… --as OFFICER", "ask the citizen" },
  { "app approve", "NUMBER [TEXT…] --as OFFICER", "decide for it; the certificate is made" },
  { "app reject", "NUMBER REASON [TEXT…] --as OFFICER", "decide against it, with a reason's code" },
  { "app resume", "NUMBER [TEXT…] --as OFFICER",
    "go on without the citizen's answer, after 15 days" },
  { "app transfer", "NUMBER SUBDIVISION [TEXT…] --as OFFICER", "hand it to another sub-division" },
  { "operator list", "", "who works at which counter today, and whether they can sign in" },
  { "operator invite", "ID",
    "an invitation, shown once, to set a password at /counter/; the old one and all sessions end" },
  { "operator sign-out", "ID", "end every session of an operator" },
  { "queue", "", "what waits, and what needs an administrator" },
  { "queue retry", "QUEUE ID [--as OFFICER]", "try again what waits for you; QUEUE is outbox, job or event" },
  { "queue drop", "event ID [--as OFFICER]", "decide that a parked event is not acted on" },
  { "audit verify", "[NUMBER]", "check the chain of one application, or of all" },
  { "audit head", "[DATE]", "what the chains of a day end in; DATE as 2026-11-23" },
};

/**
 * khidki_command_list:
 * @n_commands: (out): how many
 *
 * All commands, in the order in which help shows them.
 *
 * Returns: (transfer none): the first
 *
 * Since: 0.1
 */
const KhidkiCommand *
khidki_command_list (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/* How many of @words the name takes; 0 if it is another's. */
static guint
count_match (const KhidkiCommand *command, const char *const *words)
{
  g_auto (GStrv) names = g_strsplit (command->name, " ", -1);
  guint i;

  for (i = 0; names[i] != NULL; i++)
    if (words[i] == NULL || !g_str_equal (names[i], words[i]))
      return 0;
  return i;
}

/**
 * khidki_command_find:
 * @words: (array zero-terminated=1): the command and what follows it
 * @n_words: (out): how many of them are its name
 *
 * The command with the longest name that @words begin with.
 *
 * Returns: (transfer none) (nullable): the command
 *
 * Since: 0.1
 */
const KhidkiCommand *
khidki_command_find (const char *const *words, guint *n_words)
{
  const KhidkiCommand *found = NULL;

  *n_words = 0;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      guint n = count_match (&commands[i], words);

      if (n > *n_words)
        {
          *n_words = n;
          found = &commands[i];
        }
    }
  return found;
}

/**
 * khidki_command_knows:
 * @word: a first word
 *
 * Returns: whether a command begins with it
 *
 * Since: 0.1
 */
gboolean
khidki_command_knows (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) parts = g_strsplit (commands[i].name, " ", 2);

      if (g_str_equal (parts[0], word))
        return TRUE;
    }
  return FALSE;
}

/* What a usage asks for. */
typedef struct
{
  GHashTable *options; /* name → whether it must be there */
  guint least;
  guint most;
} Usage;

static void
usage_clear (Usage *usage)
{
  g_hash_table_unref (usage->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Usage, usage_clear)

static void
usage_read (Usage *usage, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, " ", -1);

  usage->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  usage->least = usage->most = 0;
  for (guint i = 0; tokens[i] != NULL; i++)
    {
      gboolean must = tokens[i][0] != '[';
      const char *token = tokens[i] + (must ? 0 : 1);

      if (g_str_has_prefix (token, "--"))
        {
          g_hash_table_insert (usage->options, g_strdup (token + 2), GINT_TO_POINTER (must));
          i++;
        }
      else if (*token != '\0')
        {
          usage->least += must ? 1 : 0;
          usage->most = strstr (token, "…") != NULL ? G_MAXUINT : usage->most + 1;
        }
    }
}

static gboolean
complain (GError **error, const KhidkiCommand *command, const char *what, const char *about)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s%s\nusage: khidkictl %s%s%s", what,
               about, command->name, *command->usage != '\0' ? " " : "", command->usage);
  return FALSE;
}

/* `--name=value` or `--name value`; gives how many words it took, 0 on failure. */
static guint
read_option (const KhidkiCommand *command,
             const Usage *usage,
             const char *const *words,
             GHashTable *options,
             GError **error)
{
  const char *equals = strchr (words[0], '=');
  g_autofree char *name = equals != NULL ? g_strndup (words[0] + 2, equals - words[0] - 2)
                                         : g_strdup (words[0] + 2);
  const char *value = equals != NULL ? equals + 1 : words[1];

  if (!g_hash_table_contains (usage->options, name))
    return complain (error, command, "there is no option --", name);
  if (value == NULL || *value == '\0')
    return complain (error, command, "a value is missing after --", name);
  g_hash_table_insert (options, g_steal_pointer (&name), g_strdup (value));
  return equals != NULL ? 1 : 2;
}

static gboolean
check_complete (const KhidkiCommand *command,
                const Usage *usage,
                const KhidkiCommandWords *read,
                GError **error)
{
  GHashTableIter iter;
  gpointer name, must;

  if (g_strv_length (read->words) < usage->least)
    return complain (error, command, "something is missing", "");
  if (g_strv_length (read->words) > usage->most)
    return complain (error, command, "too much: ", read->words[usage->most]);

  g_hash_table_iter_init (&iter, usage->options);
  while (g_hash_table_iter_next (&iter, &name, &must))
    if (GPOINTER_TO_INT (must) && !g_hash_table_contains (read->options, name))
      return complain (error, command, "needs --", name);
  return TRUE;
}

/**
 * khidki_command_read:
 * @command: the command
 * @words: (array zero-terminated=1): what follows its name
 *
 * Takes the words apart and checks them by the command's usage. After `--` there
 * are no more options.
 *
 * Returns: (transfer full) (nullable): the words; %NULL with %KHIDKI_ERROR_INVALID,
 *   whose message ends with the usage
 *
 * Since: 0.1
 */
KhidkiCommandWords *
khidki_command_read (const KhidkiCommand *command, const char *const *words, GError **error)
{
  g_auto (Usage) usage = { 0 };
  g_autoptr (KhidkiCommandWords) read = g_new0 (KhidkiCommandWords, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean only_words = FALSE;

  usage_read (&usage, command->usage);
  read->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (*words != NULL)
    {
      guint taken = 1;

      if (!only_words && g_str_equal (*words, "--"))
        only_words = TRUE;
      else if (!only_words && g_str_has_prefix (*words, "--"))
        taken = read_option (command, &usage, words, read->options, error);
      else
        g_strv_builder_add (builder, *words);
      if (taken == 0)
        return NULL;
      words += taken;
    }
  read->words = g_strv_builder_end (builder);
  return check_complete (command, &usage, read, error) ? g_steal_pointer (&read) : NULL;
}

void
khidki_command_words_free (KhidkiCommandWords *self)
{
  g_strfreev (self->words);
  g_clear_pointer (&self->options, g_hash_table_unref);
  g_free (self);
}
