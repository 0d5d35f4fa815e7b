/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-page-block.h"

#include <string.h>

#include "print/khidki-page-ornament.h"

#define WINDOW_HEIGHT 40.0
#define LABEL_WIDTH 218.0
#define COLUMN_GAP 14.0
#define VALUE_LEFT (KHIDKI_PAGE_LEFT + LABEL_WIDTH + COLUMN_GAP)
#define ROW_PADDING 1.8
#define ROWS_WITH_CLOSING 2

static const char *const months[][2] = {
  { "जनवरी", "January" },   { "फ़रवरी", "February" }, { "मार्च", "March" },
  { "अप्रैल", "April" },      { "मई", "May" },           { "जून", "June" },
  { "जुलाई", "July" },       { "अगस्त", "August" },     { "सितंबर", "September" },
  { "अक्तूबर", "October" },  { "नवंबर", "November" },   { "दिसंबर", "December" },
};

/**
 * khidki_certificate_date_text:
 * @date: a civil date
 * @language: `hi` or `en`
 *
 * Returns: (transfer full): the date in words that cannot be misread
 */
char *
khidki_certificate_date_text (const GDate *date, const char *language)
{
  guint column = g_str_equal (language, "hi") ? 0 : 1;

  return g_strdup_printf ("%u %s %u", g_date_get_day (date),
                          months[g_date_get_month (date) - 1][column], g_date_get_year (date));
}

static gboolean
draw_window (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  khidki_page_ornament_window (cr, KHIDKI_PAGE_WIDTH / 2, y, WINDOW_HEIGHT);
  return TRUE;
}

static gboolean
draw_rule (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  khidki_page_ornament_rule (cr, KHIDKI_PAGE_LEFT + 40, KHIDKI_PAGE_RIGHT - 40, y + 4);
  return TRUE;
}

static gboolean
draw_paragraph (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  khidki_page_text_show (cr, self->layouts[0], self->ink, KHIDKI_PAGE_LEFT, y);
  return TRUE;
}

static gboolean
draw_notice (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  double height = khidki_page_text_height (self->layouts[0]);

  khidki_ink_set (self->ink, cr);
  cairo_set_line_width (cr, 0.8);
  cairo_rectangle (cr, KHIDKI_PAGE_LEFT, y, KHIDKI_PAGE_MEASURE, height + 7);
  cairo_stroke (cr);
  khidki_page_text_show (cr, self->layouts[0], self->ink, KHIDKI_PAGE_LEFT, y + 3.5);
  return TRUE;
}

static void
add_plain (GPtrArray *blocks, KhidkiCertificate *certificate, KhidkiPageBlockFunc draw, double height)
{
  KhidkiPageBlock *block = khidki_page_block_new (certificate, draw);

  block->height = height;
  g_ptr_array_add (blocks, block);
}

static KhidkiPageBlock *
add_paragraph (GPtrArray *blocks,
               KhidkiCertificate *certificate,
               PangoContext *context,
               const KhidkiTextStyle *style,
               const char *text,
               double after)
{
  KhidkiPageBlock *block = khidki_page_block_new (certificate, draw_paragraph);

  block->tag = "P";
  block->layouts[0] = khidki_page_text_new (context, style, text);
  block->height = khidki_page_text_height (block->layouts[0]) + after;
  g_ptr_array_add (blocks, block);
  return block;
}

typedef struct
{
  KhidkiCertificateText text;
  const char *language;
  double size;
  PangoWeight weight;
  double after;
  const char *tag;
  const KhidkiInk *ink;
} HeadLine;

static void
add_head_line (GPtrArray *blocks,
               KhidkiCertificate *certificate,
               PangoContext *context,
               const HeadLine *line)
{
  KhidkiTextStyle style = { line->language, line->size, line->weight, PANGO_ALIGN_CENTER,
                            KHIDKI_PAGE_MEASURE };
  const char *text = khidki_certificate_get_text (certificate, line->text, line->language);
  KhidkiPageBlock *block =
      add_paragraph (blocks, certificate, context, &style, text, line->after);

  block->tag = line->tag;
  block->ink = line->ink;
}

static void
add_head (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  const HeadLine lines[] = {
    { KHIDKI_CERTIFICATE_GOVERNMENT, "hi", 12, PANGO_WEIGHT_BOLD, -4, "P", &khidki_ink_text },
    { KHIDKI_CERTIFICATE_GOVERNMENT, "en", 9.5, PANGO_WEIGHT_NORMAL, 1, "P", &khidki_ink_quiet },
    { KHIDKI_CERTIFICATE_DEPARTMENT, "hi", 14, PANGO_WEIGHT_BOLD, -5, "P", &khidki_ink_accent },
    { KHIDKI_CERTIFICATE_DEPARTMENT, "en", 10.5, PANGO_WEIGHT_BOLD, 5, "P", &khidki_ink_accent },
    { KHIDKI_CERTIFICATE_TITLE, "hi", 22, PANGO_WEIGHT_BOLD, -9, "H1", &khidki_ink_text },
    { KHIDKI_CERTIFICATE_TITLE, "en", 15, PANGO_WEIGHT_BOLD, 4, "H1", &khidki_ink_text },
  };

  add_plain (blocks, certificate, draw_window, WINDOW_HEIGHT + 2);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      if (lines[i].text == KHIDKI_CERTIFICATE_TITLE && g_str_equal (lines[i].language, "hi"))
        add_plain (blocks, certificate, draw_rule, 9);
      add_head_line (blocks, certificate, context, &lines[i]);
    }
}

static void
add_number (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  KhidkiTextStyle caption = { "hi", 8.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_CENTER,
                              KHIDKI_PAGE_MEASURE };
  KhidkiTextStyle figures = { "en", 15, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER,
                              KHIDKI_PAGE_MEASURE };
  g_autofree char *number =
      khidki_page_text_group_digits (khidki_certificate_get_number (certificate));
  KhidkiPageBlock *block;

  block = add_paragraph (blocks, certificate, context, &caption,
                         "प्रमाण पत्र संख्या / Certificate number", -3);
  block->ink = &khidki_ink_quiet;
  block = add_paragraph (blocks, certificate, context, &figures, number, 4);
  block->ink = &khidki_ink_accent;
}

static void
add_specimen (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  KhidkiTextStyle style = { "hi", 10, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, KHIDKI_PAGE_MEASURE };
  KhidkiPageBlock *block;

  if (!khidki_certificate_is_specimen (certificate))
    return;
  block = add_paragraph (blocks, certificate, context, &style,
                         "नमूना – मान्य नहीं  ·  SPECIMEN – not valid for any purpose", 13);
  block->draw = draw_notice;
  block->ink = &khidki_ink_warning;
}

static void
add_body (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  KhidkiTextStyle style = { "hi", 10.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT,
                            KHIDKI_PAGE_MEASURE };
  const char *hindi = khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_BODY, "hi");
  const char *english = khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_BODY, "en");

  add_paragraph (blocks, certificate, context, &style, hindi, 2);
  style.language = "en";
  style.size = 9.5;
  if (!g_str_equal (hindi, english))
    add_paragraph (blocks, certificate, context, &style, english, 8);
}

static double
pair_height (PangoLayout *const *pair)
{
  return khidki_page_text_height (pair[0])
         + (pair[1] != NULL ? khidki_page_text_height (pair[1]) - 2 : 0);
}

static void
show_pair (PangoLayout *const *pair, cairo_t *cr, const KhidkiInk *ink, double x, double y)
{
  khidki_page_text_show (cr, pair[0], ink, x, y);
  if (pair[1] != NULL)
    khidki_page_text_show (cr, pair[1], &khidki_ink_quiet, x,
                           y + khidki_page_text_height (pair[0]) - 2);
}

static gboolean
draw_row (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  cairo_tag_begin (cr, "TR", NULL);
  cairo_tag_begin (cr, "TH", NULL);
  if (!self->shares_label)
    show_pair (self->layouts, cr, &khidki_ink_text, KHIDKI_PAGE_LEFT, y + ROW_PADDING);
  cairo_tag_end (cr, "TH");
  cairo_tag_begin (cr, "TD", NULL);
  show_pair (self->layouts + 2, cr, &khidki_ink_text, VALUE_LEFT, y + ROW_PADDING);
  cairo_tag_end (cr, "TD");
  cairo_tag_end (cr, "TR");
  cairo_set_source_rgb (cr, 0.80, 0.81, 0.84);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, self->rule_left, y + self->height);
  cairo_line_to (cr, KHIDKI_PAGE_RIGHT, y + self->height);
  cairo_stroke (cr);
  return TRUE;
}

static gboolean
draw_heading (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  cairo_set_source_rgba (cr, khidki_ink_accent.red, khidki_ink_accent.green,
                         khidki_ink_accent.blue, 0.09);
  cairo_rectangle (cr, KHIDKI_PAGE_LEFT, y + 5, KHIDKI_PAGE_MEASURE, self->height - 5);
  cairo_fill (cr);
  cairo_tag_begin (cr, "TR", NULL);
  cairo_tag_begin (cr, "TH", NULL);
  khidki_page_text_show (cr, self->layouts[0], &khidki_ink_accent, KHIDKI_PAGE_LEFT + 6, y + 7);
  cairo_tag_end (cr, "TH");
  cairo_tag_end (cr, "TR");
  return TRUE;
}

/* Both languages on one line where they fit, else one below the other. */
static void
set_pair (PangoLayout **pair,
          PangoContext *context,
          const KhidkiTextStyle *first,
          const char *hindi,
          const char *english)
{
  KhidkiTextStyle second = { "en", first->size - 1.8, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT,
                             first->width };

  if (hindi == NULL || english == NULL || *english == '\0' || g_str_equal (hindi, english))
    {
      pair[0] = khidki_page_text_new (context, first, hindi != NULL ? hindi : english);
      return;
    }
  pair[0] = khidki_page_text_new_joined (context, first, hindi, english);
  if (pair[0] != NULL)
    return;
  pair[0] = khidki_page_text_new (context, first, hindi);
  pair[1] = khidki_page_text_new (context, &second, english);
}

static void
add_heading (GPtrArray *blocks,
             KhidkiCertificate *certificate,
             PangoContext *context,
             const KhidkiCertificateLine *line)
{
  KhidkiTextStyle style = { "hi", 10, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT,
                            KHIDKI_PAGE_MEASURE - 12 };
  KhidkiPageBlock *block = khidki_page_block_new (certificate, draw_heading);
  g_autofree char *text = g_strdup_printf ("%s / %s", line->label_hi, line->label_en);

  block->is_row = TRUE;
  block->stays_with_next = TRUE;
  block->layouts[0] = khidki_page_text_new (context, &style, text);
  block->height = khidki_page_text_height (block->layouts[0]) + 9;
  g_ptr_array_add (blocks, block);
}

static KhidkiPageBlock *
add_row (GPtrArray *blocks,
         KhidkiCertificate *certificate,
         PangoContext *context,
         const KhidkiCertificateLine *line)
{
  KhidkiTextStyle label = { "hi", 9.6, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, LABEL_WIDTH };
  KhidkiTextStyle value = { "hi", 10.4, PANGO_WEIGHT_SEMIBOLD, PANGO_ALIGN_LEFT,
                            KHIDKI_PAGE_MEASURE - LABEL_WIDTH - COLUMN_GAP };
  KhidkiPageBlock *block = khidki_page_block_new (certificate, draw_row);

  block->is_row = TRUE;
  set_pair (block->layouts, context, &label, line->label_hi, line->label_en);
  set_pair (block->layouts + 2, context, &value, line->value_hi, line->value_en);
  block->rule_left = KHIDKI_PAGE_LEFT;
  block->label_height = pair_height (block->layouts) + 2 * ROW_PADDING;
  block->height = MAX (block->label_height, pair_height (block->layouts + 2) + 2 * ROW_PADDING);
  g_ptr_array_add (blocks, block);
  return block;
}

/* The members of a family follow each other under one label. */
static void
share_label (KhidkiPageBlock *first, KhidkiPageBlock *second)
{
  first->rule_left = VALUE_LEFT;
  second->shares_label = TRUE;
  second->height = pair_height (second->layouts + 2) + 2 * ROW_PADDING;
}

static gboolean
is_heading (const KhidkiCertificateLine *line)
{
  return line->value_hi == NULL && line->value_en == NULL;
}

static gboolean
is_same_label (const KhidkiCertificateLine *first, const KhidkiCertificateLine *second)
{
  return !is_heading (first) && g_strcmp0 (first->label_hi, second->label_hi) == 0
         && g_strcmp0 (first->label_en, second->label_en) == 0;
}

static void
add_table (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  const KhidkiCertificateLine *previous = NULL;
  KhidkiPageBlock *row = NULL;

  for (guint i = 0; i < khidki_certificate_get_n_lines (certificate); i++)
    {
      const KhidkiCertificateLine *line = khidki_certificate_get_line (certificate, i);
      KhidkiPageBlock *above = row;

      if (is_heading (line))
        {
          add_heading (blocks, certificate, context, line);
        }
      else
        {
          row = add_row (blocks, certificate, context, line);
          if (previous != NULL && is_same_label (previous, line))
            share_label (above, row);
        }
      previous = line;
    }
}

/* A code and a signature alone on a page would vouch for nothing that is seen there. */
static void
add_closing (GPtrArray *blocks, KhidkiCertificate *certificate, PangoContext *context)
{
  KhidkiPageBlock *closing = khidki_certificate_closing_new (certificate, context);

  for (guint i = 1; i <= ROWS_WITH_CLOSING && i < blocks->len; i++)
    {
      KhidkiPageBlock *block = g_ptr_array_index (blocks, blocks->len - i);

      block->stays_with_next |= block->is_row;
    }
  closing->at_foot = TRUE;
  g_ptr_array_add (blocks, closing);
}

GPtrArray *
khidki_certificate_blocks_new (KhidkiCertificate *certificate, PangoContext *context)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_page_block_free);

  add_head (blocks, certificate, context);
  add_number (blocks, certificate, context);
  add_specimen (blocks, certificate, context);
  add_body (blocks, certificate, context);
  add_table (blocks, certificate, context);
  add_closing (blocks, certificate, context);
  return blocks;
}
