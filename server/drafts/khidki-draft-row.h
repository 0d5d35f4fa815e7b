/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-draft.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

/* Drafts as rows. A draft carries the version that it was loaded with, 0 for one
 * that was never saved; every save and drop compares it, so that of two doors that
 * change one draft the later is told CONFLICT and loads again. */

/* (transfer full) (nullable): NOT_FOUND. @account: (out) (optional): whose it is */
KhidkiDraft *khidki_draft_row_load (KhidkiTransaction *transaction,
                                    const char *id,
                                    char **account,
                                    GError **error);
/* @draft: (out) (nullable): the account's open draft, the one last changed
 * @changed: (out) (optional): when it was */
gboolean khidki_draft_row_load_open (KhidkiTransaction *transaction,
                                     const char *account,
                                     KhidkiDraft **draft,
                                     gint64 *changed,
                                     GError **error);
/* (transfer full): the draft with its new version. @account: whose a new one is */
KhidkiDraft *khidki_draft_row_save (KhidkiTransaction *transaction,
                                    KhidkiDraft *draft,
                                    const char *account,
                                    gint64 now,
                                    GError **error);
/* With its hold, offers and consents. One that was never saved is no error. */
gboolean khidki_draft_row_drop (KhidkiTransaction *transaction, KhidkiDraft *draft, GError **error);

/* It is @account's from now on, and in no centre's hands. */
gboolean khidki_draft_row_give (KhidkiTransaction *transaction,
                                const char *id,
                                const char *account,
                                gint64 now,
                                GError **error);

/* The centre that sees and edits it, beside the citizen; the last one counts. */
gboolean khidki_draft_hold_set (KhidkiTransaction *transaction,
                                const char *id,
                                const char *centre,
                                gint64 now,
                                GError **error);
gboolean khidki_draft_hold_drop (KhidkiTransaction *transaction, const char *id, GError **error);
/* FALSE with NOT_FOUND when it is not in the hands of @centre. */
gboolean khidki_draft_hold_check (KhidkiTransaction *transaction,
                                  const char *id,
                                  const char *centre,
                                  GError **error);
/* (transfer full) (element-type KhidkiDraft): the last changed first */
GPtrArray *khidki_draft_hold_list (KhidkiTransaction *transaction,
                                   const char *centre,
                                   guint most,
                                   GError **error);

G_END_DECLS
