/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-paper.h"
#include "store/khidki-seal.h"

G_BEGIN_DECLS

/**
 * KhidkiPaperWriter:
 *
 * Writes one paper's file, chunk by chunk, sealed. Every call may wait for the
 * disk; the calls come one after the other, on whatever thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiPaperWriter KhidkiPaperWriter;

KhidkiPaperWriter *khidki_paper_writer_new (const char *folder, KhidkiSeal *seal, gsize max_size);
void khidki_paper_writer_free (KhidkiPaperWriter *self);

gboolean khidki_paper_writer_write (KhidkiPaperWriter *self,
                                    const guint8 *data,
                                    gsize length,
                                    GError **error);
KhidkiPaper *khidki_paper_writer_finish (KhidkiPaperWriter *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPaperWriter, khidki_paper_writer_free)

G_END_DECLS
