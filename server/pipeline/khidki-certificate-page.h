/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipeline/khidki-certificate.h"

G_BEGIN_DECLS

GBytes *khidki_certificate_page_render (KhidkiCertificate *certificate, GError **error);

G_END_DECLS
