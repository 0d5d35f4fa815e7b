/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-civil-day.h"

/**
 * khidki_civil_day:
 * @zone: the configured time zone, whatever the machine's own is
 * @instant: UTC milliseconds
 * @day: (out): the civil day of that instant there
 *
 * Since: 0.1
 */
void
khidki_civil_day (GTimeZone *zone, gint64 instant, GDate *day)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / 1000);
  g_autoptr (GDateTime) civil = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  g_date_clear (day, 1);
  if (civil != NULL)
    g_date_set_dmy (day, (GDateDay) g_date_time_get_day_of_month (civil),
                    (GDateMonth) g_date_time_get_month (civil),
                    (GDateYear) g_date_time_get_year (civil));
}

GDateTime *
khidki_civil_day_begin (GTimeZone *zone, gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / 1000);
  g_autoptr (GDateTime) civil = g_date_time_to_timezone (utc, zone);

  return g_date_time_new (zone, g_date_time_get_year (civil), g_date_time_get_month (civil),
                          g_date_time_get_day_of_month (civil), 0, 0, 0);
}

char *
khidki_civil_day_to_text (const GDate *day)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (day), g_date_get_month (day),
                          g_date_get_day (day));
}
