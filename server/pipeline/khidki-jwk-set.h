/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_JWK_PUBLIC_BYTES 32

/**
 * KhidkiJwkSet:
 *
 * The public Ed25519 keys that certificates are checked with, the current one
 * first, each found by its RFC 7638 thumbprint. This is what
 * `/.well-known/jwks.json` shows. Fill it before sharing it between threads.
 *
 * Since: 0.1
 */
typedef struct _KhidkiJwkSet KhidkiJwkSet;

KhidkiJwkSet *khidki_jwk_set_new (void);
KhidkiJwkSet *khidki_jwk_set_new_from_json (const char *json, GError **error);
void khidki_jwk_set_free (KhidkiJwkSet *self);

gboolean khidki_jwk_set_add (KhidkiJwkSet *self, const char *x, GError **error);
guint khidki_jwk_set_get_size (KhidkiJwkSet *self);
const char *khidki_jwk_set_get_kid (KhidkiJwkSet *self, guint index);
const guint8 *khidki_jwk_set_get_public (KhidkiJwkSet *self, guint index);
const guint8 *khidki_jwk_set_find (KhidkiJwkSet *self, const char *kid);
char *khidki_jwk_set_to_json (KhidkiJwkSet *self);

char *khidki_jwk_thumbprint (const char *x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiJwkSet, khidki_jwk_set_free)

G_END_DECLS
