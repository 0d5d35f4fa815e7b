/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-seva-private.h"

#include <string.h>

#include "khidki-condition-private.h"
#include "khidki-limits.h"

#define SHORT_LETTERS 24

/* Small letters, digits and dashes; a reason may be R05. */
gboolean
khidki_seva_is_id (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

  return length > 0 && length <= 64 && text[length] == '\0' && g_ascii_isalnum (text[0]);
}

/* `name` or `group.name`; no part is a number: that is how repeats are told. */
gboolean
khidki_seva_is_path (const char *text)
{
  g_auto (GStrv) steps = g_strsplit (text, ".", -1);
  guint n = g_strv_length (steps);

  for (guint i = 0; i < n; i++)
    if (!khidki_seva_is_id (steps[i]) || g_ascii_isdigit (steps[i][0]))
      return FALSE;
  return n == 1 || n == 2;
}

static gboolean
all_digits (const char *text, gsize length)
{
  return length > 0 && strspn (text, "0123456789") >= length;
}

gboolean
khidki_seva_parse_date (const char *text, GDate *date)
{
  guint year = 0, month = 0, day = 0;

  if (strlen (text) != 10 || !all_digits (text, 4) || text[4] != '-' || !all_digits (text + 5, 2) ||
      text[7] != '-' || !all_digits (text + 8, 2))
    return FALSE;
  year = (guint) g_ascii_strtoull (text, NULL, 10);
  month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  day = (guint) g_ascii_strtoull (text + 8, NULL, 10);
  if (year == 0 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

gboolean
khidki_seva_parse_range (const char *text, gint64 *minimum, gint64 *maximum)
{
  const char *dash = strchr (text, '-');

  if (dash == NULL || dash - text > 15 || strlen (dash + 1) > 15 ||
      !all_digits (text, (gsize) (dash - text)) || !all_digits (dash + 1, strlen (dash + 1)))
    return FALSE;
  *minimum = g_ascii_strtoll (text, NULL, 10);
  *maximum = g_ascii_strtoll (dash + 1, NULL, 10);
  return *minimum <= *maximum;
}

gboolean
khidki_seva_parse_paise (const char *text, gint64 *paise)
{
  gsize rupees = strspn (text, "0123456789");

  if (rupees == 0 || rupees > 12)
    return FALSE;
  *paise = g_ascii_strtoll (text, NULL, 10) * 100;
  if (text[rupees] == '\0')
    return TRUE;
  if (text[rupees] != '.' || strlen (text + rupees) != 3 || !all_digits (text + rupees + 1, 2))
    return FALSE;
  *paise += g_ascii_strtoll (text + rupees + 1, NULL, 10);
  return TRUE;
}

static gboolean
split_period (const char *period, guint *count, char *unit)
{
  gsize digits;

  if (period[0] != 'P')
    return FALSE;
  digits = strspn (period + 1, "0123456789");
  if (digits == 0 || digits > 4 || strlen (period) != digits + 2)
    return FALSE;
  *count = (guint) g_ascii_strtoull (period + 1, NULL, 10);
  *unit = period[digits + 1];
  return *count > 0 && strchr ("YMD", *unit) != NULL;
}

static void
end_financial_year (GDate *date)
{
  guint year = g_date_get_year (date) + (g_date_get_month (date) >= G_DATE_APRIL ? 1 : 0);

  g_date_set_dmy (date, 31, G_DATE_MARCH, (GDateYear) year);
}

/* FALSE when @period is none. */
gboolean
khidki_seva_add_period (const char *period, GDate *date)
{
  guint count = 0;
  char unit = 0;

  if (strcmp (period, "financial-year") == 0)
    {
      end_financial_year (date);
      return TRUE;
    }
  if (!split_period (period, &count, &unit))
    return FALSE;

  if (unit == 'Y')
    g_date_add_years (date, count);
  else if (unit == 'M')
    g_date_add_months (date, count);
  else
    g_date_add_days (date, count);
  return TRUE;
}

static gboolean
is_period (const char *value)
{
  guint count;
  char unit;

  return strcmp (value, "financial-year") == 0 || split_period (value, &count, &unit);
}

static gboolean
is_pattern (const char *value)
{
  g_autoptr (GRegex) regex = g_regex_new (value, 0, 0, NULL);

  return regex != NULL;
}

static gboolean
is_review (const char *value)
{
  GDate day;

  return strcmp (value, "no") == 0 || khidki_seva_parse_date (value, &day);
}

static gboolean
is_among (const char *among, const char *value)
{
  g_auto (GStrv) allowed = g_strsplit (among, ";", -1);

  return g_strv_contains ((const char *const *) allowed, value);
}

/* What was expected, %NULL if @value is that. Lists are checked entry by entry. */
const char *
khidki_seva_check_value (const KhidkiSevaKey *key, const char *value)
{
  gint64 minimum, maximum;
  KhidkiFieldType type;

  if (*value == '\0')
    return "something";

  switch (key->kind)
    {
    case KHIDKI_SEVA_SHORT:
      return khidki_limits_measure (value) <= SHORT_LETTERS ? NULL : "at most 24 letters";
    case KHIDKI_SEVA_ID:
    case KHIDKI_SEVA_LIST:
      return khidki_seva_is_id (value) ? NULL : "an id of letters, digits and dashes";
    case KHIDKI_SEVA_COUNT:
      return strlen (value) <= 5 && all_digits (value, strlen (value)) ? NULL : "a whole number";
    case KHIDKI_SEVA_BOOLEAN:
      return is_among ("yes;no", value) ? NULL : "yes or no";
    case KHIDKI_SEVA_MONEY:
      return khidki_seva_parse_paise (value, &minimum) ? NULL : "rupees as 10 or 10.50";
    case KHIDKI_SEVA_RANGE:
      return khidki_seva_parse_range (value, &minimum, &maximum) ? NULL : "two numbers as 1-15";
    case KHIDKI_SEVA_CONDITION:
      return khidki_condition_is_valid (value) ? NULL : "a condition as path=value|value & path!=value";
    case KHIDKI_SEVA_PERIOD:
      return is_period (value) ? NULL : "a period as P1Y, P6M, P30D or financial-year";
    case KHIDKI_SEVA_PATTERN:
      return is_pattern (value) ? NULL : "a regular expression";
    case KHIDKI_SEVA_TYPE:
      return khidki_field_type_from_name (value, &type) ? NULL : "a type of field";
    case KHIDKI_SEVA_REVIEW:
      return is_review (value) ? NULL : "a day as 2026-11-30, or no";
    case KHIDKI_SEVA_ONE_OF:
    case KHIDKI_SEVA_SOME_OF:
      return is_among (key->among, value) ? NULL : key->among;
    case KHIDKI_SEVA_TEXT:
    case KHIDKI_SEVA_STRING:
    case KHIDKI_SEVA_WORDS:
    default:
      return NULL;
    }
}
