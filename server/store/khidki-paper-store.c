/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-paper-store-private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/khidki-paper-file.h"
#include "store/khidki-paper-writer.h"

#define CHUNK KHIDKI_PAPER_FILE_CHUNK
#define MOST_THREADS 4

G_DEFINE_FINAL_TYPE (KhidkiPaperStore, khidki_paper_store, G_TYPE_OBJECT)

/* One piece of work on the pool, and what follows on the caller's main context. */
typedef struct
{
  GTask *task;
  KhidkiPaperStepFunc work;
  KhidkiPaperStepFunc then;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->task);
  g_free (step);
}

static gboolean
go_on (gpointer data)
{
  Step *step = data;

  step->then (step->task);
  return G_SOURCE_REMOVE;
}

/* The step goes with the source: were its last reference dropped here, the store
 * might end on a thread of its own pool. */
static void
run_step (gpointer data, gpointer user_data)
{
  Step *step = data;
  /* Outlives the source, whose end takes its lock. */
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (step->task));
  g_autoptr (GSource) source = g_idle_source_new ();

  step->work (step->task);
  g_source_set_priority (source, g_task_get_priority (step->task));
  g_source_set_callback (source, go_on, step, (GDestroyNotify) step_free);
  g_source_attach (source, context);
}

void
khidki_paper_store_push_step (GTask *task, KhidkiPaperStepFunc work, KhidkiPaperStepFunc then)
{
  KhidkiPaperStore *self = g_task_get_source_object (task);
  Step *step = g_new0 (Step, 1);

  step->task = g_object_ref (task);
  step->work = work;
  step->then = then;
  g_thread_pool_push (self->pool, step, NULL);
}

static void
khidki_paper_store_finalize (GObject *object)
{
  KhidkiPaperStore *self = KHIDKI_PAPER_STORE (object);

  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_clear_object (&self->seal);
  g_free (self->folder);
  G_OBJECT_CLASS (khidki_paper_store_parent_class)->finalize (object);
}

static void
khidki_paper_store_class_init (KhidkiPaperStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_paper_store_finalize;
}

static void
khidki_paper_store_init (KhidkiPaperStore *self)
{
  self->pool = g_thread_pool_new (run_step, NULL, MOST_THREADS, FALSE, NULL);
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (path, 0700) != 0)
    return khidki_paper_file_fail (error, "make the folder", errno);
  if (chmod (path, 0700) != 0)
    return khidki_paper_file_fail (error, "close the folder to others", errno);
  return khidki_paper_file_sync_folder (parent, error);
}

/* What a crash left half written; nothing names it. */
static void
remove_drafts (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *draft = g_build_filename (path, name, NULL);

      unlink (draft);
    }
}

/**
 * khidki_paper_store_new:
 * @folder: where the files are; made if it does not exist, closed to others
 * @seal: seals them
 * @error: %KHIDKI_ERROR_OPERATOR if the folder cannot be used
 *
 * One process has one: it clears away drafts, so open the rows' store first, whose
 * lock keeps a second process out.
 *
 * Returns: (transfer full) (nullable): the papers
 *
 * Since: 0.1
 */
KhidkiPaperStore *
khidki_paper_store_new (const char *folder, KhidkiSeal *seal, GError **error)
{
  g_autoptr (KhidkiPaperStore) self = NULL;
  g_autofree char *drafts = g_build_filename (folder, "drafts", NULL);

  g_return_val_if_fail (KHIDKI_IS_SEAL (seal), NULL);
  if (!make_folder (folder, error) || !make_folder (drafts, error)
      || !khidki_paper_file_sync_folder (folder, error))
    return NULL;
  remove_drafts (drafts);
  self = g_object_new (KHIDKI_TYPE_PAPER_STORE, NULL);
  self->folder = g_strdup (folder);
  self->seal = g_object_ref (seal);
  return g_steal_pointer (&self);
}

typedef struct
{
  KhidkiPaperWriter *writer;
  GInputStream *stream;
  GBytes *chunk;
  KhidkiPaper *paper;
  GError *error;
} Keep;

static void
keep_free (Keep *keep)
{
  g_clear_pointer (&keep->writer, khidki_paper_writer_free);
  g_clear_object (&keep->stream);
  g_clear_pointer (&keep->chunk, g_bytes_unref);
  g_clear_pointer (&keep->paper, khidki_paper_unref);
  g_clear_error (&keep->error);
  g_free (keep);
}

static void
write_chunk (GTask *task)
{
  Keep *keep = g_task_get_task_data (task);
  gsize length;
  const guint8 *data = g_bytes_get_data (keep->chunk, &length);

  if (length == 0)
    keep->paper = khidki_paper_writer_finish (keep->writer, &keep->error);
  else
    khidki_paper_writer_write (keep->writer, data, length, &keep->error);
}

static void read_chunk (GTask *task);

static void
chunk_written (GTask *task)
{
  Keep *keep = g_task_get_task_data (task);

  if (keep->error != NULL)
    g_task_return_error (task, g_steal_pointer (&keep->error));
  else if (keep->paper != NULL)
    g_task_return_pointer (task, g_steal_pointer (&keep->paper),
                           (GDestroyNotify) khidki_paper_unref);
  else
    read_chunk (task);
}

static void
chunk_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Keep *keep = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&keep->chunk, g_bytes_unref);
  keep->chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (keep->chunk == NULL)
    g_task_return_error (task, error);
  else
    khidki_paper_store_push_step (task, write_chunk, chunk_written);
}

/* On the caller's context: a stream from the network belongs there. */
static void
read_chunk (GTask *task)
{
  Keep *keep = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (keep->stream, CHUNK, g_task_get_priority (task),
                                   g_task_get_cancellable (task), chunk_read,
                                   g_object_ref (task));
}

/**
 * khidki_paper_store_keep_async:
 * @self: papers
 * @stream: read to its end, on the caller's main context; not closed
 * @max_size: the most bytes a paper may have
 * @cancellable: (nullable): leaves nothing behind
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_paper_store_keep_async (KhidkiPaperStore *self,
                               GInputStream *stream,
                               gsize max_size,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Keep *keep = g_new0 (Keep, 1);

  g_task_set_source_tag (task, khidki_paper_store_keep_async);
  keep->writer = khidki_paper_writer_new (self->folder, self->seal, max_size);
  keep->stream = g_object_ref (stream);
  g_task_set_task_data (task, keep, (GDestroyNotify) keep_free);
  read_chunk (task);
}

/**
 * khidki_paper_store_keep_finish:
 * @self: papers
 * @result: what the callback got
 * @error: %KHIDKI_ERROR_INVALID if it is too large, %KHIDKI_ERROR_RETRY if the disk
 *   does not take it, or the stream's own error
 *
 * Returns: (transfer full) (nullable): the paper, durable; its type is
 *   `application/octet-stream` if it is none that is known
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_store_keep_finish (KhidkiPaperStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_paper_store_keep_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * khidki_paper_store_keep_bytes:
 * @self: papers
 * @bytes: a whole paper
 * @error: %KHIDKI_ERROR_RETRY if the disk does not take it
 *
 * Waits for the disk: on a pool thread, or in tests.
 *
 * Returns: (transfer full) (nullable): the paper, durable
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_paper_store_keep_bytes (KhidkiPaperStore *self, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (KhidkiPaperWriter) writer =
      khidki_paper_writer_new (self->folder, self->seal, length);

  if (length > 0 && !khidki_paper_writer_write (writer, data, length, error))
    return NULL;
  return khidki_paper_writer_finish (writer, error);
}

/**
 * khidki_paper_store_dup_path:
 * @self: papers
 * @paper: a paper
 *
 * Returns: (transfer full): where its sealed file is, if it is kept
 *
 * Since: 0.1
 */
char *
khidki_paper_store_dup_path (KhidkiPaperStore *self, KhidkiPaper *paper)
{
  return khidki_paper_file_dup_path (self->folder, self->seal, khidki_paper_get_hash (paper));
}
