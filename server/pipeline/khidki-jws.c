/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-jws.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-json.h"
#include "pipeline/khidki-base64url.h"
#include "pipeline/khidki-jose.h"

#define MAX_HEADER_DEPTH 4

/**
 * khidki_jws_sign:
 * @payload: the bytes to sign
 * @length: how many
 *
 * Signs with EdDSA and names the key in the header.
 *
 * Returns: (transfer full): a JWS in compact form
 *
 * Since: 0.1
 */
char *
khidki_jws_sign (KhidkiSigningKey *key, const char *payload, gsize length)
{
  g_autofree char *header = g_strconcat ("{\"alg\":\"EdDSA\",\"kid\":\"",
                                         khidki_signing_key_get_kid (key), "\"}", NULL);

  return khidki_jws_sign_with_header (key, header, payload, length);
}

/**
 * khidki_jws_sign_with_header:
 * @header: the protected header as JSON; it must say EdDSA
 * @payload: the bytes to sign
 * @length: how many
 *
 * Returns: (transfer full): a JWS in compact form
 *
 * Since: 0.1
 */
char *
khidki_jws_sign_with_header (KhidkiSigningKey *key,
                             const char *header,
                             const char *payload,
                             gsize length)
{
  g_autofree char *first = khidki_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *second = khidki_base64url_encode ((const guint8 *) payload, length);
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autofree char *third = NULL;
  guint8 signature[KHIDKI_SIGNATURE_BYTES];

  khidki_signing_key_sign (key, input, strlen (input), signature);
  third = khidki_base64url_encode (signature, sizeof signature);
  return g_strconcat (input, ".", third, NULL);
}

static gboolean
fail (GError **error, const char *why)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Signed text: %s", why);
  return FALSE;
}

static JsonObject *
parse_header (const char *text, gsize length, GError **error)
{
  gsize json_length;
  g_autofree guint8 *json = khidki_base64url_decode (text, length, &json_length, error);
  g_autoptr (JsonNode) root = NULL;

  if (json == NULL)
    return NULL;
  if (!khidki_json_check ((const char *) json, json_length, MAX_HEADER_DEPTH, error))
    return NULL;
  root = json_from_string ((const char *) json, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      fail (error, "the header is not an object");
      return NULL;
    }
  return json_node_dup_object (root);
}

/* RFC 7515 section 4.1.11: a critical extension we do not know makes it invalid. */
static gboolean
check_header (JsonObject *header, GError **error)
{
  const char *algorithm = khidki_jose_get_string (header, "alg");

  if (g_strcmp0 (algorithm, "EdDSA") != 0)
    return fail (error, "expected the algorithm EdDSA");
  if (json_object_has_member (header, "crit"))
    return fail (error, "it needs an extension that is not known");
  return TRUE;
}

static gboolean
verify_with (const guint8 *public_key, const char *input, gsize length, const guint8 *signature)
{
  return crypto_sign_verify_detached (signature, (const guint8 *) input, length, public_key) == 0;
}

static gboolean
verify_signature (KhidkiJwkSet *keys,
                  JsonObject *header,
                  const char *input,
                  gsize length,
                  const guint8 *signature,
                  GError **error)
{
  const char *kid = khidki_jose_get_string (header, "kid");

  if (kid != NULL)
    {
      const guint8 *public_key = khidki_jwk_set_find (keys, kid);

      if (public_key == NULL)
        return fail (error, "the key that it names is not known");
      if (!verify_with (public_key, input, length, signature))
        return fail (error, "the signature does not fit");
      return TRUE;
    }
  for (guint i = 0; i < khidki_jwk_set_get_size (keys); i++)
    if (verify_with (khidki_jwk_set_get_public (keys, i), input, length, signature))
      return TRUE;
  return fail (error, "the signature fits no known key");
}

static gboolean
split (const char *jws, const char **first_dot, const char **second_dot, GError **error)
{
  if (strlen (jws) > KHIDKI_JWS_MAX_LENGTH)
    return fail (error, "too long");
  *first_dot = strchr (jws, '.');
  *second_dot = *first_dot != NULL ? strchr (*first_dot + 1, '.') : NULL;
  if (*second_dot == NULL || strchr (*second_dot + 1, '.') != NULL)
    return fail (error, "expected three parts");
  return TRUE;
}

/**
 * khidki_jws_verify:
 * @jws: a JWS in compact form, from anywhere
 * @keys: the keys that are trusted
 * @error: return location for an error
 *
 * Checks a signature by EdDSA. Without a `kid` in the header every key is tried.
 *
 * Returns: (transfer full) (nullable): the payload; %NULL with
 *   KHIDKI_ERROR_INVALID when anything at all is wrong with it
 *
 * Since: 0.1
 */
GBytes *
khidki_jws_verify (const char *jws, KhidkiJwkSet *keys, GError **error)
{
  const char *first_dot;
  const char *second_dot;
  g_autoptr (JsonObject) header = NULL;
  g_autofree guint8 *signature = NULL;
  guint8 *payload;
  gsize length;

  g_return_val_if_fail (sodium_init () >= 0, NULL);
  if (!split (jws, &first_dot, &second_dot, error))
    return NULL;
  header = parse_header (jws, first_dot - jws, error);
  if (header == NULL || !check_header (header, error))
    return NULL;
  signature = khidki_base64url_decode (second_dot + 1, strlen (second_dot + 1), &length, error);
  if (signature == NULL)
    return NULL;
  if (length != KHIDKI_SIGNATURE_BYTES)
    {
      fail (error, "expected a signature of 64 bytes");
      return NULL;
    }
  if (!verify_signature (keys, header, jws, second_dot - jws, signature, error))
    return NULL;
  payload = khidki_base64url_decode (first_dot + 1, second_dot - first_dot - 1, &length, error);
  return payload != NULL ? g_bytes_new_take (payload, length) : NULL;
}
