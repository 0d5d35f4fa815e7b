/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define MOST_RUPEES 1e12
#define SIXTY 60
#define LEAST_WITH_PAISE 100

typedef struct
{
  const char *words; /* separated by spaces */
  KhidkiMoneyWord kind;
  double value; /* of a period: which */
} Meaning;

static const Meaning meanings[] = {
  { "hundred sau सौ سو", KHIDKI_MONEY_MULTIPLIER, 100 },
  { "thousand thousands k hazar hazaar hajar हज़ार हजार ہزار", KHIDKI_MONEY_MULTIPLIER, 1000 },
  { "lakh lakhs lac lacs lak l lpa लाख لاکھ", KHIDKI_MONEY_MULTIPLIER, 100000 },
  { "crore crores cr karor करोड़ کروڑ", KHIDKI_MONEY_MULTIPLIER, 10000000 },
  { "zero nil none nothing shunya शून्य no nahi nahin नहीं ਨਹੀਂ ਸਿਫ਼ਰ نہیں صفر", KHIDKI_MONEY_NUMBER, 0 },
  { "one ek एक ਇੱਕ ایک", KHIDKI_MONEY_NUMBER, 1 },
  { "two do दो دو", KHIDKI_MONEY_NUMBER, 2 },
  { "three teen तीन ਤਿੰਨ تین", KHIDKI_MONEY_NUMBER, 3 },
  { "four char चार چار", KHIDKI_MONEY_NUMBER, 4 },
  { "five panch paanch पाँच पांच ਪੰਜ پانچ", KHIDKI_MONEY_NUMBER, 5 },
  { "six chhah chhe छह छः ਛੇ چھ چھہ", KHIDKI_MONEY_NUMBER, 6 },
  { "seven saat सात ਸੱਤ سات", KHIDKI_MONEY_NUMBER, 7 },
  { "eight aath आठ ਅੱਠ آٹھ", KHIDKI_MONEY_NUMBER, 8 },
  { "nine nau नौ ਨੌਂ نو", KHIDKI_MONEY_NUMBER, 9 },
  { "ten das दस دس", KHIDKI_MONEY_NUMBER, 10 },
  { "eleven gyarah ग्यारह گیارہ", KHIDKI_MONEY_NUMBER, 11 },
  { "twelve barah बारह ਬਾਰਾਂ بارہ", KHIDKI_MONEY_NUMBER, 12 },
  { "thirteen terah तेरह ਤੇਰਾਂ تیرہ", KHIDKI_MONEY_NUMBER, 13 },
  { "fourteen chaudah चौदह ਚੌਦਾਂ چودہ", KHIDKI_MONEY_NUMBER, 14 },
  { "fifteen pandrah pandra पंद्रह पन्द्रह ਪੰਦਰਾਂ پندرہ", KHIDKI_MONEY_NUMBER, 15 },
  { "sixteen solah सोलह ਸੋਲਾਂ سولہ", KHIDKI_MONEY_NUMBER, 16 },
  { "seventeen satrah सत्रह ਸਤਾਰਾਂ سترہ", KHIDKI_MONEY_NUMBER, 17 },
  { "eighteen atharah अठारह ਅਠਾਰਾਂ اٹھارہ", KHIDKI_MONEY_NUMBER, 18 },
  { "nineteen unnis उन्नीस ਉੱਨੀ انیس", KHIDKI_MONEY_NUMBER, 19 },
  { "twenty bees bis बीस ਵੀਹ بیس", KHIDKI_MONEY_NUMBER, 20 },
  { "pachchees pachis पच्चीस ਪੱਚੀ پچیس", KHIDKI_MONEY_NUMBER, 25 },
  { "thirty tees तीस ਤੀਹ تیس", KHIDKI_MONEY_NUMBER, 30 },
  { "paintis पैंतीस ਪੈਂਤੀ پینتیس", KHIDKI_MONEY_NUMBER, 35 },
  { "forty fourty chalis चालीस ਚਾਲੀ چالیس", KHIDKI_MONEY_NUMBER, 40 },
  { "paintalis पैंतालीस ਪੰਤਾਲੀ پینتالیس", KHIDKI_MONEY_NUMBER, 45 },
  { "fifty pachas पचास ਪੰਜਾਹ پچاس", KHIDKI_MONEY_NUMBER, 50 },
  { "pachpan पचपन ਪਚਵੰਜਾ پچپن", KHIDKI_MONEY_NUMBER, 55 },
  { "seventy sattar सत्तर ਸੱਤਰ ستر", KHIDKI_MONEY_NUMBER, 70 },
  { "pachattar pachhattar पचहत्तर ਪੰਝੱਤਰ پچھتر", KHIDKI_MONEY_NUMBER, 75 },
  { "eighty assi अस्सी ਅੱਸੀ اسی", KHIDKI_MONEY_NUMBER, 80 },
  { "ninety nabbe नब्बे ਨੱਬੇ نوے", KHIDKI_MONEY_NUMBER, 90 },
  { "sixty", KHIDKI_MONEY_NUMBER, SIXTY },
  { "sava sawa सवा سوا", KHIDKI_MONEY_FRACTION, 0.25 },
  { "saadhe sadhe saade साढ़े साढे ਸਾਢੇ ساڑھے", KHIDKI_MONEY_FRACTION, 0.5 },
  { "paune pauna पौने पौना ਪੌਣੇ ਪੌਣਾ پونے پونا", KHIDKI_MONEY_FRACTION, -0.25 },
  { "dedh डेढ़ ਡੇਢ ڈیڑھ", KHIDKI_MONEY_NUMBER, 1.5 },
  { "dhai adhai ढाई ਢਾਈ ڈھائی", KHIDKI_MONEY_NUMBER, 2.5 },
  { "half aadha आधा ਅੱਧਾ آدھا", KHIDKI_MONEY_NUMBER, 0.5 },
  { "rs inr re rupee rupees rupaye rupaya rupay रुपये रुपए रुपया रु ਰੁਪਏ ਰੁਪਿਆ ਰੁਪਈਏ روپے روپیہ روپئے", KHIDKI_MONEY_CURRENCY, 0 },
  { "only sirf सिर्फ़ kuch कुछ bhi भी per a in every har हर each prati प्रति का के की ka ke ki में me "
    "ਸਿਰਫ਼ ਕੁਝ ਹਰ ਦਾ ਦੇ ਦੀ ਵਿੱਚ صرف کچھ بھی ہر فی کا کے کی میں",
    KHIDKI_MONEY_FILLER, 0 },
  { "year years yearly annual annually pa saal sal salana saalana varsh सालाना साल वर्ष वार्षिक ਸਲਾਨਾ سال سالانہ", KHIDKI_MONEY_PERIOD,
    KHIDKI_PERIOD_YEAR },
  { "month months monthly pm mahina mahine maheene mahinaa mahana mahwar maah mah मासिक महीना महीने माह माहवार "
    "ਮਹੀਨਾਵਾਰ مہینہ مہینے مہینا ماہ ماہانہ ماہوار",
    KHIDKI_MONEY_PERIOD, KHIDKI_PERIOD_MONTH },
  { "week weeks weekly hafta hafte haftah saptah saptahik हफ़्ता हफ़्ते हफ्ता हफ्ते सप्ताह साप्ताहिक ہفتہ ہفتے", KHIDKI_MONEY_PERIOD,
    KHIDKI_PERIOD_WEEK },
  { "day days daily perday pd diem din dino dinon roz roj rozana rojana pratidin dainik dihadi dihari dehadi दिन दिनों "
    "रोज़ रोज रोज़ाना रोजाना प्रतिदिन दैनिक दिहाड़ी ਦਿਹਾੜੀ دن روز روزانہ یومیہ دیہاڑی دہاڑی",
    KHIDKI_MONEY_PERIOD, KHIDKI_PERIOD_DAY },
};

/* What stands first counts: nau, nine, sounds like no. */
static void
add_meaning (GHashTable *table, const char *word, const Meaning *meaning)
{
  char *folded = khidki_words_join (word);

  if (g_hash_table_contains (table, folded))
    g_free (folded);
  else
    g_hash_table_insert (table, folded, (gpointer) meaning);
}

static GHashTable *
fold_meanings (void)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      g_auto (GStrv) words = g_strsplit (meanings[i].words, " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        add_meaning (table, words[j], &meanings[i]);
    }
  return table;
}

static const Meaning *
find_meaning (const char *folded)
{
  static GHashTable *table;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, fold_meanings ());
  return g_hash_table_lookup (table, folded);
}

/**
 * khidki_form_find_money_word:
 * @folded: a folded word
 * @period: (out) (optional): the period that it names
 *
 * Returns: what the word says where an amount is written
 */
KhidkiMoneyWord
khidki_form_find_money_word (const char *folded, KhidkiPeriod *period)
{
  const Meaning *meaning = find_meaning (folded);

  if (period != NULL)
    *period = meaning != NULL && meaning->kind == KHIDKI_MONEY_PERIOD ? (KhidkiPeriod) meaning->value
                                                                       : KHIDKI_PERIOD_UNSAID;
  return meaning != NULL ? meaning->kind : KHIDKI_MONEY_NONE;
}

/* p.m. is one word. */
static gboolean
is_abbreviation (const GString *spaced)
{
  gsize length = spaced->len;

  return length > 0 && g_ascii_isalpha (spaced->str[length - 1]) && (length == 1 || spaced->str[length - 2] == ' ');
}

/* Letters and digits apart, commas inside numbers gone: ₹2,40,000/- and 2lakh. */
static char *
separate (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  GString *spaced = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean digit = g_ascii_isdigit (*p);
      char last = spaced->len > 0 ? spaced->str[spaced->len - 1] : ' ';

      if (c == ',' && g_ascii_isdigit (last) && g_ascii_isdigit (p[1]))
        continue;
      if (c == '.' && is_abbreviation (spaced) && g_ascii_isalpha (p[1]))
        continue;
      if (c == '.' && g_ascii_isdigit (last) && g_ascii_isdigit (p[1]))
        g_string_append_c (spaced, '.');
      else if (digit || g_unichar_isalpha (c) || g_unichar_ismark (c))
        {
          if (last != ' ' && last != '.' && digit != g_ascii_isdigit (last))
            g_string_append_c (spaced, ' ');
          g_string_append_unichar (spaced, c);
        }
      else if (c == '-' && g_ascii_isdigit (p[1]) && last == ' ')
        g_string_append_c (spaced, '-');
      else
        g_string_append_c (spaced, ' ');
    }

  return g_string_free (spaced, FALSE);
}

typedef struct
{
  double sum;
  double open; /* a number that still may get its lakh */
  gboolean has_open;
  double fraction; /* that is added to the next number: sava do lakh */
  gboolean any;
  KhidkiPeriod period;
} Amount;

static void
close_number (Amount *amount)
{
  if (amount->has_open)
    amount->sum += amount->open;
  amount->has_open = FALSE;
}

/* Seventy five is one number, in English only. */
static gboolean
is_unit_behind_ten (const Amount *amount, double value)
{
  return amount->has_open && value >= 1 && value < 10 && amount->open >= 20 && amount->open < 100
         && fmod (amount->open, 10) == 0;
}

static gboolean
take_number (Amount *amount, double value)
{
  if (is_unit_behind_ten (amount, value))
    {
      amount->open += value;
      return TRUE;
    }
  if (amount->has_open)
    return FALSE;
  amount->open = value + amount->fraction;
  amount->fraction = 0;
  amount->has_open = TRUE;
  amount->any = TRUE;
  return TRUE;
}

/* Sava lakh is a lakh and a quarter; of a half there must be said what it is beside. */
static gboolean
take_multiplier (Amount *amount, double value)
{
  if (amount->fraction != 0 && (amount->has_open || amount->fraction == 0.5))
    return FALSE;
  amount->open = (amount->has_open ? amount->open : 1 + amount->fraction) * value;
  amount->fraction = 0;
  amount->has_open = TRUE;
  amount->any = TRUE;
  close_number (amount);
  return TRUE;
}

static gboolean
take_fraction (Amount *amount, double value)
{
  if (amount->has_open || amount->fraction != 0)
    return FALSE;
  amount->fraction = value;
  return TRUE;
}

/* Sixty and seven sound alike; they are written apart. */
static gboolean
is_sixty (const char *word)
{
  static const char *const sixty[] = { "saath", "sath", "साठ", "ਸੱਠ", "ساٹھ", NULL };
  g_autofree char *folded = g_utf8_casefold (word, -1);

  return g_strv_contains (sixty, folded);
}

static gboolean
take_word (Amount *amount, const char *word)
{
  g_autofree char *folded = khidki_words_fold (word);
  const Meaning *meaning = find_meaning (folded);

  switch (meaning != NULL ? meaning->kind : KHIDKI_MONEY_NONE)
    {
    case KHIDKI_MONEY_MULTIPLIER:
      return take_multiplier (amount, meaning->value);
    case KHIDKI_MONEY_NUMBER:
      return take_number (amount, is_sixty (word) ? SIXTY : meaning->value);
    case KHIDKI_MONEY_FRACTION:
      return take_fraction (amount, meaning->value);
    case KHIDKI_MONEY_PERIOD:
      amount->period = MAX (amount->period, (KhidkiPeriod) meaning->value);
      return TRUE;
    case KHIDKI_MONEY_CURRENCY:
    case KHIDKI_MONEY_FILLER:
      return TRUE;
    case KHIDKI_MONEY_NONE:
    default:
      return FALSE;
    }
}

static gboolean
take_token (Amount *amount, const char *token)
{
  char *end = NULL;
  double value;

  if (!g_ascii_isdigit (*token))
    return take_word (amount, token);
  if (strspn (token, "0123456789.") != strlen (token) || strlen (token) > 16)
    return FALSE;
  value = g_ascii_strtod (token, &end);
  return *end == '\0' && take_number (amount, value);
}

/* 2.4 is nobody's rupees: of what it is so many has not been said. */
static gboolean
lacks_measure (double sum)
{
  return sum < LEAST_WITH_PAISE && sum != floor (sum);
}

/**
 * khidki_form_read_money:
 * @text: 84000, ₹ 84,000/-, 2,40,000, 2 lakh 40 hazar, ढाई लाख, sava do lakh, nothing
 * @rupees: (out): whole rupees
 * @period: (out): for how long it is said to be
 *
 * Returns: whether it is an amount
 */
gboolean
khidki_form_read_money (const char *text, gint64 *rupees, KhidkiPeriod *period)
{
  g_autofree char *spaced = separate (text);
  g_auto (GStrv) tokens = g_strsplit (spaced, " ", -1);
  Amount amount = { 0 };

  for (guint i = 0; tokens[i] != NULL; i++)
    if (*tokens[i] != '\0' && !take_token (&amount, tokens[i]))
      return FALSE;
  close_number (&amount);
  if (!amount.any || amount.fraction != 0 || amount.sum > MOST_RUPEES || lacks_measure (amount.sum))
    return FALSE;

  *rupees = (gint64) floor (amount.sum + 0.5);
  *period = amount.period;
  return TRUE;
}

/* 1234567 as 12,34,567. */
char *
khidki_form_write_rupees (gint64 rupees)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, rupees);
  GString *written = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      gsize left = length - i;

      if (i > 0 && digits[i - 1] != '-' && (left == 3 || (left > 3 && left % 2 == 1)))
        g_string_append_c (written, ',');
      g_string_append_c (written, digits[i]);
    }
  return g_string_free (written, FALSE);
}
