/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

/* The business numbers of one channel: `[whatsapp]` first, then each `[whatsapp NAME]`.
 * A GPtrArray of KhidkiWhatsappLine. */
GPtrArray *khidki_whatsapp_lines_new (KhidkiHost *host, GError **error);
KhidkiWhatsappLine *khidki_whatsapp_lines_find_for (GPtrArray *lines, KhidkiAccount *account);
GStrv khidki_whatsapp_lines_dup_numbers (GPtrArray *lines);

typedef gboolean (*KhidkiWhatsappSharesFunc) (KhidkiWhatsappSettings *self,
                                              KhidkiWhatsappSettings *other);
GPtrArray *khidki_whatsapp_lines_list_sharers (KhidkiWhatsappLine *line,
                                               KhidkiWhatsappSharesFunc shares);

G_END_DECLS
