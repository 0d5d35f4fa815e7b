/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "papers/khidki-paper-sniff.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *mime_type = khidki_paper_sniff (data, size);

  /* What is behind the bytes that are looked at changes nothing. */
  g_assert_cmpstr (mime_type, ==,
                   khidki_paper_sniff (data, MIN (size, KHIDKI_PAPER_SNIFF_BYTES)));
  return 0;
}
