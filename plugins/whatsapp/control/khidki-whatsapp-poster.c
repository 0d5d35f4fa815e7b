/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-poster.h"

#include <cairo-pdf.h>
#include <khidki.h>

#include "khidki-whatsapp-digits.h"
#include "khidki-whatsapp-poster-texts.h"
#include "print/khidki-page-code.h"
#include "print/khidki-page-ornament.h"
#include "print/khidki-page-text.h"

/* A4, in points. */
#define WIDTH 595.276
#define HEIGHT 841.89
#define MARGIN 48.0
#define MEASURE (WIDTH - 2 * MARGIN)
#define GAP 16.0
/* Between two lines that belong together: Nastaliq rises above its own. */
#define LEADING 4.0
/* Where the inner line of the frame is, and where the foot begins. */
#define EDGE 25.0
#define FOOT (HEIGHT - EDGE - 190)
/* Nastaliq hangs: its letters are small for their height. */
#define URDU_SIZE 0.82

/* A line of text and the room for it. */
typedef struct
{
  const char *language;
  const char *text;
  PangoWeight weight;
  double size;
  double x;
  double width;
} Cell;

typedef struct
{
  PangoContext *context;
  cairo_t *cr;
  gboolean covered;
} Press;

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
set_text (Press *press, KhidkiTextStyle style, const char *text)
{
  PangoLayout *layout;

  if (g_str_equal (style.language, "ur"))
    style.size *= URDU_SIZE;
  layout = khidki_page_text_new (press->context, &style, text);
  press->covered &= khidki_page_text_is_covered (layout);
  return layout;
}

/* As small as it takes for one line. */
static PangoLayout *
fit (Press *press, const Cell *cell)
{
  KhidkiTextStyle style = { cell->language, cell->size, cell->weight, PANGO_ALIGN_LEFT, 0 };
  g_autoptr (PangoLayout) layout = set_text (press, style, cell->text);
  double own = khidki_page_text_width (layout);

  if (own <= cell->width)
    return g_steal_pointer (&layout);
  style.size = cell->size * cell->width / own * 0.99;
  return set_text (press, style, cell->text);
}

static double
get_baseline (PangoLayout *layout)
{
  return pango_units_to_double (pango_layout_get_baseline (layout));
}

/* On one baseline, each in the middle of its cell. Returns where the next row begins. */
static double
show_row (Press *press, const KhidkiInk *ink, const Cell *cells, guint n, double y)
{
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func (g_object_unref);
  double above = 0, below = 0;

  for (guint i = 0; i < n; i++)
    {
      PangoLayout *layout = fit (press, &cells[i]);

      g_ptr_array_add (layouts, layout);
      above = MAX (above, get_baseline (layout));
      below = MAX (below, khidki_page_text_height (layout) - get_baseline (layout));
    }
  for (guint i = 0; i < n; i++)
    {
      PangoLayout *layout = g_ptr_array_index (layouts, i);
      double x = cells[i].x + (cells[i].width - khidki_page_text_width (layout)) / 2;

      cairo_tag_begin (press->cr, "P", NULL);
      khidki_page_text_show (press->cr, layout, ink, x, y + above - get_baseline (layout));
      cairo_tag_end (press->cr, "P");
    }
  return y + above + below;
}

static double
show (Press *press, const KhidkiInk *ink, const char *language, double size, const char *text, double y)
{
  const Cell cell = { language, text, PANGO_WEIGHT_BOLD, size, MARGIN, MEASURE };

  return show_row (press, ink, &cell, 1, y);
}

/* Two languages beside each other, twice. Returns where it ends. */
static double
show_pairs (Press *press,
            const KhidkiInk *ink,
            PangoWeight weight,
            double size,
            gsize member,
            double y)
{
  const double width = (MEASURE - GAP) / 2;

  for (guint row = 0; row < KHIDKI_WHATSAPP_POSTER_LANGUAGES; row += 2)
    {
      Cell cells[2];

      for (guint i = 0; i < 2; i++)
        {
          const KhidkiWhatsappPosterTexts *texts = &khidki_whatsapp_poster_texts[row + i];

          cells[i] = (Cell){ texts->language, G_STRUCT_MEMBER (const char *, texts, member), weight,
                             size, MARGIN + i * (width + GAP), width };
        }
      y = show_row (press, ink, cells, 2, row > 0 ? y + LEADING : y);
    }
  return y;
}

static double
draw_head (Press *press, const KhidkiWhatsappPoster *poster)
{
  double y = 38;

  khidki_page_ornament_window (press->cr, WIDTH / 2, y, 66);
  y = show (press, &khidki_ink_accent, "hi", 40, poster->brand, y + 68);
  y = show_pairs (press, &khidki_ink_quiet, PANGO_WEIGHT_NORMAL, 15,
                  G_STRUCT_OFFSET (KhidkiWhatsappPosterTexts, title), y + 1);
  khidki_page_ornament_rule (press->cr, MARGIN + 40, WIDTH - MARGIN - 40, y + 9);
  return y + 17;
}

static gboolean
draw_code (Press *press, const char *digits, double y, GError **error)
{
  g_autofree char *link = khidki_whatsapp_digits_to_link (digits);
  g_autofree char *attributes = g_strdup_printf ("uri='%s'", link);
  double size = FOOT - 14 - y;
  double x = (WIDTH - size) / 2;
  gboolean done;

  cairo_tag_begin (press->cr, CAIRO_TAG_LINK, attributes);
  done = khidki_page_code_draw (press->cr, link, x, y, size, error);
  cairo_tag_end (press->cr, CAIRO_TAG_LINK);
  khidki_ink_set (&khidki_ink_gold, press->cr);
  cairo_set_line_width (press->cr, 1);
  cairo_rectangle (press->cr, x, y, size, size);
  cairo_stroke (press->cr);
  return done;
}

/* The word in each language, two on each side of the number to call. */
static void
show_helpline (Press *press, const KhidkiInk *ink, const char *helpline, double y)
{
  const double width = MEASURE / 5;
  Cell cells[KHIDKI_WHATSAPP_POSTER_LANGUAGES + 1];
  guint n = 0;

  for (guint i = 0; i < KHIDKI_WHATSAPP_POSTER_LANGUAGES; i++)
    {
      const KhidkiWhatsappPosterTexts *texts = &khidki_whatsapp_poster_texts[i];

      if (i == KHIDKI_WHATSAPP_POSTER_LANGUAGES / 2)
        n++;
      cells[n] = (Cell){ texts->language, texts->helpline, PANGO_WEIGHT_NORMAL, 14,
                         MARGIN + n * width, width };
      n++;
    }
  cells[2] = (Cell){ "en", helpline, PANGO_WEIGHT_BOLD, 26, MARGIN + 2 * width, width };
  show_row (press, ink, cells, G_N_ELEMENTS (cells), y);
}

/* White on the accent: whom to trust, what nobody asks, whom to call. */
static void
draw_foot (Press *press, const KhidkiWhatsappPoster *poster)
{
  static const KhidkiInk white = { 1, 1, 1 };
  double y = FOOT;

  khidki_ink_set (&khidki_ink_accent, press->cr);
  cairo_rectangle (press->cr, EDGE, y, WIDTH - 2 * EDGE, HEIGHT - EDGE - y);
  cairo_fill (press->cr);
  y = show_pairs (press, &white, PANGO_WEIGHT_NORMAL, 12,
                  G_STRUCT_OFFSET (KhidkiWhatsappPosterTexts, numbers), y + 10);
  y = show (press, &white, "en", 18, poster->numbers_url, y + 1);
  y = show_pairs (press, &white, PANGO_WEIGHT_NORMAL, 12,
                  G_STRUCT_OFFSET (KhidkiWhatsappPosterTexts, never), y + 8);
  show_helpline (press, &white, poster->helpline, y + 4);
}

static gboolean
draw_page (Press *press, const KhidkiWhatsappPoster *poster, GError **error)
{
  g_autofree char *digits = khidki_whatsapp_digits_read (poster->number);
  g_autofree char *shown = khidki_whatsapp_digits_show (poster->number);
  double y;

  if (digits == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "“%s” is no number with its country's code, as in +91 98765 43210",
                   poster->number);
      return FALSE;
    }
  draw_foot (press, poster);
  khidki_page_ornament_frame (press->cr, WIDTH, HEIGHT);
  y = draw_head (press, poster);
  y = show_pairs (press, &khidki_ink_text, PANGO_WEIGHT_BOLD, 15,
                  G_STRUCT_OFFSET (KhidkiWhatsappPosterTexts, greet), y);
  y = show (press, &khidki_ink_accent, "en", 52, shown, y - 6);
  if (!draw_code (press, digits, y, error))
    return FALSE;
  cairo_show_page (press->cr);
  return TRUE;
}

static gboolean
check (Press *press, GError **error)
{
  cairo_status_t status = cairo_status (press->cr);

  if (!press->covered)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                         "no installed font has all letters of the poster; expected Noto Sans, "
                         "Devanagari and Gurmukhi, and Noto Nastaliq Urdu (package fonts-noto-core)");
  else if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "cannot print: %s",
                 cairo_status_to_string (status));
  return press->covered && status == CAIRO_STATUS_SUCCESS;
}

GBytes *
khidki_whatsapp_poster_print (const KhidkiWhatsappPoster *posters, guint n, GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface
      = cairo_pdf_surface_create_for_stream (append_bytes, pdf, WIDTH, HEIGHT);
  Press press = { .context = khidki_page_text_context_new (), .covered = TRUE };
  gboolean done = TRUE;

  press.cr = cairo_create (surface);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, posters[0].brand);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Khidki");
  for (guint i = 0; done && i < n; i++)
    done = draw_page (&press, &posters[i], error);
  done = done && check (&press, error);
  cairo_destroy (press.cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_object_unref (press.context);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&pdf)) : NULL;
}
