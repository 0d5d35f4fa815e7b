/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox.h"

G_BEGIN_DECLS

void     khidki_sandbox_statuses_expect (KhidkiSandbox        *sandbox,
                                         KhidkiSandboxItem    *item);
gboolean khidki_sandbox_statuses_report (KhidkiSandbox        *sandbox,
                                         KhidkiSandboxItem    *item,
                                         const char           *status,
                                         int                   code);
void     khidki_sandbox_statuses_read   (KhidkiSandbox        *sandbox,
                                         KhidkiSandboxCitizen *citizen);

G_END_DECLS
