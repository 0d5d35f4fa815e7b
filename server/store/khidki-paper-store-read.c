/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-paper-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/khidki-paper-file.h"
#include "store/khidki-paper-stream.h"

#define CHUNK KHIDKI_PAPER_FILE_CHUNK

/**
 * khidki_paper_store_open:
 * @self: papers
 * @paper: a paper
 * @error: %KHIDKI_ERROR_NOT_FOUND, %KHIDKI_ERROR_FAILED if its file is damaged
 *
 * Returns: (transfer full) (nullable): its content; take nothing as proven before the
 *   stream has ended without an error
 *
 * Since: 0.1
 */
GInputStream *
khidki_paper_store_open (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error)
{
  g_autofree char *path = khidki_paper_store_dup_path (self, paper);

  return khidki_paper_stream_new (path, self->seal, khidki_paper_get_hash (paper), error);
}

/* Gives every part to @func in turn. */
static gboolean
read_parts (KhidkiPaperStore *self,
            KhidkiPaper *paper,
            gboolean (*func) (const guint8 *data, gsize length, gpointer target, GError **error),
            gpointer target,
            GError **error)
{
  g_autoptr (GInputStream) stream = khidki_paper_store_open (self, paper, error);
  g_autofree guint8 *part = g_malloc (CHUNK);
  gssize length = stream != NULL ? 1 : -1;

  while (length > 0)
    {
      length = g_input_stream_read (stream, part, CHUNK, NULL, error);
      if (length > 0 && !func (part, length, target, error))
        length = -1;
    }
  sodium_memzero (part, CHUNK);
  return length == 0;
}

static gboolean
append (const guint8 *data, gsize length, gpointer target, GError **error)
{
  g_byte_array_append (target, data, length);
  return TRUE;
}

/**
 * khidki_paper_store_load:
 * @self: papers
 * @paper: a paper
 * @error: %KHIDKI_ERROR_NOT_FOUND, %KHIDKI_ERROR_FAILED if its file is damaged
 *
 * Waits for the disk.
 *
 * Returns: (transfer full) (nullable): the whole paper, proven to be what was kept
 *
 * Since: 0.1
 */
GBytes *
khidki_paper_store_load (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  if (!read_parts (self, paper, append, whole, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&whole));
}

static gboolean
write_part (const guint8 *data, gsize length, gpointer target, GError **error)
{
  int fd = *(int *) target;

  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return khidki_paper_file_fail (error, "hold it in memory", errno);
      data += written;
      length -= written;
    }
  return TRUE;
}

/**
 * khidki_paper_store_open_fd:
 * @self: papers
 * @paper: a paper
 * @error: %KHIDKI_ERROR_NOT_FOUND, %KHIDKI_ERROR_FAILED if its file is damaged
 *
 * Waits for the disk.
 *
 * Returns: a descriptor at the beginning of the plain content, proven and frozen; the
 *   caller closes it; or -1
 *
 * Since: 0.1
 */
int
khidki_paper_store_open_fd (KhidkiPaperStore *self, KhidkiPaper *paper, GError **error)
{
  int fd = memfd_create ("khidki-paper", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    {
      khidki_paper_file_fail (error, "hold it in memory", errno);
      return -1;
    }
  if (!read_parts (self, paper, write_part, &fd, error))
    {
      close (fd);
      return -1;
    }
  if (lseek (fd, 0, SEEK_SET) != 0
      || fcntl (fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    {
      khidki_paper_file_fail (error, "freeze it", errno);
      close (fd);
      return -1;
    }
  return fd;
}

typedef struct
{
  KhidkiPaper *paper;
  int fd;
  GError *error;
} Opening;

static void
opening_free (Opening *opening)
{
  if (opening->fd >= 0)
    close (opening->fd);
  khidki_paper_unref (opening->paper);
  g_clear_error (&opening->error);
  g_free (opening);
}

static void
open_on_pool (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  opening->fd = khidki_paper_store_open_fd (g_task_get_source_object (task), opening->paper,
                                            &opening->error);
}

static void
opened (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->error != NULL)
    g_task_return_error (task, g_steal_pointer (&opening->error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * khidki_paper_store_open_fd_async:
 * @self: papers
 * @paper: a paper
 * @cancellable: (nullable): looked at when it is done
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * As [method@PaperStore.open_fd], on the pool.
 *
 * Since: 0.1
 */
void
khidki_paper_store_open_fd_async (KhidkiPaperStore *self,
                                  KhidkiPaper *paper,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, khidki_paper_store_open_fd_async);
  opening->paper = khidki_paper_ref (paper);
  opening->fd = -1;
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  khidki_paper_store_push_step (task, open_on_pool, opened);
}

/**
 * khidki_paper_store_open_fd_finish:
 * @self: papers
 * @result: what the callback got
 * @error: as for [method@PaperStore.open_fd]
 *
 * Returns: the descriptor, which the caller closes, or -1
 *
 * Since: 0.1
 */
int
khidki_paper_store_open_fd_finish (KhidkiPaperStore *self, GAsyncResult *result, GError **error)
{
  Opening *opening;
  int fd;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_paper_store_open_fd_async), -1);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  opening = g_task_get_task_data (G_TASK (result));
  fd = opening->fd;
  opening->fd = -1;
  return fd;
}
