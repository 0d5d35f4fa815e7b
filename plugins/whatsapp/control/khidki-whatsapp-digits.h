/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A business number as people write it, with its country's code. Pure. */

/* (transfer full) (nullable): its digits alone; NULL if it is no such number */
char *khidki_whatsapp_digits_read (const char *text);
/* (transfer full): how it is printed: as written if somebody put spaces, else in groups */
char *khidki_whatsapp_digits_show (const char *text);
/* (transfer full): the address that opens a chat with it and a first word */
char *khidki_whatsapp_digits_to_link (const char *digits);

G_END_DECLS
