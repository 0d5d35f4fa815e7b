/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-lines.h"

G_BEGIN_DECLS

gboolean khidki_whatsapp_webhook_add (GPtrArray *lines, GError **error);

G_END_DECLS
