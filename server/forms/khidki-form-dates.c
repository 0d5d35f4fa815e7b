/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define MAX_TOKENS 4

#define MOST_NAMES 10
/* Of a sentence about a birthday. */
#define MOST_WORDS 12

/* Punjabi is read by its sound as Hindi is; Urdu is not. */
static const char *const months[12][MOST_NAMES] = {
  { "january", "jan", "janvari", "जनवरी", "جنوری", NULL },       { "february", "feb", "farvari", "फरवरी", "फ़रवरी", "فروری", NULL },
  { "march", "mar", "mars", "मार्च", "مارچ", NULL },              { "april", "apr", "aprail", "अप्रैल", "اپریل", NULL },
  { "may", "mai", "मई", "مئی", NULL },                          { "june", "jun", "जून", "جون", NULL },
  { "july", "jul", "julai", "जुलाई", "جولائی", NULL },              { "august", "aug", "agast", "अगस्त", "ਅਗਸਤ", "اگست", NULL },
  { "september", "sep", "sept", "sitambar", "सितंबर", "सितम्बर", "ਸਤੰਬਰ", "ستمبر", NULL }, { "october", "oct", "aktubar", "अक्टूबर", "ਅਕਤੂਬਰ", "اکتوبر", NULL },
  { "november", "nov", "navambar", "नवंबर", "नवम्बर", "نومبر", NULL }, { "december", "dec", "disambar", "दिसंबर", "दिसम्बर", "ਦਸੰਬਰ", "دسمبر", NULL },
};

typedef struct
{
  char *name;
  guint month;
} FoldedMonth;

static GArray *
fold_months (void)
{
  GArray *folded = g_array_new (FALSE, FALSE, sizeof (FoldedMonth));

  for (guint i = 0; i < 12; i++)
    for (guint j = 0; j < MOST_NAMES && months[i][j] != NULL; j++)
      {
        FoldedMonth month = { khidki_words_fold (months[i][j]), i + 1 };

        g_array_append_val (folded, month);
      }
  return folded;
}

static guint
find_month (const char *folded)
{
  static GArray *known;
  double most = 0.75;
  guint found = 0;

  if (g_once_init_enter (&known))
    g_once_init_leave (&known, fold_months ());
  for (guint i = 0; i < known->len; i++)
    {
      const FoldedMonth *month = &g_array_index (known, FoldedMonth, i);
      double likeness = khidki_words_compare (folded, month->name);

      if (likeness > most)
        {
          most = likeness;
          found = month->month;
        }
    }
  return found;
}

/* 15th, 1st: the letters behind a day say nothing. */
static gboolean
read_number (const char *word, guint *number, guint *digits)
{
  gsize length = strspn (word, "0123456789");
  const char *rest = word + length;

  if (length == 0 || length > 8)
    return FALSE;
  if (*rest != '\0' && (length > 2 || !g_strv_contains ((const char *const[]) { "st", "nd", "rd", "th", "t", NULL }, rest)))
    return FALSE;
  *number = (guint) g_ascii_strtoull (word, NULL, 10);
  *digits = (guint) length;
  return TRUE;
}

typedef struct
{
  guint number;
  guint digits; /* 0: a month by name */
} Token;

/* I was born on …, सन …, … ko janm hua. */
static gboolean
is_noise (const char *folded)
{
  static const char *const plain[] = {
    "i",    "was",  "born",  "on",   "in",     "the",    "of",     "my",     "is",    "date",  "birth", "dob",
    "it",   "mera", "meri",  "janm", "janam",  "tarikh", "tareekh", "ko",    "hua",   "hui",   "tha",   "thi",
    "hai",  "ki",   "ka",    "san",  "sun",    "mein",   "year",   "मेरा",    "मेरी",    "जन्म",    "तारीख",   "तारीख़",
    "को",    "हुआ",   "हुई",    "था",    "थी",      "है",      "की",      "का",      "सन",     "में",     "ਮੇਰਾ",    "ਜਨਮ",
    "ਤਾਰੀਖ",  "ਨੂੰ",    "ਹੋਇਆ",   "ਹੋਈ",   "ਸੀ",      "ਹੈ",      "ਦੀ",      "ਸੰਨ",     "ਵਿੱਚ",    "میری",   "میرا",   "پیدائش",
    "تاریخ", "کو",  "ہوئی",  "ہوا",  "تھی",    "تھا",    "ہے",     "کی",     "سن",    "میں",   NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Seven and sixty sound alike. */
static gboolean
is_number_word (const char *folded)
{
  KhidkiMoneyWord kind = khidki_form_find_money_word (folded, NULL);

  return strcmp (folded, "sat") != 0 && (kind == KHIDKI_MONEY_NUMBER || kind == KHIDKI_MONEY_MULTIPLIER);
}

/* Pandrah, unnis sau assi: as who speaks into the phone says it. How many words it took. */
static guint
read_words (char **words, Token *token)
{
  g_autoptr (GString) run = g_string_new (NULL);
  KhidkiPeriod period;
  gint64 value = 0;
  guint n = 0;

  for (; words[n] != NULL && is_number_word (words[n]); n++)
    g_string_append_printf (run, "%s ", words[n]);
  if (n == 0 || !khidki_form_read_money (run->str, &value, &period) || value < 1 || value > 9999)
    return 0;
  token->number = (guint) value;
  token->digits = value < 100 ? 2 : 4;
  return n;
}

static guint
split_date (const char *text, Token tokens[MAX_TOKENS])
{
  g_auto (GStrv) words = khidki_words_split (text);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      Token token = { 0 };
      guint spoken = read_words (words + i, &token);

      if (spoken == 0 && is_noise (words[i]))
        continue;
      i += spoken > 0 ? spoken - 1 : 0;
      if (spoken == 0 && !read_number (words[i], &token.number, &token.digits))
        {
          token.number = find_month (words[i]);
          if (token.number == 0)
            return 0;
        }
      if (n == MAX_TOKENS)
        return 0;
      tokens[n++] = token;
    }
  return n;
}

/* The century that does not lead into the future. */
static guint
complete_year (guint year, guint digits, const GDate *today)
{
  guint now = g_date_get_year (today);

  if (digits > 2)
    return year;
  return 2000 + year <= now ? 2000 + year : 1900 + year;
}

static gboolean
set_date (GDate *date, guint day, guint month, guint year)
{
  if (month > 12 && day <= 12)
    {
      guint other = day;

      day = month;
      month = other;
    }
  if (year < 1800 || year > 2200 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

static gboolean
read_one (const Token *token, const GDate *today, gboolean year_enough, GDate *date)
{
  if (token->digits == 8)
    return set_date (date, token->number / 1000000, token->number / 10000 % 100, token->number % 10000);
  if (token->digits == 6)
    return set_date (date, token->number / 10000, token->number / 100 % 100,
                     complete_year (token->number % 100, 2, today));
  return token->digits == 4 && year_enough && set_date (date, 1, 1, token->number);
}

static gboolean
read_three (const Token *tokens, const GDate *today, GDate *date)
{
  const Token *day = &tokens[0], *month = &tokens[1], *year = &tokens[2];

  if (tokens[0].digits == 4)
    {
      /* 2005 me 10th is in the year 2005, and not of its May. */
      if (month->digits == 0)
        return FALSE;
      year = &tokens[0];
      day = &tokens[2];
    }
  else if (tokens[0].digits == 0)
    {
      month = &tokens[0];
      day = &tokens[1];
    }
  if (day->digits == 0 || day->digits > 2 || month->digits > 2 || (year->digits != 2 && year->digits != 4))
    return FALSE;
  return set_date (date, day->number, month->number, complete_year (year->number, year->digits, today));
}

/**
 * khidki_form_read_date:
 * @text: 15/8/1947, 15-08-47, 15 aug 1947, १५ अगस्त १९४७, 1947-08-15, 15081947
 * @today: the civil date
 * @year_enough: whether a year alone, or a month and a year, is taken as its first day
 * @date: (out): the date
 *
 * Returns: whether it is a date
 */
gboolean
khidki_form_read_date (const char *text, const GDate *today, gboolean year_enough, GDate *date)
{
  Token tokens[MAX_TOKENS] = { 0 };
  guint n = split_date (text, tokens);

  g_date_clear (date, 1);
  if (n == 1)
    return read_one (&tokens[0], today, year_enough, date);
  if (n == 2 && year_enough && tokens[0].digits <= 2 && tokens[1].digits == 4)
    return set_date (date, 1, tokens[0].number, tokens[1].number);
  return n == 3 && read_three (tokens, today, date);
}

/**
 * khidki_form_names_part_of_date:
 * @text: what is no date
 *
 * Returns: whether a year, an age or a month is in it and nothing beside: 1990 mein,
 *   35 saal, August 1990, pichle saal march mein
 */
gboolean
khidki_form_names_part_of_date (const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);
  guint numbers = 0, named = 0, number, digits;

  for (guint i = 0; words[i] != NULL && i < MOST_WORDS; i++)
    {
      named += find_month (words[i]) != 0;
      if (!read_number (words[i], &number, &digits))
        continue;
      if (digits > 4)
        return FALSE;
      numbers++;
    }
  return numbers == 1 || numbers == 2 || named == 1;
}

/* As people write it: 15/08/1947. */
char *
khidki_form_write_date (const GDate *date)
{
  return g_strdup_printf ("%02u/%02u/%04u", g_date_get_day (date), g_date_get_month (date), g_date_get_year (date));
}
