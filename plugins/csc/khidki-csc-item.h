/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-page.h"

G_BEGIN_DECLS

/* What a box of files offers: only what is taken. A phone then turns a HEIC photo into a
 * JPEG by itself. */
#define KHIDKI_CSC_ACCEPTED "image/jpeg,image/png,application/pdf"

/* What stands in the box of a field when nobody has typed into it. */
const char *khidki_csc_item_get_box (KhidkiFormItem *item);
/* (nullable): what is wrong there, in words. */
const char *khidki_csc_item_get_trouble (KhidkiCscVisit *visit, KhidkiFormItem *item);
/* A number in which a typing error costs: asked twice. */
gboolean khidki_csc_item_is_asked_twice (KhidkiFormItem *item);

/* (transfer full): the id of what stands on the page for it. */
char *khidki_csc_item_dup_part_id (KhidkiFormItem *item);
/* (transfer full): the id of what is focused in it. */
char *khidki_csc_item_dup_focus_id (KhidkiFormItem *item);

/* Writes one item; @focus: whether it is typed into first */
void khidki_csc_item_write (KhidkiCscVisit *visit,
                            KhidkiHtml *html,
                            KhidkiFormItem *item,
                            gboolean focus);
/* khidki-csc-item-paper.c */
void khidki_csc_item_write_paper (KhidkiCscVisit *visit,
                                  KhidkiHtml *html,
                                  KhidkiFormItem *item,
                                  gboolean focus);
void khidki_csc_item_write_trouble (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item);
/* The choices of the item, for a `select`. */
void khidki_csc_item_write_options (KhidkiCscVisit *visit,
                                    KhidkiHtml *html,
                                    KhidkiFormItem *item,
                                    const char *chosen);
/* (transfer full) (nullable): who wrote it, if that was not the operator. */
char *khidki_csc_item_dup_author (KhidkiCscVisit *visit, KhidkiFormItem *item);
void khidki_csc_item_write_author (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item);

G_END_DECLS
