/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef struct
{
  double red;
  double green;
  double blue;
} KhidkiInk;

extern const KhidkiInk khidki_ink_text;
extern const KhidkiInk khidki_ink_quiet;
extern const KhidkiInk khidki_ink_accent;
extern const KhidkiInk khidki_ink_gold;
extern const KhidkiInk khidki_ink_warning;

/* How a piece of text is set; @width in points, 0 for one unbroken line. */
typedef struct
{
  const char *language;
  double size;
  PangoWeight weight;
  PangoAlignment alignment;
  double width;
} KhidkiTextStyle;

PangoContext *khidki_page_text_context_new (void);
PangoLayout *khidki_page_text_new (PangoContext *context,
                                   const KhidkiTextStyle *style,
                                   const char *text);
PangoLayout *khidki_page_text_new_joined (PangoContext *context,
                                          const KhidkiTextStyle *style,
                                          const char *first,
                                          const char *second);
double khidki_page_text_height (PangoLayout *layout);
double khidki_page_text_width (PangoLayout *layout);
void khidki_page_text_show (cairo_t *cr,
                            PangoLayout *layout,
                            const KhidkiInk *ink,
                            double x,
                            double y);
char *khidki_page_text_group_digits (const char *number);
gboolean khidki_page_text_is_covered (PangoLayout *layout);

void khidki_ink_set (const KhidkiInk *ink, cairo_t *cr);

G_END_DECLS
