/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-report.h"
#include "khidki-whatsapp-shipped.h"
#include "tools/khidki-tool-host.h"

G_BEGIN_DECLS

/* Tries all that a number needs. @group: (nullable): NAME of `[whatsapp NAME]` */
void khidki_whatsapp_doctor_visit (KhidkiToolHost *host,
                                   const char *group,
                                   KhidkiWhatsappShipped *shipped,
                                   KhidkiWhatsappReport *report);

G_END_DECLS
