/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form.h"
#include "libkhidki/khidki-response.h"
#include "pages/khidki-page-reader.h"
#include "pages/khidki-private-link.h"

G_BEGIN_DECLS

KhidkiResponse *khidki_private_page_ask (const KhidkiPageReader *reader,
                                         const KhidkiForm *form,
                                         const char *path,
                                         const char *complaint,
                                         const char *typed);
KhidkiResponse *khidki_private_page_tell (const KhidkiPageReader *reader, KhidkiPrivateState state);
KhidkiResponse *khidki_private_page_refuse (const KhidkiPageReader *reader);

G_END_DECLS
