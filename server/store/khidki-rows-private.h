/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-rows.h"

G_BEGIN_DECLS

KhidkiRows *khidki_rows_new (const char *columns, guint n_rows);

void khidki_rows_take_text (KhidkiRows *self, guint row, guint column, char *text);
void khidki_rows_set_int64 (KhidkiRows *self, guint row, guint column, gint64 number);
void khidki_rows_take_bytes (KhidkiRows *self, guint row, guint column, GBytes *bytes);

G_END_DECLS
