/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "print/khidki-page-text.h"

#include <string.h>

const KhidkiInk khidki_ink_text = { 0.09, 0.09, 0.11 };
const KhidkiInk khidki_ink_quiet = { 0.36, 0.37, 0.41 };
const KhidkiInk khidki_ink_accent = { 0.07, 0.20, 0.33 };
const KhidkiInk khidki_ink_gold = { 0.62, 0.48, 0.16 };
const KhidkiInk khidki_ink_warning = { 0.70, 0.12, 0.10 };

#define LATIN_FONT "Noto Sans, Noto Sans Devanagari"
#define POINTS_PER_INCH 72.0
#define RUPEE "₹ "

/* Each leads with the script of its language and can set Latin words within it. */
static const struct
{
  const char *language;
  const char *font;
} fonts[] = {
  { "hi", "Noto Sans Devanagari, Noto Sans" },
  { "pa", "Noto Sans Gurmukhi, Noto Sans" },
  { "ur", "Noto Nastaliq Urdu, Noto Sans" },
};

void
khidki_ink_set (const KhidkiInk *ink, cairo_t *cr)
{
  cairo_set_source_rgb (cr, ink->red, ink->green, ink->blue);
}

/* A font map is not safe to share between threads, and costs 30 ms to make. */
static PangoFontMap *
thread_font_map (void)
{
  static GPrivate font_map = G_PRIVATE_INIT (g_object_unref);
  PangoFontMap *map = g_private_get (&font_map);

  if (map == NULL)
    {
      map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
      pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), POINTS_PER_INCH);
      g_private_set (&font_map, map);
    }
  return map;
}

/**
 * khidki_page_text_context_new:
 *
 * Returns: (transfer full): a context for text on paper, for this thread only;
 *   it measures in points and lets no screen setting in
 */
PangoContext *
khidki_page_text_context_new (void)
{
  PangoContext *context = pango_font_map_create_context (thread_font_map ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  cairo_font_options_destroy (options);
  return context;
}

static const char *
find_font (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++)
    if (g_strcmp0 (language, fonts[i].language) == 0)
      return fonts[i].font;
  return LATIN_FONT;
}

static PangoFontDescription *
font_new (const KhidkiTextStyle *style)
{
  PangoFontDescription *font = pango_font_description_from_string (find_font (style->language));

  pango_font_description_set_weight (font, style->weight);
  pango_font_description_set_size (font, (int) (style->size * PANGO_SCALE));
  return font;
}

/* A sum stays with the sign of its currency. */
static void
hold_sums (PangoAttrList *attributes, const char *text)
{
  const gsize length = strlen (RUPEE);

  for (const char *at = strstr (text, RUPEE); at != NULL; at = strstr (at + length, RUPEE))
    {
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

      attribute->start_index = at - text;
      attribute->end_index = attribute->start_index + length + 1;
      pango_attr_list_insert (attributes, attribute);
    }
}

static void
set_attributes (PangoLayout *layout, const char *language, const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  hold_sums (attributes, text);
  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string (language)));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

PangoLayout *
khidki_page_text_new (PangoContext *context, const KhidkiTextStyle *style, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = font_new (style);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, style->alignment);
  if (style->width > 0)
    pango_layout_set_width (layout, pango_units_from_double (style->width));
  pango_layout_set_text (layout, text, -1);
  set_attributes (layout, style->language, text);
  return layout;
}

double
khidki_page_text_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return pango_units_to_double (height);
}

double
khidki_page_text_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return pango_units_to_double (width);
}

void
khidki_page_text_show (cairo_t *cr,
                       PangoLayout *layout,
                       const KhidkiInk *ink,
                       double x,
                       double y)
{
  khidki_ink_set (ink, cr);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/**
 * khidki_page_text_group_digits:
 * @number: the number of a certificate
 *
 * Returns: (transfer full): the number in groups of four when it is all digits,
 *   so that it can be read aloud
 */
char *
khidki_page_text_group_digits (const char *number)
{
  gsize length = strlen (number);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i % 4 == 0 && strspn (number, "0123456789") == length)
        g_string_append_c (grouped, ' ');
      g_string_append_c (grouped, number[i]);
    }
  return g_string_free (grouped, FALSE);
}

static void
insert_from (PangoAttrList *attributes, PangoAttribute *attribute, guint start)
{
  attribute->start_index = start;
  pango_attr_list_insert (attributes, attribute);
}

/**
 * khidki_page_text_new_joined:
 * @first: the text in the style's language
 * @second: the text in English, set smaller and quieter after it
 *
 * Returns: (transfer full) (nullable): both on one line, %NULL when they do not fit
 */
PangoLayout *
khidki_page_text_new_joined (PangoContext *context,
                             const KhidkiTextStyle *style,
                             const char *first,
                             const char *second)
{
  g_autofree char *text = g_strconcat (first, " / ", second, NULL);
  g_autoptr (PangoLayout) layout = khidki_page_text_new (context, style, text);
  PangoAttrList *attributes = pango_attr_list_copy (pango_layout_get_attributes (layout));
  guint start = strlen (first);
  const KhidkiInk *ink = &khidki_ink_quiet;

  insert_from (attributes, pango_attr_size_new ((int) ((style->size - 1.2) * PANGO_SCALE)), start);
  insert_from (attributes, pango_attr_weight_new (PANGO_WEIGHT_NORMAL), start);
  insert_from (attributes, pango_attr_family_new (LATIN_FONT), start);
  insert_from (attributes, pango_attr_language_new (pango_language_from_string ("en")), start);
  insert_from (attributes,
               pango_attr_foreground_new (ink->red * G_MAXUINT16, ink->green * G_MAXUINT16,
                                          ink->blue * G_MAXUINT16),
               start);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return pango_layout_get_line_count (layout) == 1 ? g_steal_pointer (&layout) : NULL;
}

gboolean
khidki_page_text_is_covered (PangoLayout *layout)
{
  return pango_layout_get_unknown_glyphs_count (layout) == 0;
}
