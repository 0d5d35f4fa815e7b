/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-clock.h"
#include "khidki-sandbox-config.h"
#include "khidki-sandbox-log.h"
#include "khidki-sandbox-weather.h"

G_BEGIN_DECLS

/* Sends webhooks: each citizen's in order, each until it is answered with 200. */
typedef struct _KhidkiSandboxWebhook KhidkiSandboxWebhook;

typedef void (*KhidkiSandboxWebhookDone) (gboolean taken,
                                          gpointer data);

KhidkiSandboxWebhook *khidki_sandbox_webhook_new          (const KhidkiSandboxConfig *config,
                                                           KhidkiSandboxClock        *clock,
                                                           KhidkiSandboxLog          *log,
                                                           KhidkiSandboxWeather      *weather);
void                  khidki_sandbox_webhook_free         (KhidkiSandboxWebhook      *webhook);
void                  khidki_sandbox_webhook_send         (KhidkiSandboxWebhook      *webhook,
                                                           const char                *citizen,
                                                           JsonNode                  *body,
                                                           KhidkiSandboxWebhookDone   done,
                                                           gpointer                   data,
                                                           GDestroyNotify             destroy);
guint                 khidki_sandbox_webhook_get_waiting  (KhidkiSandboxWebhook      *webhook);
void                  khidki_sandbox_webhook_verify_async (KhidkiSandboxWebhook      *webhook,
                                                           GAsyncReadyCallback        callback,
                                                           gpointer                   data);
gboolean              khidki_sandbox_webhook_verify_finish (KhidkiSandboxWebhook     *webhook,
                                                            GAsyncResult             *result,
                                                            GError                  **error);
void                  khidki_sandbox_webhook_keep_verifying (KhidkiSandboxWebhook    *webhook);
gboolean              khidki_sandbox_webhook_is_verified  (KhidkiSandboxWebhook      *webhook);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxWebhook, khidki_sandbox_webhook_free)

G_END_DECLS
