/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "libkhidki/khidki-response.h"
#include "pages/khidki-page-reader.h"
#include "pipeline/khidki-certificate-claims.h"
#include "pipeline/khidki-certificate-row.h"

G_BEGIN_DECLS

/**
 * KhidkiVerifyView:
 * @catalogue: (nullable): for the names of services
 * @time_zone: of the dates
 * @language: the reader's
 * @typed: what number was asked for, as it was typed
 * @facts: (nullable): what the register says, %NULL if it has no such number
 * @claims: (nullable): what a code says under our signature
 *
 * All that the answer to a check is made of.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  GTimeZone *time_zone;
  const KhidkiPageReader *reader;
  const char *typed;
  const KhidkiVerifyFacts *facts;
  const KhidkiCertificateClaims *claims;
} KhidkiVerifyView;

KhidkiResponse *khidki_verify_page_ask (const KhidkiPageReader *reader);
KhidkiResponse *khidki_verify_page_refuse_code (const KhidkiPageReader *reader);
KhidkiResponse *khidki_verify_page_show (const KhidkiVerifyView *view);

G_END_DECLS
