/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "libkhidki/khidki.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was masked holds nothing that would be masked again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gboolean found = FALSE, again = TRUE;
  g_autofree char *masked = khidki_digits_mask_aadhaar (text, &found);
  g_autofree char *twice = khidki_digits_mask_aadhaar (masked, &again);
  g_autofree char *ascii = khidki_digits_to_ascii (text);

  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_true (g_utf8_validate (ascii, -1, NULL));
  g_assert_false (again);
  g_assert_cmpstr (masked, ==, twice);
  return 0;
}
