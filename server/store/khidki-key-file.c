/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

#define KEY_BYTES KHIDKI_KEY_FILE_KEY_BYTES
#define MOST_KEYS 16
#define MOST_FILE_BYTES 4096
#define VARIANT sodium_base64_VARIANT_ORIGINAL

static gboolean
fail (GError **error, const char *path, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "Seal key %s: %s", path, what);
  return FALSE;
}

static gboolean
fail_errno (GError **error, const char *path, const char *what)
{
  int code = errno;

  g_set_error (error, KHIDKI_ERROR,
               code == ENOENT ? KHIDKI_ERROR_NOT_FOUND : KHIDKI_ERROR_OPERATOR,
               "Seal key %s: cannot %s: %s", path, what, g_strerror (code));
  return FALSE;
}

static gboolean
check_closed (int fd, const char *path, guint forbidden_mode, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail_errno (error, path, "look at it");
  if (!S_ISREG (info.st_mode))
    return fail (error, path, "expected a regular file");
  if ((info.st_mode & forbidden_mode) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Seal key %s: expected mode 0600, found %04o: others may read it", path,
                   info.st_mode & 07777);
      return FALSE;
    }
  if (info.st_uid != geteuid () && info.st_uid != 0)
    return fail (error, path, "it belongs to another user");
  if (info.st_size > MOST_FILE_BYTES)
    return fail (error, path, "it is too large for a file of keys");
  return TRUE;
}

static gboolean
read_all (int fd, char *buffer, const char *path, GError **error)
{
  gsize done = 0;

  while (done < MOST_FILE_BYTES)
    {
      gssize got = read (fd, buffer + done, MOST_FILE_BYTES - done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail_errno (error, path, "read it");
      if (got == 0)
        break;
      done += got;
    }
  buffer[done] = '\0';
  return TRUE;
}

static gboolean
read_line (const char *line, gsize length, guint8 *key)
{
  gsize key_length;
  const char *end;

  return sodium_base642bin (key, KEY_BYTES, line, length, " \t\r", &key_length, &end, VARIANT) == 0
         && key_length == KEY_BYTES && end == line + length;
}

static gboolean
read_lines (const char *text, guint8 *keys, guint *n_keys, const char *path, GError **error)
{
  guint number = 1;

  for (const char *line = text; *line != '\0'; number++)
    {
      gsize length = strcspn (line, "\n");
      gboolean is_key = length > strspn (line, " \t\r") && *line != '#' && *line != '\n';

      if (is_key && *n_keys == MOST_KEYS)
        return fail (error, path, "it holds more than 16 keys");
      if (is_key && !read_line (line, length, keys + (gsize) *n_keys * KEY_BYTES))
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                       "Seal key %s, line %u: expected 32 bytes in base64", path, number);
          return FALSE;
        }
      *n_keys += is_key;
      line += length + (line[length] == '\n');
    }
  return *n_keys > 0 || fail (error, path, "it holds no key");
}

/**
 * khidki_key_file_read:
 * @path: a file of one key a line, `#` before remarks
 * @forbidden_mode: bits of the mode that make it too open
 * @n_keys: (out): how many
 * @error: %KHIDKI_ERROR_NOT_FOUND or %KHIDKI_ERROR_OPERATOR
 *
 * Returns: (transfer full) (nullable): the keys one after the other, in memory to be
 *   given back with sodium_free()
 *
 * Since: 0.1
 */
guint8 *
khidki_key_file_read (const char *path, guint forbidden_mode, guint *n_keys, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char *buffer;
  guint8 *keys;
  gboolean done;

  *n_keys = 0;
  if (fd < 0)
    {
      fail_errno (error, path, "open it");
      return NULL;
    }
  buffer = sodium_malloc (MOST_FILE_BYTES + 1);
  keys = sodium_malloc (MOST_KEYS * KEY_BYTES);
  done = check_closed (fd, path, forbidden_mode, error) && read_all (fd, buffer, path, error)
         && read_lines (buffer, keys, n_keys, path, error);
  sodium_free (buffer);
  close (fd);
  if (done)
    return keys;
  sodium_free (keys);
  return NULL;
}

static gboolean
write_new (int fd, const char *path, GError **error)
{
  guint8 key[KEY_BYTES];
  char line[sodium_base64_ENCODED_LEN (KEY_BYTES, VARIANT) + 1];
  gsize length;
  gboolean done;

  randombytes_buf (key, sizeof key); /* lint: allow randomness – made before there is a host */
  sodium_bin2base64 (line, sizeof line, key, sizeof key, VARIANT);
  length = strlen (line);
  line[length++] = '\n';
  done = write (fd, line, length) == (gssize) length && fsync (fd) == 0;
  if (!done)
    fail_errno (error, path, "write it");
  sodium_memzero (key, sizeof key);
  sodium_memzero (line, sizeof line);
  return done;
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    fail_errno (error, path, "sync its folder");
  if (fd >= 0)
    close (fd);
  return done;
}

/**
 * khidki_key_file_make:
 * @path: where
 * @error: %KHIDKI_ERROR_OPERATOR
 *
 * Makes a file with one new key. It appears whole or not at all, and a file that
 * another made meanwhile is left alone.
 *
 * Returns: whether there is a file now
 *
 * Since: 0.1
 */
gboolean
khidki_key_file_make (const char *path, GError **error)
{
  g_autofree char *draft = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (draft, O_RDWR | O_CLOEXEC, 0600);
  gboolean done;

  if (fd < 0)
    return fail_errno (error, path, "make it");
  done = write_new (fd, path, error);
  close (fd);
  if (done && link (draft, path) != 0 && errno != EEXIST)
    done = fail_errno (error, path, "make it");
  unlink (draft);
  return done && sync_folder (path, error);
}
