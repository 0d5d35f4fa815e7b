/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappPoster:
 * @brand: the name that people know
 * @number: the business number as people write it
 * @numbers_url: where all true numbers stand
 * @helpline: whom to call
 *
 * What hangs in a ward office.
 */
typedef struct
{
  const char *brand;
  const char *number;
  const char *numbers_url;
  const char *helpline;
} KhidkiWhatsappPoster;

/* (transfer full) (nullable): a PDF of A4, a page for each of the @n posters */
GBytes *khidki_whatsapp_poster_print (const KhidkiWhatsappPoster *posters, guint n, GError **error);

G_END_DECLS
