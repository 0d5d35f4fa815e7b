/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox.h"

G_BEGIN_DECLS

void        khidki_sandbox_inbound_publish (KhidkiSandbox        *sandbox,
                                            KhidkiSandboxItem    *item);
char       *khidki_sandbox_inbound_say     (KhidkiSandbox        *sandbox,
                                            KhidkiSandboxCitizen *citizen,
                                            JsonObject           *message);
JsonObject *khidki_sandbox_inbound_text    (const char           *body);
JsonObject *khidki_sandbox_inbound_tap     (KhidkiSandbox        *sandbox,
                                            JsonObject           *tap,
                                            GError              **error);
JsonObject *khidki_sandbox_inbound_medium  (KhidkiSandbox        *sandbox,
                                            GBytes               *bytes,
                                            const char           *media_type,
                                            const char           *filename,
                                            const char           *caption);

G_END_DECLS
