/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The head of one part: its lines, each with its line end. (out) (transfer full): the
 * name, and the filename, NULL if it is a field. Pure. */
gboolean khidki_multipart_head_read (const char *head,
                                     gsize length,
                                     char **name,
                                     char **filename,
                                     GError **error);

G_END_DECLS
