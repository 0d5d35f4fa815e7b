/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How people ask for a service centre: `csc 110085`, `रोहिणी सेवा केंद्र`. Pure. */

gboolean khidki_centre_words_split (const char *said, char **rest);
char *khidki_centre_words_find_pin (const char *text);
gboolean khidki_centre_words_is_pin (const char *said);

G_END_DECLS
