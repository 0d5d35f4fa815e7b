/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Holds a channel's limits, in UTF-16 units, without breaking what a reader
 * sees as one letter. */

char *khidki_fit_text (const char *text, guint maximum);
char *khidki_fit_line (const char *text);

G_END_DECLS
