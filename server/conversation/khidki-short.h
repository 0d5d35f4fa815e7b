/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-short-words.h"
#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/**
 * KhidkiShortCentre:
 *
 * A service centre as it is told in one text.
 */
typedef struct
{
  char *name;
  char *address;
  char *hours;
} KhidkiShortCentre;

/* Answers a person on a channel that sends registered texts alone. */
void khidki_short_answer (KhidkiTurn *turn);

/* Says one registered text; its values in the order of the family's variables. */
void khidki_short_say (KhidkiTurn *turn, const char *family, ...) G_GNUC_NULL_TERMINATED;

void khidki_short_tell_service (KhidkiTurn *turn, const char *words);
void khidki_short_apply (KhidkiTurn *turn, const char *words);
void khidki_short_cancel (KhidkiTurn *turn);
gboolean khidki_short_code_take (KhidkiTurn *turn, const char *text);
void khidki_short_code_taken (KhidkiTurn *turn);
void khidki_short_code_refused (KhidkiTurn *turn);
void khidki_short_tell_centre (KhidkiTurn *turn, const KhidkiShortWish *wish);

char *khidki_short_dup_where (KhidkiTurn *turn);
void khidki_short_centre_clear (KhidkiShortCentre *centre);

G_END_DECLS
