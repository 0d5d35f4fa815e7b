/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean khidki_whatsapp_signature_check (const char *header,
                                          GBytes *body,
                                          const char *const *secrets);
char *khidki_whatsapp_signature_make (GBytes *body, const char *secret);

G_END_DECLS
