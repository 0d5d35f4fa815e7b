/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-seal-private.h"

#include <sodium.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "store/khidki-key-file.h"

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define OVERHEAD (KHIDKI_SEAL_ID_BYTES + NONCE_BYTES + TAG_BYTES)
#define DIGEST_BYTES 16
#define CONTEXT "khidki-1"

G_STATIC_ASSERT (KHIDKI_SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (KHIDKI_SEAL_KEY_BYTES == crypto_kdf_KEYBYTES);
G_STATIC_ASSERT (KHIDKI_SEAL_KEY_BYTES == KHIDKI_KEY_FILE_KEY_BYTES);
G_STATIC_ASSERT (sizeof CONTEXT - 1 == crypto_kdf_CONTEXTBYTES);

/* The numbers are in every sealed value: they never change. */
typedef enum
{
  USE_COLUMNS = 1,
  USE_DIGESTS = 2,
  USE_FILES = 3,
} Use;

typedef struct
{
  guint8 id[KHIDKI_SEAL_ID_BYTES];
  guint8 columns[KHIDKI_SEAL_KEY_BYTES];
  guint8 digests[KHIDKI_SEAL_KEY_BYTES];
  guint8 files[KHIDKI_SEAL_KEY_BYTES];
} Keys;

struct _KhidkiSeal
{
  GObject parent_instance;

  Keys *keys;
  guint n_keys;
};

G_DEFINE_FINAL_TYPE (KhidkiSeal, khidki_seal, G_TYPE_OBJECT)

static void
khidki_seal_finalize (GObject *object)
{
  sodium_free (KHIDKI_SEAL (object)->keys);
  G_OBJECT_CLASS (khidki_seal_parent_class)->finalize (object);
}

static void
khidki_seal_class_init (KhidkiSealClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_seal_finalize;
}

static void
khidki_seal_init (KhidkiSeal *self)
{
}

static void
derive (Keys *keys, const guint8 *master)
{
  guint8 hash[crypto_generichash_BYTES];

  crypto_generichash (hash, sizeof hash, master, KHIDKI_SEAL_KEY_BYTES, NULL, 0);
  memcpy (keys->id, hash, sizeof keys->id);
  crypto_kdf_derive_from_key (keys->columns, sizeof keys->columns, USE_COLUMNS, CONTEXT, master);
  crypto_kdf_derive_from_key (keys->digests, sizeof keys->digests, USE_DIGESTS, CONTEXT, master);
  crypto_kdf_derive_from_key (keys->files, sizeof keys->files, USE_FILES, CONTEXT, master);
}

static const Keys *
find_keys (KhidkiSeal *self, const guint8 *id)
{
  for (guint i = 0; i < self->n_keys; i++)
    if (memcmp (self->keys[i].id, id, KHIDKI_SEAL_ID_BYTES) == 0)
      return &self->keys[i];
  return NULL;
}

static gboolean
derive_all (KhidkiSeal *self, const guint8 *masters, guint n_masters, GError **error)
{
  self->keys = sodium_malloc (n_masters * sizeof (Keys));
  for (guint i = 0; i < n_masters; i++)
    {
      derive (&self->keys[i], masters + (gsize) i * KHIDKI_SEAL_KEY_BYTES);
      if (find_keys (self, self->keys[i].id) != NULL)
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "Key %u stands there twice",
                       i + 1);
          return FALSE;
        }
      self->n_keys++;
    }
  sodium_mprotect_readonly (self->keys);
  return TRUE;
}

static KhidkiSeal *
new_from_file (const char *path, guint forbidden_mode, GError **error)
{
  g_autoptr (KhidkiSeal) self = g_object_new (KHIDKI_TYPE_SEAL, NULL);
  guint n_masters;
  guint8 *masters = khidki_key_file_read (path, forbidden_mode, &n_masters, error);
  gboolean done;

  if (masters == NULL)
    return NULL;
  done = derive_all (self, masters, n_masters, error);
  sodium_free (masters);
  if (!done)
    {
      g_prefix_error (error, "Seal key %s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
begin_sodium (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "libsodium does not start");
  return FALSE;
}

/**
 * khidki_seal_new_from_file:
 * @path: a file of mode 0600 with one 32-byte key in base64 a line
 * @create: whether to make it with a new key if there is none
 * @error: %KHIDKI_ERROR_NOT_FOUND, or %KHIDKI_ERROR_OPERATOR if it is open to others
 *   or holds something else
 *
 * The first key seals. All of them open. The last makes the digests and the names of
 * paper files, which therefore stay the same while a new key is put above it; it can
 * be taken out only together with all it ever digested.
 *
 * Returns: (transfer full) (nullable): a seal
 *
 * Since: 0.1
 */
KhidkiSeal *
khidki_seal_new_from_file (const char *path, gboolean create, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  if (!begin_sodium (error))
    return NULL;
  if (create && !g_file_test (path, G_FILE_TEST_EXISTS) && !khidki_key_file_make (path, error))
    return NULL;
  return new_from_file (path, 077, error);
}

/**
 * khidki_seal_new_from_credential:
 * @path: a credential handed to the process, with the same lines
 * @error: as for [ctor@Seal.new_from_file]
 *
 * The folder of systemd's credentials is closed, but a file in it may show a group
 * bit that stands for an access list.
 *
 * Returns: (transfer full) (nullable): a seal
 *
 * Since: 0.1
 */
KhidkiSeal *
khidki_seal_new_from_credential (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  return begin_sodium (error) ? new_from_file (path, 037, error) : NULL;
}

/* Neither holds a NUL, so the two cannot run into each other. */
static char *
make_address (const char *place, const char *row, gsize *length)
{
  gsize place_length = strlen (place) + 1;
  gsize row_length = strlen (row);
  char *address = g_malloc (place_length + row_length + 1);

  memcpy (address, place, place_length);
  memcpy (address + place_length, row, row_length + 1);
  *length = place_length + row_length;
  return address;
}

/**
 * khidki_seal_close:
 * @self: a seal
 * @place: table and column, such as `draft` or `outbox.sealed`
 * @row: the row's key
 * @plain: what to seal
 *
 * Returns: (transfer full): @plain sealed, 44 bytes longer; different each time
 *
 * Since: 0.1
 */
GBytes *
khidki_seal_close (KhidkiSeal *self, const char *place, const char *row, GBytes *plain)
{
  gsize size, address_length;
  const guint8 *data = g_bytes_get_data (plain, &size);
  g_autofree char *address = make_address (place, row, &address_length);
  guint8 *sealed = g_malloc (size + OVERHEAD);
  guint8 *nonce = sealed + KHIDKI_SEAL_ID_BYTES;

  memcpy (sealed, self->keys[0].id, KHIDKI_SEAL_ID_BYTES);
  randombytes_buf (nonce, NONCE_BYTES); /* lint: allow randomness – a nonce must never be replayed */
  crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + NONCE_BYTES, NULL, data, size,
                                              (const guint8 *) address, address_length, NULL,
                                              nonce, self->keys[0].columns);
  return g_bytes_new_take (sealed, size + OVERHEAD);
}

static gboolean
fail (GError **error, const char *place, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Sealed value of %s: %s", place, what);
  return FALSE;
}

/**
 * khidki_seal_open:
 * @self: a seal
 * @place: as it was closed
 * @row: as it was closed
 * @sealed: what [method@Seal.close] gave
 * @error: %KHIDKI_ERROR_FAILED if it is damaged, was moved, or its key is gone
 *
 * Returns: (transfer full) (nullable): what was sealed
 *
 * Since: 0.1
 */
GBytes *
khidki_seal_open (KhidkiSeal *self,
                  const char *place,
                  const char *row,
                  GBytes *sealed,
                  GError **error)
{
  gsize size, address_length;
  const guint8 *data = g_bytes_get_data (sealed, &size);
  g_autofree char *address = make_address (place, row, &address_length);
  const guint8 *nonce;
  const Keys *keys;
  g_autofree guint8 *plain = NULL;

  if (size < OVERHEAD)
    {
      fail (error, place, "it is too short");
      return NULL;
    }
  keys = find_keys (self, data);
  if (keys == NULL)
    {
      fail (error, place, "the key that sealed it is not in the key file");
      return NULL;
    }
  nonce = data + KHIDKI_SEAL_ID_BYTES;
  plain = g_malloc (MAX (size - OVERHEAD, 1));
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, nonce + NONCE_BYTES,
                                                  size - KHIDKI_SEAL_ID_BYTES - NONCE_BYTES,
                                                  (const guint8 *) address, address_length,
                                                  nonce, keys->columns) != 0)
    {
      fail (error, place, "it is damaged or belongs to another row");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&plain), size - OVERHEAD);
}

static GVariant *
in_disk_order (GVariant *variant)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_variant_get_normal_form (variant);
#endif
}

/**
 * khidki_seal_close_variant:
 * @self: a seal
 * @place: as for [method@Seal.close]
 * @row: as for [method@Seal.close]
 * @plain: a value; taken if floating
 *
 * Returns: (transfer full): @plain sealed
 *
 * Since: 0.1
 */
GBytes *
khidki_seal_close_variant (KhidkiSeal *self, const char *place, const char *row, GVariant *plain)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (plain);
  g_autoptr (GVariant) ordered = in_disk_order (owned);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (ordered);

  return khidki_seal_close (self, place, row, bytes);
}

/**
 * khidki_seal_open_variant:
 * @self: a seal
 * @place: as it was closed
 * @row: as it was closed
 * @sealed: what [method@Seal.close_variant] gave
 * @type: the type it was closed with
 * @error: %KHIDKI_ERROR_FAILED, as for [method@Seal.open], or of another type
 *
 * Returns: (transfer full) (nullable): the value, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_seal_open_variant (KhidkiSeal *self,
                          const char *place,
                          const char *row,
                          GBytes *sealed,
                          const GVariantType *type,
                          GError **error)
{
  g_autoptr (GBytes) bytes = khidki_seal_open (self, place, row, sealed, error);
  g_autoptr (GVariant) variant = NULL;

  if (bytes == NULL)
    return NULL;
  variant = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));
  if (!g_variant_is_normal_form (variant))
    {
      fail (error, place, "it is of another type");
      return NULL;
    }
  return in_disk_order (variant);
}

/**
 * khidki_seal_digest:
 * @self: a seal
 * @purpose: what the digest is for; the same text has another digest elsewhere
 * @text: what to find again without keeping it
 *
 * Returns: (transfer full): 32 hex characters, always the same for the same
 *
 * Since: 0.1
 */
char *
khidki_seal_digest (KhidkiSeal *self, const char *purpose, const char *text)
{
  const Keys *keys = &self->keys[self->n_keys - 1];
  gsize length;
  g_autofree char *address = make_address (purpose, text, &length);
  guint8 digest[DIGEST_BYTES];
  char hex[2 * DIGEST_BYTES + 1];

  crypto_generichash (digest, sizeof digest, (const guint8 *) address, length, keys->digests,
                      sizeof keys->digests);
  sodium_memzero (address, length);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, digest, sizeof digest));
}

const guint8 *
khidki_seal_get_file_key (KhidkiSeal *self, guint8 id[KHIDKI_SEAL_ID_BYTES])
{
  memcpy (id, self->keys[0].id, KHIDKI_SEAL_ID_BYTES);
  return self->keys[0].files;
}

const guint8 *
khidki_seal_find_file_key (KhidkiSeal *self, const guint8 *id)
{
  const Keys *keys = find_keys (self, id);

  return keys != NULL ? keys->files : NULL;
}
