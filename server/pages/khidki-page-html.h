/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiPageHtml:
 *
 * Writes HTML in which nothing from outside can become markup: every text and
 * every attribute is escaped, every address is checked, every element closed.
 * There is no way to put text in as it is.
 *
 * Names of elements and attributes are literals of our own code.
 *
 * Since: 0.1
 */
typedef struct _KhidkiPageHtml KhidkiPageHtml;

KhidkiPageHtml *khidki_page_html_new (void);
void khidki_page_html_free (KhidkiPageHtml *self);

void khidki_page_html_open (KhidkiPageHtml *self, const char *element, ...) G_GNUC_NULL_TERMINATED;
void khidki_page_html_void (KhidkiPageHtml *self, const char *element, ...) G_GNUC_NULL_TERMINATED;
void khidki_page_html_text (KhidkiPageHtml *self, const char *text);
void khidki_page_html_close (KhidkiPageHtml *self, const char *element);
GBytes *khidki_page_html_end (KhidkiPageHtml *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPageHtml, khidki_page_html_free)

G_END_DECLS
