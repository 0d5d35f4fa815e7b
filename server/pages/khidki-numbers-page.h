/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-response.h"

G_BEGIN_DECLS

KhidkiResponse *khidki_numbers_page_show (const char *language,
                                          const char *const *numbers,
                                          const char *helpline,
                                          const char *hours);

G_END_DECLS
