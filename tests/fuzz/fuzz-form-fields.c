/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "http/khidki-http-form.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/");

  khidki_http_form_read_fields (request, (const char *) data, size);
  for (guint i = 0; i < khidki_request_get_n_parts (request); i++)
    {
      const char *value = NULL;
      const char *name = khidki_request_get_part (request, i, &value, NULL, NULL);

      g_assert_true (*name != '\0' && g_utf8_validate (name, -1, NULL));
      g_assert_true (g_utf8_validate (value, -1, NULL));
    }
  return 0;
}
