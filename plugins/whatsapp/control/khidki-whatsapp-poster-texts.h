/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappPosterTexts:
 * @language: of all the others
 * @title: what it is for
 * @greet: what to do
 * @numbers: that other numbers are false; the address stands below
 * @never: what nobody is asked for
 * @helpline: before the number to call
 *
 * A poster's words in one language.
 */
typedef struct
{
  const char *language;
  const char *title;
  const char *greet;
  const char *numbers;
  const char *never;
  const char *helpline;
} KhidkiWhatsappPosterTexts;

#define KHIDKI_WHATSAPP_POSTER_LANGUAGES 4

extern const KhidkiWhatsappPosterTexts
    khidki_whatsapp_poster_texts[KHIDKI_WHATSAPP_POSTER_LANGUAGES];

G_END_DECLS
