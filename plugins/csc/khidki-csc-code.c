/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-code.h"

#include <qrencode.h>

#include "khidki-csc-pages.h"

/* Scanners want this much white around a code. */
#define QUIET 4

static void
draw_cells (GString *picture, QRcode *code)
{
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (code->data[y * code->width + x] & 1)
        g_string_append_printf (picture, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
}

GBytes *
khidki_csc_code_draw (const char *text)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  GString *picture;
  int width;

  if (code == NULL)
    return NULL;
  width = code->width + 2 * QUIET;
  picture = g_string_new (NULL);
  g_string_append_printf (picture,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                          "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
                          "<path d=\"",
                          width, width, width, width);
  draw_cells (picture, code);
  g_string_append (picture, "\"/></svg>\n");
  QRcode_free (code);
  return g_string_free_to_bytes (picture);
}

static void
on_receipt (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KhidkiCscVisit) visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiReceipt) receipt
      = khidki_counter_find_receipt_finish (KHIDKI_COUNTER (source), result, &error);
  g_autoptr (GBytes) picture
      = receipt != NULL ? khidki_csc_code_draw (khidki_receipt_get_application (receipt)) : NULL;
  g_autoptr (KhidkiResponse) response = khidki_response_new (picture != NULL ? 200 : 404);

  if (picture != NULL)
    {
      khidki_response_set_body (response, "image/svg+xml", picture);
      khidki_response_set_header (response, "Content-Security-Policy", "default-src 'none'");
      khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
      khidki_response_set_header (response, "Cache-Control", "private, max-age=3600");
    }
  khidki_csc_visit_answer (visit, response);
}

/* The application's number, for the scanner at a counter and the camera of a phone. */
void
khidki_csc_code_show (KhidkiCscVisit *visit)
{
  khidki_counter_find_receipt_async (visit->desk->counter, visit->who, visit->parts[0],
                                     visit->desk->cancellable, on_receipt,
                                     khidki_csc_visit_ref (visit));
}
