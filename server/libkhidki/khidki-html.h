/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiHtml:
 *
 * Writes HTML in which nothing from outside can become markup: every text and
 * every attribute is escaped, every address is checked, every element closed.
 * There is no way to put text in as it is.
 *
 * Names of elements and attributes are literals of your own code. Elements and
 * attributes that bring in a language of their own (`style`, `onclick`) are
 * refused with a warning, and so is a name that is not of HTML.
 *
 * ```c
 * khidki_html_open (html, "label", "for", id, NULL);
 * khidki_html_text (html, question);
 * khidki_html_close (html, "label");
 * khidki_html_void (html, "input", "id", id, "name", path, "value", value,
 *                   "required", optional ? NULL : "", NULL);
 * ```
 *
 * Since: 0.1
 */
typedef struct _KhidkiHtml KhidkiHtml;

#define KHIDKI_TYPE_HTML (khidki_html_get_type ())

GType khidki_html_get_type (void);

KhidkiHtml *khidki_html_new (void);
KhidkiHtml *khidki_html_new_document (void);
KhidkiHtml *khidki_html_ref (KhidkiHtml *self);
void khidki_html_unref (KhidkiHtml *self);

void khidki_html_open (KhidkiHtml *self, const char *element, ...) G_GNUC_NULL_TERMINATED;
void khidki_html_void (KhidkiHtml *self, const char *element, ...) G_GNUC_NULL_TERMINATED;
void khidki_html_element (KhidkiHtml *self,
                          const char *element,
                          const char *text,
                          ...) G_GNUC_NULL_TERMINATED;
void khidki_html_text (KhidkiHtml *self, const char *text);
void khidki_html_close (KhidkiHtml *self, const char *element);
void khidki_html_append (KhidkiHtml *self, KhidkiHtml *other);
void khidki_html_add_module (KhidkiHtml *self, const char *src);
GBytes *khidki_html_end (KhidkiHtml *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiHtml, khidki_html_unref)

G_END_DECLS
