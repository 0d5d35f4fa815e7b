/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "libkhidki/khidki-host.h"
#include "libkhidki/khidki-operator.h"
#include "people/khidki-operators.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiSignIn:
 *
 * Operators sign in with a password, and are known by a session from then on.
 * Nobody hands out passwords: an administrator hands out an invitation, with
 * which the operator sets one. Guessing gets slower with each wrong try, for each
 * operator and each address, and is never shut for good. Whether an operator
 * exists is told neither by words nor by time.
 *
 * A session ends 15 minutes after it was last used, 12 hours after it began, with
 * the operator's post, by signing out and by a new password.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_SIGN_IN (khidki_sign_in_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiSignIn, khidki_sign_in, KHIDKI, SIGN_IN, GObject)

/* All (transfer none). */
KhidkiSignIn *khidki_sign_in_new (KhidkiHost *host,
                                  KhidkiStore *store,
                                  KhidkiOperators *operators,
                                  GTimeZone *time_zone);
/* New dated data; sessions of those who are no longer in it end. */
void khidki_sign_in_set_operators (KhidkiSignIn *self, KhidkiOperators *operators);
KhidkiOperators *khidki_sign_in_get_operators (KhidkiSignIn *self);

/* @remote: (nullable): the address that asks. REFUSED when the two do not belong
 * together, BUSY when it was tried too often. Gives the session. */
void khidki_sign_in_begin_async (KhidkiSignIn *self,
                                 const char *id,
                                 const char *password,
                                 const char *remote,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *khidki_sign_in_begin_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error);

/* REFUSED when the session is none or has ended. */
void khidki_sign_in_find_async (KhidkiSignIn *self,
                                const char *session,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KhidkiOperator *khidki_sign_in_find_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error);

/* One that has ended already is no error. */
void khidki_sign_in_end_async (KhidkiSignIn *self,
                               const char *session,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean khidki_sign_in_end_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error);

/* @proof: an invitation, or the password as it is now. INVALID with the fault's
 * name as the message (see khidki_password_find_fault()), REFUSED, BUSY. */
void khidki_sign_in_set_password_async (KhidkiSignIn *self,
                                        const char *id,
                                        const char *proof,
                                        const char *password,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean khidki_sign_in_set_password_finish (KhidkiSignIn *self,
                                             GAsyncResult *result,
                                             GError **error);

/* For administrators. The password of before and all sessions end with it. NOT_FOUND when no
 * such operator works today. */
void khidki_sign_in_invite_async (KhidkiSignIn *self,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *khidki_sign_in_invite_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error);

/* Ends all sessions of one who may be in the data no longer; gives how many, -1 with @error:
 * NOT_FOUND when the data has no such operator and none had a session. */
void khidki_sign_in_end_all_async (KhidkiSignIn *self,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gssize khidki_sign_in_end_all_finish (KhidkiSignIn *self, GAsyncResult *result, GError **error);

G_END_DECLS
