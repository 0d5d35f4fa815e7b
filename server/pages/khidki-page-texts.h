/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What pages say: `texts/en.ini` and `texts/hi.ini`, the same keys in both. */
const char *khidki_page_texts_get (const char *language, const char *key);
GStrv khidki_page_texts_list_keys (const char *language);

G_END_DECLS
