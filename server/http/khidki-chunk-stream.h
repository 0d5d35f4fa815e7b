/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhidkiChunkStream:
 *
 * What one side puts in, the other reads: bytes on their way from the network to the
 * disk. On the main loop only, and read asynchronously only.
 */
#define KHIDKI_TYPE_CHUNK_STREAM (khidki_chunk_stream_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiChunkStream, khidki_chunk_stream, KHIDKI, CHUNK_STREAM, GInputStream)

/* @taken is called after bytes were read; not after the stream was let go of. */
KhidkiChunkStream *khidki_chunk_stream_new (GFunc taken, gpointer user_data);

void khidki_chunk_stream_push (KhidkiChunkStream *self, const guint8 *data, gsize length);
gsize khidki_chunk_stream_get_n_waiting (KhidkiChunkStream *self);

/* Nothing more comes: the reader gets to the end, or, given up, an error. */
void khidki_chunk_stream_end (KhidkiChunkStream *self);
void khidki_chunk_stream_give_up (KhidkiChunkStream *self);

G_END_DECLS
