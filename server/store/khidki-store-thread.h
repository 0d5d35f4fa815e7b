/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-store-item.h"
#include "store/khidki-store-url.h"

G_BEGIN_DECLS

/**
 * KhidkiStoreThread:
 *
 * A thread with its own connection that takes items from its queue: the writer,
 * which commits many of them together, or the reader, which gives each a view of
 * its own on what is committed.
 *
 * Since: 0.1
 */
typedef struct _KhidkiStoreThread KhidkiStoreThread;

typedef enum
{
  KHIDKI_STORE_ROLE_WRITER,
  KHIDKI_STORE_ROLE_READER,
} KhidkiStoreRole;

/* On the thread, when commits can no longer be trusted. */
typedef void (*KhidkiStoreBrokenFunc) (const GError *error, gpointer user_data);

KhidkiStoreThread *khidki_store_thread_start (KhidkiStoreRole role,
                                              const KhidkiStoreUrl *url,
                                              KhidkiSeal *seal,
                                              KhidkiStoreBrokenFunc broken,
                                              gpointer user_data,
                                              GError **error);
void khidki_store_thread_stop (KhidkiStoreThread *self);

gboolean khidki_store_thread_push (KhidkiStoreThread *self, KhidkiStoreItem *item, GError **error);
void khidki_store_thread_count (KhidkiStoreThread *self, KhidkiStoreCounters *counters);

G_END_DECLS
