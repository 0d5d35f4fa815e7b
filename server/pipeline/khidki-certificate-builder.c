/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-certificate-private.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

/* What still fits its place on a page of A4, in characters. */
#define MAX_BODY 2500
#define MAX_TEXT 300
#define MAX_LABEL 200
#define MAX_VALUE 600
#define MAX_KEY 20
#define MAX_LINES 200
#define MAX_NUMBER 40

struct _KhidkiCertificateBuilder
{
  KhidkiCertificate *certificate;
};

/**
 * khidki_certificate_builder_new:
 * @number: the certificate's number
 * @service: the id of the service, e.g. `REV-INC`
 *
 * A new certificate is a specimen until it is said not to be one.
 *
 * Returns: (transfer full): a builder
 *
 * Since: 0.1
 */
KhidkiCertificateBuilder *
khidki_certificate_builder_new (const char *number, const char *service)
{
  KhidkiCertificateBuilder *self = g_new0 (KhidkiCertificateBuilder, 1);

  self->certificate = khidki_certificate_new_empty ();
  self->certificate->number = g_strdup (number);
  self->certificate->service = g_strdup (service);
  self->certificate->specimen = TRUE;
  self->certificate->phone = g_strdup ("");
  return self;
}

void
khidki_certificate_builder_free (KhidkiCertificateBuilder *self)
{
  g_clear_pointer (&self->certificate, khidki_certificate_unref);
  g_free (self);
}

/**
 * khidki_certificate_builder_set_text:
 * @text: which text
 * @language: `hi`, `en` or another
 * @value: the text, plain, without markup
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_set_text (KhidkiCertificateBuilder *self,
                                     KhidkiCertificateText text,
                                     const char *language,
                                     const char *value)
{
  g_return_if_fail (text < KHIDKI_CERTIFICATE_N_TEXTS);
  g_hash_table_replace (self->certificate->texts[text], g_strdup (language), g_strdup (value));
}

/**
 * khidki_certificate_builder_add_line:
 * @label_hi: what the value is, in Hindi
 * @label_en: the same in English
 * @value_hi: the value in Hindi
 * @value_en: the value in English; shown once when both are the same
 *
 * Adds a line to the table of facts.
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_add_line (KhidkiCertificateBuilder *self,
                                     const char *label_hi,
                                     const char *label_en,
                                     const char *value_hi,
                                     const char *value_en)
{
  KhidkiCertificateLine *line = g_new0 (KhidkiCertificateLine, 1);

  line->label_hi = g_strdup (label_hi);
  line->label_en = g_strdup (label_en);
  line->value_hi = g_strdup (value_hi);
  line->value_en = g_strdup (value_en);
  g_ptr_array_add (self->certificate->lines, line);
}

/**
 * khidki_certificate_builder_sign_line:
 * @key: a short word for it, e.g. `total`
 *
 * The line that was added last is vouched for: its value goes into the signed
 * claims under @key, as the page prints it.
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_sign_line (KhidkiCertificateBuilder *self, const char *key)
{
  GPtrArray *lines = self->certificate->lines;
  KhidkiCertificateLine *line;

  g_return_if_fail (lines->len > 0);
  line = g_ptr_array_index (lines, lines->len - 1);
  g_free (line->key);
  line->key = g_strdup (key);
}

/**
 * khidki_certificate_builder_add_heading:
 * @label_hi: the heading in Hindi
 * @label_en: the heading in English
 *
 * Adds a heading over the lines that follow.
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_add_heading (KhidkiCertificateBuilder *self,
                                        const char *label_hi,
                                        const char *label_en)
{
  khidki_certificate_builder_add_line (self, label_hi, label_en, NULL, NULL);
}

/**
 * khidki_certificate_builder_set_dates:
 * @issued: the civil date of issue
 * @valid_until: (nullable): the last day it is valid, %NULL without end
 * @timezone: the time zone that civil dates are told in
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_set_dates (KhidkiCertificateBuilder *self,
                                      const GDate *issued,
                                      const GDate *valid_until,
                                      GTimeZone *timezone)
{
  KhidkiCertificate *certificate = self->certificate;

  certificate->issued = *issued;
  if (valid_until != NULL)
    certificate->valid_until = *valid_until;
  else
    g_date_clear (&certificate->valid_until, 1);
  g_clear_pointer (&certificate->timezone, g_time_zone_unref);
  certificate->timezone = g_time_zone_ref (timezone);
}

void
khidki_certificate_builder_set_specimen (KhidkiCertificateBuilder *self, gboolean specimen)
{
  self->certificate->specimen = specimen;
}

/**
 * khidki_certificate_builder_set_public_url:
 * @url: where the pages are, e.g. `https://seva.example.gov.in`
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_set_public_url (KhidkiCertificateBuilder *self, const char *url)
{
  gsize length = strlen (url);

  while (length > 0 && url[length - 1] == '/')
    length--;
  g_free (self->certificate->public_url);
  self->certificate->public_url = g_strndup (url, length);
}

/**
 * khidki_certificate_builder_set_phone:
 * @phone: the number where a certificate can be checked by telephone, "" for none
 *
 * Since: 0.1
 */
void
khidki_certificate_builder_set_phone (KhidkiCertificateBuilder *self, const char *phone)
{
  g_free (self->certificate->phone);
  self->certificate->phone = g_strdup (phone);
}

static gboolean
check_text (const char *text, const char *what, glong maximum, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Certificate: %s is not UTF-8", what);
      return FALSE;
    }
  if (g_utf8_strlen (text, -1) > maximum)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "Certificate: %s has %ld characters, at most %ld fit", what,
                   g_utf8_strlen (text, -1), maximum);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_texts (KhidkiCertificate *certificate, GError **error)
{
  const char *names[] = { "government", "department", "title",   "body", "applicant",
                          "office",     "officer",    "place", "note" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == KHIDKI_CERTIFICATE_N_TEXTS);
  for (guint i = 0; i < KHIDKI_CERTIFICATE_N_TEXTS; i++)
    {
      glong maximum = i == KHIDKI_CERTIFICATE_BODY ? MAX_BODY : MAX_TEXT;
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, certificate->texts[i]);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (!check_text (value, names[i], maximum, error))
          return FALSE;
      if (i <= KHIDKI_CERTIFICATE_APPLICANT
          && *khidki_certificate_get_text (certificate, i, "hi") == '\0')
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Certificate: no %s", names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_key (KhidkiCertificate *certificate, guint index, guint *n, GError **error)
{
  const KhidkiCertificateLine *line = g_ptr_array_index (certificate->lines, index);

  if (line->key == NULL)
    return TRUE;
  for (guint i = 0; i < index; i++)
    if (g_strcmp0 (khidki_certificate_get_line (certificate, i)->key, line->key) == 0)
      {
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                     "Certificate: two lines are signed as “%s”", line->key);
        return FALSE;
      }
  if (++*n <= KHIDKI_CERTIFICATE_MOST_SIGNED && strlen (line->key) <= MAX_KEY)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
               "Certificate: expected at most %d signed lines with keys of %d letters, found “%s”",
               KHIDKI_CERTIFICATE_MOST_SIGNED, MAX_KEY, line->key);
  return FALSE;
}

static gboolean
check_lines (KhidkiCertificate *certificate, GError **error)
{
  guint n_signed = 0;

  if (certificate->lines->len > MAX_LINES)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "Certificate: %u lines, at most %d fit", certificate->lines->len, MAX_LINES);
      return FALSE;
    }
  for (guint i = 0; i < certificate->lines->len; i++)
    {
      const KhidkiCertificateLine *line = g_ptr_array_index (certificate->lines, i);

      if (!check_text (line->label_hi, "a label", MAX_LABEL, error)
          || !check_text (line->label_en, "a label", MAX_LABEL, error)
          || !check_text (line->value_hi, "a value", MAX_VALUE, error)
          || !check_text (line->value_en, "a value", MAX_VALUE, error)
          || !check_key (certificate, i, &n_signed, error))
        return FALSE;
    }
  return TRUE;
}

/* It goes into a URL, is said on a telephone and typed in an SMS. */
static gboolean
is_number (const char *number)
{
  gsize length = strlen (number);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (number[i]) && number[i] != '-' && number[i] != '/')
      return FALSE;
  return length > 0 && length <= MAX_NUMBER;
}

static gboolean
check_rest (KhidkiCertificate *certificate, GError **error)
{
  const char *missing = NULL;

  if (!is_number (certificate->number))
    missing = "a number of 1 to 40 letters, digits, - and /";
  else if (!g_date_valid (&certificate->issued) || certificate->timezone == NULL)
    missing = "a date of issue";
  else if (certificate->public_url == NULL || *certificate->public_url == '\0')
    missing = "a public URL";
  else if (g_date_valid (&certificate->valid_until)
           && g_date_compare (&certificate->valid_until, &certificate->issued) < 0)
    missing = "an end that is not before the day of issue";
  if (missing == NULL)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "Certificate: expected %s", missing);
  return FALSE;
}

/**
 * khidki_certificate_builder_end:
 * @error: return location for an error
 *
 * Checks that nothing is missing and that all of it can be printed. The builder
 * is empty afterwards; free it.
 *
 * Returns: (transfer full) (nullable): the certificate, %NULL with
 *   KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
KhidkiCertificate *
khidki_certificate_builder_end (KhidkiCertificateBuilder *self, GError **error)
{
  KhidkiCertificate *certificate = self->certificate;

  g_return_val_if_fail (certificate != NULL, NULL);
  if (!check_texts (certificate, error) || !check_lines (certificate, error)
      || !check_rest (certificate, error))
    return NULL;
  return g_steal_pointer (&self->certificate);
}
