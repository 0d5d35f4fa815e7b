/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-base64url.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

/**
 * khidki_base64url_encode:
 * @data: (array length=length): the bytes
 * @length: how many
 *
 * Returns: (transfer full): the bytes in base64url without padding
 *
 * Since: 0.1
 */
char *
khidki_base64url_encode (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);
  char *end = text + strlen (text);

  while (end > text && end[-1] == '=')
    *--end = '\0';
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return text;
}

static char *
to_plain_base64 (const char *text, gsize length)
{
  GString *plain = g_string_new_len (text, length);

  g_string_replace (plain, "-", "+", 0);
  g_string_replace (plain, "_", "/", 0);
  while (plain->len % 4 != 0)
    g_string_append_c (plain, '=');
  return g_string_free (plain, FALSE);
}

static gboolean
is_alphabet (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return FALSE;
  return TRUE;
}

/**
 * khidki_base64url_decode:
 * @text: base64url without padding, need not end in a NUL
 * @length: its length in bytes
 * @out_length: (out): the number of bytes returned
 * @error: return location for an error
 *
 * Strict: only the one spelling that [func@base64url_encode] makes is taken, so
 * that no character of a signed text can be changed unnoticed.
 *
 * Returns: (transfer full) (nullable): the bytes, followed by a NUL that is not
 *   counted; %NULL with KHIDKI_ERROR_INVALID otherwise
 *
 * Since: 0.1
 */
guint8 *
khidki_base64url_decode (const char *text, gsize length, gsize *out_length, GError **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *again = NULL;
  g_autofree guint8 *data = NULL;
  guint8 *result;

  *out_length = 0;
  if (length % 4 == 1 || !is_alphabet (text, length))
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Not base64url");
      return NULL;
    }
  if (length == 0)
    return g_malloc0 (1);

  plain = to_plain_base64 (text, length);
  data = g_base64_decode (plain, out_length);
  again = khidki_base64url_encode (data, *out_length);
  if (strlen (again) != length || memcmp (again, text, length) != 0)
    {
      *out_length = 0;
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                           "Not base64url in its one spelling");
      return NULL;
    }
  result = g_malloc (*out_length + 1);
  memcpy (result, data, *out_length);
  result[*out_length] = 0;
  return result;
}
