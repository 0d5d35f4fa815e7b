/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-conversation.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

gboolean khidki_intake_load_asked (KhidkiTransaction *transaction,
                                   KhidkiEvent *event,
                                   KhidkiApplicationFacts **asked,
                                   GError **error);
char *khidki_intake_reserve_code (const guint8 *randomness);

G_END_DECLS
