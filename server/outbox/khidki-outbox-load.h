/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox-entry.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/* The first @most rows that wait for @channel, as entries. */
void khidki_outbox_load_async (KhidkiStore *store,
                               const char *channel,
                               guint most,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* (transfer full) (element-type KhidkiOutboxEntry): without a free function, the
 * entries are the caller's. @more: there are others. */
GPtrArray *khidki_outbox_load_finish (GAsyncResult *result, gboolean *more, GError **error);

G_END_DECLS
