/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

GPtrArray *khidki_whatsapp_parse (GBytes *body,
                                  const char *const *numbers,
                                  gint64 received_at,
                                  GError **error);

G_END_DECLS
