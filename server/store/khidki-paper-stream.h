/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "libkhidki/khidki-paper.h"
#include "store/khidki-seal.h"

G_BEGIN_DECLS

/**
 * KhidkiPaperStream:
 *
 * A kept paper as it was. What was damaged or exchanged ends in an error, at the
 * latest where the end would be: until then a reader has no proof of what it read.
 */
#define KHIDKI_TYPE_PAPER_STREAM (khidki_paper_stream_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPaperStream, khidki_paper_stream, KHIDKI, PAPER_STREAM, GInputStream)

GInputStream *khidki_paper_stream_new (const char *path,
                                       KhidkiSeal *seal,
                                       const char *hash,
                                       GError **error);

G_END_DECLS
