/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-certificate.h"

G_BEGIN_DECLS

struct _KhidkiCertificate
{
  gatomicrefcount references;
  char *number;
  char *service;
  GHashTable *texts[KHIDKI_CERTIFICATE_N_TEXTS];
  GPtrArray *lines;
  GDate issued;
  GDate valid_until;
  GTimeZone *timezone;
  gboolean specimen;
  char *public_url;
  char *phone;
  char *jws;
  char *token;
};

KhidkiCertificate *khidki_certificate_new_empty (void);

G_END_DECLS
