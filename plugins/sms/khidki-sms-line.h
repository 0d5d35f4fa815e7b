/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "khidki-sms-settings.h"

G_BEGIN_DECLS

/**
 * KhidkiSmsLine:
 *
 * The line at work, from start to stop: its settings, and the requests to Kannel
 * that are under way.
 */
#define KHIDKI_TYPE_SMS_LINE (khidki_sms_line_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiSmsLine, khidki_sms_line, KHIDKI, SMS_LINE, GObject)

KhidkiSmsLine *khidki_sms_line_new (KhidkiHost *host, GError **error);
KhidkiHost *khidki_sms_line_get_host (KhidkiSmsLine *self);
KhidkiSmsSettings *khidki_sms_line_get_settings (KhidkiSmsLine *self);
gboolean khidki_sms_line_is_stopping (KhidkiSmsLine *self);
void khidki_sms_line_complain (KhidkiSmsLine *self, const char *text);

void khidki_sms_line_fetch_async (KhidkiSmsLine *self,
                                  KhidkiRequest *request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KhidkiResponse *khidki_sms_line_fetch_finish (KhidkiSmsLine *self,
                                              GAsyncResult *result,
                                              GError **error);
void khidki_sms_line_stop_async (KhidkiSmsLine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean khidki_sms_line_stop_finish (KhidkiSmsLine *self, GAsyncResult *result, GError **error);

G_END_DECLS
