/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-certificate.h"
#include "pipeline/khidki-signing-key.h"

G_BEGIN_DECLS

#define SAMPLE_NUMBER "20260000012347"
#define SAMPLE_TOKEN "q83vEjRWeJCrze8SNFZ4kA"

KhidkiSigningKey *sample_key_new (guint8 first);
KhidkiCertificateBuilder *sample_builder_new (guint members);
KhidkiCertificate *sample_certificate_new (guint members, gboolean specimen, KhidkiSigningKey *key);

G_END_DECLS
