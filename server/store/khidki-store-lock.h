/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int khidki_store_lock_take (const char *path, guint seconds, GError **error);
void khidki_store_lock_release (int lock);

G_END_DECLS
