/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-certificate-row.h"

#include <sodium.h>
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-mask.h"

#define SEAL_PLACE "certificate"
#define TOKEN_PURPOSE "certificate-token"
#define LOAD_COLUMNS "ssxxxsssxxb"

static void
khidki_verify_value_free (KhidkiVerifyValue *self)
{
  g_free (self->label_hi);
  g_free (self->label_en);
  g_free (self->value_hi);
  g_free (self->value_en);
  g_free (self);
}

static void
insert_text (GVariantDict *dict,
             const char *key,
             KhidkiCertificate *certificate,
             KhidkiCertificateText text,
             const char *language)
{
  g_variant_dict_insert (dict, key, "s",
                         khidki_certificate_get_text (certificate, text, language));
}

static GVariant *
make_values (KhidkiCertificate *certificate)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssss)"));
  for (guint i = 0; i < khidki_certificate_get_n_lines (certificate); i++)
    {
      const KhidkiCertificateLine *line = khidki_certificate_get_line (certificate, i);

      if (line->key != NULL)
        g_variant_builder_add (&builder, "(ssss)", line->label_hi, line->label_en, line->value_hi,
                               line->value_en);
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
make_sealed (KhidkiCertificate *certificate, const char *service_version)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  insert_text (&dict, "name", certificate, KHIDKI_CERTIFICATE_APPLICANT, "en");
  insert_text (&dict, "name-hi", certificate, KHIDKI_CERTIFICATE_APPLICANT, "hi");
  insert_text (&dict, "body-en", certificate, KHIDKI_CERTIFICATE_BODY, "en");
  insert_text (&dict, "body-hi", certificate, KHIDKI_CERTIFICATE_BODY, "hi");
  g_variant_dict_insert_value (&dict, "values", make_values (certificate));
  g_variant_dict_insert (&dict, "service-version", "s", service_version);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/**
 * khidki_certificate_row_add:
 * @transaction: a writing transaction
 * @certificate: what was printed
 * @application: the number of the application that it answers
 * @service_version: the version of the service's definition
 * @token: what opens the rest on the verify page; only its digest is kept
 * @paper: the document
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when the number is taken
 *
 * Since: 0.1
 */
gboolean
khidki_certificate_row_add (KhidkiTransaction *transaction,
                            KhidkiCertificate *certificate,
                            const char *application,
                            const char *service_version,
                            const char *token,
                            KhidkiPaper *paper,
                            gint64 now,
                            GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  const char *number = khidki_certificate_get_number (certificate);
  g_autofree char *token_digest = khidki_seal_digest (seal, TOKEN_PURPOSE, token);
  g_autoptr (GVariant) plain = make_sealed (certificate, service_version);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, SEAL_PLACE, number, plain);
  int added = khidki_transaction_execute (
      transaction, "certificate-add", error, "sssxxssxxb", number, application,
      khidki_certificate_get_service (certificate), now,
      khidki_certificate_get_expires_at (certificate) * 1000, token_digest,
      khidki_paper_get_hash (paper), khidki_paper_get_size (paper),
      (gint64) khidki_certificate_is_specimen (certificate), sealed);

  if (added == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "The number %s is taken", number);
  return added > 0;
}

/**
 * khidki_certificate_row_revoke:
 * @transaction: a writing transaction
 * @number: a certificate's number
 * @reason: what the verify page is to say
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_NOT_FOUND when there is none that is not yet revoked
 *
 * Since: 0.1
 */
gboolean /* lint: allow caller – until officers have pages to revoke on */
khidki_certificate_row_revoke (KhidkiTransaction *transaction,
                               const char *number,
                               const char *reason,
                               gint64 now,
                               GError **error)
{
  int changed = khidki_transaction_execute (transaction, "certificate-revoke", error, "xss", now,
                                            reason, number);

  if (changed == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                 "There is no certificate %s in force", number);
  return changed > 0;
}

static gboolean
is_token (KhidkiSeal *seal, const char *token, const char *digest)
{
  g_autofree char *given = NULL;

  if (token == NULL || *token == '\0')
    return FALSE;
  given = khidki_seal_digest (seal, TOKEN_PURPOSE, token);
  return strlen (given) == strlen (digest)
         && sodium_memcmp (given, digest, strlen (digest)) == 0;
}

static char *
dup_member (GVariant *plain, const char *key)
{
  char *value = NULL;

  g_variant_lookup (plain, key, "s", &value);
  return value != NULL ? value : g_strdup ("");
}

static GPtrArray *
list_values (GVariant *plain)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_verify_value_free);
  g_autoptr (GVariant) list = g_variant_lookup_value (plain, "values", G_VARIANT_TYPE ("a(ssss)"));
  gsize n = list != NULL ? g_variant_n_children (list) : 0;

  for (gsize i = 0; i < n; i++)
    {
      KhidkiVerifyValue *value = g_new0 (KhidkiVerifyValue, 1);

      g_variant_get_child (list, i, "(ssss)", &value->label_hi, &value->label_en, &value->value_hi,
                           &value->value_en);
      g_ptr_array_add (values, value);
    }
  return values;
}

static void
add_rest (KhidkiVerifyFacts *self, KhidkiRows *rows, GVariant *plain)
{
  self->name = dup_member (plain, "name");
  self->name_hi = dup_member (plain, "name-hi");
  self->values = list_values (plain);
  self->application = g_strdup (khidki_rows_get_text (rows, 0, 0));
  self->body_en = dup_member (plain, "body-en");
  self->body_hi = dup_member (plain, "body-hi");
  self->paper = khidki_paper_new (khidki_rows_get_text (rows, 0, 7), "application/pdf",
                                  khidki_rows_get_int64 (rows, 0, 8));
}

static KhidkiVerifyFacts *
read_facts (KhidkiRows *rows,
            KhidkiSeal *seal,
            const char *number,
            const char *token,
            gint64 now,
            GError **error)
{
  g_autoptr (KhidkiVerifyFacts) self = g_new0 (KhidkiVerifyFacts, 1);
  g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, 0, 10);
  g_autoptr (GVariant) plain = khidki_seal_open_variant (seal, SEAL_PLACE, number, sealed,
                                                         G_VARIANT_TYPE_VARDICT, error);
  g_autofree char *name = NULL;

  if (plain == NULL)
    {
      g_prefix_error (error, "Certificate %s: ", number);
      return NULL;
    }
  name = dup_member (plain, "name");
  self->number = g_strdup (number);
  self->service = g_strdup (khidki_rows_get_text (rows, 0, 1));
  self->service_version = dup_member (plain, "service-version");
  self->issued = khidki_rows_get_int64 (rows, 0, 2);
  self->expires = khidki_rows_get_int64 (rows, 0, 3);
  self->revoked = khidki_rows_get_int64 (rows, 0, 4);
  self->revoked_reason = g_strdup (khidki_rows_get_text (rows, 0, 5));
  self->masked_name = khidki_mask_name (name);
  self->specimen = khidki_rows_get_int64 (rows, 0, 9) != 0;
  self->status = self->revoked != 0                            ? KHIDKI_VERIFY_REVOKED
                 : self->expires != 0 && now >= self->expires ? KHIDKI_VERIFY_EXPIRED
                                                               : KHIDKI_VERIFY_VALID;
  if (is_token (seal, token, khidki_rows_get_text (rows, 0, 6)))
    add_rest (self, rows, plain);
  return g_steal_pointer (&self);
}

/**
 * khidki_verify_facts_load:
 * @transaction: a reading transaction
 * @number: a certificate's number, already parsed
 * @token: (nullable): from the QR code; a wrong one is as good as none
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the facts; %NULL with
 *   KHIDKI_ERROR_NOT_FOUND when no such certificate was issued
 *
 * Since: 0.1
 */
KhidkiVerifyFacts *
khidki_verify_facts_load (KhidkiTransaction *transaction,
                          const char *number,
                          const char *token,
                          gint64 now,
                          GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "certificate-load",
                                                          LOAD_COLUMNS, error, "s", number);

  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) == 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no certificate %s", number);
      return NULL;
    }
  return read_facts (rows, khidki_transaction_get_seal (transaction), number, token, now, error);
}

void
khidki_verify_facts_free (KhidkiVerifyFacts *self)
{
  g_free (self->number);
  g_free (self->service);
  g_free (self->service_version);
  g_free (self->revoked_reason);
  g_free (self->masked_name);
  g_free (self->name);
  g_free (self->name_hi);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self->application);
  g_free (self->body_en);
  g_free (self->body_hi);
  g_clear_pointer (&self->paper, khidki_paper_unref);
  g_free (self);
}
