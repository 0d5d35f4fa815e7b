/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiAccount:
 *
 * Who is at the far end of a channel. An account is keyed by the channel's own
 * id; a phone number is an attribute that may be missing, and one account may
 * serve a whole family. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiAccount KhidkiAccount;

#define KHIDKI_TYPE_ACCOUNT (khidki_account_get_type ())

GType khidki_account_get_type (void);

KhidkiAccount *khidki_account_new (const char *channel,
                                   const char *line,
                                   const char *id,
                                   const char *phone,
                                   const char *name);
KhidkiAccount *khidki_account_ref (KhidkiAccount *self);
void khidki_account_unref (KhidkiAccount *self);

const char *khidki_account_get_channel (KhidkiAccount *self);
const char *khidki_account_get_line (KhidkiAccount *self);
const char *khidki_account_get_id (KhidkiAccount *self);
const char *khidki_account_get_phone (KhidkiAccount *self);
const char *khidki_account_get_name (KhidkiAccount *self);

GVariant *khidki_account_to_variant (KhidkiAccount *self);
KhidkiAccount *khidki_account_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiAccount, khidki_account_unref)

G_END_DECLS
