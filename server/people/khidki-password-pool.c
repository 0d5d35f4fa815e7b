/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-password-pool.h"

#include <sodium.h>
#include <string.h>

#include "libkhidki/khidki-error.h"

/* At a tenth of a second each, nobody waits longer than three seconds. */
#define MOST_WAITING 32

struct _KhidkiPasswordPool
{
  GObject parent_instance;

  GThreadPool *threads;
};

G_DEFINE_FINAL_TYPE (KhidkiPasswordPool, khidki_password_pool, G_TYPE_OBJECT)

typedef struct
{
  char *password;
  /* NULL when one is to be made. */
  char *hash;
  guint8 salt[KHIDKI_PASSWORD_SALT_BYTES];
} Work;

static void
work_free (Work *work)
{
  sodium_memzero (work->password, strlen (work->password));
  g_free (work->password);
  g_free (work->hash);
  g_free (work);
}

static void
run (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  char *hash;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (work->hash != NULL)
    {
      g_task_return_int (task, khidki_password_fits (work->password, work->hash));
      return;
    }
  hash = khidki_password_hash (work->password, work->salt);
  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                             "There is no memory to hash a password");
}

static void
khidki_password_pool_dispose (GObject *object)
{
  KhidkiPasswordPool *self = KHIDKI_PASSWORD_POOL (object);

  /* Perhaps on its own thread, which cannot wait for itself. */
  if (self->threads != NULL)
    g_thread_pool_free (self->threads, FALSE, FALSE);
  self->threads = NULL;
  G_OBJECT_CLASS (khidki_password_pool_parent_class)->dispose (object);
}

static void
khidki_password_pool_class_init (KhidkiPasswordPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_password_pool_dispose;
}

static void
khidki_password_pool_init (KhidkiPasswordPool *self)
{
  self->threads = g_thread_pool_new (run, NULL, 1, FALSE, NULL);
}

KhidkiPasswordPool *
khidki_password_pool_new (void)
{
  return g_object_new (KHIDKI_TYPE_PASSWORD_POOL, NULL);
}

/* @task: (transfer full) */
static void
push (KhidkiPasswordPool *self, GTask *task, Work *work)
{
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  if (g_thread_pool_unprocessed (self->threads) >= MOST_WAITING)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY,
                               "Too many sign in at once; try again in a moment");
      g_object_unref (task);
      return;
    }
  g_thread_pool_push (self->threads, task, NULL);
}

/**
 * khidki_password_pool_compare_async:
 * @self: a pool
 * @password: as typed
 * @hash: what is kept, "" to take the time for nothing
 *
 * Since: 0.1
 */
void
khidki_password_pool_compare_async (KhidkiPasswordPool *self,
                                    const char *password,
                                    const char *hash,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->password = g_strdup (password);
  work->hash = g_strdup (hash);
  push (self, task, work);
}

/**
 * khidki_password_pool_compare_finish:
 * @fits: (out): whether the hash is that password's
 *
 * Returns: FALSE with KHIDKI_ERROR_BUSY when nobody could look
 *
 * Since: 0.1
 */
gboolean
khidki_password_pool_compare_finish (KhidkiPasswordPool *self,
                                     GAsyncResult *result,
                                     gboolean *fits,
                                     GError **error)
{
  gssize value = g_task_propagate_int (G_TASK (result), error);

  *fits = value == 1;
  return value >= 0;
}

/**
 * khidki_password_pool_hash_async:
 * @self: a pool
 * @password: the new one
 * @salt: (array fixed-size=16): unpredictable bytes
 *
 * Since: 0.1
 */
void
khidki_password_pool_hash_async (KhidkiPasswordPool *self,
                                 const char *password,
                                 const guint8 *salt,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->password = g_strdup (password);
  memcpy (work->salt, salt, sizeof work->salt);
  push (self, task, work);
}

char *
khidki_password_pool_hash_finish (KhidkiPasswordPool *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
