/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "khidki-sandbox-config.h"

G_BEGIN_DECLS

/* How the business account and its number stand, as Meta tells it. */
typedef struct _KhidkiSandboxAccount KhidkiSandboxAccount;

KhidkiSandboxAccount *khidki_sandbox_account_new             (const KhidkiSandboxConfig *config);
void                  khidki_sandbox_account_free            (KhidkiSandboxAccount      *account);
void                  khidki_sandbox_account_set             (KhidkiSandboxAccount      *account,
                                                              JsonObject                *wanted);
JsonObject           *khidki_sandbox_account_describe        (KhidkiSandboxAccount      *account);
JsonObject           *khidki_sandbox_account_describe_number (KhidkiSandboxAccount      *account);
int                   khidki_sandbox_account_get_refusal     (KhidkiSandboxAccount      *account);
gboolean              khidki_sandbox_account_is_subscribed   (KhidkiSandboxAccount      *account);
gboolean              khidki_sandbox_account_has_number      (KhidkiSandboxAccount      *account);
void                  khidki_sandbox_account_subscribe       (KhidkiSandboxAccount      *account,
                                                              gboolean                   subscribed);

JsonObject           *khidki_sandbox_account_choose_fields   (JsonObject                *object,
                                                              const char                *fields);
JsonObject           *khidki_sandbox_account_page            (JsonArray                 *all,
                                                              const char                *fields,
                                                              guint64                    limit,
                                                              guint64                    after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxAccount, khidki_sandbox_account_free)

G_END_DECLS
