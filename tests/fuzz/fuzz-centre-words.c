/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "conversation/khidki-centre-words.h"
#include "conversation/khidki-commands.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whatever is written: what is left beside the words for a centre is a part of it,
 * and a PIN is six digits or none. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autofree char *said = khidki_commands_normalise (text);
  g_autofree char *rest = NULL;
  g_autofree char *pin = khidki_centre_words_find_pin (said);

  if (khidki_centre_words_split (said, &rest))
    {
      g_assert_nonnull (strstr (said, rest));
      g_assert_cmpuint (strlen (rest), <, strlen (said));
      g_assert_true (g_utf8_validate (rest, -1, NULL));
    }
  else
    {
      g_assert_null (rest);
    }
  if (pin != NULL)
    {
      g_assert_cmpuint (strspn (pin, "0123456789"), ==, 6);
      g_assert_cmpuint (strlen (pin), ==, 6);
    }
  if (khidki_centre_words_is_pin (said))
    g_assert_nonnull (pin);
  return 0;
}
