/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-signing-key.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-base64url.h"

/* 32 bytes in base64url and a newline, which an editor may have doubled. */
#define SEED_TEXT_LENGTH 43
#define MAX_FILE_BYTES 64

struct _KhidkiSigningKey
{
  gatomicrefcount references;
  guint8 *secret;
  KhidkiJwkSet *keys;
};

G_STATIC_ASSERT (KHIDKI_SIGNING_KEY_SEED_BYTES == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (KHIDKI_SIGNATURE_BYTES == crypto_sign_BYTES);
G_STATIC_ASSERT (KHIDKI_JWK_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES);

/**
 * khidki_signing_key_new:
 * @seed: (array fixed-size=32): the seed; the caller wipes its copy
 *
 * Returns: (transfer full): a key without earlier keys
 *
 * Since: 0.1
 */
KhidkiSigningKey *
khidki_signing_key_new (const guint8 *seed)
{
  KhidkiSigningKey *self = g_new0 (KhidkiSigningKey, 1);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  g_autofree char *x = NULL;

  g_return_val_if_fail (sodium_init () >= 0, NULL);
  g_atomic_ref_count_init (&self->references);
  self->secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair (public_key, self->secret, seed);
  sodium_mprotect_readonly (self->secret);
  self->keys = khidki_jwk_set_new ();
  x = khidki_base64url_encode (public_key, sizeof public_key);
  khidki_jwk_set_add (self->keys, x, NULL);
  return self;
}

KhidkiSigningKey *
khidki_signing_key_ref (KhidkiSigningKey *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_signing_key_unref (KhidkiSigningKey *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  sodium_free (self->secret);
  khidki_jwk_set_free (self->keys);
  g_free (self);
}

static gboolean
fail_errno (GError **error, const char *path, const char *what, int code)
{
  g_set_error (error, KHIDKI_ERROR,
               code == ENOENT ? KHIDKI_ERROR_NOT_FOUND
                              : code == EEXIST ? KHIDKI_ERROR_CONFLICT : KHIDKI_ERROR_OPERATOR,
               "Signing key %s: cannot %s: %s", path, what, g_strerror (code));
  return FALSE;
}

/* @forbidden: bits of the mode that make it too open */
static gboolean
check_closed (int fd, const char *path, guint forbidden, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail_errno (error, path, "look at it", errno);
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Signing key %s: expected a regular file", path);
      return FALSE;
    }
  if ((info.st_mode & forbidden) != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Signing key %s: expected mode 0600, found %04o: others may read it",
                   path, info.st_mode & 07777);
      return FALSE;
    }
  if (info.st_uid != geteuid () && info.st_uid != 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Signing key %s: expected owner %u, found %u", path,
                   (guint) geteuid (), (guint) info.st_uid);
      return FALSE;
    }
  return TRUE;
}

static gssize
read_fully (int fd, char *buffer, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize got = read (fd, buffer + done, size - done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      done += got;
    }
  return done;
}

static KhidkiSigningKey *
new_from_text (const char *text, gsize length, const char *path, GError **error)
{
  KhidkiSigningKey *self;
  gsize seed_length;
  guint8 *seed;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  seed = khidki_base64url_decode (text, length, &seed_length, NULL);
  if (length != SEED_TEXT_LENGTH || seed == NULL)
    {
      g_free (seed);
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Signing key %s: expected %d characters of base64url, found %" G_GSIZE_FORMAT
                   " or another alphabet",
                   path, SEED_TEXT_LENGTH, length);
      return NULL;
    }
  self = khidki_signing_key_new (seed);
  sodium_memzero (seed, seed_length);
  g_free (seed);
  return self;
}

static KhidkiSigningKey *
load_seed (const char *path, guint forbidden, GError **error)
{
  g_autoptr (KhidkiSigningKey) self = NULL;
  char buffer[MAX_FILE_BYTES];
  gssize length;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      fail_errno (error, path, "open it", errno);
      return NULL;
    }
  if (check_closed (fd, path, forbidden, error))
    {
      length = read_fully (fd, buffer, sizeof buffer);
      if (length < 0)
        fail_errno (error, path, "read it", errno);
      else
        self = new_from_text (buffer, length, path, error);
    }
  sodium_memzero (buffer, sizeof buffer);
  close (fd);
  return g_steal_pointer (&self);
}

static gboolean
add_retired (KhidkiSigningKey *self, const char *path, GError **error)
{
  g_autofree char *retired = g_strconcat (path, ".retired", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  if (!g_file_get_contents (retired, &text, NULL, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "%s", local->message);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0' || *line == '#')
        continue;
      if (!khidki_jwk_set_add (self->keys, line, error))
        {
          g_prefix_error (error, "%s, line %" G_GSIZE_FORMAT ": ", retired, i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * khidki_signing_key_load:
 * @path: the file: 43 characters of base64url, closed to group and others
 * @error: return location for an error
 *
 * Reads the seed, and from `PATH.retired` the public keys used before, one in
 * base64url a line, with `#` for comments, so that what they signed still checks.
 *
 * Returns: (transfer full) (nullable): the key; %NULL with
 *   KHIDKI_ERROR_NOT_FOUND when there is no such file, and with
 *   KHIDKI_ERROR_OPERATOR when an administrator has to mend something
 *
 * Since: 0.1
 */
KhidkiSigningKey *
khidki_signing_key_load (const char *path, GError **error)
{
  g_autoptr (KhidkiSigningKey) self = load_seed (path, 077, error);

  if (self == NULL || !add_retired (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * khidki_signing_key_load_credential:
 * @path: a credential handed to the process, with the same text
 * @error: return location for an error
 *
 * As khidki_signing_key_load(); a file in the closed folder of systemd's
 * credentials may show a group bit that stands for an access list. The keys used
 * before are in the credential of the same name with `.retired` behind it.
 *
 * Returns: (transfer full) (nullable): the key
 *
 * Since: 0.1
 */
KhidkiSigningKey *
khidki_signing_key_load_credential (const char *path, GError **error)
{
  g_autoptr (KhidkiSigningKey) self = load_seed (path, 037, error);

  if (self == NULL || !add_retired (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    fail_errno (error, folder, "sync the folder", errno);
  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
write_synced (const char *path, const char *text, gsize length, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean done;

  if (fd < 0)
    return fail_errno (error, path, "create it", errno);
  done = write (fd, text, length) == (gssize) length && fsync (fd) == 0;
  if (!done)
    fail_errno (error, path, "write it", errno);
  close (fd);
  return done;
}

/* link() fails when the name is taken: a key is never replaced, not even by a
 * second process that starts at the same moment. */
static gboolean
publish (const char *path, const char *temporary, GError **error)
{
  gboolean done = link (temporary, path) == 0;

  if (!done)
    fail_errno (error, path, "create it", errno);
  unlink (temporary);
  return done && sync_folder (path, error);
}

/**
 * khidki_signing_key_create:
 * @path: a file that does not exist
 * @random: (scope call): gives the seed
 * @error: return location for an error
 *
 * Makes a new key file with mode 0600, atomically and synced.
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when the file exists, with
 *   KHIDKI_ERROR_OPERATOR when it cannot be written
 *
 * Since: 0.1
 */
gboolean
khidki_signing_key_create (const char *path,
                           KhidkiRandomFunc random,
                           gpointer user_data,
                           GError **error)
{
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES];
  guint8 suffix[6];
  g_autofree char *suffix_text = NULL;
  g_autofree char *temporary = NULL;
  char text[SEED_TEXT_LENGTH + 2];
  gboolean done;

  g_return_val_if_fail (sodium_init () >= 0, FALSE);
  random (suffix, sizeof suffix, user_data);
  suffix_text = khidki_base64url_encode (suffix, sizeof suffix);
  temporary = g_strconcat (path, ".new-", suffix_text, NULL);

  random (seed, sizeof seed, user_data);
  sodium_bin2base64 (text, sizeof text, seed, sizeof seed, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (seed, sizeof seed);
  text[SEED_TEXT_LENGTH] = '\n';
  done = write_synced (temporary, text, SEED_TEXT_LENGTH + 1, error);
  sodium_memzero (text, sizeof text);
  if (!done)
    {
      unlink (temporary);
      return FALSE;
    }
  return publish (path, temporary, error);
}

/**
 * khidki_signing_key_get_kid:
 *
 * Returns: (transfer none): the thumbprint of the current key
 *
 * Since: 0.1
 */
const char *
khidki_signing_key_get_kid (KhidkiSigningKey *self)
{
  return khidki_jwk_set_get_kid (self->keys, 0);
}

/**
 * khidki_signing_key_get_jwk_set:
 *
 * Returns: (transfer none): the public keys, the current one first
 *
 * Since: 0.1
 */
KhidkiJwkSet *
khidki_signing_key_get_jwk_set (KhidkiSigningKey *self)
{
  return self->keys;
}

/**
 * khidki_signing_key_sign:
 * @data: what to sign
 * @length: its length in bytes
 * @signature: (out caller-allocates) (array fixed-size=64): the signature
 *
 * Since: 0.1
 */
void
khidki_signing_key_sign (KhidkiSigningKey *self,
                         const void *data,
                         gsize length,
                         guint8 *signature)
{
  crypto_sign_detached (signature, NULL, data, length, self->secret);
}
