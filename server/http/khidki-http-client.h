/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpClient:
 *
 * One session for all requests that the server makes, with a deadline and a
 * size for each, and an honest word on what became of it: an error is
 * KHIDKI_ERROR_RETRY when the request surely did not reach the far end, else
 * KHIDKI_ERROR_UNCERTAIN.
 */
#define KHIDKI_TYPE_HTTP_CLIENT (khidki_http_client_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiHttpClient, khidki_http_client, KHIDKI, HTTP_CLIENT, GObject)

KhidkiHttpClient *khidki_http_client_new (KhidkiHost *host, KhidkiPaperStore *papers);

void khidki_http_client_fetch_async (KhidkiHttpClient *self,
                                     KhidkiRequest *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KhidkiResponse *khidki_http_client_fetch_finish (KhidkiHttpClient *self,
                                                 GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
