/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-digits.h"

#include <string.h>

/* E.164 has at most 15; fewer than 8 lack the country's code. */
#define LEAST 8
#define MOST 15
#define INDIA "91"
#define INDIA_LENGTH 12

char *
khidki_whatsapp_digits_read (const char *text)
{
  GString *digits = g_string_new (NULL);
  gboolean right = TRUE;

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
    else
      right &= strchr (" -()", *at) != NULL || (*at == '+' && digits->len == 0);
  if (right && digits->len >= LEAST && digits->len <= MOST && digits->str[0] != '0')
    return g_string_free (digits, FALSE);
  g_string_free (digits, TRUE);
  return NULL;
}

char *
khidki_whatsapp_digits_show (const char *text)
{
  g_autofree char *digits = khidki_whatsapp_digits_read (text);

  if (digits == NULL || strchr (text, ' ') != NULL)
    return g_strdup (text);
  if (strlen (digits) == INDIA_LENGTH && g_str_has_prefix (digits, INDIA))
    return g_strdup_printf ("+" INDIA " %.5s %s", digits + 2, digits + 7);
  return g_strconcat ("+", digits, NULL);
}

char *
khidki_whatsapp_digits_to_link (const char *digits)
{
  return g_strdup_printf ("https://wa.me/%s?text=Hi", digits);
}
