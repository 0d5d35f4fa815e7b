/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libgda/libgda.h>

#include "store/khidki-gda.h"

G_BEGIN_DECLS

/* Values and errors on their way in and out of libgda, for khidki-gda.c alone. */
gboolean khidki_gda_take_error (GError *from, const char *what, GError **error);
GValue *khidki_gda_next_value (char letter, va_list *arguments);
GType *khidki_gda_make_types (const char *columns);
KhidkiRows *khidki_gda_copy_rows (GdaDataModel *model, const char *columns, GError **error);

G_END_DECLS
