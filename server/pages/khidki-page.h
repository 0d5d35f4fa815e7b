/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-request.h"
#include "libkhidki/khidki-response.h"
#include "libkhidki/khidki-html.h"
#include "pages/khidki-page-reader.h"

G_BEGIN_DECLS

/**
 * KhidkiPage:
 *
 * A page that says everything in two languages, the reader's first, with the
 * same head and foot as every other.
 *
 * Since: 0.1
 */
typedef struct _KhidkiPage KhidkiPage;

/* (transfer full) (nullable): the text of @source in @language */
typedef char *(*KhidkiPageGetText) (gpointer source, const char *language);

KhidkiPage *khidki_page_new (const KhidkiPageReader *reader, const char *title);
void khidki_page_free (KhidkiPage *self);

const char *khidki_page_get_language (KhidkiPage *self);
KhidkiHtml *khidki_page_get_html (KhidkiPage *self);

void khidki_page_open_form (KhidkiPage *self, const char *method, const char *action);

void khidki_page_say (KhidkiPage *self, const char *element, const char *class, const char *key);
void khidki_page_say_inside (KhidkiPage *self, const char *key);
void khidki_page_say_pair (KhidkiPage *self,
                           const char *element,
                           const char *class,
                           const char *hindi,
                           const char *english);
void khidki_page_write (KhidkiPage *self, const char *element, const char *class, const char *text);
void khidki_page_begin_fact (KhidkiPage *self, const char *key);
void khidki_page_end_fact (KhidkiPage *self);
void khidki_page_add_fact (KhidkiPage *self, const char *key, const char *value);
void khidki_page_add_fact_pair (KhidkiPage *self,
                                const char *key,
                                const char *hindi,
                                const char *english);
void khidki_page_say_own (KhidkiPage *self,
                          const char *element,
                          const char *class,
                          KhidkiPageGetText get,
                          gpointer source);
void khidki_page_add_fact_own (KhidkiPage *self,
                               const char *key,
                               KhidkiPageGetText get,
                               gpointer source);
void khidki_page_write_phone (KhidkiPage *self, const char *number);
KhidkiResponse *khidki_page_end (KhidkiPage *self, guint status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPage, khidki_page_free)

void khidki_page_write_meta (KhidkiHtml *html);
/* What every answer says to the browser, whatever it is. */
void khidki_page_set_headers (KhidkiResponse *response, const char *cache);
const char *khidki_page_get_style_path (void);
KhidkiResponse *khidki_page_make_style (void);

G_END_DECLS
