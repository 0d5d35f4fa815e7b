/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-certificate-page.h"

#include <cairo-pdf.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-page-block.h"
#include "print/khidki-page-ornament.h"

#define TOP 32.0
#define TOP_CONTINUED 66.0
#define FOOT_TOP (KHIDKI_PAGE_HEIGHT - 68.0)

typedef struct
{
  KhidkiCertificate *certificate;
  PangoContext *context;
  GPtrArray *blocks;
  cairo_surface_t *surface;
  cairo_t *cr;
  guint page;
  guint n_pages;
} Press;

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
fits (Press *press, guint index, double y)
{
  const KhidkiPageBlock *block = g_ptr_array_index (press->blocks, index);
  double needed = block->height;

  while (block->stays_with_next && ++index < press->blocks->len)
    {
      block = g_ptr_array_index (press->blocks, index);
      needed += block->height;
    }
  return y + needed <= FOOT_TOP;
}

/* How many blocks from @first on go on one page; at least one. */
static guint
count_on_page (Press *press, guint first)
{
  double y = first == 0 ? TOP : TOP_CONTINUED;
  guint index = first;

  khidki_page_block_lead (g_ptr_array_index (press->blocks, first));
  while (index < press->blocks->len && (index == first || fits (press, index, y)))
    {
      const KhidkiPageBlock *block = g_ptr_array_index (press->blocks, index);

      y += block->height;
      index++;
    }
  return index - first;
}

static guint
count_pages (Press *press)
{
  guint pages = 0;

  for (guint first = 0; first < press->blocks->len; first += count_on_page (press, first))
    pages++;
  return pages;
}

static void
show_line (Press *press, const KhidkiTextStyle *style, const char *text, double y)
{
  g_autoptr (PangoLayout) layout = khidki_page_text_new (press->context, style, text);

  cairo_tag_begin (press->cr, "P", NULL);
  khidki_page_text_show (press->cr, layout, &khidki_ink_quiet, KHIDKI_PAGE_LEFT, y);
  cairo_tag_end (press->cr, "P");
}

static void
draw_continuation (Press *press)
{
  KhidkiTextStyle style = { "hi", 9.5, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, KHIDKI_PAGE_MEASURE };
  const char *hindi =
      khidki_certificate_get_text (press->certificate, KHIDKI_CERTIFICATE_TITLE, "hi");
  const char *english =
      khidki_certificate_get_text (press->certificate, KHIDKI_CERTIFICATE_TITLE, "en");
  g_autofree char *text = g_strdup_printf ("%s / %s  ·  %s", hindi, english,
                                           khidki_certificate_get_number (press->certificate));

  show_line (press, &style, text, 36);
  khidki_page_ornament_rule (press->cr, KHIDKI_PAGE_LEFT, KHIDKI_PAGE_RIGHT, 57);
}

static double
show_note (Press *press, const char *language, double size, double y)
{
  KhidkiTextStyle style = { language, size, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT,
                            KHIDKI_PAGE_MEASURE - 160 };
  const char *text =
      khidki_certificate_get_text (press->certificate, KHIDKI_CERTIFICATE_NOTE, language);
  g_autoptr (PangoLayout) layout = khidki_page_text_new (press->context, &style, text);

  /* Two lines a language is what the foot holds; the verify page has all of it. */
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_tag_begin (press->cr, "P", NULL);
  khidki_page_text_show (press->cr, layout, &khidki_ink_quiet, KHIDKI_PAGE_LEFT, y);
  cairo_tag_end (press->cr, "P");
  return y + khidki_page_text_height (layout) - 1;
}

static void
draw_foot (Press *press)
{
  KhidkiTextStyle style = { "hi", 7.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_RIGHT,
                            KHIDKI_PAGE_MEASURE };
  const char *hindi =
      khidki_certificate_get_text (press->certificate, KHIDKI_CERTIFICATE_NOTE, "hi");
  const char *english =
      khidki_certificate_get_text (press->certificate, KHIDKI_CERTIFICATE_NOTE, "en");
  g_autofree char *number =
      g_strdup_printf ("%s  ·  पृष्ठ / Page %u / %u",
                       khidki_certificate_get_number (press->certificate), press->page,
                       press->n_pages);
  double y = FOOT_TOP + 4;

  khidki_ink_set (&khidki_ink_gold, press->cr);
  cairo_set_line_width (press->cr, 0.5);
  cairo_move_to (press->cr, KHIDKI_PAGE_LEFT, FOOT_TOP + 2);
  cairo_line_to (press->cr, KHIDKI_PAGE_RIGHT, FOOT_TOP + 2);
  cairo_stroke (press->cr);
  show_line (press, &style, number, y);
  y = show_note (press, "hi", 7.2, y);
  if (!g_str_equal (hindi, english))
    show_note (press, "en", 6.8, y);
}

static void
begin_page (Press *press)
{
  press->page++;
  if (khidki_certificate_is_specimen (press->certificate))
    khidki_page_ornament_watermark (press->cr, press->context, KHIDKI_PAGE_WIDTH,
                                    KHIDKI_PAGE_HEIGHT);
  khidki_page_ornament_frame (press->cr, KHIDKI_PAGE_WIDTH, KHIDKI_PAGE_HEIGHT);
  if (press->page > 1)
    draw_continuation (press);
}

static gboolean
draw_block (Press *press, KhidkiPageBlock *block, double y, GError **error)
{
  gboolean done;

  if (block->tag != NULL)
    cairo_tag_begin (press->cr, block->tag, NULL);
  done = block->draw (block, press->cr, y, error);
  if (block->tag != NULL)
    cairo_tag_end (press->cr, block->tag);
  return done;
}

static gboolean
draw_page (Press *press, guint first, guint count, GError **error)
{
  double y = first == 0 ? TOP : TOP_CONTINUED;
  gboolean in_table = FALSE;

  begin_page (press);
  for (guint i = first; i < first + count; i++)
    {
      KhidkiPageBlock *block = g_ptr_array_index (press->blocks, i);

      if (block->is_row != in_table && in_table)
        cairo_tag_end (press->cr, "Table");
      else if (block->is_row != in_table)
        cairo_tag_begin (press->cr, "Table", NULL);
      in_table = block->is_row;
      if (block->at_foot)
        y = MAX (y, FOOT_TOP - block->height);
      if (!draw_block (press, block, y, error))
        return FALSE;
      y += block->height;
    }
  if (in_table)
    cairo_tag_end (press->cr, "Table");
  draw_foot (press);
  cairo_show_page (press->cr);
  return TRUE;
}

static void
set_metadata (Press *press)
{
  KhidkiCertificate *certificate = press->certificate;
  g_autofree char *title = g_strdup_printf (
      "%s / %s %s", khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_TITLE, "hi"),
      khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_TITLE, "en"),
      khidki_certificate_get_number (certificate));
  const char *office =
      khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_DEPARTMENT, "en");
  char date[32];

  g_date_strftime (date, sizeof date, "%Y-%m-%dT00:00:00Z",
                   khidki_certificate_get_issued (certificate));
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_AUTHOR, office);
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_SUBJECT,
                                  khidki_certificate_is_specimen (certificate)
                                      ? "SPECIMEN – नमूना – मान्य नहीं"
                                      : khidki_certificate_get_service (certificate));
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_KEYWORDS,
                                  "Language: hi, en");
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_CREATOR, "Khidki");
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void
set_outline (Press *press)
{
  const char *names[] = { "प्रमाण पत्र / Certificate", "जाँच और जारीकर्ता / Check and issuer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *link = g_strdup_printf ("page=%u", i == 0 ? 1 : press->n_pages);

      cairo_pdf_surface_add_outline (press->surface, CAIRO_PDF_OUTLINE_ROOT, names[i], link,
                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

static gboolean
check_fonts (Press *press, GError **error)
{
  for (guint i = 0; i < press->blocks->len; i++)
    if (!khidki_page_block_is_covered (g_ptr_array_index (press->blocks, i)))
      {
        g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                             "Certificate: no installed font has all its letters; expected Noto "
                             "Sans and Noto Sans Devanagari (package fonts-noto-core)");
        return FALSE;
      }
  return TRUE;
}

static gboolean
print_pages (Press *press, GError **error)
{
  guint first = 0;

  while (first < press->blocks->len)
    {
      guint count = count_on_page (press, first);

      if (!draw_page (press, first, count, error))
        return FALSE;
      first += count;
    }
  return TRUE;
}

static gboolean
print (Press *press, GByteArray *pdf, GError **error)
{
  cairo_status_t status;
  gboolean done;

  press->surface = cairo_pdf_surface_create_for_stream (append_bytes, pdf, KHIDKI_PAGE_WIDTH,
                                                        KHIDKI_PAGE_HEIGHT);
  press->cr = cairo_create (press->surface);
  set_metadata (press);
  done = print_pages (press, error);
  if (done)
    set_outline (press);
  cairo_destroy (press->cr);
  cairo_surface_finish (press->surface);
  status = cairo_surface_status (press->surface);
  cairo_surface_destroy (press->surface);
  if (done && status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Certificate: cannot print: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }
  return done;
}

/**
 * khidki_certificate_page_render:
 * @certificate: a signed certificate
 * @error: return location for an error
 *
 * Sets the certificate on pages of A4. The same certificate gives the same
 * bytes. It takes some milliseconds: call it on a pool thread.
 *
 * Returns: (transfer full) (nullable): a PDF; %NULL with KHIDKI_ERROR_OPERATOR
 *   when a font is missing, KHIDKI_ERROR_INVALID when it is not signed or its
 *   claims do not fit the code
 *
 * Since: 0.1
 */
GBytes *
khidki_certificate_page_render (KhidkiCertificate *certificate, GError **error)
{
  Press press = { .certificate = certificate };
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  gboolean done;

  if (khidki_certificate_get_jws (certificate) == NULL)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                           "Certificate: it must be signed before it is printed");
      return NULL;
    }
  press.context = khidki_page_text_context_new ();
  press.blocks = blocks = khidki_certificate_blocks_new (certificate, press.context);
  press.n_pages = count_pages (&press);
  done = check_fonts (&press, error) && print (&press, pdf, error);
  g_object_unref (press.context);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&pdf)) : NULL;
}
