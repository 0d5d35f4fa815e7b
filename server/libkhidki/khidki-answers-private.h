/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-answers.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL
char *khidki_answers_move_path (const char *path, const char *group, guint member);

G_END_DECLS
