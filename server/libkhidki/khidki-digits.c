/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-digits.h"

#include <string.h>

#define AADHAAR_DIGITS 12
#define AADHAAR_SHOWN 4
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

typedef struct
{
  gsize start;    /* byte in the text */
  gsize length;   /* bytes */
  guint8 value;
  gboolean joined; /* nothing visible between it and the digit before */
  gboolean near;  /* at most a separator between it and the digit before */
} Digit;

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

static GArray *
find_digits (const char *text)
{
  GArray *digits = g_array_new (FALSE, FALSE, sizeof (Digit));
  guint separators = MAX_SEPARATORS + 1;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int value = g_unichar_digit_value (c);

      if (value >= 0)
        {
          Digit digit = { (gsize) (p - text), (gsize) (g_utf8_next_char (p) - p), (guint8) value,
                          separators == 0, separators <= MAX_SEPARATORS };

          g_array_append_val (digits, digit);
          separators = 0;
        }
      else if (is_separator (c))
        separators = MIN (separators + 1, MAX_SEPARATORS + 1);
      else if (!is_invisible (c))
        separators = MAX_SEPARATORS + 1;
    }

  return digits;
}

/* Whole blocks only: twelve digits inside a longer block are something else. */
static gboolean
is_aadhaar (GArray *digits, guint first)
{
  char number[AADHAAR_DIGITS + 1] = { 0 };
  guint end = first + AADHAAR_DIGITS;

  if (end > digits->len || g_array_index (digits, Digit, first).joined)
    return FALSE;
  if (end < digits->len && g_array_index (digits, Digit, end).joined)
    return FALSE;

  for (guint i = first; i < end; i++)
    {
      const Digit *digit = &g_array_index (digits, Digit, i);

      if (i > first && !digit->near)
        return FALSE;
      number[i - first] = (char) ('0' + digit->value);
    }

  return number[0] >= '2' && khidki_digits_check (number);
}

/**
 * khidki_digits_mask_aadhaar:
 * @text: what a person wrote
 * @found: (out) (optional): whether there was such a number
 *
 * Writes `X` over the first eight digits of everything that can be an Aadhaar
 * number: twelve digits of any script, in blocks or not, the first 2 to 9, the
 * last a fitting check digit, not part of a longer block.
 *
 * Returns: (transfer full): the masked text
 *
 * Since: 0.1
 */
char *
khidki_digits_mask_aadhaar (const char *text, gboolean *found)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GArray) digits = find_digits (valid);
  GString *masked = g_string_sized_new (strlen (valid));
  gsize copied = 0;
  guint hidden_until = 0;

  if (found != NULL)
    *found = FALSE;

  for (guint i = 0; i < digits->len; i++)
    {
      const Digit *digit = &g_array_index (digits, Digit, i);

      if (i >= hidden_until && is_aadhaar (digits, i))
        {
          hidden_until = i + AADHAAR_DIGITS - AADHAAR_SHOWN;
          if (found != NULL)
            *found = TRUE;
        }
      if (i < hidden_until)
        {
          g_string_append_len (masked, valid + copied, (gssize) (digit->start - copied));
          g_string_append_c (masked, 'X');
          copied = digit->start + digit->length;
        }
    }

  g_string_append (masked, valid + copied);
  return g_string_free (masked, FALSE);
}
