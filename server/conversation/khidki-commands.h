/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiCommand:
 *
 * What a citizen can say at any time, as a whole message, in any language.
 */
typedef enum
{
  KHIDKI_COMMAND_NONE,
  KHIDKI_COMMAND_HI,
  KHIDKI_COMMAND_MENU,
  KHIDKI_COMMAND_BACK,
  KHIDKI_COMMAND_CANCEL,
  KHIDKI_COMMAND_STATUS,
  KHIDKI_COMMAND_CERTIFICATE,
  KHIDKI_COMMAND_HELP,
  KHIDKI_COMMAND_LANGUAGE,
  KHIDKI_COMMAND_SPEAK,
  KHIDKI_COMMAND_STOP,
  KHIDKI_COMMAND_COUNTER,
  KHIDKI_COMMAND_N_COMMANDS,
} KhidkiCommand;

KhidkiCommand khidki_commands_match (const char *text);
const char *khidki_commands_find_language (const char *text);
GStrv khidki_commands_list_words (KhidkiCommand command);
gboolean khidki_commands_is_one_of (const char *text, const char *words);
char *khidki_commands_normalise (const char *text);
char *khidki_commands_dup_bare (const char *said);

G_END_DECLS
