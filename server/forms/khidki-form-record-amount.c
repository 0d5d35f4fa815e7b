/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-record-private.h"

/* “Daily wage 84000” is for a year all the same, “daily wage 300” is not. */
#define MOST_A_DAY 2000
#define MOST_A_WEEK (7 * MOST_A_DAY)
/* Saal ka do lakh chalis hazar teen sau. */
#define LONGEST_AMOUNT 10
/* Nobody has a post or a pension for less in a whole year: job 12000 is a month's. */
#define LEAST_SALARY_A_YEAR 50000
#define LEAST_PENSION_A_YEAR 20000
/* Who has less in a whole year is more likely the next one's age: Pooja 12 aur Aarti 9. */
#define LEAST_A_YEAR 1000

static KhidkiPeriod
get_period (KhidkiRecord *record, guint index)
{
  KhidkiPeriod period;

  khidki_form_find_money_word (khidki_record_get_word (record, index)->folded, &period);
  return period;
}

static KhidkiMoneyWord
get_kind (KhidkiRecord *record, guint index)
{
  return khidki_form_find_money_word (khidki_record_get_word (record, index)->folded, NULL);
}

/* The next piece may be nothing but “per day”. */
static gboolean
is_money_only (KhidkiRecord *record, guint first)
{
  guint piece = khidki_record_get_word (record, first)->piece;

  for (guint i = first; i < record->words->len && khidki_record_get_word (record, i)->piece == piece; i++)
    if (get_kind (record, i) == KHIDKI_MONEY_NONE || khidki_record_get_word (record, i)->taken)
      return FALSE;
  return TRUE;
}

/* 300 rupees every day; 300, per day. */
static KhidkiPeriod
find_period_behind (KhidkiRecord *record, guint end, guint piece)
{
  for (guint i = end; i < record->words->len; i++)
    {
      KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (word->piece != piece && (word->piece > piece + 1 || !is_money_only (record, i)))
        break;
      if (!word->taken && get_period (record, i) != KHIDKI_PERIOD_UNSAID)
        return get_period (record, i);
      piece = word->piece;
    }
  return KHIDKI_PERIOD_UNSAID;
}

/* Per day 300: only words of money stand between. */
static KhidkiPeriod
find_period_before (KhidkiRecord *record, guint first, guint piece)
{
  for (guint i = first; i > 0; i--)
    {
      KhidkiRecordWord *word = khidki_record_get_word (record, i - 1);

      if (word->piece != piece || word->taken || get_kind (record, i - 1) == KHIDKI_MONEY_NONE)
        break;
      if (get_period (record, i - 1) != KHIDKI_PERIOD_UNSAID)
        return get_period (record, i - 1);
    }
  return KHIDKI_PERIOD_UNSAID;
}

/* “Daily wage 300”: the word stands further off, or in the name of a choice. Beside
 * a name it may be one: Din Dayal. */
static KhidkiPeriod
find_period_far (KhidkiRecord *record, guint first, guint piece, gint64 rupees)
{
  KhidkiPeriod far = KHIDKI_PERIOD_UNSAID;

  if (piece == 0 && record->is_of_person)
    return far;
  for (guint i = 0; i < first; i++)
    if (khidki_record_get_word (record, i)->piece == piece || !record->is_of_person)
      far = MAX (far, get_period (record, i));
  if ((far == KHIDKI_PERIOD_DAY && rupees > MOST_A_DAY) || (far == KHIDKI_PERIOD_WEEK && rupees > MOST_A_WEEK))
    return KHIDKI_PERIOD_UNSAID;
  return far;
}

static gboolean
is_salary (const char *folded)
{
  static const char *const plain[] = {
    "salary", "sallary", "tankhwah", "tankhwa", "tankha", "vetan", "pagar", "pagaar", "naukri", "nokri", "job", "वेतन",
    "तनख्वाह",   "तनख़्वाह",   "तनखा",     "सैलरी",    "पगार",   "नौकरी",  "जॉब",    "ਤਨਖਾਹ",   "ਤਨਖ਼ਾਹ",   "ਨੌਕਰੀ",  "تنخواہ", "نوکری",
    "ملازمت",
    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
is_pension (const char *folded)
{
  static const char *const plain[] = { "pension", "penshan", "पेंशन", "पेन्शन", "ਪੈਨਸ਼ਨ", "پنشن", "پینشن", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* What is paid by the month, of which nobody says so. */
static KhidkiPeriod
find_period_of_pay (KhidkiRecord *record, guint piece, gint64 rupees)
{
  for (guint i = 0; i < record->words->len; i++)
    {
      const KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (record->is_of_person && word->piece != piece)
        continue;
      if ((rupees < LEAST_SALARY_A_YEAR && is_salary (word->folded))
          || (rupees < LEAST_PENSION_A_YEAR && is_pension (word->folded)))
        return KHIDKI_PERIOD_MONTH;
    }
  return KHIDKI_PERIOD_UNSAID;
}

static KhidkiPeriod
find_period (KhidkiRecord *record, guint first, guint n, gint64 rupees)
{
  guint piece = khidki_record_get_word (record, first)->piece;
  KhidkiPeriod period = find_period_behind (record, first + n, piece);

  if (period == KHIDKI_PERIOD_UNSAID)
    period = find_period_before (record, first, piece);
  if (period == KHIDKI_PERIOD_UNSAID)
    period = find_period_far (record, first, piece, rupees);
  if (period == KHIDKI_PERIOD_UNSAID)
    period = find_period_of_pay (record, piece, rupees);
  return period;
}

static gboolean
is_money_beside (KhidkiRecord *record, guint index, guint piece)
{
  return index < record->words->len && khidki_record_get_word (record, index)->piece == piece &&
         get_kind (record, index) != KHIDKI_MONEY_NONE;
}

/* The amount with the words around it, so that no name ends in “roz”. */
static void
take_amount (KhidkiRecord *record, guint first, guint n)
{
  guint piece = khidki_record_get_word (record, first)->piece;
  guint end = first + n;

  while (first > 0 && is_money_beside (record, first - 1, piece))
    first--;
  while (is_money_beside (record, end, piece))
    end++;
  khidki_record_take (record, first, end - first);
}

/* 20000 a month must not be taken for a year's income: that is asked alone. */
static gboolean
skips_period (KhidkiRecord *record, guint index, const char *run, guint first, guint n)
{
  gint64 rupees = 0;
  KhidkiPeriod period = KHIDKI_PERIOD_UNSAID;
  char *complaint;

  if (!khidki_form_read_money (run, &rupees, &period))
    return FALSE;
  if (period == KHIDKI_PERIOD_UNSAID)
    period = find_period (record, first, n, rupees);
  complaint = khidki_form_dup_period_complaint (record->form, rupees, period);
  if (complaint == NULL)
    return FALSE;
  g_free (*record->complaint);
  *record->complaint = complaint;
  take_amount (record, first, n);
  record->skipped[index] = TRUE;
  return TRUE;
}

/* The 12 of “12 lakh” and the 300 of “Rs 300” are nobody's age. */
static gboolean
is_of_amount (KhidkiRecord *record, guint first, guint n)
{
  guint piece = khidki_record_get_word (record, first)->piece;
  guint end = first + n;
  KhidkiMoneyWord behind = KHIDKI_MONEY_NONE;

  if (end < record->words->len && khidki_record_get_word (record, end)->piece == piece)
    behind = get_kind (record, end);
  if (behind == KHIDKI_MONEY_PERIOD)
    return get_period (record, end) >= KHIDKI_PERIOD_WEEK;
  if (behind == KHIDKI_MONEY_MULTIPLIER || behind == KHIDKI_MONEY_CURRENCY)
    return TRUE;
  return first > 0 && khidki_record_get_word (record, first - 1)->piece == piece &&
         get_kind (record, first - 1) == KHIDKI_MONEY_CURRENCY;
}

/* The value of a run for a field; NULL if it is none, or if the field is skipped. */
static char *
read_run (KhidkiRecord *record, guint index, guint first, guint n)
{
  KhidkiField *field = khidki_record_get_field (record, index);
  g_autofree char *run = khidki_record_dup_run (record, first, n);

  if (run == NULL || strpbrk (run, "0123456789") == NULL)
    return NULL;
  if (khidki_record_get_type (record, index) == KHIDKI_FIELD_INTEGER && is_of_amount (record, first, n))
    return NULL;
  if (khidki_record_get_type (record, index) == KHIDKI_FIELD_MONEY && skips_period (record, index, run, first, n))
    return NULL;
  return khidki_form_read_value (record->form, field, run, NULL);
}

static gboolean
has_measure (KhidkiRecord *record, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    if (get_kind (record, i) == KHIDKI_MONEY_MULTIPLIER || get_kind (record, i) == KHIDKI_MONEY_CURRENCY)
      return TRUE;
  return FALSE;
}

/* A bare number of a person that is too small for what it would be. */
static gboolean
is_no_amount (KhidkiRecord *record, guint index, guint first, guint n, const char *value)
{
  gint64 rupees = g_ascii_strtoll (value, NULL, 10);

  return record->is_of_person && khidki_record_get_type (record, index) == KHIDKI_FIELD_MONEY && rupees > 0
         && rupees < LEAST_A_YEAR && !has_measure (record, first, n);
}

/* How many words from @first on may be one value. */
static guint
get_longest (KhidkiRecord *record, guint index, guint left)
{
  gboolean money = khidki_record_get_type (record, index) == KHIDKI_FIELD_MONEY;

  return MIN (money ? LONGEST_AMOUNT : KHIDKI_RECORD_LONGEST_RUN, left);
}

/**
 * khidki_record_find_number:
 * @record: a record
 * @index: of a field whose values have digits
 *
 * Takes the longest run of words, the leftmost first, that is a value of the field.
 */
void
khidki_record_find_number (KhidkiRecord *record, guint index)
{
  for (guint first = 0; first < record->words->len; first++)
    for (guint n = get_longest (record, index, record->words->len - first); n > 0; n--)
      {
        g_autofree char *value = read_run (record, index, first, n);

        if (record->skipped[index])
          return;
        if (value == NULL)
          continue;
        record->failed = is_no_amount (record, index, first, n, value);
        khidki_record_take (record, first, n);
        khidki_record_fill (record, index, value);
        return;
      }
}

static gboolean
is_no (const char *folded)
{
  static const char *const plain[] = { "no", "nahi", "nahin", "नहीं", "ਨਹੀਂ", "نہیں", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* What somebody has none of when they earn nothing. */
static gboolean
is_earning (const char *folded)
{
  static const char *const plain[] = {
    "kuch",   "kuchh",   "koi",     "income", "aamdani", "aay",   "kamai",  "kamata", "kamati", "kamate", "kamaya", "earn",
    "earning", "salary", "job",     "work",   "कुछ",     "कोई",    "आय",     "आमदनी",  "कमाई",    "कमाता",   "कमाती",   "कमाते",
    "ਕੁਝ",     "ਕੋਈ",     "ਆਮਦਨ",    "ਕਮਾਈ",    "ਕਮਾਉਂਦਾ",  "ਕਮਾਉਂਦੀ", "کچھ",    "کوئی",    "آمدنی",   "کمائی",   "کماتا",   "کماتی",
    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Tax to nahi lagega: a no that is not of an income is no amount. */
static gboolean
is_no_of_something (KhidkiRecord *record, guint first, guint n)
{
  guint piece = khidki_record_get_word (record, first)->piece;
  gboolean other = FALSE;

  for (guint i = first; i < first + n; i++)
    if (!is_no (khidki_record_get_word (record, i)->folded))
      return FALSE;
  for (guint i = 0; i < record->words->len; i++)
    {
      const KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (word->piece != piece || word->taken || (i >= first && i < first + n))
        continue;
      if (is_earning (word->folded))
        return FALSE;
      other = other || !khidki_record_is_noise (record, word);
    }
  return other;
}

/* Das is ten and a surname, saath sixty and with: a lone number word counts where a comma
 * sets it apart. */
static gboolean
is_surely_money (KhidkiRecord *record, guint first, guint n, const char *value)
{
  guint piece = khidki_record_get_word (record, first)->piece;

  if ((piece == 0 && record->n_pieces > 1) || is_no_of_something (record, first, n))
    return FALSE;
  if (has_measure (record, first, n) || strcmp (value, "0") == 0)
    return TRUE;
  for (guint i = 0; i < record->words->len; i++)
    if (i != first && khidki_record_get_word (record, i)->piece == piece)
      return FALSE;
  return record->n_pieces > 1;
}

static char *
read_spelled (KhidkiRecord *record, guint index, guint first, guint n)
{
  g_autofree char *run = khidki_record_dup_run (record, first, n);
  g_autofree char *value = NULL;
  gint64 rupees = 0;
  KhidkiPeriod period = KHIDKI_PERIOD_UNSAID;

  if (run == NULL || !khidki_form_read_money (run, &rupees, &period))
    return NULL;
  value = g_strdup_printf ("%" G_GINT64_FORMAT, rupees);
  if (!is_surely_money (record, first, n, value) || skips_period (record, index, run, first, n))
    return NULL;
  return khidki_form_read_value (record->form, khidki_record_get_field (record, index), run, NULL);
}

/**
 * khidki_record_find_spelled:
 * @record: a record
 * @index: of an amount
 *
 * “Nothing” and “two lakh” are amounts too, where no digits are.
 */
void
khidki_record_find_spelled (KhidkiRecord *record, guint index)
{
  for (guint end = record->words->len; end > 0; end--)
    for (guint n = get_longest (record, index, end); n > 0; n--)
      {
        g_autofree char *value = read_spelled (record, index, end - n, n);

        if (record->skipped[index])
          return;
        if (value == NULL)
          continue;
        khidki_record_take (record, end - n, n);
        khidki_record_fill (record, index, value);
        return;
      }
}

/* Se kam, less than: how much it is has not been said. */
static gboolean
is_bound (const char *text)
{
  return g_regex_match_simple ("\\bse\\s+(?:kam|zyada|jyada|upar|niche)\\b|\\b(?:less|more) than\\b|\\b(?:below|under|above|upto)\\b|"
                               "से\\s+(?:कम|ज़्यादा|ज्यादा|ऊपर|नीचे)|ਤੋਂ\\s+(?:ਘੱਟ|ਵੱਧ)|سے\\s+(?:کم|زیادہ)",
                               text, G_REGEX_CASELESS, 0);
}

/* 7000 x 12: a sum that is left to us. */
static gboolean
is_times (KhidkiRecord *record, guint index)
{
  static const char *const times[] = { "x", "X", "×", "*", "into", "guna", "गुणा", NULL };

  return index > 0 && g_strv_contains (times, khidki_record_get_word (record, index - 1)->text);
}

/* Another income, or the next person's age. */
static gboolean
is_left_number (KhidkiRecord *record, guint index)
{
  const KhidkiRecordWord *word = khidki_record_get_word (record, index);
  gsize digits = strspn (word->text, "0123456789");

  if (word->taken || digits == 0 || word->text[digits] != '\0')
    return FALSE;
  return record->is_of_person || digits >= strlen ("1000") || is_times (record, index);
}

static gboolean
has_amount (KhidkiRecord *record)
{
  guint index = khidki_record_find_field (record, KHIDKI_FIELD_MONEY);

  return index < record->fields->len && (record->filled[index] || record->is_of_person);
}

/**
 * khidki_record_check_amounts:
 * @record: a record whose numbers were taken
 * @text: all of it
 *
 * What was said in two amounts, or as a bound, is not put down as one amount: it fails.
 */
void
khidki_record_check_amounts (KhidkiRecord *record, const char *text)
{
  if (!has_amount (record))
    return;
  record->failed = record->failed || is_bound (text);
  for (guint i = 0; i < record->words->len; i++)
    record->failed = record->failed || is_left_number (record, i);
}
