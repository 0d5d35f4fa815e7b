/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-order-private.h"

#include <string.h>

int
khidki_order_compare_paths (const void *a, const void *b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  return strverscmp (left, right);
}
