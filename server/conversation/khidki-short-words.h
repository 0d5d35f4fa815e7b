/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiShortCommand:
 *
 * What a citizen asks for in one short text, on a channel that shows registered
 * texts alone.
 */
typedef enum
{
  KHIDKI_SHORT_NOTHING,
  KHIDKI_SHORT_HELP,
  KHIDKI_SHORT_STATUS,
  KHIDKI_SHORT_SERVICE,
  KHIDKI_SHORT_CENTRE,
  KHIDKI_SHORT_APPLY,
  KHIDKI_SHORT_CANCEL,
  KHIDKI_SHORT_STOP,
  KHIDKI_SHORT_START,
} KhidkiShortCommand;

/**
 * KhidkiShortWish:
 * @command: what is asked
 * @rest: the words beside the command, "" if there are none
 * @number: (nullable): fourteen digits that stand in it, right or wrong
 * @pin: (nullable): six digits that stand in it alone
 * @language: (nullable): what it was written in, if that can be told
 *
 * A text, understood.
 */
typedef struct
{
  KhidkiShortCommand command;
  char *rest;
  char *number;
  char *pin;
  const char *language;
} KhidkiShortWish;

KhidkiShortWish *khidki_short_wish_new (const char *text);
void khidki_short_wish_free (KhidkiShortWish *wish);
char *khidki_short_find_number (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiShortWish, khidki_short_wish_free)

G_END_DECLS
