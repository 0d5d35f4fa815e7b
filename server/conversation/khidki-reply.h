/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/* Makes of all that was said in a turn the message, or where the channel's
 * limits need it the text and the message, and adds them to the actions. */
void khidki_reply_send (KhidkiTurn *turn);

G_END_DECLS
