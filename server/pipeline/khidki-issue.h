/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "catalogue/khidki-catalogue.h"
#include "pipeline/khidki-signing-key.h"
#include "store/khidki-paper-store.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiDesignationFunc:
 * @officer: the id of the officer who approved
 * @today: the civil date
 * @language: `hi` or `en`
 *
 * Returns: (transfer full) (nullable): what the certificate is to call them;
 *   %NULL for the service's own `Officer=`
 */
typedef char *(*KhidkiDesignationFunc) (const char *officer,
                                        const GDate *today,
                                        const char *language,
                                        gpointer user_data);

/**
 * KhidkiIssuer:
 *
 * Makes certificates of approved applications: composes, signs, prints on a
 * pool thread, keeps the paper, and writes certificate, move and news in one
 * transaction. What was made and not written is made again; an application
 * never has two.
 *
 * Since: 0.1
 */
typedef struct _KhidkiIssuer KhidkiIssuer;

KhidkiIssuer *khidki_issuer_new (KhidkiStore *store,
                                 KhidkiPaperStore *papers,
                                 KhidkiSigningKey *key,
                                 GTimeZone *timezone,
                                 const char *public_url,
                                 const char *phone);
KhidkiIssuer *khidki_issuer_ref (KhidkiIssuer *self);
void khidki_issuer_unref (KhidkiIssuer *self);

/* Before the first issue only. */
void khidki_issuer_set_random_func (KhidkiIssuer *self, KhidkiRandomFunc func, gpointer user_data);
void khidki_issuer_set_designation_func (KhidkiIssuer *self,
                                         KhidkiDesignationFunc func,
                                         gpointer user_data);

void khidki_issuer_issue_async (KhidkiIssuer *self,
                                KhidkiCatalogue *catalogue,
                                const char *number,
                                gint64 now,
                                const GDate *today,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean khidki_issuer_issue_finish (KhidkiIssuer *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiIssuer, khidki_issuer_unref)

G_END_DECLS
