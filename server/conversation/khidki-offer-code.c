/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-offer-code.h"

#include <string.h>

#include "libkhidki/khidki-digits.h"

#define MOST_TYPED_BYTES 256

static gboolean
is_filler (char c)
{
  return c == ' ' || c == '-' || c == '.' || c == '\t' || c == '\n' || c == '\r';
}

/**
 * khidki_offer_code_parse:
 * @text: what was typed
 *
 * Returns: (transfer full) (nullable): the code's digits; %NULL if it cannot be a code
 *
 * Since: 0.1
 */
char *
khidki_offer_code_parse (const char *text)
{
  g_autofree char *ascii = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);

  if (strlen (text) > MOST_TYPED_BYTES || !g_utf8_validate (text, -1, NULL))
    return NULL;
  ascii = khidki_digits_to_ascii (text);
  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!is_filler (*p))
      return NULL;
  if (digits->len != KHIDKI_OFFER_DIGITS || digits->str[0] == '0')
    return NULL;
  return g_strdup (digits->str);
}

/**
 * khidki_offer_code_show:
 * @code: eleven digits
 *
 * Returns: (transfer full): the code in groups, as people read it out
 *
 * Since: 0.1
 */
char *
khidki_offer_code_show (const char *code)
{
  return g_strdup_printf ("%.3s %.4s %s", code, code + 3, code + 7);
}
