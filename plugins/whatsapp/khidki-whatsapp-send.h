/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

void khidki_whatsapp_send_async (KhidkiWhatsappLine *line,
                                 KhidkiAccount *account,
                                 KhidkiMessage *message,
                                 const char *key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *khidki_whatsapp_send_finish (KhidkiWhatsappLine *line, GAsyncResult *result, GError **error);
void khidki_whatsapp_send_read (KhidkiWhatsappLine *line, const char *message_id);

G_END_DECLS
