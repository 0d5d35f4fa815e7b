/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"

G_BEGIN_DECLS

/* Adds a line to @notes (element-type utf8) for each text that a service of an enabled
 * plugin lacks in a language, and one for each language with what no native reader has
 * reviewed, with how many texts there are: for an administrator to hand to readers. */
void khidki_daemon_list_texts (KhidkiConfig *config, const GDate *today, GPtrArray *notes);

G_END_DECLS
