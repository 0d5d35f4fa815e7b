/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-conversation.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

gboolean khidki_intake_load_asked (KhidkiTransaction *transaction,
                                   KhidkiEvent *event,
                                   KhidkiApplicationFacts **asked,
                                   GError **error);

G_END_DECLS
