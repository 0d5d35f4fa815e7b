/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "drafts/khidki-draft-offer.h"
#include "people/khidki-password.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is typed at a counter: a code is eleven digits or none, and a password that
 * was taken is text of a fair length. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const known[] = { "example.meena", "jangpura", "मीना", NULL };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *code = khidki_offer_code_parse (text);

  if (code != NULL)
    {
      g_autofree char *shown = khidki_offer_code_show (code);
      g_autofree char *again = khidki_offer_code_parse (shown);

      g_assert_cmpuint (strspn (code, "0123456789"), ==, KHIDKI_OFFER_DIGITS);
      g_assert_cmpuint (strlen (code), ==, KHIDKI_OFFER_DIGITS);
      g_assert_cmpstr (code, ==, again);
    }
  if (khidki_password_find_fault (text, known) == NULL)
    {
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (text, -1), <=, 4 * KHIDKI_PASSWORD_MOST);
    }
  return 0;
}
