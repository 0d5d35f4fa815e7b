/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-response.h"
#include "outbox/khidki-channels.h"
#include "pages/khidki-page-reader.h"

G_BEGIN_DECLS

/* (transfer full) (element-type KhidkiContact): what the channels that run say of themselves,
 * and @numbers (nullable) to chat with beside; each once. @channels: (nullable) */
GPtrArray *khidki_numbers_page_list (KhidkiChannels *channels, const char *const *numbers);

KhidkiResponse *khidki_numbers_page_show (const KhidkiPageReader *reader,
                                          GPtrArray *contacts,
                                          const char *helpline,
                                          const char *hours);

G_END_DECLS
