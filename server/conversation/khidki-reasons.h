/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/* Why an application was refused, in the citizen's words: what the code of the
 * service's reason says, what to bring, and what may be done about it. Empty
 * where the service says nothing. */

char *khidki_reasons_dup_reason (KhidkiTurn *turn, const char *service, const char *code);
char *khidki_reasons_dup_bring (KhidkiTurn *turn, const char *service, const char *code);
char *khidki_reasons_dup_remedy (KhidkiTurn *turn, const char *service, const char *code);
char *khidki_reasons_dup_stage (KhidkiTurn *turn, const char *service, const char *stage);

G_END_DECLS
