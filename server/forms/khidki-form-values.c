/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define MAX_TEXT 4000
#define OLDEST_YEARS 120

/* One line, single spaces, digits as ASCII. */
static char *
tidy (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  GString *tidied = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          if (tidied->len > 0 && tidied->str[tidied->len - 1] != ' ')
            g_string_append_c (tidied, ' ');
        }
      else if (!g_unichar_iscntrl (c) && (g_unichar_type (c) != G_UNICODE_FORMAT || c == 0x200C || c == 0x200D))
        g_string_append_unichar (tidied, c);
    }

  return g_strchomp (g_string_free (tidied, FALSE));
}

/* Letters and digits only; @keep are signs that stay. */
static char *
compact (const char *text, const char *keep)
{
  GString *compacted = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || strchr (keep, *p) != NULL || (guchar) *p >= 0x80)
      g_string_append_c (compacted, g_ascii_toupper (*p));
  return g_string_free (compacted, FALSE);
}

/* Always NULL, for who gives back the value. @said: (transfer full) */
static char *
give (char **complaint, char *said)
{
  if (complaint == NULL)
    {
      g_free (said);
      return NULL;
    }
  g_free (*complaint);
  *complaint = said;
  return NULL;
}

/* Rupees as they are shown elsewhere; a year or an age has no commas. */
static char *
write_limit (KhidkiField *field, gint64 limit)
{
  if (khidki_field_get_field_type (field) == KHIDKI_FIELD_MONEY)
    return khidki_form_write_rupees (limit);
  return g_strdup_printf ("%" G_GINT64_FORMAT, limit);
}

static char *
complain (const KhidkiForm *form, KhidkiField *field, const char *key, char **complaint)
{
  g_autofree char *example = khidki_form_dup_example (form, khidki_field_get_part (field));
  const char *own = khidki_field_get_text (field, "Complaint", form->language);
  gint64 minimum = 0, maximum = 0;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (complaint == NULL)
    return NULL;
  khidki_field_get_range (field, &minimum, &maximum);
  least = write_limit (field, minimum);
  most = write_limit (field, maximum);
  g_free (*complaint);
  *complaint = own != NULL ? g_strdup (own)
                           : khidki_form_say (form->language, key, "example", example, "minimum", least, "maximum",
                                              most, NULL);
  return NULL;
}

static gboolean
is_in_range (KhidkiField *field, gint64 value)
{
  gint64 minimum, maximum;

  return !khidki_field_get_range (field, &minimum, &maximum) || (value >= minimum && value <= maximum);
}

static char *
read_text (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  glong length = g_utf8_strlen (text, -1);

  if (khidki_form_is_only_speech (text))
    return complain (form, field, "pattern", complaint);
  if (length == 0 || length > MAX_TEXT || !is_in_range (field, length))
    return complain (form, field, khidki_field_get_range (field, NULL, NULL) ? "text-length" : "pattern", complaint);
  return g_strdup (text);
}

static char *
read_name (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  char *name = khidki_form_read_name (text);

  return name != NULL ? name : complain (form, field, "name", complaint);
}

static char *
read_mobile (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  g_autofree char *digits = compact (text, "");
  const char *number = digits;
  gsize length = strlen (digits);

  if (length == 14 && g_str_has_prefix (number, "0091"))
    number += 4;
  else if (length == 12 && g_str_has_prefix (number, "91"))
    number += 2;
  else if (length == 11 && *number == '0')
    number++;
  if (strlen (number) != 10 || strspn (number, "0123456789") != 10 || *number < '6')
    return complain (form, field, "mobile", complaint);
  return g_strdup (number);
}

static char *
read_digits (const KhidkiForm *form, KhidkiField *field, const char *text, const char *pattern, const char *key,
             const char *keep, char **complaint)
{
  g_autofree char *code = compact (text, keep);

  if (!g_regex_match_simple (pattern, code, G_REGEX_DOLLAR_ENDONLY, 0))
    return complain (form, field, key, complaint);
  return g_steal_pointer (&code);
}

static char *
read_identifier (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  g_autofree char *code = compact (text, "/-");
  gsize length = strlen (code);
  gboolean ranged = khidki_field_get_range (field, NULL, NULL);

  if (length < 2 || length > 60 || strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-") != length ||
      !is_in_range (field, (gint64) length))
    return complain (form, field, ranged ? "identifier" : "pattern", complaint);
  return g_steal_pointer (&code);
}

/* The one value that is taken with a remark: the whole number should not be sent. */
static char *
read_last4 (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  gboolean whole = FALSE;
  char *last = khidki_form_read_last4 (text, &whole);

  if (last == NULL)
    return complain (form, field, "last4", complaint);
  if (whole)
    give (complaint, khidki_form_say (form->language, "last4-whole", "digits", last, NULL));
  return last;
}

static char *
complain_date (const KhidkiForm *form, KhidkiField *field, const char *key, const GDate *date, char **complaint)
{
  g_autofree char *example = khidki_form_dup_example (form, khidki_field_get_part (field));
  g_autofree char *written = khidki_form_write_date (date);

  if (complaint != NULL)
    {
      g_free (*complaint);
      *complaint = khidki_form_say (form->language, key, "date", written, "example", example, NULL);
    }
  return NULL;
}

static char *
read_date (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  gboolean year_enough = g_strcmp0 (khidki_field_get_value (field, "YearEnough"), "yes") == 0;
  gboolean past = g_strcmp0 (khidki_field_get_value (field, "Past"), "yes") == 0;
  GDate date;

  if (!khidki_form_read_date (text, form->today, year_enough, &date))
    return complain (form, field, khidki_form_names_part_of_date (text) ? "date-part" : "date", complaint);
  if (past && g_date_compare (&date, form->today) > 0)
    return complain_date (form, field, "date-future", &date, complaint);
  if (past && g_date_get_year (&date) + OLDEST_YEARS < g_date_get_year (form->today))
    return complain_date (form, field, "date-old", &date, complaint);
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

/* How many of a unit are a year; 0 if it is no unit. */
static guint
get_units_a_year (const char *folded)
{
  static const guint times[] = { [KHIDKI_PERIOD_YEAR] = 1, [KHIDKI_PERIOD_MONTH] = 12, [KHIDKI_PERIOD_WEEK] = 52,
                                 [KHIDKI_PERIOD_DAY] = 365 };
  KhidkiPeriod period;

  if (g_strv_contains ((const char *const[]) { "y", "yr", "yrs", NULL }, folded))
    return 1;
  if (g_strv_contains ((const char *const[]) { "m", "mo", "mts", NULL }, folded))
    return 12;
  khidki_form_find_money_word (folded, &period);
  return period != KHIDKI_PERIOD_UNSAID ? times[period] : 0;
}

/* A number stands alone or is one of years; a child of 6 months has none. */
static gboolean
read_years (const char *text, gint64 *years)
{
  g_autofree char *words = khidki_words_join (text);
  gsize length = strspn (words, "0123456789");
  g_auto (GStrv) units = g_strsplit (words + length, " ", -1);
  guint times = 0;

  if (length == 0 || length > 15 || *text == '-')
    return FALSE;
  for (guint i = 0; units[i] != NULL; i++)
    {
      guint here = get_units_a_year (units[i]);

      if (here > 0 && times == 0)
        times = here;
      else if (!g_strv_contains ((const char *const[]) { "", "old", "ka", "ki", "ke", NULL }, units[i]))
        return FALSE;
    }
  *years = g_ascii_strtoll (words, NULL, 10) / MAX (times, 1);
  return TRUE;
}

/* A birthday where an age is asked for: 15/8/2010. */
static gboolean
read_age (const KhidkiForm *form, const char *text, gint64 *years)
{
  GDate birth;
  GDate birthday;

  if (strpbrk (text, "/-.") == NULL || !khidki_form_read_date (text, form->today, FALSE, &birth)
      || g_date_compare (&birth, form->today) > 0)
    return FALSE;
  *years = g_date_get_year (form->today) - g_date_get_year (&birth);
  birthday = birth;
  g_date_add_years (&birthday, (guint) *years);
  *years -= g_date_compare (&birthday, form->today) > 0;
  return TRUE;
}

static char *
read_integer (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  gint64 value;

  if (!read_years (text, &value) && !read_age (form, text, &value))
    return complain (form, field, "integer", complaint);
  if (!is_in_range (field, value))
    return complain (form, field, "range", complaint);
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* A year is asked for; nobody's income is worked out behind their back. */
char *
khidki_form_dup_period_complaint (const KhidkiForm *form, gint64 rupees, KhidkiPeriod period)
{
  static const struct
  {
    const char *key;
    gint64 times;
  } rows[] = {
    [KHIDKI_PERIOD_MONTH] = { "money-month", 12 },
    [KHIDKI_PERIOD_WEEK] = { "money-week", 50 },
    [KHIDKI_PERIOD_DAY] = { "money-day", 300 },
  };
  g_autofree char *amount = khidki_form_write_rupees (rupees);
  g_autofree char *year = NULL;

  if (rupees == 0 || period < KHIDKI_PERIOD_MONTH)
    return NULL;
  year = khidki_form_write_rupees (rupees * rows[period].times);
  if (form->year != NULL && *form->year == 0)
    *form->year = rupees * rows[period].times;
  return khidki_form_say (form->language, rows[period].key, "amount", amount, "year", year, NULL);
}

static char *
read_money (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  gint64 rupees = 0;
  KhidkiPeriod period = KHIDKI_PERIOD_UNSAID;
  char *objection;

  if (*text == '-' || !khidki_form_read_money (text, &rupees, &period))
    return complain (form, field, "money", complaint);
  objection = khidki_form_dup_period_complaint (form, rupees, period);
  if (objection != NULL)
    return give (complaint, objection);
  if (!is_in_range (field, rupees))
    return complain (form, field, "money-range", complaint);
  return g_strdup_printf ("%" G_GINT64_FORMAT, rupees);
}

static char *
read_choice (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  const char *choice = khidki_form_match_choice (field, text);
  g_autoptr (GString) names = g_string_new (NULL);

  if (choice != NULL)
    return g_strdup (choice);
  if (complaint == NULL)
    return NULL;

  for (const char *const *id = khidki_field_get_choices (field); *id != NULL; id++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? khidki_form_get_text (form->language, "comma") : "",
                            khidki_field_get_choice_text (field, *id, form->language));
  g_free (*complaint);
  *complaint = khidki_form_say (form->language, "choice", "choices", names->str, NULL);
  return NULL;
}

static char *
read_boolean (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  int answer = strcmp (text, "1") == 0 ? 1 : strcmp (text, "2") == 0 ? 0 : khidki_form_match_yes_no (text);

  if (answer < 0)
    return complain (form, field, "boolean", complaint);
  return g_strdup (answer == 1 ? "yes" : "no");
}

static char *
read_locality (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  gboolean letters = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    letters = letters || g_unichar_isalpha (g_utf8_get_char (p));
  if (!letters || g_utf8_strlen (text, -1) > 200 || !is_in_range (field, g_utf8_strlen (text, -1)))
    return complain (form, field, "locality", complaint);
  return g_strdup (text);
}

static char *
read_subdivision (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  KhidkiPlaces *places = khidki_catalogue_get_places (form->catalogue);
  g_auto (GStrv) ids = khidki_places_list_subdivisions (places, form->today, form->language);
  const char *named;

  if (g_strv_contains ((const char *const *) ids, text))
    return g_strdup (text);
  named = khidki_places_match_subdivision (places, text, form->today);
  return named != NULL ? g_strdup (named) : complain (form, field, "subdivision", complaint);
}

static char *
read_by_type (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  switch (khidki_field_get_field_type (field))
    {
    case KHIDKI_FIELD_NAME:
      return read_name (form, field, text, complaint);
    case KHIDKI_FIELD_MOBILE:
      return read_mobile (form, field, text, complaint);
    case KHIDKI_FIELD_PIN:
      return read_digits (form, field, text, "^[1-9][0-9]{5}$", "pin", "", complaint);
    case KHIDKI_FIELD_DATE:
      return read_date (form, field, text, complaint);
    case KHIDKI_FIELD_INTEGER:
      return read_integer (form, field, text, complaint);
    case KHIDKI_FIELD_MONEY:
      return read_money (form, field, text, complaint);
    case KHIDKI_FIELD_CHOICE:
      return read_choice (form, field, text, complaint);
    case KHIDKI_FIELD_BOOLEAN:
      return read_boolean (form, field, text, complaint);
    case KHIDKI_FIELD_LOCALITY:
      return read_locality (form, field, text, complaint);
    case KHIDKI_FIELD_SUBDIVISION:
      return read_subdivision (form, field, text, complaint);
    case KHIDKI_FIELD_LAST4:
      return read_last4 (form, field, text, complaint);
    case KHIDKI_FIELD_ACCOUNT:
      return read_digits (form, field, text, "^[0-9]{9,18}$", "account", "", complaint);
    case KHIDKI_FIELD_IFSC:
      return read_digits (form, field, text, "^[A-Z]{4}0[A-Z0-9]{6}$", "ifsc", "", complaint);
    case KHIDKI_FIELD_EPIC:
      return read_digits (form, field, text, "^[A-Z]{3}[0-9]{7}$", "epic", "", complaint);
    case KHIDKI_FIELD_PAN:
      return read_digits (form, field, text, "^[A-Z]{5}[0-9]{4}[A-Z]$", "pan", "", complaint);
    case KHIDKI_FIELD_IDENTIFIER:
      return read_identifier (form, field, text, complaint);
    case KHIDKI_FIELD_TEXT:
    default:
      return read_text (form, field, text, complaint);
    }
}

char *
khidki_form_read_value (const KhidkiForm *form, KhidkiField *field, const char *text, char **complaint)
{
  g_autofree char *tidied = tidy (text);
  g_autofree char *value = read_by_type (form, field, tidied, complaint);
  const char *pattern = khidki_field_get_value (field, "Pattern");

  if (value != NULL && pattern != NULL && !g_regex_match_simple (pattern, value, G_REGEX_DOLLAR_ENDONLY, 0))
    return complain (form, field, "pattern", complaint);
  return g_steal_pointer (&value);
}

/* The same, and what the department says to it. */
char *
khidki_form_check_value (const KhidkiForm *form,
                         KhidkiField *field,
                         const char *path,
                         const char *text,
                         char **complaint)
{
  g_autofree char *value = khidki_form_read_value (form, field, text, complaint);
  g_autofree char *objection = NULL;

  if (value == NULL || form->department == NULL ||
      khidki_department_check_field (form->department, form->service, path, value, form->answers, form->today,
                                     form->language, &objection))
    return g_steal_pointer (&value);

  if (complaint != NULL)
    {
      g_free (*complaint);
      *complaint = objection != NULL ? g_steal_pointer (&objection) : khidki_form_say (form->language, "pattern", NULL);
    }
  return NULL;
}
