/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-jwk-set.h"

G_BEGIN_DECLS

#define KHIDKI_SIGNING_KEY_SEED_BYTES 32
#define KHIDKI_SIGNATURE_BYTES 64

/**
 * KhidkiSigningKey:
 *
 * The Ed25519 key that certificates are signed with, in guarded memory, and the
 * public keys that were used before it. Immutable; may be used on any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiSigningKey KhidkiSigningKey;

/**
 * KhidkiRandomFunc:
 * @buffer: where to
 * @length: how many bytes
 *
 * Fills @buffer with bytes nobody can predict.
 *
 * Since: 0.1
 */
typedef void (*KhidkiRandomFunc) (guint8 *buffer, gsize length, gpointer user_data);

KhidkiSigningKey *khidki_signing_key_new (const guint8 *seed);
KhidkiSigningKey *khidki_signing_key_load (const char *path, GError **error);
KhidkiSigningKey *khidki_signing_key_load_credential (const char *path, GError **error);
gboolean khidki_signing_key_create (const char *path,
                                    KhidkiRandomFunc random,
                                    gpointer user_data,
                                    GError **error);
KhidkiSigningKey *khidki_signing_key_ref (KhidkiSigningKey *self);
void khidki_signing_key_unref (KhidkiSigningKey *self);

const char *khidki_signing_key_get_kid (KhidkiSigningKey *self);
KhidkiJwkSet *khidki_signing_key_get_jwk_set (KhidkiSigningKey *self);
void khidki_signing_key_sign (KhidkiSigningKey *self,
                              const void *data,
                              gsize length,
                              guint8 *signature);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSigningKey, khidki_signing_key_unref)

G_END_DECLS
