/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-chunk-stream.h"

#include <string.h>

struct _KhidkiChunkStream
{
  GInputStream parent_instance;

  GByteArray *bytes;
  gsize taken; /* of bytes, from its beginning */
  gboolean ended;
  gboolean given_up;
  GTask *reader; /* (nullable): waits for bytes */
  guint8 *buffer;
  gsize room;
  GFunc func;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (KhidkiChunkStream, khidki_chunk_stream, G_TYPE_INPUT_STREAM)

gsize
khidki_chunk_stream_get_n_waiting (KhidkiChunkStream *self)
{
  return self->bytes->len - self->taken;
}

static gsize
take (KhidkiChunkStream *self)
{
  gsize length = MIN (self->room, khidki_chunk_stream_get_n_waiting (self));

  memcpy (self->buffer, self->bytes->data + self->taken, length);
  self->taken += length;
  if (self->taken == self->bytes->len)
    {
      g_byte_array_set_size (self->bytes, 0);
      self->taken = 0;
    }
  return length;
}

static void
serve_reader (KhidkiChunkStream *self)
{
  g_autoptr (GTask) reader = NULL;
  gsize length;

  if (self->reader == NULL
      || (khidki_chunk_stream_get_n_waiting (self) == 0 && !self->ended && !self->given_up))
    return;

  reader = g_steal_pointer (&self->reader);
  if (self->given_up)
    {
      g_task_return_new_error (reader, G_IO_ERROR, G_IO_ERROR_CANCELLED, "it did not come whole");
      return;
    }
  length = khidki_chunk_stream_get_n_waiting (self) > 0 ? take (self) : 0;
  g_task_return_int (reader, (gssize) length);
  if (length > 0 && self->func != NULL)
    self->func (self, self->user_data);
}

static void
chunk_stream_read_async (GInputStream *stream,
                         void *buffer,
                         gsize count,
                         int priority,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  KhidkiChunkStream *self = KHIDKI_CHUNK_STREAM (stream);

  self->reader = g_task_new (self, cancellable, callback, user_data);
  g_task_set_priority (self->reader, priority);
  self->buffer = buffer;
  self->room = count;
  serve_reader (self);
}

static gssize
chunk_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
khidki_chunk_stream_finalize (GObject *object)
{
  KhidkiChunkStream *self = KHIDKI_CHUNK_STREAM (object);

  g_byte_array_unref (self->bytes);

  G_OBJECT_CLASS (khidki_chunk_stream_parent_class)->finalize (object);
}

static void
khidki_chunk_stream_class_init (KhidkiChunkStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_chunk_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_async = chunk_stream_read_async;
  G_INPUT_STREAM_CLASS (klass)->read_finish = chunk_stream_read_finish;
}

static void
khidki_chunk_stream_init (KhidkiChunkStream *self)
{
  self->bytes = g_byte_array_new ();
}

KhidkiChunkStream *
khidki_chunk_stream_new (GFunc taken, gpointer user_data)
{
  KhidkiChunkStream *self = g_object_new (KHIDKI_TYPE_CHUNK_STREAM, NULL);

  self->func = taken;
  self->user_data = user_data;
  return self;
}

void
khidki_chunk_stream_push (KhidkiChunkStream *self, const guint8 *data, gsize length)
{
  g_byte_array_append (self->bytes, data, (guint) length);
  serve_reader (self);
}

void
khidki_chunk_stream_end (KhidkiChunkStream *self)
{
  self->ended = TRUE;
  serve_reader (self);
}

void
khidki_chunk_stream_give_up (KhidkiChunkStream *self)
{
  self->given_up = TRUE;
  self->func = NULL;
  g_byte_array_set_size (self->bytes, 0);
  self->taken = 0;
  serve_reader (self);
}
