/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *khidki_page_date_dup (gint64 instant, GTimeZone *time_zone, const char *language);

G_END_DECLS
