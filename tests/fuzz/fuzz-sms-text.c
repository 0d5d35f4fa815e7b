/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "conversation/khidki-short-words.h"
#include "khidki-sms-encode.h"
#include "libkhidki/khidki-digits.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static KhidkiSmsFamilies *families;

/* Whatever stands in the values: at most three parts, no empty variable, or an
 * error; and what a citizen writes is always understood as something. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (KhidkiShortWish) wish = khidki_short_wish_new (text);
  g_autoptr (KhidkiMessage) message
      = khidki_message_new_template ("application_query", size % 2 == 0 ? "hi" : "en");
  g_autoptr (KhidkiSmsText) encoded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (wish->rest);
  g_assert_true (wish->number == NULL || strspn (wish->number, "0123456789") == 14);
  g_assert_true (wish->pin == NULL || strspn (wish->pin, "0123456789") == 6);

  if (families == NULL)
    families = khidki_sms_families_new_shipped ("7738299899", NULL);
  khidki_message_add_parameter (message, text);
  khidki_message_add_parameter (message, size % 3 == 0 ? text : "1260 0000 0012 32");
  khidki_message_add_parameter (message, text);
  khidki_message_add_parameter (message, "8 December 2026");
  encoded = khidki_sms_encode (families, message, &error);
  g_assert_true ((encoded == NULL) == (error != NULL));
  if (encoded != NULL)
    {
      g_assert_cmpuint (encoded->size.segments, <=, KHIDKI_SMS_MAX_SEGMENTS);
      g_assert_true (g_utf8_validate (encoded->text, -1, NULL));
      g_assert_null (strpbrk (encoded->text, "{}\n\""));
    }

  return 0;
}
