/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the digits of a text that is nothing but a number. */
char *khidki_offered_dup_digits (const char *text);
/* (transfer full) (nullable): the id in what was offered last, by its place or its title. */
char *khidki_offered_match (KhidkiTurn *turn, const char *text);
/* (transfer full) (nullable): the same, with slips of the thumb. Nothing that cannot be
 * taken back is chosen so. */
char *khidki_offered_match_nearly (KhidkiTurn *turn, const char *text);
/* (transfer full) (nullable): the only answer offered of whose title it is a part. */
char *khidki_offered_match_part (KhidkiTurn *turn, const char *text);

G_END_DECLS
