/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "libkhidki/khidki-paper.h"
#include "store/khidki-seal.h"

G_BEGIN_DECLS

/**
 * KhidkiPaperStore:
 *
 * Papers in files, sealed, under names that only the seal can tell; each synced
 * (file and folder) before the commit that names it. Writing goes through a stream in
 * chunks and never holds a whole paper in memory; files and syncs run on a small pool.
 */
#define KHIDKI_TYPE_PAPER_STORE (khidki_paper_store_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPaperStore, khidki_paper_store, KHIDKI, PAPER_STORE, GObject)

KhidkiPaperStore *khidki_paper_store_new (const char *folder, KhidkiSeal *seal, GError **error);

/* Reads @stream to its end; fails with KHIDKI_ERROR_INVALID beyond @max_size.
 * The type is found from the content, whatever the sender says. */
void khidki_paper_store_keep_async (KhidkiPaperStore *self,
                                    GInputStream *stream,
                                    gsize max_size,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KhidkiPaper *khidki_paper_store_keep_finish (KhidkiPaperStore *self,
                                             GAsyncResult *result,
                                             GError **error);
/* On a pool thread or in tests: waits. */
KhidkiPaper *khidki_paper_store_keep_bytes (KhidkiPaperStore *self, GBytes *bytes, GError **error);

/* Where the sealed file is, for backup and removal; it opens only through this store. */
char *khidki_paper_store_dup_path (KhidkiPaperStore *self, KhidkiPaper *paper);

GInputStream *khidki_paper_store_open (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error);
GBytes *khidki_paper_store_load (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error);

/* For a process that may read nothing else: a descriptor with the plain content,
 * in memory only, that can no longer be changed. The caller closes it; -1 on failure. */
int khidki_paper_store_open_fd (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error);
void khidki_paper_store_open_fd_async (KhidkiPaperStore *self,
                                       KhidkiPaper *paper,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
int khidki_paper_store_open_fd_finish (KhidkiPaperStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
