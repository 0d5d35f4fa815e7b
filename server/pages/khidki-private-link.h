/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-account.h"
#include "libkhidki/khidki-draft.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/**
 * KhidkiPrivateLink:
 * @digest: of the token, which itself is nowhere kept
 * @account_key: whose conversation made it
 * @account: the same
 * @draft_id: the draft it belongs to
 * @draft: (nullable): that draft, %NULL if it is no longer there
 * @path: the field that is asked
 * @language: the citizen's, "" if not known
 * @expires: UTC milliseconds
 * @used: UTC milliseconds, 0 if not yet
 *
 * A link to the page on which one field is filled.
 */
typedef struct
{
  char *digest;
  char *account_key;
  KhidkiAccount *account;
  char *draft_id;
  KhidkiDraft *draft;
  char *path;
  char *language;
  gint64 expires;
  gint64 used;
} KhidkiPrivateLink;

/**
 * KhidkiPrivateState:
 * @KHIDKI_PRIVATE_OPEN: it may be filled
 * @KHIDKI_PRIVATE_DONE: it was filled, once
 * @KHIDKI_PRIVATE_EXPIRED: its time has passed
 * @KHIDKI_PRIVATE_CLOSED: its draft is gone or does not ask for it any more
 * @KHIDKI_PRIVATE_UNKNOWN: there never was such a link
 */
typedef enum
{
  KHIDKI_PRIVATE_OPEN,
  KHIDKI_PRIVATE_DONE,
  KHIDKI_PRIVATE_EXPIRED,
  KHIDKI_PRIVATE_CLOSED,
  KHIDKI_PRIVATE_UNKNOWN,
} KhidkiPrivateState;

KhidkiPrivateLink *khidki_private_link_load (KhidkiTransaction *transaction,
                                             const char *token,
                                             GError **error);
void khidki_private_link_free (KhidkiPrivateLink *self);
KhidkiPrivateState khidki_private_link_get_state (const KhidkiPrivateLink *self, gint64 now);
gboolean khidki_private_link_use (KhidkiTransaction *transaction,
                                  const KhidkiPrivateLink *self,
                                  const char *value,
                                  gint64 now,
                                  gboolean *given,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPrivateLink, khidki_private_link_free)

G_END_DECLS
