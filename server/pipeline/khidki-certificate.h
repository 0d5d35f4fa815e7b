/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiCertificateText:
 * @KHIDKI_CERTIFICATE_GOVERNMENT: the government, as it stands at the head
 * @KHIDKI_CERTIFICATE_DEPARTMENT: the department
 * @KHIDKI_CERTIFICATE_TITLE: what the paper is, e.g. Income certificate
 * @KHIDKI_CERTIFICATE_BODY: what is certified, in one paragraph
 * @KHIDKI_CERTIFICATE_APPLICANT: the name of the person it is for
 * @KHIDKI_CERTIFICATE_OFFICE: the issuing office
 * @KHIDKI_CERTIFICATE_OFFICER: the officer's designation
 * @KHIDKI_CERTIFICATE_PLACE: where it was issued
 * @KHIDKI_CERTIFICATE_NOTE: the legal note at the foot of each page
 *
 * The texts of a certificate, each in several languages.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_CERTIFICATE_GOVERNMENT,
  KHIDKI_CERTIFICATE_DEPARTMENT,
  KHIDKI_CERTIFICATE_TITLE,
  KHIDKI_CERTIFICATE_BODY,
  KHIDKI_CERTIFICATE_APPLICANT,
  KHIDKI_CERTIFICATE_OFFICE,
  KHIDKI_CERTIFICATE_OFFICER,
  KHIDKI_CERTIFICATE_PLACE,
  KHIDKI_CERTIFICATE_NOTE,
  KHIDKI_CERTIFICATE_N_TEXTS,
} KhidkiCertificateText;

/**
 * KhidkiCertificateLine:
 * @label_hi: what the value is, in Hindi
 * @label_en: the same in English
 * @value_hi: (nullable): the value in Hindi; %NULL makes the line a heading
 * @value_en: (nullable): the value in English
 * @key: (nullable): under which its value stands in the signed claims, %NULL for
 *   a line that is only printed
 *
 * A line of the table of facts.
 *
 * Since: 0.1
 */
typedef struct
{
  char *label_hi;
  char *label_en;
  char *value_hi;
  char *value_en;
  char *key;
} KhidkiCertificateLine;

/* How many values the signed claims can hold: more would make the code too fine. */
#define KHIDKI_CERTIFICATE_MOST_SIGNED 4

/**
 * KhidkiCertificate:
 *
 * All that a certificate says. Immutable once made by
 * [method@CertificateBuilder.end]; may be used on any thread.
 *
 * Since: 0.1
 */
typedef struct _KhidkiCertificate KhidkiCertificate;
typedef struct _KhidkiCertificateBuilder KhidkiCertificateBuilder;

KhidkiCertificate *khidki_certificate_ref (KhidkiCertificate *self);
void khidki_certificate_unref (KhidkiCertificate *self);

const char *khidki_certificate_get_number (KhidkiCertificate *self);
const char *khidki_certificate_get_service (KhidkiCertificate *self);
const char *khidki_certificate_get_text (KhidkiCertificate *self,
                                         KhidkiCertificateText text,
                                         const char *language);
guint khidki_certificate_get_n_lines (KhidkiCertificate *self);
const KhidkiCertificateLine *khidki_certificate_get_line (KhidkiCertificate *self, guint index);
const GDate *khidki_certificate_get_issued (KhidkiCertificate *self);
const GDate *khidki_certificate_get_valid_until (KhidkiCertificate *self);
gint64 khidki_certificate_get_issued_at (KhidkiCertificate *self);
gint64 khidki_certificate_get_expires_at (KhidkiCertificate *self);
gboolean khidki_certificate_is_specimen (KhidkiCertificate *self);
const char *khidki_certificate_get_public_url (KhidkiCertificate *self);
const char *khidki_certificate_get_phone (KhidkiCertificate *self);
const char *khidki_certificate_get_jws (KhidkiCertificate *self);
char *khidki_certificate_dup_verify_url (KhidkiCertificate *self);
char *khidki_certificate_digest (KhidkiCertificate *self);
KhidkiCertificate *khidki_certificate_with_jws (KhidkiCertificate *self,
                                                const char *jws,
                                                const char *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCertificate, khidki_certificate_unref)

KhidkiCertificateBuilder *khidki_certificate_builder_new (const char *number, const char *service);
void khidki_certificate_builder_free (KhidkiCertificateBuilder *self);
void khidki_certificate_builder_set_text (KhidkiCertificateBuilder *self,
                                          KhidkiCertificateText text,
                                          const char *language,
                                          const char *value);
void khidki_certificate_builder_add_line (KhidkiCertificateBuilder *self,
                                          const char *label_hi,
                                          const char *label_en,
                                          const char *value_hi,
                                          const char *value_en);
void khidki_certificate_builder_sign_line (KhidkiCertificateBuilder *self, const char *key);
void khidki_certificate_builder_add_heading (KhidkiCertificateBuilder *self,
                                             const char *label_hi,
                                             const char *label_en);
void khidki_certificate_builder_set_dates (KhidkiCertificateBuilder *self,
                                           const GDate *issued,
                                           const GDate *valid_until,
                                           GTimeZone *timezone);
void khidki_certificate_builder_set_specimen (KhidkiCertificateBuilder *self, gboolean specimen);
void khidki_certificate_builder_set_public_url (KhidkiCertificateBuilder *self, const char *url);
void khidki_certificate_builder_set_phone (KhidkiCertificateBuilder *self, const char *phone);
KhidkiCertificate *khidki_certificate_builder_end (KhidkiCertificateBuilder *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCertificateBuilder, khidki_certificate_builder_free)

G_END_DECLS
