/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-refusal.h"

G_BEGIN_DECLS

KhidkiSandboxRefusal *khidki_sandbox_template_rules_check  (JsonObject *definition,
                                                            JsonObject *sent);
JsonObject           *khidki_sandbox_template_component    (JsonObject *owner,
                                                            const char *type,
                                                            int         index);
char                 *khidki_sandbox_template_fill         (const char *text,
                                                            JsonArray  *parameters);

G_END_DECLS
