/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/* Why an application was refused, in the citizen's words: what the code of the
 * service's reason and the officer say, and what may be done about it, with the
 * papers that have to be sent. */

char *khidki_reasons_dup_why (KhidkiTurn *turn,
                              const char *service,
                              const char *code,
                              const char *text);
char *khidki_reasons_dup_what_now (KhidkiTurn *turn, const char *service, const char *code);
char *khidki_reasons_dup_stage (KhidkiTurn *turn, const char *service, const char *stage);

G_END_DECLS
