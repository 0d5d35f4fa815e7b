/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define MOST_RUPEES 1e12

typedef struct
{
  const char *words; /* separated by spaces */
  double value;
} Meaning;

static const Meaning multipliers[] = {
  { "hundred sau सौ", 100 },
  { "thousand thousands k hazar hazaar hajar हज़ार हजार", 1000 },
  { "lakh lakhs lac lacs lak l लाख", 100000 },
  { "crore crores cr karor करोड़", 10000000 },
};
static const Meaning numbers[] = {
  { "zero nil none nothing shunya शून्य no nahi nahin नहीं", 0 },
  { "one ek एक", 1 },       { "two do दो", 2 },      { "three teen तीन", 3 },
  { "four char चार", 4 },   { "five panch paanch पाँच पांच", 5 },
  { "six chhah chhe छह छः", 6 }, { "seven saat सात", 7 }, { "eight aath आठ", 8 },
  { "nine nau नौ", 9 },     { "ten das दस", 10 },    { "dedh डेढ़", 1.5 },
  { "dhai adhai ढाई", 2.5 }, { "half aadha आधा", 0.5 },
};
static const Meaning ignored[] = {
  { "rs inr re rupee rupees rupaye rupaya rupay rupees. रुपये रुपए रु only sirf kuch कुछ bhi भी", 1 },
  { "per a in every har हर each year yearly annual annually pa saal sal salana varsh prati सालाना साल वर्ष प्रति वार्षिक का के में में", 1 },
};
static const Meaning monthly_words[] = {
  { "month monthly pm mahina mahine maheene mahana मासिक महीना महीने माह", 1 },
};

static gboolean
find_meaning (const Meaning *meanings, guint n, const char *folded, double *value)
{
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) words = g_strsplit (meanings[i].words, " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        {
          g_autofree char *other = khidki_words_fold (words[j]);

          if (strcmp (other, folded) == 0)
            {
              *value = meanings[i].value;
              return TRUE;
            }
        }
    }
  return FALSE;
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
  gboolean any;
  gboolean monthly;
} Amount;

static void
close_number (Amount *amount)
{
  if (amount->has_open)
    amount->sum += amount->open;
  amount->has_open = FALSE;
}

static gboolean
take_number (Amount *amount, double value)
{
  if (amount->has_open)
    return FALSE;
  amount->open = value;
  amount->has_open = TRUE;
  amount->any = TRUE;
  return TRUE;
}

static gboolean
take_word (Amount *amount, const char *word)
{
  g_autofree char *folded = khidki_words_fold (word);
  double value = 0;

  if (find_meaning (multipliers, G_N_ELEMENTS (multipliers), folded, &value))
    {
      amount->open = (amount->has_open ? amount->open : 1) * value;
      amount->has_open = TRUE;
      amount->any = TRUE;
      close_number (amount);
      return TRUE;
    }
  if (find_meaning (numbers, G_N_ELEMENTS (numbers), folded, &value))
    return take_number (amount, value);
  if (find_meaning (monthly_words, G_N_ELEMENTS (monthly_words), folded, &value))
    {
      amount->monthly = TRUE;
      return TRUE;
    }
  return find_meaning (ignored, G_N_ELEMENTS (ignored), folded, &value);
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

/**
 * khidki_form_read_money:
 * @text: 84000, ₹ 84,000/-, 2,40,000, 2 lakh 40 hazar, ढाई लाख, nothing
 * @rupees: (out): whole rupees
 * @monthly: (out): whether it is said to be for a month
 *
 * Returns: whether it is an amount
 */
gboolean
khidki_form_read_money (const char *text, gint64 *rupees, gboolean *monthly)
{
  g_autofree char *spaced = separate (text);
  g_auto (GStrv) tokens = g_strsplit (spaced, " ", -1);
  Amount amount = { 0 };

  for (guint i = 0; tokens[i] != NULL; i++)
    if (*tokens[i] != '\0' && !take_token (&amount, tokens[i]))
      return FALSE;
  close_number (&amount);
  if (!amount.any || amount.sum > MOST_RUPEES)
    return FALSE;

  *rupees = (gint64) floor (amount.sum + 0.5);
  *monthly = amount.monthly;
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
