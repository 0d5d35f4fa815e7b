/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sms-line.h"

G_BEGIN_DECLS

gboolean khidki_sms_inbound_add (KhidkiSmsLine *line, GError **error);

G_END_DECLS
