/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *khidki_alphabet_dup_key (const char *name);

G_END_DECLS
