/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-paper-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

/* The name says nothing of the content to who has not the key. */
char *
khidki_paper_file_dup_path (const char *folder, KhidkiSeal *seal, const char *hash)
{
  g_autofree char *digest = khidki_seal_digest (seal, "paper-file", hash);
  g_autofree char *first = g_strndup (digest, 2);
  g_autofree char *second = g_strndup (digest + 2, 2);

  return g_build_filename (folder, first, second, digest + 4, NULL);
}

gboolean
khidki_paper_file_fail (GError **error, const char *what, int code)
{
  KhidkiError kind = KHIDKI_ERROR_RETRY;

  if (code == ENOENT)
    kind = KHIDKI_ERROR_NOT_FOUND;
  else if (code == EACCES || code == EPERM || code == EROFS || code == ENOTDIR)
    kind = KHIDKI_ERROR_OPERATOR;
  g_set_error (error, KHIDKI_ERROR, kind, "Paper: cannot %s: %s", what, g_strerror (code));
  return FALSE;
}

gboolean
khidki_paper_file_sync_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    khidki_paper_file_fail (error, "sync its folder", errno);
  if (fd >= 0)
    close (fd);
  return done;
}
