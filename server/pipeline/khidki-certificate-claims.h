/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-certificate.h"
#include "pipeline/khidki-jws.h"

G_BEGIN_DECLS

/* The token is at least 128 bits from the server's random source. */
#define KHIDKI_CERTIFICATE_TOKEN_BYTES 16

/**
 * KhidkiCertificateValue:
 * @key: what it is, e.g. `total`
 * @value: as the page prints it in English
 *
 * Since: 0.1
 */
typedef struct
{
  char *key;
  char *value;
} KhidkiCertificateValue;

/**
 * KhidkiCertificateClaims:
 * @number: `sub`: the certificate's number
 * @service: `svc`: the service's id
 * @name: `nam`: the person's name
 * @issued: `iat`: seconds of UTC
 * @expires: `exp`: seconds of UTC, 0 when valid without end
 * @digest: `dig`: [method@Certificate.digest] of the certificate
 * @values: `val`: (element-type KhidkiCertificateValue): what the service vouches
 *   for, maybe nothing
 * @token: no claim, but what the URL brought to open the rest of the certificate
 *   on the verify page; "" without
 * @specimen: `spc`: no certificate, only the likeness of one
 *
 * What the QR code says under the issuer's signature.
 *
 * Since: 0.1
 */
typedef struct
{
  char *number;
  char *service;
  char *name;
  gint64 issued;
  gint64 expires;
  char *digest;
  GPtrArray *values;
  char *token;
  gboolean specimen;
} KhidkiCertificateClaims;

KhidkiCertificate *khidki_certificate_sign (KhidkiCertificate *certificate,
                                            KhidkiSigningKey *key,
                                            const char *token,
                                            GError **error);
KhidkiCertificateClaims *khidki_certificate_claims_verify (const char *text,
                                                           KhidkiJwkSet *keys,
                                                           GError **error);
void khidki_certificate_claims_free (KhidkiCertificateClaims *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCertificateClaims, khidki_certificate_claims_free)

G_END_DECLS
