/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-paper-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "papers/khidki-paper-sniff.h"
#include "store/khidki-paper-file.h"

struct _KhidkiPaperWriter
{
  char *folder;
  KhidkiSeal *seal;
  gsize max_size;

  int fd;
  char *draft;
  GChecksum *checksum;
  crypto_secretstream_xchacha20poly1305_state state;
  gsize size;
  const char *mime_type;
  gsize filled;
  guint8 plain[KHIDKI_PAPER_FILE_CHUNK];
  guint8 sealed[KHIDKI_PAPER_FILE_SEALED_CHUNK];
};

/**
 * khidki_paper_writer_new:
 * @folder: of the paper store
 * @seal: seals it
 * @max_size: the most bytes it may have
 *
 * Touches no disk yet.
 *
 * Returns: (transfer full): a writer
 *
 * Since: 0.1
 */
KhidkiPaperWriter *
khidki_paper_writer_new (const char *folder, KhidkiSeal *seal, gsize max_size)
{
  KhidkiPaperWriter *self = g_new0 (KhidkiPaperWriter, 1);

  self->folder = g_strdup (folder);
  self->seal = g_object_ref (seal);
  self->max_size = max_size;
  self->fd = -1;
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

/* Unfinished, it leaves nothing behind. */
void
khidki_paper_writer_free (KhidkiPaperWriter *self)
{
  if (self->draft != NULL)
    unlink (self->draft);
  if (self->fd >= 0)
    close (self->fd);
  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->plain, sizeof self->plain);
  g_checksum_free (self->checksum);
  g_object_unref (self->seal);
  g_free (self->draft);
  g_free (self->folder);
  g_free (self);
}

static gboolean
write_all (KhidkiPaperWriter *self, const guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize written = write (self->fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return khidki_paper_file_fail (error, "write it", errno);
      data += written;
      length -= written;
    }
  return TRUE;
}

static gboolean
begin (KhidkiPaperWriter *self, GError **error)
{
  guint8 head[KHIDKI_PAPER_FILE_HEAD];
  guint8 *id = head + KHIDKI_PAPER_FILE_MAGIC_BYTES;
  const guint8 *key;

  if (self->fd >= 0)
    return TRUE;
  self->draft = g_build_filename (self->folder, "drafts", "XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->draft, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      khidki_paper_file_fail (error, "begin it", errno);
      g_clear_pointer (&self->draft, g_free);
      return FALSE;
    }
  memcpy (head, KHIDKI_PAPER_FILE_MAGIC, KHIDKI_PAPER_FILE_MAGIC_BYTES);
  key = khidki_seal_get_file_key (self->seal, id);
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, id + KHIDKI_SEAL_ID_BYTES, key);
  return write_all (self, head, sizeof head, error);
}

static gboolean
push (KhidkiPaperWriter *self, const char *hash, GError **error)
{
  unsigned long long length;

  crypto_secretstream_xchacha20poly1305_push (
      &self->state, self->sealed, &length, self->plain, self->filled, (const guint8 *) hash,
      hash != NULL ? strlen (hash) : 0,
      hash != NULL ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                   : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  self->filled = 0;
  return write_all (self, self->sealed, length, error);
}

static void
look_at_type (KhidkiPaperWriter *self)
{
  if (self->mime_type == NULL)
    self->mime_type = khidki_paper_sniff (self->plain,
                                          MIN (self->filled, KHIDKI_PAPER_SNIFF_BYTES));
}

/**
 * khidki_paper_writer_write:
 * @self: a writer
 * @data: (array length=length): what comes next
 * @length: bytes
 * @error: %KHIDKI_ERROR_INVALID beyond the size allowed, %KHIDKI_ERROR_RETRY if the
 *   disk does not take it
 *
 * Returns: whether it was taken
 *
 * Since: 0.1
 */
gboolean
khidki_paper_writer_write (KhidkiPaperWriter *self,
                           const guint8 *data,
                           gsize length,
                           GError **error)
{
  if (length > self->max_size - self->size)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "Paper: it has more than %" G_GSIZE_FORMAT " bytes", self->max_size);
      return FALSE;
    }
  if (!begin (self, error))
    return FALSE;
  self->size += length;
  g_checksum_update (self->checksum, data, length);
  while (length > 0)
    {
      gsize part = MIN (length, sizeof self->plain - self->filled);

      memcpy (self->plain + self->filled, data, part);
      self->filled += part;
      data += part;
      length -= part;
      if (length == 0)
        return TRUE;
      look_at_type (self);
      if (!push (self, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  /* One that is there already may have been made this instant by another, and
   * its name not be synced yet. */
  if (mkdir (path, 0700) != 0 && errno != EEXIST)
    return khidki_paper_file_fail (error, "make its folder", errno);
  return khidki_paper_file_sync_folder (parent, error);
}

/* File, then name, then folder: only so is it there after a power cut. A paper that
 * is kept twice replaces itself, which also mends a damaged file. */
static gboolean
put_in_place (KhidkiPaperWriter *self, const char *hash, GError **error)
{
  g_autofree char *path = khidki_paper_file_dup_path (self->folder, self->seal, hash);
  g_autofree char *second = g_path_get_dirname (path);
  g_autofree char *first = g_path_get_dirname (second);

  if (fsync (self->fd) != 0)
    return khidki_paper_file_fail (error, "sync it", errno);
  if (!make_folder (first, error) || !make_folder (second, error))
    return FALSE;
  if (rename (self->draft, path) != 0)
    return khidki_paper_file_fail (error, "put it in place", errno);
  g_clear_pointer (&self->draft, g_free);
  return khidki_paper_file_sync_folder (second, error);
}

/**
 * khidki_paper_writer_finish:
 * @self: a writer; takes nothing more
 * @error: %KHIDKI_ERROR_RETRY if the disk does not take it
 *
 * Returns: (transfer full) (nullable): the paper, now durable
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_writer_finish (KhidkiPaperWriter *self, GError **error)
{
  const char *hash;

  if (!begin (self, error))
    return NULL;
  look_at_type (self);
  hash = g_checksum_get_string (self->checksum);
  if (!push (self, hash, error) || !put_in_place (self, hash, error))
    return NULL;
  return khidki_paper_new (hash, self->mime_type, self->size);
}
