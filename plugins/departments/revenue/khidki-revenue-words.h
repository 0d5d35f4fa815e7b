/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *khidki_revenue_words_write (gint64 rupees, const char *language);
char *khidki_revenue_words_group (gint64 rupees);

G_END_DECLS
