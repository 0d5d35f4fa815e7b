/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

gboolean khidki_whatsapp_webhook_add (KhidkiWhatsappLine *line, GError **error);

G_END_DECLS
