/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-page.h"

G_BEGIN_DECLS

/* In which language the citizen is read to, `en` or `hi`. */
const char *khidki_csc_read_back_get_language (KhidkiCscVisit *visit);

/* Writes what stands in the draft, as the citizen reads it; @authors: also who typed it. */
void khidki_csc_read_back_write (KhidkiCscVisit *visit, KhidkiHtml *html, gboolean authors);

G_END_DECLS
