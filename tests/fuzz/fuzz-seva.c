/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "libkhidki/khidki.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A definition that is taken is the same one when it is read from the store. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiService) service = khidki_service_new_from_source (text, &error);
  g_autoptr (KhidkiService) again = NULL;

  if (service == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }

  again = khidki_service_new_from_source (khidki_service_get_source (service), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (khidki_service_get_version (service), ==, khidki_service_get_version (again));
  return 0;
}
