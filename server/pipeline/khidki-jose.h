/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What keys, headers and claims (RFC 7515, 7517, 7519) have in common. */

const char *khidki_jose_get_string (JsonObject *object, const char *name);

G_END_DECLS
