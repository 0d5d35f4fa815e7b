/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-form.h"

#include <string.h>

#define MAX_FIELDS 64
#define MAX_WORD 512

static guint8
decode_one (const char *text, gsize length, gsize *at)
{
  char c = text[*at];

  if (c == '%' && *at + 2 < length && g_ascii_isxdigit (text[*at + 1])
      && g_ascii_isxdigit (text[*at + 2]))
    {
      int high = g_ascii_xdigit_value (text[*at + 1]);
      int low = g_ascii_xdigit_value (text[*at + 2]);

      *at += 3;
      return (guint8) (high << 4 | low);
    }

  *at += 1;
  return c == '+' ? ' ' : (guint8) c;
}

static GBytes *
decode (const char *text, gsize length)
{
  GByteArray *bytes = g_byte_array_sized_new ((guint) MIN (length, 4096));

  for (gsize at = 0; at < length;)
    {
      guint8 byte = decode_one (text, length, &at);

      g_byte_array_append (bytes, &byte, 1);
    }

  return g_byte_array_free_to_bytes (bytes);
}

static char *
dup_name (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = decode (text, length);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return data != NULL ? g_strndup (data, size) : g_strdup ("");
}

/**
 * khidki_sms_form_parse:
 * @text: a query or the body of a form
 * @length: its bytes
 *
 * Kannel hands over a text in UCS-2 byte by byte, with zero bytes in it, which
 * no string can carry: values are bytes here. The first of a name counts.
 *
 * Returns: (transfer full) (element-type utf8 GBytes): values by name
 *
 * Since: 0.1
 */
GHashTable *
khidki_sms_form_parse (const char *text, gsize length)
{
  GHashTable *form
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  const char *end = text + length;

  while (text < end && g_hash_table_size (form) < MAX_FIELDS)
    {
      const char *next = memchr (text, '&', (gsize) (end - text));
      const char *stop = next != NULL ? next : end;
      const char *equals = memchr (text, '=', (gsize) (stop - text));
      g_autofree char *name = NULL;

      if (equals != NULL)
        {
          name = dup_name (text, (gsize) (equals - text));
          if (!g_hash_table_contains (form, name))
            g_hash_table_insert (form, g_steal_pointer (&name),
                                 decode (equals + 1, (gsize) (stop - equals - 1)));
        }
      text = stop + 1;
    }

  return form;
}

/**
 * khidki_sms_form_get:
 * @form: a form
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its value
 *
 * Since: 0.1
 */
GBytes *
khidki_sms_form_get (GHashTable *form, const char *name)
{
  return g_hash_table_lookup (form, name);
}

/**
 * khidki_sms_form_dup_word:
 * @form: a form
 * @name: a name
 *
 * Returns: (transfer full): its value as text, at most 512 bytes of it up to
 *   the first zero byte, what is no text replaced; "" if there is none
 *
 * Since: 0.1
 */
char *
khidki_sms_form_dup_word (GHashTable *form, const char *name)
{
  GBytes *bytes = g_hash_table_lookup (form, name);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *word = NULL;

  if (data == NULL)
    return g_strdup ("");
  size = MIN (size, MAX_WORD);
  word = g_strndup (data, size);
  return g_utf8_make_valid (word, -1);
}

/**
 * khidki_sms_form_escape:
 * @text: UTF-8
 *
 * Returns: (transfer full): the text as it may stand in a query's value
 *
 * Since: 0.1
 */
char *
khidki_sms_form_escape (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}
