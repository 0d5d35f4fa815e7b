/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void khidki_civil_day (GTimeZone *zone, gint64 instant, GDate *day);
/* (transfer full): midnight, with which the civil day of @instant began */
GDateTime *khidki_civil_day_begin (GTimeZone *zone, gint64 instant);
/* (transfer full): `2026-11-23` */
char *khidki_civil_day_to_text (const GDate *day);

G_END_DECLS
