/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-jwk-set.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-json.h"
#include "pipeline/khidki-base64url.h"
#include "pipeline/khidki-jose.h"

/* Some two hundred keys. */
#define MAX_JSON_BYTES (64 * 1024)
#define MAX_DEPTH 8

typedef struct
{
  char *kid;
  char *x;
  guint8 public_key[KHIDKI_JWK_PUBLIC_BYTES];
} Jwk;

struct _KhidkiJwkSet
{
  GPtrArray *keys;
};

static void
jwk_free (Jwk *jwk)
{
  g_free (jwk->kid);
  g_free (jwk->x);
  g_free (jwk);
}

/**
 * khidki_jwk_set_new:
 *
 * Returns: (transfer full): an empty set
 *
 * Since: 0.1
 */
KhidkiJwkSet *
khidki_jwk_set_new (void)
{
  KhidkiJwkSet *self = g_new0 (KhidkiJwkSet, 1);

  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) jwk_free);
  return self;
}

void
khidki_jwk_set_free (KhidkiJwkSet *self)
{
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/**
 * khidki_jwk_thumbprint:
 * @x: a public Ed25519 key in base64url
 *
 * The key's name by RFC 7638: SHA-256 over its required members in
 * lexicographic order.
 *
 * Returns: (transfer full): the thumbprint in base64url
 *
 * Since: 0.1
 */
char *
khidki_jwk_thumbprint (const char *x)
{
  g_autofree char *json =
      g_strconcat ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"", x, "\"}", NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) json, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return khidki_base64url_encode (digest, length);
}

/**
 * khidki_jwk_set_add:
 * @x: a public Ed25519 key in base64url
 * @error: return location for an error
 *
 * Adds a key; one that is already there is not added again.
 *
 * Returns: FALSE with KHIDKI_ERROR_INVALID when @x is not a key
 *
 * Since: 0.1
 */
gboolean
khidki_jwk_set_add (KhidkiJwkSet *self, const char *x, GError **error)
{
  gsize length;
  g_autofree guint8 *bytes = khidki_base64url_decode (x, strlen (x), &length, error);
  g_autofree char *kid = NULL;
  Jwk *jwk;

  if (bytes == NULL)
    {
      g_prefix_error (error, "Public key “%s”: ", x);
      return FALSE;
    }
  if (length != KHIDKI_JWK_PUBLIC_BYTES)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "Public key “%s”: expected %d bytes, found %" G_GSIZE_FORMAT,
                   x, KHIDKI_JWK_PUBLIC_BYTES, length);
      return FALSE;
    }
  kid = khidki_jwk_thumbprint (x);
  if (khidki_jwk_set_find (self, kid) != NULL)
    return TRUE;

  jwk = g_new0 (Jwk, 1);
  jwk->kid = g_steal_pointer (&kid);
  jwk->x = g_strdup (x);
  memcpy (jwk->public_key, bytes, length);
  g_ptr_array_add (self->keys, jwk);
  return TRUE;
}

guint
khidki_jwk_set_get_size (KhidkiJwkSet *self)
{
  return self->keys->len;
}

/**
 * khidki_jwk_set_get_kid:
 * @index: less than [method@JwkSet.get_size]; 0 is the current key
 *
 * Returns: (transfer none): the key's thumbprint
 *
 * Since: 0.1
 */
const char *
khidki_jwk_set_get_kid (KhidkiJwkSet *self, guint index)
{
  const Jwk *jwk = g_ptr_array_index (self->keys, index);

  return jwk->kid;
}

const guint8 *
khidki_jwk_set_get_public (KhidkiJwkSet *self, guint index)
{
  const Jwk *jwk = g_ptr_array_index (self->keys, index);

  return jwk->public_key;
}

/**
 * khidki_jwk_set_find:
 * @kid: a thumbprint
 *
 * Returns: (transfer none) (nullable): the 32 bytes of the key, %NULL when unknown
 *
 * Since: 0.1
 */
const guint8 *
khidki_jwk_set_find (KhidkiJwkSet *self, const char *kid)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (g_str_equal (khidki_jwk_set_get_kid (self, i), kid))
      return khidki_jwk_set_get_public (self, i);
  return NULL;
}

static void
add_jwk_json (JsonBuilder *builder, const Jwk *jwk)
{
  const char *members[][2] = {
    { "kty", "OKP" }, { "crv", "Ed25519" }, { "alg", "EdDSA" },
    { "use", "sig" }, { "kid", jwk->kid },  { "x", jwk->x },
  };

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i][0]);
      json_builder_add_string_value (builder, members[i][1]);
    }
  json_builder_end_object (builder);
}

/**
 * khidki_jwk_set_to_json:
 *
 * Returns: (transfer full): the text of `/.well-known/jwks.json`
 *
 * Since: 0.1
 */
char *
khidki_jwk_set_to_json (KhidkiJwkSet *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "keys");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->keys->len; i++)
    add_jwk_json (builder, g_ptr_array_index (self->keys, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static JsonNode *
parse_json (const char *json, GError **error)
{
  gsize length = strlen (json);
  g_autoptr (GError) local = NULL;
  JsonNode *root;

  if (length > MAX_JSON_BYTES)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "JWK set too long");
      return NULL;
    }
  if (!khidki_json_check (json, length, MAX_DEPTH, error))
    {
      g_prefix_error (error, "JWK set: ");
      return NULL;
    }
  root = json_from_string (json, &local);
  if (root == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "JWK set: %s",
                 local != NULL ? local->message : "empty");
  return root;
}

static gboolean
is_member (JsonObject *object, const char *name, const char *expected)
{
  return g_strcmp0 (khidki_jose_get_string (object, name), expected) == 0;
}

/* A key of another kind is not an error: a set may hold keys for other uses. */
static gboolean
add_from_json (KhidkiJwkSet *self, JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *x;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  object = json_node_get_object (node);
  if (!is_member (object, "kty", "OKP") || !is_member (object, "crv", "Ed25519"))
    return TRUE;
  x = khidki_jose_get_string (object, "x");
  return khidki_jwk_set_add (self, x != NULL ? x : "", error);
}

/**
 * khidki_jwk_set_new_from_json:
 * @json: a JWK set of RFC 7517
 * @error: return location for an error
 *
 * Keys that are not Ed25519 are passed over. The name of a key is computed, the
 * `kid` written in the set is not believed.
 *
 * Returns: (transfer full) (nullable): the set, %NULL with KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
KhidkiJwkSet * /* lint: allow caller – reads the set as those do for whom it is published */
khidki_jwk_set_new_from_json (const char *json, GError **error)
{
  g_autoptr (KhidkiJwkSet) self = khidki_jwk_set_new ();
  g_autoptr (JsonNode) root = parse_json (json, error);
  JsonNode *keys;
  JsonArray *array;

  if (root == NULL)
    return NULL;
  keys = JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "keys")
                                       : NULL;
  if (keys == NULL || !JSON_NODE_HOLDS_ARRAY (keys))
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                           "JWK set: no array “keys”");
      return NULL;
    }
  array = json_node_get_array (keys);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!add_from_json (self, json_array_get_element (array, i), error))
      return NULL;
  return g_steal_pointer (&self);
}
