/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-digits.h"

#include <string.h>

#define AADHAAR_DIGITS 12
#define SHOWN 4
#define MAX_SEPARATORS 3

/* The dihedral group of order ten, its permutation and its inverses (Verhoeff). */
static const guint8 product[10][10] = {
  { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 },
  { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 }, { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 },
  { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 }, { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 },
  { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 },
  { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 }, { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
};
static const guint8 permutation[8][10] = {
  { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 },
  { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 }, { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 },
  { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 },
  { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
};
static const guint8 inverse[10] = { 0, 4, 3, 2, 1, 5, 6, 7, 8, 9 };

/* -1 when something else than ASCII digits is in there. */
static int
verhoeff (const char *digits, gsize offset)
{
  gsize length = strlen (digits);
  guint8 check = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = digits[length - 1 - i];

      if (!g_ascii_isdigit (c))
        return -1;
      check = product[check][permutation[(i + offset) % 8][c - '0']];
    }

  return check;
}

/**
 * khidki_digits_check_digit:
 * @digits: ASCII digits
 *
 * The Verhoeff digit finds every single wrong digit and every swap of two
 * neighbours, which is what happens when a number is read out on a phone.
 *
 * Returns: the digit to write behind them, `'\0'` if @digits are not digits
 *
 * Since: 0.1
 */
char
khidki_digits_check_digit (const char *digits)
{
  int check = verhoeff (digits, 1);

  return check < 0 || *digits == '\0' ? '\0' : (char) ('0' + inverse[check]);
}

/**
 * khidki_digits_check:
 * @digits: ASCII digits, the last a check digit
 *
 * Returns: whether the check digit fits
 *
 * Since: 0.1
 */
gboolean
khidki_digits_check (const char *digits)
{
  return strlen (digits) > 1 && verhoeff (digits, 0) == 0;
}

/**
 * khidki_digits_to_ascii:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text with the digits of every script as `0` to `9`
 *
 * Since: 0.1
 */
char *
khidki_digits_to_ascii (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *ascii = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = g_unichar_digit_value (c);

      if (digit >= 0)
        g_string_append_c (ascii, (char) ('0' + digit));
      else
        g_string_append_unichar (ascii, c);
    }

  return g_string_free (ascii, FALSE);
}

/* What stands between a digit and the one before it. */
typedef enum
{
  GAP_NONE,  /* nothing that is seen */
  GAP_SMALL, /* a blank, a dash or a dot, three of them at most */
  GAP_WIDE,  /* signs, blanks and new lines, no letter and no amount's sign */
  GAP_TEXT,  /* something else */
} Gap;

typedef struct
{
  gsize start;  /* byte in the text */
  gsize length; /* bytes */
  guint8 value;
  Gap gap;
  gboolean plus; /* a plus stands in front of it */
  gboolean hidden;
} Digit;

typedef struct
{
  guint small; /* signs that leave the gap small */
  Gap gap;
  gboolean plus;
} Between;

static gboolean
is_invisible (gunichar c)
{
  return c == 0x00AD || g_unichar_iszerowidth (c) || g_unichar_type (c) == G_UNICODE_FORMAT;
}

static gboolean
is_separator (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == '.' || c == '_' || c == 0x00B7 || c == 0x2022 || c == 0x2212 || c == '\t' ||
         type == G_UNICODE_SPACE_SEPARATOR || type == G_UNICODE_DASH_PUNCTUATION;
}

/* Amounts and sums are no blocks of one number: ₹2400, ₹3600; 2400 + 3600. */
static gboolean
is_wide_separator (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == '|' || c == '~' ||
         (!g_unichar_isalnum (c) && type != G_UNICODE_CURRENCY_SYMBOL && type != G_UNICODE_MATH_SYMBOL &&
          type != G_UNICODE_OTHER_NUMBER && type != G_UNICODE_LETTER_NUMBER);
}

static void
widen (Between *between, gunichar c)
{
  between->plus = c == '+' || c == 0xFF0B || (between->plus && g_unichar_isspace (c));
  if (is_separator (c) && ++between->small <= MAX_SEPARATORS)
    between->gap = MAX (between->gap, GAP_SMALL);
  else if (is_wide_separator (c))
    between->gap = MAX (between->gap, GAP_WIDE);
  else
    between->gap = GAP_TEXT;
}

static GArray *
find_digits (const char *text)
{
  GArray *digits = g_array_new (FALSE, FALSE, sizeof (Digit));
  Between between = { 0, GAP_TEXT, FALSE };

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int value = g_unichar_digit_value (c);

      if (value >= 0)
        {
          Digit digit = { (gsize) (p - text), (gsize) (g_utf8_next_char (p) - p), (guint8) value,
                          between.gap, between.plus, FALSE };

          g_array_append_val (digits, digit);
          between = (Between){ 0, GAP_NONE, FALSE };
        }
      else if (!is_invisible (c))
        widen (&between, c);
    }

  return digits;
}

static Gap
get_gap (GArray *digits, guint index)
{
  return index < digits->len ? g_array_index (digits, Digit, index).gap : GAP_TEXT;
}

/* As it stands on the card: three blocks of four. */
static gboolean
is_in_fours (GArray *digits, guint first)
{
  for (guint i = 1; i < AADHAAR_DIGITS; i++)
    if ((get_gap (digits, first + i) == GAP_NONE) == (i % 4 == 0))
      return FALSE;
  return TRUE;
}

static Gap
find_widest_gap (GArray *digits, guint first)
{
  Gap widest = GAP_NONE;

  for (guint i = 1; i < AADHAAR_DIGITS; i++)
    widest = MAX (widest, get_gap (digits, first + i));
  return widest;
}

/* Whole blocks only: twelve digits inside a longer block are something else.
 * Blocks that stand far apart belong together only if they look like the card. */
static gboolean
is_number (GArray *digits, guint first)
{
  guint end = first + AADHAAR_DIGITS;
  Gap widest;

  if (end > digits->len || get_gap (digits, first) == GAP_NONE || get_gap (digits, end) == GAP_NONE)
    return FALSE;
  widest = find_widest_gap (digits, first);
  return widest <= GAP_SMALL || (widest == GAP_WIDE && is_in_fours (digits, first));
}

static gboolean
is_aadhaar (GArray *digits, guint first)
{
  char number[AADHAAR_DIGITS + 1] = { 0 };

  if (!is_number (digits, first))
    return FALSE;
  for (guint i = 0; i < AADHAAR_DIGITS; i++)
    number[i] = (char) ('0' + g_array_index (digits, Digit, first + i).value);
  return number[0] >= '2' && khidki_digits_check (number);
}

/* 91 and a mobile number. Nobody writes a plus before an Aadhaar number; without
 * one it is a mobile number only where one was asked for. */
static gboolean
is_mobile (GArray *digits, guint first, gboolean asked)
{
  const Digit *digit = &g_array_index (digits, Digit, first);

  if (first + AADHAAR_DIGITS > digits->len || digit[0].value != 9 || digit[1].value != 1 || digit[2].value < 6 ||
      find_widest_gap (digits, first) > GAP_SMALL)
    return FALSE;
  return digit->plus || (asked && !is_in_fours (digits, first));
}

/* What is left stands behind an X and is looked at anew, as whoever reads it will. */
static guint
hide (GArray *digits, guint first, guint n)
{
  guint shown = first + n - SHOWN;

  for (guint i = first; i < shown; i++)
    g_array_index (digits, Digit, i).hidden = TRUE;
  g_array_index (digits, Digit, shown).gap = GAP_TEXT;
  return shown;
}

/* The text with an X for every digit that is hidden. */
static char *
write_masked (const char *text, GArray *digits)
{
  GString *masked = g_string_sized_new (strlen (text));
  gsize copied = 0;

  for (guint i = 0; i < digits->len; i++)
    {
      const Digit *digit = &g_array_index (digits, Digit, i);

      if (!digit->hidden)
        continue;
      g_string_append_len (masked, text + copied, (gssize) (digit->start - copied));
      g_string_append_c (masked, 'X');
      copied = digit->start + digit->length;
    }
  g_string_append (masked, text + copied);
  return g_string_free (masked, FALSE);
}

static char *
mask (const char *text, gboolean mobile_asked, gboolean *found)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GArray) digits = find_digits (valid);
  gboolean any = FALSE;

  for (guint i = 0; i < digits->len;)
    {
      if (!is_aadhaar (digits, i))
        i++;
      else if (is_mobile (digits, i, mobile_asked))
        i += AADHAAR_DIGITS;
      else
        {
          i = hide (digits, i, AADHAAR_DIGITS);
          any = TRUE;
        }
    }

  if (found != NULL)
    *found = any;
  return write_masked (valid, digits);
}

/**
 * khidki_digits_mask_aadhaar:
 * @text: what a person wrote
 * @found: (out) (optional): whether there was such a number
 *
 * Writes `X` over the first eight digits of everything that can be an Aadhaar
 * number: twelve digits of any script, the first 2 to 9, the last a fitting check
 * digit, not part of a longer block. Blanks, dashes and dots may stand anywhere
 * between them; new lines and other signs between three blocks of four. A mobile
 * number with `+91` in front is left.
 *
 * Returns: (transfer full): the masked text
 *
 * Since: 0.1
 */
char *
khidki_digits_mask_aadhaar (const char *text, gboolean *found)
{
  return mask (text, FALSE, found);
}

/**
 * khidki_digits_mask_aadhaar_in_mobile:
 * @text: what a person wrote when asked for a mobile number
 * @found: (out) (optional): whether an Aadhaar number was in it
 *
 * As khidki_digits_mask_aadhaar(), and a mobile number with `91` in front is left
 * without the plus too, unless it stands in three blocks of four.
 *
 * Returns: (transfer full): the masked text
 *
 * Since: 0.1
 */
char *
khidki_digits_mask_aadhaar_in_mobile (const char *text, gboolean *found)
{
  return mask (text, TRUE, found);
}

static guint
count_block (GArray *digits, guint first)
{
  guint n = 1;

  while (first + n < digits->len && get_gap (digits, first + n) <= GAP_SMALL)
    n++;
  return n;
}

/**
 * khidki_digits_mask_but_last4:
 * @text: what a person wrote when asked for the last four digits of a number
 *
 * Writes `X` over every number of more than four digits but for its last four;
 * blanks, dashes and dots may stand between its digits.
 *
 * Returns: (transfer full): the masked text
 *
 * Since: 0.1
 */
char *
khidki_digits_mask_but_last4 (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GArray) digits = find_digits (valid);

  for (guint i = 0, n; i < digits->len; i += n)
    {
      n = count_block (digits, i);
      if (n > SHOWN)
        hide (digits, i, n);
    }
  return write_masked (valid, digits);
}
