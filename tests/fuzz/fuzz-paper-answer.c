/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "papers/khidki-paper-check.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is taken from a worker survives being written and read again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KhidkiPaperCheck) check = khidki_paper_check_new_from_text ((const char *) data, size);
  g_autoptr (KhidkiPaperCheck) again = NULL;
  g_autofree char *text = NULL;

  if (check == NULL)
    return 0;
  text = khidki_paper_check_to_text (check);
  again = khidki_paper_check_new_from_text (text, strlen (text));
  g_assert_nonnull (again);
  g_assert_cmpstr (check->mime_type, ==, again->mime_type);
  g_assert_cmpint (check->fault, ==, again->fault);
  return 0;
}
