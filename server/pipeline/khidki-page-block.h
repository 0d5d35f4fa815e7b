/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-certificate.h"
#include "print/khidki-page-text.h"

G_BEGIN_DECLS

/* A4 in points, and what of it is written on. */
#define KHIDKI_PAGE_WIDTH 595.276
#define KHIDKI_PAGE_HEIGHT 841.890
#define KHIDKI_PAGE_LEFT 48.0
#define KHIDKI_PAGE_RIGHT (KHIDKI_PAGE_WIDTH - 48.0)
#define KHIDKI_PAGE_MEASURE (KHIDKI_PAGE_RIGHT - KHIDKI_PAGE_LEFT)

#define KHIDKI_PAGE_BLOCK_LAYOUTS 12

typedef struct _KhidkiPageBlock KhidkiPageBlock;

typedef gboolean (*KhidkiPageBlockFunc) (KhidkiPageBlock *self,
                                         cairo_t *cr,
                                         double y,
                                         GError **error);

/**
 * KhidkiPageBlock:
 * @height: in points, with the space after it
 * @draw: draws it with its upper edge at a height of the page
 * @tag: (nullable): the tag of the PDF's structure tree
 * @is_row: it is a row of the table of facts
 * @stays_with_next: never the last on a page
 * @at_foot: stands at the foot of the page, whatever is above it
 * @shares_label: it leaves the label of the row before it unsaid
 * @label_height: what the height is at least when the label is said
 * @rule_left: where the rule under a row begins
 * @ink: the colour of its text
 * @layouts: what is written, used as @draw likes
 * @certificate: whose it is
 *
 * A piece of a certificate that is never split over two pages.
 */
struct _KhidkiPageBlock
{
  double height;
  KhidkiPageBlockFunc draw;
  const char *tag;
  gboolean is_row;
  gboolean stays_with_next;
  gboolean at_foot;
  gboolean shares_label;
  double label_height;
  double rule_left;
  const KhidkiInk *ink;
  PangoLayout *layouts[KHIDKI_PAGE_BLOCK_LAYOUTS];
  KhidkiCertificate *certificate;
};

KhidkiPageBlock *khidki_page_block_new (KhidkiCertificate *certificate, KhidkiPageBlockFunc draw);
void khidki_page_block_free (KhidkiPageBlock *self);
void khidki_page_block_lead (KhidkiPageBlock *self);
gboolean khidki_page_block_is_covered (KhidkiPageBlock *self);

/* (transfer full) (element-type KhidkiPageBlock): the certificate from head to closing. */
GPtrArray *khidki_certificate_blocks_new (KhidkiCertificate *certificate, PangoContext *context);
KhidkiPageBlock *khidki_certificate_closing_new (KhidkiCertificate *certificate,
                                                 PangoContext *context);
char *khidki_certificate_date_text (const GDate *date, const char *language);

G_END_DECLS
