/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-request.h"

G_BEGIN_DECLS

/**
 * KhidkiPageReader:
 * @language: one of khidki_language_list()
 * @chosen: it was chosen on a page of ours: what is linked from there carries it on
 * @address: where the page is found again, in any language
 *
 * Who reads a public page. The choice lies in the address alone: without a cookie,
 * and a page that is passed on is read as it was sent.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *language;
  gboolean chosen;
  char *address;
} KhidkiPageReader;

KhidkiPageReader *khidki_page_reader_new (KhidkiRequest *request);
KhidkiPageReader *khidki_page_reader_copy (const KhidkiPageReader *self);
void khidki_page_reader_free (KhidkiPageReader *self);
void khidki_page_reader_set_address (KhidkiPageReader *self, const char *path, const char *token);
char *khidki_page_reader_dup_link (const KhidkiPageReader *self, const char *href);
char *khidki_page_reader_dup_address (const KhidkiPageReader *self, const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPageReader, khidki_page_reader_free)

G_END_DECLS
