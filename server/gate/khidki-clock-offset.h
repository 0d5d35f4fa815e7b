/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far the file @path turns the clock forward, in milliseconds; FALSE if it does not say. */
gboolean khidki_clock_offset_read (const char *path, gint64 *milliseconds);

G_END_DECLS
