/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-mask.h"

#include "libkhidki/khidki-digits.h"

static KhidkiEvent *
mask_as_mobile (KhidkiEvent *event, const char *masked)
{
  g_autofree char *text = khidki_digits_mask_aadhaar_in_mobile (khidki_event_get_text (event), NULL);

  return g_str_equal (text, masked) ? NULL : khidki_event_copy_with_text (event, text);
}

KhidkiEvent *
khidki_intake_mask (KhidkiEvent *event, KhidkiEvent **as_mobile)
{
  const char *text = khidki_event_get_text (event);
  g_autofree char *masked = NULL;
  gboolean found = FALSE;

  *as_mobile = NULL;
  if (text == NULL || !khidki_event_is_from_person (event))
    return khidki_event_ref (event);

  masked = khidki_digits_mask_aadhaar (text, &found);
  if (!found)
    return khidki_event_ref (event);
  *as_mobile = mask_as_mobile (event, masked);
  return khidki_event_copy_with_text (event, masked);
}

KhidkiEvent *
khidki_intake_mask_card (KhidkiEvent *event)
{
  const char *text = khidki_event_get_text (event);
  g_autofree char *masked = text != NULL ? khidki_digits_mask_but_last4 (text) : NULL;

  return masked == NULL || g_str_equal (masked, text) ? khidki_event_ref (event)
                                                       : khidki_event_copy_with_text (event, masked);
}
