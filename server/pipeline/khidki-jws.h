/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-signing-key.h"

G_BEGIN_DECLS

/* Longer than anything that fits a QR code. */
#define KHIDKI_JWS_MAX_LENGTH 4096

char *khidki_jws_sign (KhidkiSigningKey *key, const char *payload, gsize length);
char *khidki_jws_sign_with_header (KhidkiSigningKey *key,
                                   const char *header,
                                   const char *payload,
                                   gsize length);
GBytes *khidki_jws_verify (const char *jws, KhidkiJwkSet *keys, GError **error);

G_END_DECLS
