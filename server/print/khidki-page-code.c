/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "print/khidki-page-code.h"

#include <errno.h>
#include <qrencode.h>

#include "libkhidki/khidki-error.h"

/* The white margin that a reader needs, in modules. */
#define QUIET_ZONE 4

static void
draw_row (cairo_t *cr, const guint8 *row, int width, int y)
{
  for (int x = 0; x < width; x++)
    {
      int end = x;

      while (end < width && (row[end] & 1) != 0)
        end++;
      if (end > x)
        cairo_rectangle (cr, x, y, end - x, 1);
      x = end;
    }
}

/**
 * khidki_page_code_draw:
 * @text: what the code holds
 * @x: the left edge in points, white margin included
 * @y: the upper edge
 * @size: width and height
 * @error: return location for an error
 *
 * Draws a QR code with error correction M, black on a white ground of its own.
 *
 * Returns: FALSE with KHIDKI_ERROR_INVALID when @text is too long for a code
 */
gboolean
khidki_page_code_draw (cairo_t *cr,
                       const char *text,
                       double x,
                       double y,
                       double size,
                       GError **error)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);

  if (code == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "QR code: %s", g_strerror (errno));
      return FALSE;
    }
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x, y, size, size);
  cairo_fill (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / (code->width + 2 * QUIET_ZONE), size / (code->width + 2 * QUIET_ZONE));
  cairo_translate (cr, QUIET_ZONE, QUIET_ZONE);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (int row = 0; row < code->width; row++)
    draw_row (cr, code->data + row * code->width, code->width, row);
  cairo_fill (cr);
  cairo_restore (cr);
  QRcode_free (code);
  return TRUE;
}
