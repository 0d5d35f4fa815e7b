/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiSmsSize:
 * @ucs2: whether a letter of it is not in the GSM alphabet
 * @units: septets of the GSM alphabet, or UTF-16 units
 * @segments: parts in which it is sent, and paid
 *
 * How long a text is on the air.
 *
 * Since: 0.1
 */
typedef struct
{
  gboolean ucs2;
  guint units;
  guint segments;
} KhidkiSmsSize;

KhidkiSmsSize khidki_sms_gsm_measure (const char *text);
guint khidki_sms_gsm_get_septets (gunichar letter);
char *khidki_sms_gsm_simplify (const char *text);

G_END_DECLS
