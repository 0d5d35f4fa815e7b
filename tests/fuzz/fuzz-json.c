/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <stddef.h>
#include <stdint.h>

#include "libkhidki/khidki.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is mended passes; what passes has nothing to mend. */
static void
mend (const char *text, size_t size, gboolean good)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mended = khidki_json_mend (text, size, 32, &error);

  if (good)
    {
      g_assert_no_error (error);
      g_assert_cmpmem (mended, size, text, size);
    }
  else if (mended == NULL)
    g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  else
    g_assert_true (khidki_json_check (mended, size, 32, NULL));
}

/* What passes is JSON to the library behind it too. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = NULL;

  mend ((const char *) data, size, khidki_json_check ((const char *) data, size, 32, NULL));
  if (!khidki_json_check ((const char *) data, size, 32, &error))
    {
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      return 0;
    }

  parser = json_parser_new_immutable ();
  json_parser_load_from_data (parser, (const char *) data, (gssize) size, &error);
  g_assert_no_error (error);
  return 0;
}
