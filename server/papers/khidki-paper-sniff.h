/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As many first bytes of a file as are ever looked at. */
#define KHIDKI_PAPER_SNIFF_BYTES 1024

#define KHIDKI_PAPER_UNKNOWN "application/octet-stream"

const char *khidki_paper_sniff (const guint8 *data, gsize length);
gboolean khidki_paper_sniff_is_wanted (const char *mime_type);

G_END_DECLS
