/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <sodium.h>

#include "store/khidki-seal-private.h"

G_BEGIN_DECLS

/*
 * The file of a paper: eight letters, the id of the key, the head of libsodium's
 * secretstream, then chunks. Every chunk holds as much as fits, but the last, which
 * carries the final tag and is bound to the SHA-256 of the whole: what is cut off,
 * swapped or put under another name does not open.
 */
#define KHIDKI_PAPER_FILE_MAGIC "KHPAPER1"
#define KHIDKI_PAPER_FILE_MAGIC_BYTES 8
#define KHIDKI_PAPER_FILE_CHUNK 65536
#define KHIDKI_PAPER_FILE_SEALED_CHUNK \
  (KHIDKI_PAPER_FILE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define KHIDKI_PAPER_FILE_HEAD \
  (KHIDKI_PAPER_FILE_MAGIC_BYTES + KHIDKI_SEAL_ID_BYTES \
   + crypto_secretstream_xchacha20poly1305_HEADERBYTES)

char *khidki_paper_file_dup_path (const char *folder, KhidkiSeal *seal, const char *hash);
gboolean khidki_paper_file_sync_folder (const char *path, GError **error);
gboolean khidki_paper_file_fail (GError **error, const char *what, int code);

G_END_DECLS
