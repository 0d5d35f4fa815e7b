/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "people/khidki-password.h"

G_BEGIN_DECLS

/**
 * KhidkiPasswordPool:
 *
 * Compares and hashes passwords on one thread of its own, one at a time, so that
 * people who sign in hold up nobody else.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_PASSWORD_POOL (khidki_password_pool_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPasswordPool, khidki_password_pool, KHIDKI, PASSWORD_POOL, GObject)

KhidkiPasswordPool *khidki_password_pool_new (void);

void khidki_password_pool_compare_async (KhidkiPasswordPool *self,
                                         const char *password,
                                         const char *hash,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean khidki_password_pool_compare_finish (KhidkiPasswordPool *self,
                                              GAsyncResult *result,
                                              gboolean *fits,
                                              GError **error);

void khidki_password_pool_hash_async (KhidkiPasswordPool *self,
                                      const char *password,
                                      const guint8 *salt,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *khidki_password_pool_hash_finish (KhidkiPasswordPool *self,
                                        GAsyncResult *result,
                                        GError **error);

G_END_DECLS
