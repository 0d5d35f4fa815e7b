/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_OFFER_DIGITS 11

/* (transfer full) (nullable): the digits of what was typed, in any script. */
char *khidki_offer_code_parse (const char *text);
/* (transfer full): `123 4567 8901` */
char *khidki_offer_code_show (const char *code);

G_END_DECLS
