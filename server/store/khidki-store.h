/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "store/khidki-rows.h"
#include "store/khidki-seal.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiStore:
 *
 * The one way to rows. One writer thread with one connection commits many
 * writes together; one reader thread with a read-only connection serves pages,
 * search and loading. Nothing of libgda is seen outside this folder.
 */
#define KHIDKI_TYPE_STORE (khidki_store_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiStore, khidki_store, KHIDKI, STORE, GObject)

/**
 * KhidkiStoreFunc:
 *
 * Work on rows; runs on the writer's or the reader's thread and must touch
 * nothing but its data. A writing function runs in a savepoint of its own: when
 * it fails, only its own changes are undone.
 */
typedef gboolean (*KhidkiStoreFunc) (KhidkiTransaction *transaction,
                                     gpointer data,
                                     GError **error);

KhidkiStore *khidki_store_open (const char *url, KhidkiSeal *seal, GError **error);
KhidkiSeal *khidki_store_get_seal (KhidkiStore *self);

/* Finishes after the commit that holds the changes is durable. Many writes share
 * one commit. An I/O error on commit fails every waiting write and calls the
 * store's failure function: the process must stop acknowledging and exit. */
void khidki_store_write_async (KhidkiStore *self,
                               KhidkiStoreFunc func,
                               gpointer data,
                               GDestroyNotify destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean khidki_store_write_finish (KhidkiStore *self, GAsyncResult *result, GError **error);

void khidki_store_read_async (KhidkiStore *self,
                              KhidkiStoreFunc func,
                              gpointer data,
                              GDestroyNotify destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean khidki_store_read_finish (KhidkiStore *self, GAsyncResult *result, GError **error);

/* For start-up and tests only: waits. */
gboolean khidki_store_write (KhidkiStore *self, KhidkiStoreFunc func, gpointer data, GError **error);
gboolean khidki_store_read (KhidkiStore *self, KhidkiStoreFunc func, gpointer data, GError **error);

typedef void (*KhidkiStoreFailureFunc) (const GError *error, gpointer user_data);
void khidki_store_set_failure_func (KhidkiStore *self,
                                    KhidkiStoreFailureFunc func,
                                    gpointer user_data);

/* What the metrics show. */
typedef struct
{
  guint64 commits;
  guint64 writes;
  guint64 failed_writes;
  guint64 reads;
  guint waiting_writes; /* asked for and not answered, those under way too */
  guint waiting_reads;
} KhidkiStoreCounters;

void khidki_store_get_counters (KhidkiStore *self, KhidkiStoreCounters *counters);

/* Waits for writes under way, then ends both threads. */
void khidki_store_close (KhidkiStore *self);

G_END_DECLS
