/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiStoreUrl:
 * @path: the database file, absolute
 * @lock_seconds: how long to wait for another process to let go of the file
 * @unsafe: nothing is synced: a crash of the machine loses and breaks rows
 *
 * What the store's URL says.
 *
 * Since: 0.1
 */
typedef struct
{
  char *path;
  guint lock_seconds;
  gboolean unsafe;
} KhidkiStoreUrl;

KhidkiStoreUrl *khidki_store_url_parse (const char *url, GError **error);
void khidki_store_url_free (KhidkiStoreUrl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiStoreUrl, khidki_store_url_free)

G_END_DECLS
