/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

gboolean khidki_sms_answer_check (guint status, GBytes *body, GError **error);

G_END_DECLS
