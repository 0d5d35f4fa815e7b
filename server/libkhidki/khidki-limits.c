/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-limits.h"

/**
 * khidki_limits_measure:
 * @text: (nullable): a text
 *
 * Returns: its length in UTF-16 units, as the limits count
 *
 * Since: 0.1
 */
guint
khidki_limits_measure (const char *text)
{
  guint units = 0;

  if (text == NULL)
    return 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    units += g_utf8_get_char (p) > 0xffff ? 2 : 1;

  return units;
}
