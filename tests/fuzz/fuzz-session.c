/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "conversation/khidki-session.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is written as text keeps its frame when a letter changes: it gets to members of
 * another type, halves of pairs, answers in the answers. In bytes hardly any change does. */
static GVariant *
read_text (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;

  if (size == 0 || *text != '{' || !g_utf8_validate (text, size, NULL))
    return NULL;
  return g_variant_parse (G_VARIANT_TYPE_VARDICT, text, text + size, NULL, NULL);
}

/* Bytes as they may lie in a store that was damaged. */
static GVariant *
read_bytes (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
}

/* A session comes of whatever it is, and the same one when it has been written and read
 * again or copied. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GVariant) text = read_text (data, size);
  g_autoptr (GVariant) variant =
      text != NULL ? g_steal_pointer (&text) : read_bytes (data, size);
  g_autoptr (KhidkiSession) session = khidki_session_new_from_variant (variant);
  g_autoptr (GVariant) written = khidki_session_to_variant (session);
  g_autoptr (KhidkiSession) again = khidki_session_new_from_variant (written);
  g_autoptr (GVariant) rewritten = khidki_session_to_variant (again);

  g_assert_true (g_variant_equal (written, rewritten));

  return 0;
}
