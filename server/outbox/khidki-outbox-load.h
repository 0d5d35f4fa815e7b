/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-entry.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/* The first @most rows that wait for @channel, as entries: its broadcasts, or
 * all else. Rows that cannot be read are parked by the way: at the head of the
 * line they would hold up all behind them. */
void khidki_outbox_load_async (KhidkiStore *store,
                               const char *channel,
                               gboolean broadcasts,
                               guint most,
                               gint64 now,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* (transfer full) (element-type KhidkiOutboxEntry): without a free function, the
 * entries are the caller's. @more: there are others. */
GPtrArray *khidki_outbox_load_finish (GAsyncResult *result, gboolean *more, GError **error);

G_END_DECLS
