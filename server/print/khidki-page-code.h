/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

gboolean khidki_page_code_draw (cairo_t *cr,
                                const char *text,
                                double x,
                                double y,
                                double size,
                                GError **error);

G_END_DECLS
