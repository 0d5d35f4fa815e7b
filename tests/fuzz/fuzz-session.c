/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "conversation/khidki-session.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Bytes as they may lie in a store that was damaged: a session comes of them, and
 * the same one when it has been written and read again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant) variant =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  g_autoptr (KhidkiSession) session = khidki_session_new_from_variant (variant);
  g_autoptr (GVariant) written = khidki_session_to_variant (session);
  g_autoptr (KhidkiSession) again = khidki_session_new_from_variant (written);
  g_autoptr (GVariant) rewritten = khidki_session_to_variant (again);

  g_assert_true (g_variant_equal (written, rewritten));

  return 0;
}
