/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-revenue-words.h"

#include <string.h>

static const char *const english_small[] = {
  "zero",    "one",     "two",       "three",    "four",     "five",    "six",
  "seven",   "eight",   "nine",      "ten",      "eleven",   "twelve",  "thirteen",
  "fourteen", "fifteen", "sixteen",  "seventeen", "eighteen", "nineteen",
};
static const char *const english_tens[] = {
  "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
};
/* Hindi has a word of its own for every number below a hundred. */
static const char *const hindi[] = {
  "शून्य",   "एक",      "दो",      "तीन",     "चार",     "पाँच",     "छह",      "सात",     "आठ",      "नौ",
  "दस",     "ग्यारह",    "बारह",    "तेरह",     "चौदह",     "पंद्रह",    "सोलह",    "सत्रह",    "अठारह",    "उन्नीस",
  "बीस",     "इक्कीस",    "बाईस",    "तेईस",     "चौबीस",    "पच्चीस",    "छब्बीस",    "सत्ताईस",   "अट्ठाईस",   "उनतीस",
  "तीस",     "इकतीस",    "बत्तीस",    "तैंतीस",    "चौंतीस",    "पैंतीस",    "छत्तीस",    "सैंतीस",    "अड़तीस",    "उनतालीस",
  "चालीस",   "इकतालीस",  "बयालीस",   "तैंतालीस",   "चौवालीस",   "पैंतालीस",   "छियालीस",  "सैंतालीस",   "अड़तालीस",  "उनचास",
  "पचास",    "इक्यावन",   "बावन",    "तिरपन",    "चौवन",     "पचपन",     "छप्पन",    "सत्तावन",   "अट्ठावन",   "उनसठ",
  "साठ",     "इकसठ",     "बासठ",    "तिरसठ",    "चौंसठ",     "पैंसठ",     "छियासठ",   "सड़सठ",    "अड़सठ",     "उनहत्तर",
  "सत्तर",    "इकहत्तर",   "बहत्तर",    "तिहत्तर",   "चौहत्तर",   "पचहत्तर",   "छिहत्तर",   "सतहत्तर",   "अठहत्तर",   "उनासी",
  "अस्सी",    "इक्यासी",   "बयासी",    "तिरासी",   "चौरासी",   "पचासी",    "छियासी",   "सत्तासी",   "अट्ठासी",   "नवासी",
  "नब्बे",     "इक्यानवे",  "बानवे",    "तिरानवे",   "चौरानवे",   "पचानवे",   "छियानवे",   "सत्तानवे",   "अट्ठानवे",   "निन्यानवे",
};

G_STATIC_ASSERT (G_N_ELEMENTS (hindi) == 100);

static const struct
{
  gint64 value;
  const char *english;
  const char *hindi;
} units[] = {
  { 10000000, "crore", "करोड़" },
  { 100000, "lakh", "लाख" },
  { 1000, "thousand", "हज़ार" },
  { 100, "hundred", "सौ" },
};

static void
append_word (GString *words, const char *word)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
}

static void
append_below_hundred (GString *words, guint number, gboolean in_hindi)
{
  if (in_hindi)
    append_word (words, hindi[number]);
  else if (number < G_N_ELEMENTS (english_small))
    append_word (words, english_small[number]);
  else
    {
      append_word (words, english_tens[number / 10]);
      if (number % 10 != 0)
        g_string_append_printf (words, "-%s", english_small[number % 10]);
    }
}

static void
append_number (GString *words, gint64 number, gboolean in_hindi)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (number >= units[i].value)
      {
        append_number (words, number / units[i].value, in_hindi);
        append_word (words, in_hindi ? units[i].hindi : units[i].english);
        number %= units[i].value;
        if (number == 0)
          return;
      }
  append_below_hundred (words, (guint) number, in_hindi);
}

/* 204000 as “two lakh four thousand” or “दो लाख चार हज़ार”. */
char *
khidki_revenue_words_write (gint64 rupees, const char *language)
{
  GString *words = g_string_new (NULL);

  append_number (words, MAX (rupees, 0), g_strcmp0 (language, "hi") == 0);
  return g_string_free (words, FALSE);
}

/* 204000 as 2,04,000. */
char *
khidki_revenue_words_group (gint64 rupees)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (rupees, 0));
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      gsize left = length - i;

      if (i > 0 && (left == 3 || (left > 3 && left % 2 == 1)))
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }
  return g_string_free (grouped, FALSE);
}
