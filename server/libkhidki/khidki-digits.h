/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char khidki_digits_check_digit (const char *digits);
gboolean khidki_digits_check (const char *digits);
char *khidki_digits_to_ascii (const char *text);
char *khidki_digits_mask_aadhaar (const char *text, gboolean *found);
char *khidki_digits_mask_but_last4 (const char *text);
char *khidki_digits_mask_aadhaar_in_mobile (const char *text, gboolean *found);

G_END_DECLS
