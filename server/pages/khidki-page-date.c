/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-date.h"

#include "conversation/khidki-texts.h"

/**
 * khidki_page_date_dup:
 * @instant: UTC milliseconds
 * @time_zone: where the date is a civil one
 * @language: one of khidki_language_list()
 *
 * Returns: (transfer full): e.g. `5 June 2026`, as the conversation writes it;
 *   "" for an instant outside of the calendar
 *
 * Since: 0.1
 */
char *
khidki_page_date_dup (gint64 instant, GTimeZone *time_zone, const char *language)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, time_zone) : NULL;
  g_autofree char *month = NULL;

  if (local == NULL)
    return g_strdup ("");
  month = g_strdup_printf ("month.%d", g_date_time_get_month (local));
  return g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (local),
                          khidki_texts_get (language, month), g_date_time_get_year (local));
}
