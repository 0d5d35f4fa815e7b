/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-mask.h"

#include "libkhidki/khidki-digits.h"

KhidkiEvent *
khidki_intake_mask (KhidkiEvent *event)
{
  const char *text = khidki_event_get_text (event);
  g_autofree char *masked = NULL;
  gboolean found = FALSE;

  if (text == NULL || !khidki_event_is_from_person (event))
    return khidki_event_ref (event);

  masked = khidki_digits_mask_aadhaar (text, &found);
  return found ? khidki_event_copy_with_text (event, masked) : khidki_event_ref (event);
}
