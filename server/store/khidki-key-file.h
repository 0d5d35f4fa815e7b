/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_KEY_FILE_KEY_BYTES 32

guint8 *khidki_key_file_read (const char *path,
                              guint forbidden_mode,
                              guint *n_keys,
                              GError **error);
gboolean khidki_key_file_make (const char *path, GError **error);

G_END_DECLS
