/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the pages say, `group.key`; the key itself if there is no such text. */
const char *khidki_csc_say (const char *language, const char *key);

/* (nullable): %NULL if there is no such text. */
const char *khidki_csc_find_text (const char *language, const char *key);

/* (transfer full): the text with `{name}` replaced; pairs of names and values, then NULL. */
char *khidki_csc_fill (const char *language, const char *key, ...) G_GNUC_NULL_TERMINATED;

GStrv khidki_csc_list_texts (const char *language);

G_END_DECLS
