/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-certificate-private.h"

#include <string.h>

#include "pipeline/khidki-base64url.h"

static void
line_free (KhidkiCertificateLine *line)
{
  g_free (line->label_hi);
  g_free (line->label_en);
  g_free (line->value_hi);
  g_free (line->value_en);
  g_free (line->key);
  g_free (line);
}

KhidkiCertificate *
khidki_certificate_new_empty (void)
{
  KhidkiCertificate *self = g_new0 (KhidkiCertificate, 1);

  g_atomic_ref_count_init (&self->references);
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    self->texts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_date_clear (&self->issued, 1);
  g_date_clear (&self->valid_until, 1);
  return self;
}

KhidkiCertificate *
khidki_certificate_ref (KhidkiCertificate *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_certificate_unref (KhidkiCertificate *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    g_hash_table_unref (self->texts[i]);
  g_ptr_array_unref (self->lines);
  g_clear_pointer (&self->timezone, g_time_zone_unref);
  g_free (self->number);
  g_free (self->service);
  g_free (self->public_url);
  g_free (self->phone);
  g_free (self->jws);
  g_free (self->token);
  g_free (self);
}

const char *
khidki_certificate_get_number (KhidkiCertificate *self)
{
  return self->number;
}

const char *
khidki_certificate_get_service (KhidkiCertificate *self)
{
  return self->service;
}

/**
 * khidki_certificate_get_text:
 * @text: which text
 * @language: `hi` or `en`, or another that was set
 *
 * Returns: (transfer none): the text in that language, else in English, else in
 *   Hindi, else ""
 *
 * Since: 0.1
 */
const char *
khidki_certificate_get_text (KhidkiCertificate *self,
                             KhidkiCertificateText text,
                             const char *language)
{
  const char *order[] = { language, "en", "hi" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *value = g_hash_table_lookup (self->texts[text], order[i]);

      if (value != NULL)
        return value;
    }
  return "";
}

guint
khidki_certificate_get_n_lines (KhidkiCertificate *self)
{
  return self->lines->len;
}

const KhidkiCertificateLine *
khidki_certificate_get_line (KhidkiCertificate *self, guint index)
{
  return g_ptr_array_index (self->lines, index);
}

const GDate *
khidki_certificate_get_issued (KhidkiCertificate *self)
{
  return &self->issued;
}

/**
 * khidki_certificate_get_valid_until:
 *
 * Returns: (transfer none) (nullable): the last day it is valid, %NULL without end
 *
 * Since: 0.1
 */
const GDate *
khidki_certificate_get_valid_until (KhidkiCertificate *self)
{
  return g_date_valid (&self->valid_until) ? &self->valid_until : NULL;
}

static gint64
start_of_day (const GDate *date, GTimeZone *timezone)
{
  g_autoptr (GDateTime) instant =
      g_date_time_new (timezone, g_date_get_year (date), g_date_get_month (date),
                       g_date_get_day (date), 0, 0, 0);

  return g_date_time_to_unix (instant);
}

/**
 * khidki_certificate_get_issued_at:
 *
 * Returns: the first second of the day of issue, in seconds of UTC
 *
 * Since: 0.1
 */
gint64
khidki_certificate_get_issued_at (KhidkiCertificate *self)
{
  return start_of_day (&self->issued, self->timezone);
}

/**
 * khidki_certificate_get_expires_at:
 *
 * Returns: the first second in which it is no longer valid, in seconds of UTC;
 *   0 when it is valid without end
 *
 * Since: 0.1
 */
gint64
khidki_certificate_get_expires_at (KhidkiCertificate *self)
{
  GDate next = self->valid_until;

  if (!g_date_valid (&next))
    return 0;
  g_date_add_days (&next, 1);
  return start_of_day (&next, self->timezone);
}

gboolean
khidki_certificate_is_specimen (KhidkiCertificate *self)
{
  return self->specimen;
}

const char *
khidki_certificate_get_public_url (KhidkiCertificate *self)
{
  return self->public_url;
}

const char *
khidki_certificate_get_phone (KhidkiCertificate *self)
{
  return self->phone;
}

/**
 * khidki_certificate_get_jws:
 *
 * Returns: (transfer none) (nullable): the signed claims, %NULL before signing
 *
 * Since: 0.1
 */
const char *
khidki_certificate_get_jws (KhidkiCertificate *self)
{
  return self->jws;
}

/**
 * khidki_certificate_dup_verify_url:
 *
 * What the QR code holds. The token opens the rest of the certificate on the
 * verify page, so that a scan alone shows what is certified. The signed claims
 * follow a `#`, which a browser keeps to itself: they are for who checks without
 * a network.
 *
 * Returns: (transfer full): `<public-url>/verify/NUMBER?t=TOKEN#JWS`, without what
 *   follows the number before signing
 *
 * Since: 0.1
 */
char *
khidki_certificate_dup_verify_url (KhidkiCertificate *self)
{
  g_autofree char *number = g_uri_escape_string (self->number, NULL, FALSE);

  if (self->jws == NULL)
    return g_strconcat (self->public_url, "/verify/", number, NULL);
  return g_strconcat (self->public_url, "/verify/", number, "?t=", self->token, "#", self->jws,
                      NULL);
}

/* A length before each field: no two certificates give the same bytes. */
static void
hash_field (GChecksum *checksum, const char *value)
{
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (value));

  g_checksum_update (checksum, (const guchar *) length, -1);
  g_checksum_update (checksum, (const guchar *) value, -1);
  g_checksum_update (checksum, (const guchar *) ",", 1);
}

static void
hash_date (GChecksum *checksum, const GDate *date)
{
  char text[16] = "";

  if (g_date_valid (date))
    g_date_strftime (text, sizeof text, "%Y-%m-%d", date);
  hash_field (checksum, text);
}

static void
hash_line (GChecksum *checksum, const KhidkiCertificateLine *line)
{
  hash_field (checksum, line->label_hi);
  hash_field (checksum, line->label_en);
  hash_field (checksum, line->value_hi != NULL ? line->value_hi : "");
  hash_field (checksum, line->value_en != NULL ? line->value_en : "");
}

/**
 * khidki_certificate_digest:
 *
 * SHA-256 over the certificate's facts, each as a netstring (`LENGTH:BYTES,` in
 * UTF-8): `khidki-certificate-1`, number, service, `specimen` or ``, date of
 * issue, last day of validity or ``, each text of [enum@CertificateText] in
 * Hindi and in English, then of each line the label and the value, in Hindi and
 * in English.
 *
 * Returns: (transfer full): the digest in base64url
 *
 * Since: 0.1
 */
char *
khidki_certificate_digest (KhidkiCertificate *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  hash_field (checksum, "khidki-certificate-1");
  hash_field (checksum, self->number);
  hash_field (checksum, self->service);
  hash_field (checksum, self->specimen ? "specimen" : "");
  hash_date (checksum, &self->issued);
  hash_date (checksum, &self->valid_until);
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    {
      hash_field (checksum, khidki_certificate_get_text (self, i, "hi"));
      hash_field (checksum, khidki_certificate_get_text (self, i, "en"));
    }
  for (guint i = 0; i < self->lines->len; i++)
    hash_line (checksum, g_ptr_array_index (self->lines, i));
  g_checksum_get_digest (checksum, digest, &length);
  return khidki_base64url_encode (digest, length);
}

static void
copy_texts (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer language;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &language, &value))
    g_hash_table_insert (to, g_strdup (language), g_strdup (value));
}

static gpointer
line_copy (gconstpointer source, gpointer user_data)
{
  const KhidkiCertificateLine *line = source;
  KhidkiCertificateLine *copy = g_new0 (KhidkiCertificateLine, 1);

  copy->label_hi = g_strdup (line->label_hi);
  copy->label_en = g_strdup (line->label_en);
  copy->value_hi = g_strdup (line->value_hi);
  copy->value_en = g_strdup (line->value_en);
  copy->key = g_strdup (line->key);
  return copy;
}

/**
 * khidki_certificate_with_jws:
 * @jws: the signed claims of this certificate
 * @token: opens the rest of it on the verify page
 *
 * Returns: (transfer full): a copy that carries the signature
 *
 * Since: 0.1
 */
KhidkiCertificate *
khidki_certificate_with_jws (KhidkiCertificate *self, const char *jws, const char *token)
{
  KhidkiCertificate *copy = khidki_certificate_new_empty ();

  copy->number = g_strdup (self->number);
  copy->service = g_strdup (self->service);
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    copy_texts (self->texts[i], copy->texts[i]);
  g_ptr_array_unref (copy->lines);
  copy->lines = g_ptr_array_copy (self->lines, line_copy, NULL);
  g_ptr_array_set_free_func (copy->lines, (GDestroyNotify) line_free);
  copy->issued = self->issued;
  copy->valid_until = self->valid_until;
  copy->timezone = g_time_zone_ref (self->timezone);
  copy->specimen = self->specimen;
  copy->public_url = g_strdup (self->public_url);
  copy->phone = g_strdup (self->phone);
  copy->jws = g_strdup (jws);
  copy->token = g_strdup (token);
  return copy;
}
