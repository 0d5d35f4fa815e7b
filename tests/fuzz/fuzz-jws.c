/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "libkhidki/khidki.h"
#include "pipeline/khidki-certificate-claims.h"

#define MOST_DEPTH 32
#define SHORT 8

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Two things at once: what a stranger shows as a certificate is refused, and the
 * same bytes as the payload of a true signature break nothing either. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KhidkiSigningKey *key = NULL;
  const guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { 0x77 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *jws = NULL;
  g_autoptr (KhidkiJwkSet) keys = NULL;
  g_autoptr (KhidkiCertificateClaims) claims = NULL;
  g_autoptr (KhidkiCertificateClaims) signed_claims = NULL;

  if (key == NULL)
    key = khidki_signing_key_new (seed);
  claims = khidki_certificate_claims_verify (text, khidki_signing_key_get_jwk_set (key), NULL);
  g_assert_null (claims);
  /* What is no JSON ends at the gate, which has a target of its own: signing it would
   * take nine tenths of the time. */
  if (size < SHORT || khidki_json_check (text, size, MOST_DEPTH, NULL))
    {
      jws = khidki_jws_sign (key, (const char *) data, size);
      signed_claims =
          khidki_certificate_claims_verify (jws, khidki_signing_key_get_jwk_set (key), NULL);
    }
  keys = khidki_jwk_set_new_from_json (text, NULL);
  return 0;
}
