/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiRows:
 *
 * The result of a query, copied out of the database.
 */
typedef struct _KhidkiRows KhidkiRows;

void khidki_rows_free (KhidkiRows *self);

guint khidki_rows_get_n (KhidkiRows *self);
const char *khidki_rows_get_text (KhidkiRows *self, guint row, guint column);
gint64 khidki_rows_get_int64 (KhidkiRows *self, guint row, guint column);
GBytes *khidki_rows_get_bytes (KhidkiRows *self, guint row, guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiRows, khidki_rows_free)

G_END_DECLS
