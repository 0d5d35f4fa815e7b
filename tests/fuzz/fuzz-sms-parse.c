/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "khidki-sms-form.h"
#include "khidki-sms-parse.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (KhidkiEvent *event, GError *error)
{
  g_autoptr (KhidkiEvent) owned = event;
  g_autoptr (GError) owned_error = error;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiEvent) copy = NULL;

  g_assert_true ((event == NULL) == (error != NULL));
  if (event == NULL)
    return;
  variant = khidki_event_to_variant (event);
  copy = khidki_event_new_from_variant (variant);
  g_assert_nonnull (copy);
  g_assert_cmpstr (khidki_event_get_key (event), !=, "");
  g_assert_true (g_utf8_validate (khidki_event_get_key (event), -1, NULL));
  g_assert_true (khidki_event_get_text (event) == NULL
                 || g_utf8_validate (khidki_event_get_text (event), -1, NULL));
  g_assert_cmpint (khidki_event_get_at (event), <=, 1795413600000);
}

/* A call is refused or becomes an event that can be kept: with a key, and the
 * same after a way through the store. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GHashTable) form = khidki_sms_form_parse ((const char *) data, size);
  KhidkiEvent *event;
  GError *error = NULL;

  event = khidki_sms_parse_inbound (form, 1795413600000, &error);
  check (event, error);
  error = NULL;
  event = khidki_sms_parse_delivery (form, 1795413600000, &error);
  check (event, error);

  return 0;
}
