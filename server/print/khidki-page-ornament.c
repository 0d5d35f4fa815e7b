/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "print/khidki-page-ornament.h"

#include <math.h>

#include "print/khidki-page-text.h"

#define FRAME_OUTER 20.0
#define FRAME_INNER 25.0

/* An arch of five foils over a straight opening; the unit is the window's height. */
static void
arch_path (cairo_t *cr, double half, double spring, double bottom)
{
  double foil = half / 2.5;

  cairo_new_path (cr);
  cairo_move_to (cr, -half, bottom);
  cairo_line_to (cr, -half, spring);
  cairo_curve_to (cr, -half, spring - foil, -half * 0.78, spring - foil * 1.25, -half * 0.62, spring - foil);
  cairo_curve_to (cr, -half * 0.66, spring - foil * 1.9, -half * 0.34, spring - foil * 2.25, -half * 0.24, spring - foil * 1.85);
  cairo_curve_to (cr, -half * 0.2, spring - foil * 2.35, -half * 0.06, spring - foil * 2.6, 0, spring - foil * 3.0);
  cairo_curve_to (cr, half * 0.06, spring - foil * 2.6, half * 0.2, spring - foil * 2.35, half * 0.24, spring - foil * 1.85);
  cairo_curve_to (cr, half * 0.34, spring - foil * 2.25, half * 0.66, spring - foil * 1.9, half * 0.62, spring - foil);
  cairo_curve_to (cr, half * 0.78, spring - foil * 1.25, half, spring - foil, half, spring);
  cairo_line_to (cr, half, bottom);
  cairo_close_path (cr);
}

static void
lattice (cairo_t *cr, double half, double top, double bottom)
{
  double step = half / 3.0;

  for (double offset = -2.0; offset <= 2.0; offset += step)
    {
      cairo_move_to (cr, offset, top);
      cairo_line_to (cr, offset + (bottom - top), bottom);
      cairo_move_to (cr, offset, top);
      cairo_line_to (cr, offset - (bottom - top), bottom);
    }
  cairo_stroke (cr);
}

static void
shutter (cairo_t *cr, double side)
{
  cairo_move_to (cr, side * 0.34, 0.36);
  cairo_line_to (cr, side * 0.56, 0.27);
  cairo_line_to (cr, side * 0.56, 0.93);
  cairo_line_to (cr, side * 0.34, 0.86);
  cairo_close_path (cr);
  cairo_move_to (cr, side * 0.45, 0.36);
  cairo_line_to (cr, side * 0.45, 0.86);
}

/**
 * khidki_page_ornament_window:
 * @centre: the middle of the window, in points
 * @top: its upper end
 * @height: its height
 *
 * Draws the device at the head of a certificate: a window with open shutters.
 * It is no emblem of any state.
 */
void
khidki_page_ornament_window (cairo_t *cr, double centre, double top, double height)
{
  cairo_save (cr);
  cairo_translate (cr, centre, top);
  cairo_scale (cr, height, height);

  arch_path (cr, 0.30, 0.42, 0.88);
  cairo_save (cr);
  cairo_clip (cr);
  khidki_ink_set (&khidki_ink_gold, cr);
  cairo_set_line_width (cr, 0.012);
  lattice (cr, 0.30, 0.0, 0.88);
  cairo_restore (cr);

  khidki_ink_set (&khidki_ink_accent, cr);
  cairo_set_line_width (cr, 0.028);
  arch_path (cr, 0.30, 0.42, 0.88);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 0.020);
  shutter (cr, -1);
  shutter (cr, 1);
  cairo_stroke (cr);
  cairo_rectangle (cr, -0.42, 0.90, 0.84, 0.035);
  cairo_rectangle (cr, -0.36, 0.955, 0.72, 0.03);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
diamond (cairo_t *cr, double x, double y, double radius)
{
  cairo_move_to (cr, x - radius, y);
  cairo_line_to (cr, x, y - radius);
  cairo_line_to (cr, x + radius, y);
  cairo_line_to (cr, x, y + radius);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* A rule with a diamond in its middle. */
void
khidki_page_ornament_rule (cairo_t *cr, double left, double right, double y)
{
  double middle = (left + right) / 2;

  cairo_save (cr);
  khidki_ink_set (&khidki_ink_gold, cr);
  cairo_set_line_width (cr, 0.8);
  cairo_move_to (cr, left, y);
  cairo_line_to (cr, middle - 9, y);
  cairo_move_to (cr, middle + 9, y);
  cairo_line_to (cr, right, y);
  cairo_stroke (cr);
  diamond (cr, middle, y, 3.2);
  cairo_restore (cr);
}

void
khidki_page_ornament_frame (cairo_t *cr, double page_width, double page_height)
{
  cairo_save (cr);
  khidki_ink_set (&khidki_ink_accent, cr);
  cairo_set_line_width (cr, 1.6);
  cairo_rectangle (cr, FRAME_OUTER, FRAME_OUTER, page_width - 2 * FRAME_OUTER,
                   page_height - 2 * FRAME_OUTER);
  cairo_stroke (cr);
  khidki_ink_set (&khidki_ink_gold, cr);
  cairo_set_line_width (cr, 0.6);
  cairo_rectangle (cr, FRAME_INNER, FRAME_INNER, page_width - 2 * FRAME_INNER,
                   page_height - 2 * FRAME_INNER);
  cairo_stroke (cr);
  for (int corner = 0; corner < 4; corner++)
    diamond (cr, corner % 2 == 0 ? FRAME_INNER + 7 : page_width - FRAME_INNER - 7,
             corner / 2 == 0 ? FRAME_INNER + 7 : page_height - FRAME_INNER - 7, 3.0);
  cairo_restore (cr);
}

/**
 * khidki_page_ornament_watermark:
 *
 * Writes SPECIMEN across the page as shapes, not as text, so that it does not
 * get between the words when the text is copied or read aloud.
 */
void
khidki_page_ornament_watermark (cairo_t *cr,
                                PangoContext *context,
                                double page_width,
                                double page_height)
{
  const char *texts[][2] = { { "hi", "नमूना – मान्य नहीं" }, { "en", "SPECIMEN" } };
  double y = -74;

  cairo_save (cr);
  cairo_translate (cr, page_width / 2, page_height / 2);
  cairo_rotate (cr, -atan2 (page_height, page_width));
  cairo_set_source_rgba (cr, khidki_ink_warning.red, khidki_ink_warning.green,
                         khidki_ink_warning.blue, 0.13);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      KhidkiTextStyle style = { texts[i][0], i == 0 ? 58 : 104, PANGO_WEIGHT_BOLD,
                                PANGO_ALIGN_LEFT, 0 };
      g_autoptr (PangoLayout) layout = khidki_page_text_new (context, &style, texts[i][1]);

      cairo_move_to (cr, -khidki_page_text_width (layout) / 2, y);
      pango_cairo_layout_path (cr, layout);
      cairo_fill (cr);
      y += khidki_page_text_height (layout) * 0.86;
    }
  cairo_restore (cr);
}
