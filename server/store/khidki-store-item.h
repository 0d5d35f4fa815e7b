/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiStoreItem:
 *
 * One function waiting for its turn on a thread of the store, and the one who
 * waits for it: a task on some main context, or a caller that sleeps.
 *
 * Since: 0.1
 */
typedef struct _KhidkiStoreItem KhidkiStoreItem;

KhidkiStoreItem *khidki_store_item_new (KhidkiStoreFunc func, GTask *task);
KhidkiStoreItem *khidki_store_item_new_waiting (KhidkiStoreFunc func, gpointer data);
void khidki_store_item_free (KhidkiStoreItem *self);

gboolean khidki_store_item_is_cancelled (KhidkiStoreItem *self);
void khidki_store_item_run (KhidkiStoreItem *self, KhidkiTransaction *transaction);
void khidki_store_item_fail (KhidkiStoreItem *self, const GError *error);
gboolean khidki_store_item_is_failed (KhidkiStoreItem *self);

void khidki_store_items_deliver (GPtrArray *items);
gboolean khidki_store_item_wait (KhidkiStoreItem *self, GError **error);

G_END_DECLS
