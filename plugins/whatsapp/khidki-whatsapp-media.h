/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

void khidki_whatsapp_media_fetch_async (KhidkiWhatsappLine *line,
                                        const char *media,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
KhidkiPaper *khidki_whatsapp_media_fetch_finish (KhidkiWhatsappLine *line,
                                                 GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
