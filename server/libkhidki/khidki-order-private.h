/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For qsort() over char*: numbers inside paths by their value. */
G_GNUC_INTERNAL
int khidki_order_compare_paths (const void *a, const void *b);

G_END_DECLS
