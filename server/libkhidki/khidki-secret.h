/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean khidki_secret_equal (const char *one, const char *other);
gboolean khidki_secret_is_one_of (const char *given, const char *const *secrets);

G_END_DECLS
