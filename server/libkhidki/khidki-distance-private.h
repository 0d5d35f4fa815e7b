/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint khidki_distance (const char *a, const char *b, guint limit);
const char *khidki_distance_find_nearest (const char *word, const char *const *words);

G_END_DECLS
