/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/* The nearest service centre: what is known of where somebody lives, what they ask
 * with a PIN, a locality or a shared location. */

gboolean khidki_near_hear (KhidkiTurn *turn, const char *text);
gboolean khidki_near_hear_last (KhidkiTurn *turn, const char *text);
gboolean khidki_near_take_location (KhidkiTurn *turn);
void khidki_near_greet (KhidkiTurn *turn);

char *khidki_near_dup_own (KhidkiTurn *turn);
KhidkiCentre *khidki_near_find_own (KhidkiTurn *turn);

G_END_DECLS
