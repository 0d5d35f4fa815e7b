/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_NUMBER_LENGTH 14
/* How many unpredictable bytes a new number is made of. */
#define KHIDKI_NUMBER_RANDOM_BYTES 8

/**
 * KhidkiNumberKind:
 * @KHIDKI_NUMBER_NONE: no number of ours
 * @KHIDKI_NUMBER_APPLICATION: an application's
 * @KHIDKI_NUMBER_CERTIFICATE: a certificate's
 *
 * What a number is of. Both have fourteen digits, the last a check digit. The
 * first is 1; the next two of an application are the civil year, those of a certificate
 * the year and 50, so that neither is ever taken for the other.
 */
typedef enum
{
  KHIDKI_NUMBER_NONE,
  KHIDKI_NUMBER_APPLICATION,
  KHIDKI_NUMBER_CERTIFICATE,
} KhidkiNumberKind;

char *khidki_application_number_new (guint year, const guint8 *randomness);
char *khidki_certificate_number_new (guint year, const guint8 *randomness);
KhidkiNumberKind khidki_number_get_kind (const char *number);
char *khidki_number_parse (const char *text, KhidkiNumberKind *kind);

G_END_DECLS
