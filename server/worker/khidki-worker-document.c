/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker/khidki-worker-document.h"

#include <poppler.h>
#include <string.h>

/* A page is drawn this small: enough to see whether it is black. */
#define SAMPLE_SIDE 300.0
/* The largest page that the format allows, in points. */
#define MAX_PAGE_POINTS 14400.0

static const char warm_up_document[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
    "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 36>>stream\nBT /F1 12 Tf 20 100 Td (Khidki) Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";

static int
mean_brightness (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  const guint8 *data;
  guint64 sum = 0;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 pixel;

        memcpy (&pixel, data + (gsize) y * stride + (gsize) x * 4, sizeof pixel);
        sum += (((pixel >> 16) & 255) * 299 + ((pixel >> 8) & 255) * 587 + (pixel & 255) * 114) / 1000;
      }
  return sum / ((guint64) width * height);
}

static gboolean
render (PopplerPage *page, double width, double height, int *brightness)
{
  double scale = SAMPLE_SIDE / MAX (width, height);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
  cairo_t *cr = cairo_create (surface);
  gboolean done;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  done = cairo_status (cr) == CAIRO_STATUS_SUCCESS;
  if (done)
    *brightness = mean_brightness (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return done;
}

static KhidkiPaperFault
check_page (PopplerPage *page, KhidkiPaperCheck *check)
{
  double width;
  double height;

  poppler_page_get_size (page, &width, &height);
  if (!(width >= 1 && height >= 1 && width <= MAX_PAGE_POINTS && height <= MAX_PAGE_POINTS))
    return KHIDKI_PAPER_DAMAGED;
  check->width = (int) width;
  check->height = (int) height;
  if (!render (page, width, height, &check->brightness))
    return KHIDKI_PAPER_DAMAGED;
  return check->brightness < KHIDKI_PAPER_MIN_BRIGHTNESS ? KHIDKI_PAPER_TOO_DARK : KHIDKI_PAPER_FINE;
}

static KhidkiPaperFault
check_document (PopplerDocument *document, KhidkiPaperCheck *check)
{
  PopplerPage *page;
  KhidkiPaperFault fault;

  check->pages = MAX (0, poppler_document_get_n_pages (document));
  if (check->pages == 0)
    return KHIDKI_PAPER_DAMAGED;
  if (check->pages > KHIDKI_PAPER_MAX_PAGES)
    return KHIDKI_PAPER_TOO_MANY_PAGES;
  page = poppler_document_get_page (document, 0);
  if (page == NULL)
    return KHIDKI_PAPER_DAMAGED;
  fault = check_page (page, check);
  g_object_unref (page);
  return fault;
}

KhidkiPaperFault
khidki_worker_document_check (GBytes *bytes, KhidkiPaperCheck *check)
{
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, &error);
  KhidkiPaperFault fault;

  if (document == NULL)
    return g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? KHIDKI_PAPER_ENCRYPTED
                                                                           : KHIDKI_PAPER_DAMAGED;
  fault = check_document (document, check);
  g_object_unref (document);
  return fault;
}

void
khidki_worker_document_warm_up (void)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new_static (warm_up_document, sizeof warm_up_document - 1);
  g_autoptr (KhidkiPaperCheck) check = khidki_paper_check_new ("application/pdf", KHIDKI_PAPER_FINE);

  khidki_worker_document_check (bytes, check);
}
