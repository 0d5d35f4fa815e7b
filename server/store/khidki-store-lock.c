/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

#define TRIES_A_SECOND 10

static gboolean
wait_for (int lock, guint seconds)
{
  guint tries = seconds * TRIES_A_SECOND;

  for (guint i = 0;; i++)
    {
      if (flock (lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      if ((errno != EWOULDBLOCK && errno != EINTR) || i >= tries)
        return FALSE;
      g_usleep (G_USEC_PER_SEC / TRIES_A_SECOND); /* lint: allow timer – before any loop turns */
    }
}

/**
 * khidki_store_lock_take:
 * @path: a database file; the lock is on a file beside it, since SQLite has locks
 *   of its own on the database
 * @seconds: how long to wait for another process
 * @error: %KHIDKI_ERROR_BUSY if another keeps it, %KHIDKI_ERROR_OPERATOR otherwise
 *
 * Waits. The lock ends with the process, however that ends.
 *
 * Returns: a descriptor that holds the lock, or -1
 *
 * Since: 0.1
 */
int
khidki_store_lock_take (const char *path, guint seconds, GError **error)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  int lock = open (name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (lock < 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "Cannot open the lock %s: %s", name,
                   g_strerror (errno));
      return -1;
    }
  if (!wait_for (lock, seconds))
    {
      gboolean is_held = errno == EWOULDBLOCK || errno == EINTR;

      g_set_error (error, KHIDKI_ERROR, is_held ? KHIDKI_ERROR_BUSY : KHIDKI_ERROR_OPERATOR,
                   is_held ? "Another process uses %s (%s)" : "Cannot lock %s: %s", path,
                   is_held ? "stop it first" : g_strerror (errno));
      close (lock);
      return -1;
    }
  return lock;
}

void
khidki_store_lock_release (int lock)
{
  if (lock >= 0)
    close (lock);
}
