/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-certificate-claims.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-json.h"
#include "pipeline/khidki-jose.h"

/* A longer name would make the code too fine for an old phone's camera. */
#define MAX_NAME_BYTES 60
#define MAX_VALUE_BYTES 40
#define MIN_TOKEN_LENGTH 22
#define MAX_TOKEN_LENGTH 64
#define MAX_DEPTH 2

static char *
dup_short (const char *text, int most)
{
  const char *end = text;

  if (strlen (text) <= (gsize) most)
    return g_strdup (text);
  while (g_utf8_next_char (end) - text <= most - (int) strlen ("…"))
    end = g_utf8_next_char (end);
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Of both languages the English one: it is a third as long in UTF-8. */
static void
add_values (JsonBuilder *builder, KhidkiCertificate *certificate)
{
  gboolean any = FALSE;

  for (guint i = 0; i < khidki_certificate_get_n_lines (certificate); i++)
    {
      const KhidkiCertificateLine *line = khidki_certificate_get_line (certificate, i);
      g_autofree char *value = NULL;

      if (line->key == NULL)
        continue;
      if (!any)
        {
          json_builder_set_member_name (builder, "val");
          json_builder_begin_object (builder);
          any = TRUE;
        }
      value = dup_short (line->value_en, MAX_VALUE_BYTES);
      add_string (builder, line->key, value);
    }
  if (any)
    json_builder_end_object (builder);
}

static char *
dup_payload (KhidkiCertificate *certificate)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *name = dup_short (
      khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_APPLICANT, "en"),
      MAX_NAME_BYTES);
  g_autofree char *digest = khidki_certificate_digest (certificate);
  gint64 expires = khidki_certificate_get_expires_at (certificate);

  json_builder_begin_object (builder);
  add_string (builder, "sub", khidki_certificate_get_number (certificate));
  add_string (builder, "svc", khidki_certificate_get_service (certificate));
  add_string (builder, "nam", name);
  add_integer (builder, "iat", khidki_certificate_get_issued_at (certificate));
  if (expires != 0)
    add_integer (builder, "exp", expires);
  add_values (builder, certificate);
  add_string (builder, "dig", digest);
  if (khidki_certificate_is_specimen (certificate))
    add_integer (builder, "spc", 1);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/**
 * khidki_certificate_sign:
 * @key: the issuer's key
 * @token: at least 128 random bits in base64url; the store keeps its digest
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the certificate with its signed claims,
 *   %NULL with KHIDKI_ERROR_INVALID when the token is too short or too long
 *
 * Since: 0.1
 */
KhidkiCertificate *
khidki_certificate_sign (KhidkiCertificate *certificate,
                         KhidkiSigningKey *key,
                         const char *token,
                         GError **error)
{
  gsize length = strlen (token);
  g_autofree char *payload = NULL;
  g_autofree char *jws = NULL;

  if (length < MIN_TOKEN_LENGTH || length > MAX_TOKEN_LENGTH)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "Certificate token: expected %d to %d characters, found %" G_GSIZE_FORMAT,
                   MIN_TOKEN_LENGTH, MAX_TOKEN_LENGTH, length);
      return NULL;
    }
  payload = dup_payload (certificate);
  jws = khidki_jws_sign (key, payload, strlen (payload));
  return khidki_certificate_with_jws (certificate, jws, token);
}

static JsonObject *
parse_payload (GBytes *payload, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autofree char *text = g_strndup (data, length);
  g_autoptr (JsonNode) root = NULL;

  if (!khidki_json_check (text, length, MAX_DEPTH, error))
    return NULL;
  root = json_from_string (text, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return json_node_dup_object (root);
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "The claims are not an object");
  return NULL;
}

static char *
take_string (JsonObject *object, const char *name, GError **error)
{
  const char *text = khidki_jose_get_string (object, name);

  if (text != NULL)
    return g_strdup (text);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "The claims have no text “%s”", name);
  return NULL;
}

static gint64
get_integer (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  return 0;
}

static void
value_free (KhidkiCertificateValue *value)
{
  g_free (value->key);
  g_free (value->value);
  g_free (value);
}

static void
take_value (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  KhidkiCertificateClaims *self = user_data;
  KhidkiCertificateValue *value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return;
  value = g_new0 (KhidkiCertificateValue, 1);
  value->key = g_strdup (name);
  value->value = json_node_dup_string (node);
  g_ptr_array_add (self->values, value);
}

static void
take_values (KhidkiCertificateClaims *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "val");

  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), take_value, self);
}

static KhidkiCertificateClaims *
claims_new (JsonObject *object, GError **error)
{
  g_autoptr (KhidkiCertificateClaims) self = g_new0 (KhidkiCertificateClaims, 1);

  if ((self->number = take_string (object, "sub", error)) == NULL
      || (self->service = take_string (object, "svc", error)) == NULL
      || (self->name = take_string (object, "nam", error)) == NULL
      || (self->digest = take_string (object, "dig", error)) == NULL)
    return NULL;
  take_values (self, object);
  self->issued = get_integer (object, "iat");
  self->expires = get_integer (object, "exp");
  self->specimen = json_object_has_member (object, "spc");
  return g_steal_pointer (&self);
}

/* The token is no claim: the issuer knows it again. */
static char *
dup_token (const char *text)
{
  const char *query = strchr (text, '?');
  const char *fragment = strchr (text, '#');
  g_autofree char *parameters = NULL;
  g_autoptr (GHashTable) table = NULL;
  const char *token = NULL;

  if (query != NULL && fragment != NULL && query < fragment)
    {
      parameters = g_strndup (query + 1, (gsize) (fragment - query) - 1);
      table = g_uri_parse_params (parameters, -1, "&", G_URI_PARAMS_NONE, NULL);
      token = table != NULL ? g_hash_table_lookup (table, "t") : NULL;
    }
  return g_strdup (token != NULL ? token : "");
}

/**
 * khidki_certificate_claims_verify:
 * @text: what was read from a QR code: the whole URL or the JWS alone
 * @keys: the issuer's public keys
 * @error: return location for an error
 *
 * Checks a certificate without a network. That it has expired, or is a
 * specimen, is not an error; the caller says so. Whether it was revoked only
 * the issuer knows.
 *
 * Returns: (transfer full) (nullable): what the issuer signed, %NULL with
 *   KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
KhidkiCertificateClaims *
khidki_certificate_claims_verify (const char *text, KhidkiJwkSet *keys, GError **error)
{
  const char *fragment = strchr (text, '#');
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (JsonObject) object = NULL;
  KhidkiCertificateClaims *self;

  payload = khidki_jws_verify (fragment != NULL ? fragment + 1 : text, keys, error);
  if (payload == NULL)
    return NULL;
  object = parse_payload (payload, error);
  self = object != NULL ? claims_new (object, error) : NULL;
  if (self != NULL)
    self->token = dup_token (text);
  return self;
}

void
khidki_certificate_claims_free (KhidkiCertificateClaims *self)
{
  g_free (self->number);
  g_free (self->service);
  g_free (self->name);
  g_free (self->digest);
  g_free (self->token);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}
