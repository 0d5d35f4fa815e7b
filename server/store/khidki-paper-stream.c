/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-paper-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "store/khidki-paper-file.h"

struct _KhidkiPaperStream
{
  GInputStream parent_instance;

  int fd;
  char *hash;
  crypto_secretstream_xchacha20poly1305_state state;
  goffset rest;
  gboolean ended;
  gsize taken;
  gsize filled;
  guint8 *plain;
  guint8 *sealed;
};

G_DEFINE_FINAL_TYPE (KhidkiPaperStream, khidki_paper_stream, G_TYPE_INPUT_STREAM)

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Paper: %s", what);
  return FALSE;
}

static gboolean
read_all (KhidkiPaperStream *self, guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize got = read (self->fd, data, length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return khidki_paper_file_fail (error, "read it", errno);
      if (got == 0)
        return fail (error, "its file is cut off");
      data += got;
      length -= got;
    }
  return TRUE;
}

static gboolean
open_chunk (KhidkiPaperStream *self, GError **error)
{
  gboolean is_last = self->rest <= KHIDKI_PAPER_FILE_SEALED_CHUNK;
  gsize length = is_last ? self->rest : KHIDKI_PAPER_FILE_SEALED_CHUNK;
  const char *hash = is_last ? self->hash : NULL;
  unsigned long long filled;
  guint8 tag;

  if (length < crypto_secretstream_xchacha20poly1305_ABYTES)
    return fail (error, "its file is cut off");
  if (!read_all (self, self->sealed, length, error))
    return FALSE;
  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, self->plain, &filled, &tag,
                                                  self->sealed, length, (const guint8 *) hash,
                                                  hash != NULL ? strlen (hash) : 0) != 0
      || (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) != is_last)
    return fail (error, "its file is damaged or holds another paper");
  self->rest -= length;
  self->ended = is_last;
  self->taken = 0;
  self->filled = filled;
  return TRUE;
}

static gssize
khidki_paper_stream_read (GInputStream *stream,
                          void *buffer,
                          gsize count,
                          GCancellable *cancellable,
                          GError **error)
{
  KhidkiPaperStream *self = KHIDKI_PAPER_STREAM (stream);
  gsize part;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->taken == self->filled && !self->ended && !open_chunk (self, error))
    return -1;
  part = MIN (count, self->filled - self->taken);
  memcpy (buffer, self->plain + self->taken, part);
  self->taken += part;
  return part;
}

static void
khidki_paper_stream_finalize (GObject *object)
{
  KhidkiPaperStream *self = KHIDKI_PAPER_STREAM (object);

  if (self->fd >= 0)
    close (self->fd);
  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->plain, KHIDKI_PAPER_FILE_CHUNK);
  g_free (self->plain);
  g_free (self->sealed);
  g_free (self->hash);
  G_OBJECT_CLASS (khidki_paper_stream_parent_class)->finalize (object);
}

static void
khidki_paper_stream_class_init (KhidkiPaperStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_paper_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = khidki_paper_stream_read;
}

static void
khidki_paper_stream_init (KhidkiPaperStream *self)
{
  self->fd = -1;
  self->plain = g_malloc (KHIDKI_PAPER_FILE_CHUNK);
  self->sealed = g_malloc (KHIDKI_PAPER_FILE_SEALED_CHUNK);
}

static gboolean
read_head (KhidkiPaperStream *self, KhidkiSeal *seal, GError **error)
{
  guint8 head[KHIDKI_PAPER_FILE_HEAD];
  const guint8 *id = head + KHIDKI_PAPER_FILE_MAGIC_BYTES;
  const guint8 *key;
  struct stat info;

  if (fstat (self->fd, &info) != 0)
    return khidki_paper_file_fail (error, "look at it", errno);
  if (!S_ISREG (info.st_mode))
    return fail (error, "it is no file");
  if (!read_all (self, head, sizeof head, error))
    return FALSE;
  self->rest = info.st_size - (goffset) sizeof head;
  if (memcmp (head, KHIDKI_PAPER_FILE_MAGIC, KHIDKI_PAPER_FILE_MAGIC_BYTES) != 0)
    return fail (error, "its file is of another kind");
  key = khidki_seal_find_file_key (seal, id);
  if (key == NULL)
    return fail (error, "the key that sealed it is not in the key file");
  if (crypto_secretstream_xchacha20poly1305_init_pull (&self->state, id + KHIDKI_SEAL_ID_BYTES,
                                                       key) != 0)
    return fail (error, "its file is damaged");
  return TRUE;
}

/**
 * khidki_paper_stream_new:
 * @path: a paper's file
 * @seal: knows the key
 * @hash: of the paper it must be
 * @error: %KHIDKI_ERROR_NOT_FOUND, %KHIDKI_ERROR_FAILED if it is damaged
 *
 * Returns: (transfer full) (nullable): its content
 *
 * Since: 0.1
 */
GInputStream *
khidki_paper_stream_new (const char *path, KhidkiSeal *seal, const char *hash, GError **error)
{
  g_autoptr (KhidkiPaperStream) self = g_object_new (KHIDKI_TYPE_PAPER_STREAM, NULL);

  self->hash = g_strdup (hash);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (self->fd < 0)
    {
      khidki_paper_file_fail (error, "open it", errno);
      return NULL;
    }
  if (!read_head (self, seal, error))
    return NULL;
  return G_INPUT_STREAM (g_steal_pointer (&self));
}
