/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <pango/pango.h>

G_BEGIN_DECLS

void khidki_page_ornament_window (cairo_t *cr, double centre, double top, double height);
void khidki_page_ornament_rule (cairo_t *cr, double left, double right, double y);
void khidki_page_ornament_frame (cairo_t *cr, double page_width, double page_height);
void khidki_page_ornament_watermark (cairo_t *cr,
                                     PangoContext *context,
                                     double page_width,
                                     double page_height);

G_END_DECLS
