/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "khidki-whatsapp-parse.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A body is refused whole or becomes events that can be kept: each with a key,
 * and the same after a way through the store. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  const char *const numbers[] = { "274981630015522", NULL };
  g_autoptr (GPtrArray) events = khidki_whatsapp_parse (body, numbers, 1, &error);

  g_assert_true ((events == NULL) == (error != NULL));
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      KhidkiEvent *event = g_ptr_array_index (events, i);
      g_autoptr (GVariant) variant = khidki_event_to_variant (event);
      g_autoptr (KhidkiEvent) copy = khidki_event_new_from_variant (variant);

      g_assert_nonnull (copy);
      g_assert_cmpstr (khidki_event_get_key (event), ==, khidki_event_get_key (copy));
      g_assert_cmpint (khidki_event_get_kind (event), ==, khidki_event_get_kind (copy));
    }

  return 0;
}
