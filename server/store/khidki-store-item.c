/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store-item.h"

#include "libkhidki/khidki-error.h"
#include "store/khidki-transaction-private.h"

struct _KhidkiStoreItem
{
  KhidkiStoreFunc func;
  gpointer data;
  GTask *task;
  GError *error;

  /* Only where the caller sleeps. */
  GMutex mutex;
  GCond cond;
  gboolean done;
};

KhidkiStoreItem *
khidki_store_item_new (KhidkiStoreFunc func, GTask *task)
{
  KhidkiStoreItem *self = g_new0 (KhidkiStoreItem, 1);

  self->func = func;
  self->task = g_object_ref (task);
  self->data = g_task_get_task_data (task);
  return self;
}

KhidkiStoreItem *
khidki_store_item_new_waiting (KhidkiStoreFunc func, gpointer data)
{
  KhidkiStoreItem *self = g_new0 (KhidkiStoreItem, 1);

  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

void
khidki_store_item_free (KhidkiStoreItem *self)
{
  if (self->task == NULL)
    {
      g_mutex_clear (&self->mutex);
      g_cond_clear (&self->cond);
    }
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
khidki_store_item_is_cancelled (KhidkiStoreItem *self)
{
  if (self->task == NULL)
    return FALSE;
  return g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task), &self->error);
}

/**
 * khidki_store_item_run:
 * @self: an item
 * @transaction: in which
 *
 * Calls the function. The item is failed afterwards if the function, or any
 * statement in it, failed.
 *
 * Since: 0.1
 */
void
khidki_store_item_run (KhidkiStoreItem *self, KhidkiTransaction *transaction)
{
  gboolean done = self->func (transaction, self->data, &self->error);

  if (done && self->error != NULL)
    g_clear_error (&self->error);
  if (self->error == NULL && transaction->failure != NULL)
    self->error = g_error_copy (transaction->failure);
  else if (self->error == NULL && !done)
    g_set_error (&self->error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                 "A function of the store failed without a reason: this is a mistake in Khidki");
  g_clear_error (&transaction->failure);
}

/* A reason the item already has is the better one. */
void
khidki_store_item_fail (KhidkiStoreItem *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
}

gboolean
khidki_store_item_is_failed (KhidkiStoreItem *self)
{
  return self->error != NULL;
}

static void
wake (KhidkiStoreItem *self)
{
  g_mutex_lock (&self->mutex);
  self->done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * khidki_store_item_wait:
 * @self: (transfer full): an item made by [func@StoreItem.new_waiting]
 * @error: why it failed
 *
 * Sleeps until the item was delivered.
 *
 * Returns: whether it was carried out
 *
 * Since: 0.1
 */
gboolean
khidki_store_item_wait (KhidkiStoreItem *self, GError **error)
{
  gboolean done;

  g_mutex_lock (&self->mutex);
  while (!self->done)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  done = self->error == NULL;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&self->error));
  khidki_store_item_free (self);
  return done;
}

static gboolean
return_tasks (gpointer data)
{
  GPtrArray *items = data;

  for (guint i = 0; i < items->len; i++)
    {
      KhidkiStoreItem *self = g_ptr_array_index (items, i);

      if (self->error != NULL)
        g_task_return_error (self->task, g_steal_pointer (&self->error));
      else
        g_task_return_boolean (self->task, TRUE);
    }
  return G_SOURCE_REMOVE;
}

static GPtrArray *
find_group (GHashTable *groups, GMainContext *context)
{
  GPtrArray *group = g_hash_table_lookup (groups, context);

  if (group == NULL)
    {
      group = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_store_item_free);
      g_hash_table_insert (groups, context, group);
    }
  return group;
}

/* An own source and not g_main_context_invoke(), which would call back on this
 * thread while nobody turns the context. */
static void
attach_group (GMainContext *context, GPtrArray *group)
{
  /* Letting go of a source takes its context's lock, and by then the caller may have
   * got its answer and dropped the context. */
  g_autoptr (GMainContext) kept = g_main_context_ref (context);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "khidki-store");
  g_source_set_callback (source, return_tasks, group, (GDestroyNotify) g_ptr_array_unref);
  g_source_attach (source, kept);
}

/**
 * khidki_store_items_deliver:
 * @items: (transfer full) (element-type KhidkiStoreItem): what is done
 *
 * Returns the tasks where they were begun, all of one context in one go.
 *
 * Since: 0.1
 */
void
khidki_store_items_deliver (GPtrArray *items)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer context, group;

  for (guint i = 0; i < items->len; i++)
    {
      KhidkiStoreItem *self = g_ptr_array_index (items, i);

      if (self->task == NULL)
        wake (self);
      else
        g_ptr_array_add (find_group (groups, g_task_get_context (self->task)), self);
    }
  g_ptr_array_set_free_func (items, NULL);
  g_ptr_array_unref (items);
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &context, &group))
    attach_group (context, group);
}
