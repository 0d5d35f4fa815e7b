/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "people/khidki-password-pool.h"
#include "people/khidki-sign-in.h"

G_BEGIN_DECLS

#define KHIDKI_SESSION_RANDOM_BYTES 32

struct _KhidkiSignIn
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiOperators *operators;
  GTimeZone *time_zone;
  KhidkiPasswordPool *pool;
};

/* One call on its way through the rooms. */
typedef struct
{
  char *id;
  char *remote;
  char *session;
  char *password;
  char *proof;
  char *hash;
  char *new_hash;
  char *invitation;
  gint64 now;
  gint64 seen;
  gint64 shut_until;
  gint64 ended;
  /* Whether such an operator works today; nobody is told. */
  gboolean known;
  gboolean invited;
  gboolean good;
} KhidkiSignInCall;

KhidkiSignInCall *khidki_sign_in_call_new (KhidkiSignIn *self, const char *id);
GTask *khidki_sign_in_begin_task (KhidkiSignIn *self,
                                  KhidkiSignInCall *call,
                                  gpointer tag,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* (transfer none) (nullable): where the operator works today */
KhidkiOperatorPost *khidki_sign_in_find_post (KhidkiSignIn *self, const char *id);
/* The same words whether there is such an operator or not. */
GError *khidki_sign_in_refusal (void);
GError *khidki_sign_in_patience (gint64 shut_until, gint64 now);

/* What an audit reads: never a password, never an unknown name, which may be one. */
void khidki_sign_in_log (const char *event, KhidkiSignInCall *call, const char *outcome);

G_END_DECLS
