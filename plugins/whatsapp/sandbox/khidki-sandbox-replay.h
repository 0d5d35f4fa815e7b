/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox.h"

G_BEGIN_DECLS

void        khidki_sandbox_replay_async  (KhidkiSandbox        *sandbox,
                                          KhidkiSandboxCitizen *citizen,
                                          GPtrArray            *steps,
                                          guint                 patience,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              data);
JsonObject *khidki_sandbox_replay_finish (GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
