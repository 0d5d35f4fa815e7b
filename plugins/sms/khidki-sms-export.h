/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sms-families.h"

G_BEGIN_DECLS

char *khidki_sms_export_dup_csv (KhidkiSmsFamilies *families, const char *header);
char *khidki_sms_export_dup_ids (KhidkiSmsFamilies *families);

G_END_DECLS
