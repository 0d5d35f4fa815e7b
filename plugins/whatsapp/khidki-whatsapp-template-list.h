/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

void khidki_whatsapp_template_list_begin (KhidkiWhatsappLine *line);

G_END_DECLS
