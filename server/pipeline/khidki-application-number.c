/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-application-number.h"

#include <string.h>

#include "libkhidki/khidki-digits.h"

#define CERTIFICATE_YEARS 50
#define MOST_TYPED_BYTES 256

static char *
new_number (guint lead, const guint8 *randomness)
{
  char digits[KHIDKI_NUMBER_LENGTH + 1] = { 0 };
  guint64 value;

  /* It begins with 1, as no Aadhaar number does: typed in blocks of four it must
   * not be masked. 64 bits over 10^10: the bias is below one in a billion. */
  memcpy (&value, randomness, sizeof value);
  g_snprintf (digits, sizeof digits, "1%02u%010" G_GUINT64_FORMAT, lead,
              value % G_GUINT64_CONSTANT (10000000000));
  digits[KHIDKI_NUMBER_LENGTH - 1] = khidki_digits_check_digit (digits);
  return g_strdup (digits);
}

/**
 * khidki_application_number_new:
 * @year: the civil year, all four digits
 * @randomness: (array fixed-size=8): unpredictable bytes
 *
 * Returns: (transfer full): fourteen digits; the same for the same arguments
 *
 * Since: 0.1
 */
char *
khidki_application_number_new (guint year, const guint8 *randomness)
{
  return new_number (year % 100, randomness);
}

/**
 * khidki_certificate_number_new:
 * @year: the civil year of issue, all four digits
 * @randomness: (array fixed-size=8): unpredictable bytes
 *
 * A certificate has a number of its own: an application's number stands on
 * receipts and is said on phones, and must not lead to the paper.
 *
 * Returns: (transfer full): fourteen digits
 *
 * Since: 0.1
 */
char *
khidki_certificate_number_new (guint year, const guint8 *randomness)
{
  return new_number ((year + CERTIFICATE_YEARS) % 100, randomness);
}

/**
 * khidki_number_get_kind:
 * @number: digits without anything between
 *
 * Returns: what it is of; KHIDKI_NUMBER_NONE when length or check digit do not fit
 *
 * Since: 0.1
 */
KhidkiNumberKind
khidki_number_get_kind (const char *number)
{
  if (strlen (number) != KHIDKI_NUMBER_LENGTH || number[0] != '1' || !khidki_digits_check (number))
    return KHIDKI_NUMBER_NONE;
  return number[1] < '5' ? KHIDKI_NUMBER_APPLICATION : KHIDKI_NUMBER_CERTIFICATE;
}

/* What people put between blocks of digits, and what copying from a chat adds. */
static gboolean
is_filler (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iszerowidth (c)
         || g_unichar_type (c) == G_UNICODE_FORMAT
         || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212 || c == '.'
         || c == '/' || c == '#' || c == '_';
}

/**
 * khidki_number_parse:
 * @text: what a person typed: spaces, dashes, digits of other scripts
 * @kind: (out) (optional): what the number is of
 *
 * Returns: (transfer full) (nullable): the fourteen digits, %NULL when it is no number of ours
 *
 * Since: 0.1
 */
char *
khidki_number_parse (const char *text, KhidkiNumberKind *kind)
{
  g_autofree char *ascii = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  KhidkiNumberKind found;

  if (kind != NULL)
    *kind = KHIDKI_NUMBER_NONE;
  if (strnlen (text, MOST_TYPED_BYTES + 1) > MOST_TYPED_BYTES)
    return NULL;

  ascii = khidki_digits_to_ascii (text);
  for (const char *p = ascii; *p != '\0'; p = g_utf8_next_char (p))
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!is_filler (g_utf8_get_char (p)))
      return NULL;

  found = khidki_number_get_kind (digits->str);
  if (found == KHIDKI_NUMBER_NONE)
    return NULL;
  if (kind != NULL)
    *kind = found;
  return g_strdup (digits->str);
}
