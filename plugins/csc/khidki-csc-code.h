/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): a QR code as a picture; %NULL if the text does not fit in one. */
GBytes *khidki_csc_code_draw (const char *text);

G_END_DECLS
