/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store-thread.h"

#include "libkhidki/khidki-error.h"
#include "store/khidki-store-connection.h"
#include "store/khidki-transaction-private.h"

/* One fsync carries so many writes at most: more only adds waiting. */
#define MOST_IN_ONE_COMMIT 200
/* Beyond it a caller is told to come again instead of filling memory. */
#define MOST_WAITING 20000

struct _KhidkiStoreThread
{
  KhidkiStoreRole role;
  const KhidkiStoreUrl *url;
  KhidkiSeal *seal;
  KhidkiStoreBrokenFunc broken;
  gpointer user_data;

  GThread *thread;
  GAsyncQueue *queue;
  int unanswered; /* (atomic): in the queue, under way, or done and not yet delivered */
  KhidkiGda *gda;
  GError *failure;

  /* mutex: what follows */
  GMutex mutex;
  GCond cond;
  gboolean started;
  GError *error;
  KhidkiStoreCounters counters;
};

static KhidkiStoreItem *
get_last_item (KhidkiStoreThread *self)
{
  return (KhidkiStoreItem *) self;
}

static void
fail_all (GPtrArray *items, const GError *error)
{
  for (guint i = 0; i < items->len; i++)
    khidki_store_item_fail (g_ptr_array_index (items, i), error);
}

/* What was synced before is safe; of the rest nobody knows. A second fsync may
 * say yes to what the first one lost, so nothing is tried again. */
static void
give_up (KhidkiStoreThread *self, GPtrArray *items, const GError *reason)
{
  g_set_error (&self->failure, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
               "The store takes no more writes: %s", reason->message);
  fail_all (items, self->failure);
  self->broken (self->failure, self->user_data);
}

static gboolean
undo_item (KhidkiStoreThread *self, gboolean alone, GError **error)
{
  if (alone)
    return TRUE;
  return khidki_gda_run (self->gda, "ROLLBACK TO item", error)
         && khidki_gda_run (self->gda, "RELEASE item", error);
}

static gboolean
run_write (KhidkiStoreThread *self, KhidkiStoreItem *item, gboolean alone, GError **error)
{
  KhidkiTransaction transaction = { .gda = self->gda, .seal = self->seal, .writing = TRUE };

  if (khidki_store_item_is_cancelled (item))
    return TRUE;
  if (!alone && !khidki_gda_run (self->gda, "SAVEPOINT item", error))
    return FALSE;
  khidki_store_item_run (item, &transaction);
  if (khidki_store_item_is_failed (item))
    return undo_item (self, alone, error);
  return alone || khidki_gda_run (self->gda, "RELEASE item", error);
}

static gboolean
run_writes (KhidkiStoreThread *self, GPtrArray *items, GError **error)
{
  gboolean alone = items->len == 1;

  for (guint i = 0; i < items->len; i++)
    if (!run_write (self, g_ptr_array_index (items, i), alone, error))
      return FALSE;
  if (alone && khidki_store_item_is_failed (g_ptr_array_index (items, 0)))
    return khidki_gda_run (self->gda, "ROLLBACK", error);
  return khidki_gda_run (self->gda, "COMMIT", error);
}

static void
process_writes (KhidkiStoreThread *self, GPtrArray *items)
{
  g_autoptr (GError) error = NULL;

  if (self->failure != NULL)
    {
      fail_all (items, self->failure);
      return;
    }
  if (!khidki_gda_run (self->gda, "BEGIN IMMEDIATE", &error))
    {
      if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY))
        fail_all (items, error);
      else
        give_up (self, items, error);
      return;
    }
  if (!run_writes (self, items, &error))
    {
      khidki_gda_run (self->gda, "ROLLBACK", NULL);
      give_up (self, items, error);
    }
}

static void
process_read (KhidkiStoreThread *self, KhidkiStoreItem *item)
{
  KhidkiTransaction transaction = { .gda = self->gda, .seal = self->seal };
  g_autoptr (GError) error = NULL;

  if (khidki_store_item_is_cancelled (item))
    return;
  if (!khidki_gda_run (self->gda, "BEGIN", &error))
    {
      khidki_store_item_fail (item, error);
      return;
    }
  khidki_store_item_run (item, &transaction);
  if (!khidki_gda_run (self->gda, "COMMIT", &error))
    {
      khidki_gda_run (self->gda, "ROLLBACK", NULL);
      khidki_store_item_fail (item, error);
    }
}

static void
count (KhidkiStoreThread *self, GPtrArray *items)
{
  guint failed = 0;

  for (guint i = 0; i < items->len; i++)
    failed += khidki_store_item_is_failed (g_ptr_array_index (items, i));
  g_mutex_lock (&self->mutex);
  if (self->role == KHIDKI_STORE_ROLE_READER)
    self->counters.reads += items->len;
  else
    {
      self->counters.writes += items->len - failed;
      self->counters.failed_writes += failed;
      self->counters.commits += failed < items->len;
    }
  g_mutex_unlock (&self->mutex);
}

/* Waits for one and takes what else is there; FALSE at the end. */
static gboolean
take_items (KhidkiStoreThread *self, GPtrArray *items)
{
  guint most = self->role == KHIDKI_STORE_ROLE_WRITER ? MOST_IN_ONE_COMMIT : 1;
  KhidkiStoreItem *item = g_async_queue_pop (self->queue);

  while (item != NULL && item != get_last_item (self))
    {
      g_ptr_array_add (items, item);
      item = items->len < most ? g_async_queue_try_pop (self->queue) : NULL;
    }
  return item == NULL;
}

static void
turn (KhidkiStoreThread *self)
{
  gboolean more = TRUE;

  while (more)
    {
      GPtrArray *items = g_ptr_array_new ();
      int taken;

      more = take_items (self, items);
      taken = (int) items->len;
      if (items->len > 0)
        {
          if (self->role == KHIDKI_STORE_ROLE_WRITER)
            process_writes (self, items);
          else
            process_read (self, g_ptr_array_index (items, 0));
          count (self, items);
        }
      khidki_store_items_deliver (items);
      g_atomic_int_add (&self->unanswered, -taken);
    }
}

static gpointer
run_thread (gpointer data)
{
  KhidkiStoreThread *self = data;
  GError *error = NULL;

  self->gda = khidki_store_connection_open (self->url, self->role == KHIDKI_STORE_ROLE_WRITER,
                                            &error);
  g_mutex_lock (&self->mutex);
  self->started = TRUE;
  self->error = error;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (self->gda != NULL)
    turn (self);
  khidki_gda_lock ();
  g_clear_pointer (&self->gda, khidki_gda_free);
  khidki_gda_unlock ();
  return NULL;
}

static void
free_thread (KhidkiStoreThread *self)
{
  g_async_queue_unref (self->queue);
  g_clear_object (&self->seal);
  g_clear_error (&self->error);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * khidki_store_thread_start:
 * @role: writer or reader; the writer is started first
 * @url: which database; outlives the thread
 * @seal: (nullable): handed to functions
 * @broken: called on the thread, once, when the writer gives up
 * @user_data: for @broken
 * @error: why the connection could not be made
 *
 * Waits until the connection is made.
 *
 * Returns: (transfer full) (nullable): the thread
 *
 * Since: 0.1
 */
KhidkiStoreThread *
khidki_store_thread_start (KhidkiStoreRole role,
                           const KhidkiStoreUrl *url,
                           KhidkiSeal *seal,
                           KhidkiStoreBrokenFunc broken,
                           gpointer user_data,
                           GError **error)
{
  KhidkiStoreThread *self = g_new0 (KhidkiStoreThread, 1);

  self->role = role;
  self->url = url;
  g_set_object (&self->seal, seal);
  self->broken = broken;
  self->user_data = user_data;
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new (role == KHIDKI_STORE_ROLE_WRITER ? "store-writer" : "store-reader",
                               run_thread, self);
  g_mutex_lock (&self->mutex);
  while (!self->started)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (self->error == NULL)
    return self;
  g_propagate_error (error, g_steal_pointer (&self->error));
  g_thread_join (self->thread);
  free_thread (self);
  return NULL;
}

/**
 * khidki_store_thread_stop:
 * @self: (transfer full): a thread
 *
 * Waits until everything in the queue is done, then ends the thread.
 *
 * Since: 0.1
 */
void
khidki_store_thread_stop (KhidkiStoreThread *self)
{
  g_async_queue_push (self->queue, get_last_item (self));
  g_thread_join (self->thread);
  free_thread (self);
}

/**
 * khidki_store_thread_push:
 * @self: a thread
 * @item: (transfer full): an item; stays with the caller on failure
 * @error: %KHIDKI_ERROR_BUSY if too many wait
 *
 * Returns: whether it was taken
 *
 * Since: 0.1
 */
gboolean
khidki_store_thread_push (KhidkiStoreThread *self, KhidkiStoreItem *item, GError **error)
{
  if (g_async_queue_length (self->queue) >= MOST_WAITING)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "%d already wait for the store",
                   MOST_WAITING);
      return FALSE;
    }
  g_atomic_int_inc (&self->unanswered);
  g_async_queue_push (self->queue, item);
  return TRUE;
}

/**
 * khidki_store_thread_count:
 * @self: a thread
 * @counters: where to set those of this thread
 *
 * Since: 0.1
 */
void
khidki_store_thread_count (KhidkiStoreThread *self, KhidkiStoreCounters *counters)
{
  guint waiting = (guint) g_atomic_int_get (&self->unanswered);

  g_mutex_lock (&self->mutex);
  if (self->role == KHIDKI_STORE_ROLE_READER)
    {
      counters->reads = self->counters.reads;
      counters->waiting_reads = waiting;
    }
  else
    {
      counters->commits = self->counters.commits;
      counters->writes = self->counters.writes;
      counters->failed_writes = self->counters.failed_writes;
      counters->waiting_writes = waiting;
    }
  g_mutex_unlock (&self->mutex);
}
