/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhidkiSeal:
 *
 * Seals personal columns (XChaCha20-Poly1305 with the table, column and row as
 * associated data, so that a sealed value cannot be moved) and makes keyed
 * digests by which they are searched. Thread-safe. A sealed value begins with
 * the id of the key that sealed it, so that keys can be rotated.
 */
#define KHIDKI_TYPE_SEAL (khidki_seal_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiSeal, khidki_seal, KHIDKI, SEAL, GObject)

/* @path: a file of mode 0600 with one 32-byte key in base64 a line, the current
 * one first; made if it does not exist and @create. */
KhidkiSeal *khidki_seal_new_from_file (const char *path, gboolean create, GError **error);
KhidkiSeal *khidki_seal_new_from_credential (const char *path, GError **error);

GBytes *khidki_seal_close (KhidkiSeal *self,
                           const char *place,
                           const char *row,
                           GBytes *plain);
GBytes *khidki_seal_open (KhidkiSeal *self,
                          const char *place,
                          const char *row,
                          GBytes *sealed,
                          GError **error);
GBytes *khidki_seal_close_variant (KhidkiSeal *self,
                                   const char *place,
                                   const char *row,
                                   GVariant *plain);
GVariant *khidki_seal_open_variant (KhidkiSeal *self,
                                    const char *place,
                                    const char *row,
                                    GBytes *sealed,
                                    const GVariantType *type,
                                    GError **error);

/* A keyed digest, 32 hex characters; the same text and purpose give the same. */
char *khidki_seal_digest (KhidkiSeal *self, const char *purpose, const char *text);

G_END_DECLS
