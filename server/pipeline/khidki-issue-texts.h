/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "pipeline/khidki-application-row.h"
#include "pipeline/khidki-certificate.h"

G_BEGIN_DECLS

/**
 * KhidkiIssueTexts:
 * @application: (transfer none): as the department's hook sees it
 * @applicant: whose certificate it is, where the service's `Applicant=` gives no name
 * @number: the certificate's number
 * @designations: of the officer who decided, Hindi and English; either may be %NULL
 * @issued: the civil date
 * @timezone: that civil dates are told in
 * @public_url: where the pages are
 * @phone: where it can be checked by telephone, "" for none
 *
 * What a certificate is made of beside the service's own texts.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiApplication *application;
  const char *applicant;
  const char *number;
  const char *designations[2];
  GDate issued;
  GTimeZone *timezone;
  const char *public_url;
  const char *phone;
  gboolean specimen;
} KhidkiIssueTexts;

KhidkiCertificate *khidki_issue_texts_compose (const KhidkiIssueTexts *self, GError **error);

G_END_DECLS
