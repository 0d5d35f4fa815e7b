/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "libkhidki/khidki-response.h"
#include "pages/khidki-page-reader.h"

G_BEGIN_DECLS

KhidkiResponse *khidki_centres_page_show (const KhidkiPageReader *reader,
                                          KhidkiCatalogue *catalogue,
                                          const char *typed,
                                          const GDate *today);

G_END_DECLS
