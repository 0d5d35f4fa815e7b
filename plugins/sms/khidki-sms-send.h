/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sms-encode.h"
#include "khidki-sms-line.h"

G_BEGIN_DECLS

void khidki_sms_send_async (KhidkiSmsLine *line,
                            KhidkiAccount *account,
                            KhidkiMessage *message,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *khidki_sms_send_finish (KhidkiSmsLine *line, GAsyncResult *result, GError **error);

G_END_DECLS
