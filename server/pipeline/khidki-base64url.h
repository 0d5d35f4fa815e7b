/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The URL alphabet of RFC 4648 section 5, without padding. */

char *khidki_base64url_encode (const guint8 *data, gsize length);
guint8 *khidki_base64url_decode (const char *text, gsize length, gsize *out_length, GError **error);

G_END_DECLS
