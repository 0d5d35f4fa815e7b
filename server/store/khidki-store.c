/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store.h"

#include "libkhidki/khidki-error.h"
#include "store/khidki-store-lock.h"
#include "store/khidki-store-thread.h"

/* Who is told when commits fail; on the main context only. */
typedef struct
{
  GMainContext *context;
  KhidkiStoreFailureFunc func;
  gpointer user_data;
  GError *error;
} Failure;

struct _KhidkiStore
{
  GObject parent_instance;

  KhidkiStoreUrl *url;
  KhidkiSeal *seal;
  Failure *failure;
  int lock;

  /* So that nothing is pushed behind the end. */
  GMutex mutex;
  KhidkiStoreThread *writer;
  KhidkiStoreThread *reader;
};

G_DEFINE_FINAL_TYPE (KhidkiStore, khidki_store, G_TYPE_OBJECT)

static void
failure_clear (Failure *failure)
{
  g_main_context_unref (failure->context);
  g_clear_error (&failure->error);
}

static void
failure_release (Failure *failure)
{
  g_atomic_rc_box_release_full (failure, (GDestroyNotify) failure_clear);
}

typedef struct
{
  Failure *failure;
  GError *error;
} Report;

static void
report_free (Report *report)
{
  failure_release (report->failure);
  g_clear_error (&report->error);
  g_free (report);
}

static gboolean
tell (gpointer data)
{
  Report *report = data;
  Failure *failure = report->failure;

  g_clear_error (&failure->error);
  failure->error = g_steal_pointer (&report->error);
  if (failure->func != NULL)
    failure->func (failure->error, failure->user_data);
  return G_SOURCE_REMOVE;
}

static void
writer_broken (const GError *error, gpointer user_data)
{
  Failure *failure = user_data;
  Report *report = g_new0 (Report, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  report->failure = g_atomic_rc_box_acquire (failure);
  report->error = g_error_copy (error);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, tell, report, (GDestroyNotify) report_free);
  g_source_attach (source, failure->context);
}

static void
khidki_store_dispose (GObject *object)
{
  khidki_store_close (KHIDKI_STORE (object));
  G_OBJECT_CLASS (khidki_store_parent_class)->dispose (object);
}

static void
khidki_store_finalize (GObject *object)
{
  KhidkiStore *self = KHIDKI_STORE (object);

  g_clear_pointer (&self->failure, failure_release);
  g_clear_pointer (&self->url, khidki_store_url_free);
  g_clear_object (&self->seal);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (khidki_store_parent_class)->finalize (object);
}

static void
khidki_store_class_init (KhidkiStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = khidki_store_dispose;
  object_class->finalize = khidki_store_finalize;
}

static void
khidki_store_init (KhidkiStore *self)
{
  self->lock = -1;
  g_mutex_init (&self->mutex);
  self->failure = g_atomic_rc_box_new0 (Failure);
  self->failure->context = g_main_context_ref_thread_default ();
}

static gboolean
start (KhidkiStore *self, GError **error)
{
  self->lock = khidki_store_lock_take (self->url->path, self->url->lock_seconds, error);
  if (self->lock < 0)
    return FALSE;
  if (self->url->unsafe)
    g_warning ("The store syncs nothing (synchronous=off): a power cut loses what citizens were "
               "told is kept");
  self->writer = khidki_store_thread_start (KHIDKI_STORE_ROLE_WRITER, self->url, self->seal,
                                            writer_broken, self->failure, error);
  if (self->writer == NULL)
    return FALSE;
  self->reader = khidki_store_thread_start (KHIDKI_STORE_ROLE_READER, self->url, self->seal, NULL,
                                            NULL, error);
  return self->reader != NULL;
}

/**
 * khidki_store_open:
 * @url: `sqlite:///ABSOLUTE/PATH`; the file is made if it does not exist
 * @seal: (nullable): handed to functions
 * @error: %KHIDKI_ERROR_INVALID for the URL, %KHIDKI_ERROR_BUSY if another process
 *   keeps the file for ten seconds, %KHIDKI_ERROR_OPERATOR if file or schema are
 *   not fit for this program
 *
 * Takes the lock, brings the schema up to date and prepares every statement. Waits;
 * for start-up. The thread-default main context is where failures are told.
 *
 * Returns: (transfer full) (nullable): the store
 *
 * Since: 0.1
 */
KhidkiStore *
khidki_store_open (const char *url, KhidkiSeal *seal, GError **error)
{
  g_autoptr (KhidkiStore) self = NULL;

  g_return_val_if_fail (url != NULL, NULL);
  self = g_object_new (KHIDKI_TYPE_STORE, NULL);
  g_set_object (&self->seal, seal);
  self->url = khidki_store_url_parse (url, error);
  if (self->url == NULL || !start (self, error))
    {
      g_prefix_error (error, "Store: ");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * khidki_store_get_seal:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): the seal it was opened with
 *
 * Since: 0.1
 */
KhidkiSeal *
khidki_store_get_seal (KhidkiStore *self)
{
  return self->seal;
}

static gboolean
push (KhidkiStore *self, gboolean writing, KhidkiStoreItem *item, GError **error)
{
  KhidkiStoreThread *thread;
  gboolean pushed = FALSE;

  g_mutex_lock (&self->mutex);
  thread = writing ? self->writer : self->reader;
  if (thread != NULL)
    pushed = khidki_store_thread_push (thread, item, error);
  else
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "The store is closed");
  g_mutex_unlock (&self->mutex);
  return pushed;
}

static void
push_task (KhidkiStore *self, gboolean writing, KhidkiStoreFunc func, GTask *task)
{
  KhidkiStoreItem *item = khidki_store_item_new (func, task);
  g_autoptr (GError) error = NULL;

  if (push (self, writing, item, &error))
    return;
  khidki_store_item_free (item);
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * khidki_store_write_async:
 * @self: a store
 * @func: (scope async): called once on the writer's thread
 * @data: for @func
 * @destroy: (nullable): frees @data, after @callback, on the caller's thread
 * @cancellable: (nullable): looked at before @func begins, not after
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Finishes after the commit that holds the changes is durable. May be called from
 * any thread. What @func leaves in @data is seen by @callback, if the two share it.
 *
 * Since: 0.1
 */
void
khidki_store_write_async (KhidkiStore *self,
                          KhidkiStoreFunc func,
                          gpointer data,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, khidki_store_write_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, destroy);
  push_task (self, TRUE, func, task);
}

/**
 * khidki_store_write_finish:
 * @self: a store
 * @result: what the callback got
 * @error: what @func gave, or %KHIDKI_ERROR_OPERATOR if the store no longer writes,
 *   %KHIDKI_ERROR_BUSY if it takes nothing now, %KHIDKI_ERROR_RETRY if it is locked
 *
 * Returns: whether the changes are durable
 *
 * Since: 0.1
 */
gboolean
khidki_store_write_finish (KhidkiStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_store_write_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * khidki_store_read_async:
 * @self: a store
 * @func: (scope async): called once on the reader's thread; sees what is committed
 *   when it begins, and nothing newer
 * @data: for @func
 * @destroy: (nullable): frees @data, after @callback, on the caller's thread
 * @cancellable: (nullable): looked at before @func begins, not after
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * There is no time limit on one read: libgda offers no way to interrupt SQLite. A
 * reading statement therefore has an index and a LIMIT.
 *
 * Since: 0.1
 */
void
khidki_store_read_async (KhidkiStore *self,
                         KhidkiStoreFunc func,
                         gpointer data,
                         GDestroyNotify destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, khidki_store_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, destroy);
  push_task (self, FALSE, func, task);
}

/**
 * khidki_store_read_finish:
 * @self: a store
 * @result: what the callback got
 * @error: what @func gave, or %KHIDKI_ERROR_BUSY if the store takes nothing now
 *
 * Returns: whether @func was carried out
 *
 * Since: 0.1
 */
gboolean
khidki_store_read_finish (KhidkiStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, khidki_store_read_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
wait_for (KhidkiStore *self,
          gboolean writing,
          KhidkiStoreFunc func,
          gpointer data,
          GError **error)
{
  KhidkiStoreItem *item = khidki_store_item_new_waiting (func, data);

  if (push (self, writing, item, error))
    return khidki_store_item_wait (item, error);
  khidki_store_item_free (item);
  return FALSE;
}

/**
 * khidki_store_write:
 * @self: a store
 * @func: (scope call): called once on the writer's thread
 * @data: for @func
 * @error: as for [method@Store.write_finish]
 *
 * Waits; for start-up and tests. Never from within a [callback@StoreFunc].
 *
 * Returns: whether the changes are durable
 *
 * Since: 0.1
 */
gboolean /* lint: allow caller – a test waits for what it wrote */
khidki_store_write (KhidkiStore *self, KhidkiStoreFunc func, gpointer data, GError **error)
{
  return wait_for (self, TRUE, func, data, error);
}

/**
 * khidki_store_read:
 * @self: a store
 * @func: (scope call): called once on the reader's thread
 * @data: for @func
 * @error: as for [method@Store.read_finish]
 *
 * Waits; for start-up and tests. Never from within a [callback@StoreFunc].
 *
 * Returns: whether @func was carried out
 *
 * Since: 0.1
 */
gboolean /* lint: allow caller – a test waits for what it reads */
khidki_store_read (KhidkiStore *self, KhidkiStoreFunc func, gpointer data, GError **error)
{
  return wait_for (self, FALSE, func, data, error);
}

/**
 * khidki_store_set_failure_func:
 * @self: a store
 * @func: (nullable) (scope notified): called once, on the main context in which the
 *   store was opened, when a commit has failed: acknowledge nothing more and exit
 * @user_data: for @func
 *
 * Called at once if that has happened already.
 *
 * Since: 0.1
 */
void
khidki_store_set_failure_func (KhidkiStore *self, KhidkiStoreFailureFunc func, gpointer user_data)
{
  self->failure->func = func;
  self->failure->user_data = user_data;
  if (func != NULL && self->failure->error != NULL)
    func (self->failure->error, user_data);
}

/**
 * khidki_store_get_counters:
 * @self: a store
 * @counters: (out caller-allocates): since the store was opened
 *
 * Since: 0.1
 */
void
khidki_store_get_counters (KhidkiStore *self, KhidkiStoreCounters *counters)
{
  *counters = (KhidkiStoreCounters){ 0 };
  g_mutex_lock (&self->mutex);
  if (self->writer != NULL)
    khidki_store_thread_count (self->writer, counters);
  if (self->reader != NULL)
    khidki_store_thread_count (self->reader, counters);
  g_mutex_unlock (&self->mutex);
}

/**
 * khidki_store_close:
 * @self: a store
 *
 * Waits for what is under way, then ends both threads and lets go of the file. What
 * is asked afterwards fails with %KHIDKI_ERROR_BUSY.
 *
 * Since: 0.1
 */
void
khidki_store_close (KhidkiStore *self)
{
  KhidkiStoreThread *writer, *reader;

  g_mutex_lock (&self->mutex);
  writer = g_steal_pointer (&self->writer);
  reader = g_steal_pointer (&self->reader);
  g_mutex_unlock (&self->mutex);
  /* The last connection to close writes the log back: that is the writer's. */
  g_clear_pointer (&reader, khidki_store_thread_stop);
  g_clear_pointer (&writer, khidki_store_thread_stop);
  khidki_store_lock_release (self->lock);
  self->lock = -1;
}
