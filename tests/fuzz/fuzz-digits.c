/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "libkhidki/khidki.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What nobody sees does not tell blocks apart. */
static char *
drop_invisible (const char *text)
{
  GString *seen = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_iszerowidth (g_utf8_get_char (p)) && g_utf8_get_char (p) != 0x00AD &&
        g_unichar_type (g_utf8_get_char (p)) != G_UNICODE_FORMAT)
      g_string_append_unichar (seen, g_utf8_get_char (p));
  return g_string_free (seen, FALSE);
}

/* The mask's rule by another way: no three blocks of four are left that look like
 * the card. A plus may have made a mobile number of one. */
static void
check_cards (const char *masked)
{
  static GRegex *cards;
  g_autofree char *ascii = khidki_digits_to_ascii (masked);
  g_autofree char *seen = drop_invisible (ascii);
  g_autoptr (GMatchInfo) match = NULL;

  if (strpbrk (seen, "+\xef") != NULL)
    return;
  if (cards == NULL)
    cards = g_regex_new ("(?<![0-9])([2-9][0-9]{3})[-\\s./,:|;]([0-9]{4})[-\\s./,:|;]([0-9]{4})(?![0-9])", 0, 0, NULL);
  for (g_regex_match (cards, seen, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_expand_references (match, "\\1\\2\\3", NULL);

      g_assert_false (khidki_digits_check (number));
    }
}

/* What was masked holds nothing that would be masked again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gboolean found = FALSE, again = TRUE;
  g_autofree char *masked = khidki_digits_mask_aadhaar (text, &found);
  g_autofree char *twice = khidki_digits_mask_aadhaar (masked, &again);
  g_autofree char *mobile = khidki_digits_mask_aadhaar_in_mobile (text, NULL);
  g_autofree char *last4 = khidki_digits_mask_but_last4 (text);
  g_autofree char *last4_again = khidki_digits_mask_but_last4 (last4);
  g_autofree char *ascii = khidki_digits_to_ascii (text);

  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_true (g_utf8_validate (mobile, -1, NULL));
  g_assert_true (g_utf8_validate (last4, -1, NULL));
  g_assert_cmpstr (last4, ==, last4_again);
  g_assert_true (g_utf8_validate (ascii, -1, NULL));
  g_assert_false (again);
  g_assert_cmpstr (masked, ==, twice);
  check_cards (masked);
  return 0;
}
