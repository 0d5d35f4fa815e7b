/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-citizens.h"
#include "khidki-sandbox-config.h"

G_BEGIN_DECLS

JsonNode   *khidki_sandbox_envelope_message  (const KhidkiSandboxConfig  *config,
                                              const KhidkiSandboxCitizen *citizen,
                                              JsonObject                 *message);
JsonNode   *khidki_sandbox_envelope_status   (const KhidkiSandboxConfig  *config,
                                              const KhidkiSandboxCitizen *citizen,
                                              const KhidkiSandboxItem    *item,
                                              const char                 *status,
                                              gint64                      now);
JsonNode   *khidki_sandbox_envelope_template (const KhidkiSandboxConfig  *config,
                                              const char                 *name,
                                              const char                 *language,
                                              const char                 *status,
                                              gint64                      now);
char       *khidki_sandbox_envelope_sign     (const char                 *secret,
                                              GBytes                     *body);

G_END_DECLS
