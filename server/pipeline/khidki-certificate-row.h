/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-paper.h"
#include "pipeline/khidki-certificate.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiVerifyStatus:
 * @KHIDKI_VERIFY_VALID: in force
 * @KHIDKI_VERIFY_EXPIRED: was in force until a day that has passed
 * @KHIDKI_VERIFY_REVOKED: taken back by the issuer
 */
typedef enum
{
  KHIDKI_VERIFY_VALID,
  KHIDKI_VERIFY_EXPIRED,
  KHIDKI_VERIFY_REVOKED,
} KhidkiVerifyStatus;

/**
 * KhidkiVerifyValue:
 *
 * One of the values that the service vouches for, as it was printed.
 */
typedef struct
{
  char *label_hi;
  char *label_en;
  char *value_hi;
  char *value_en;
} KhidkiVerifyValue;

/**
 * KhidkiVerifyFacts:
 * @status: what it is worth now
 * @service: the service's id
 * @issued: UTC milliseconds
 * @expires: UTC milliseconds, 0 for without end
 * @revoked: UTC milliseconds, 0 for not
 * @masked_name: the initials, for everybody
 * @specimen: no certificate, only the likeness of one
 * @name: (nullable): with the right token only
 * @name_hi: (nullable): how it stands in Hindi text, with the right token only
 * @values: (nullable) (element-type KhidkiVerifyValue): with the right token only
 * @application: (nullable): with the right token only
 * @body_en: (nullable): what is certified, with the right token only
 * @body_hi: (nullable): the same in Hindi
 * @paper: (nullable): the document, with the right token only
 *
 * What the verify page may say of a certificate.
 */
typedef struct
{
  KhidkiVerifyStatus status;
  char *number;
  char *service;
  char *service_version;
  gint64 issued;
  gint64 expires;
  gint64 revoked;
  char *revoked_reason;
  char *masked_name;
  gboolean specimen;
  char *name;
  char *name_hi;
  GPtrArray *values;
  char *application;
  char *body_en;
  char *body_hi;
  KhidkiPaper *paper;
} KhidkiVerifyFacts;

gboolean khidki_certificate_row_add (KhidkiTransaction *transaction,
                                     KhidkiCertificate *certificate,
                                     const char *application,
                                     const char *service_version,
                                     const char *token,
                                     KhidkiPaper *paper,
                                     gint64 now,
                                     GError **error);
gboolean khidki_certificate_row_revoke (KhidkiTransaction *transaction,
                                        const char *number,
                                        const char *reason,
                                        gint64 now,
                                        GError **error);
KhidkiVerifyFacts *khidki_verify_facts_load (KhidkiTransaction *transaction,
                                             const char *number,
                                             const char *token,
                                             gint64 now,
                                             GError **error);
void khidki_verify_facts_free (KhidkiVerifyFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiVerifyFacts, khidki_verify_facts_free)

G_END_DECLS
