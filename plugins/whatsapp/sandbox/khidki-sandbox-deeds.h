/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-verbs.h"

G_BEGIN_DECLS

/* What the citizen of a chat does. */
KhidkiSandboxOutcome khidki_sandbox_deed_say           (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_tap           (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_tap_again     (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_send_file     (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_send_place    (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_let_days_pass (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_deed_set_pace      (KhidkiSandboxReplay     *replay,
                                                        const KhidkiSandboxVerb *verb,
                                                        const char              *argument);

G_END_DECLS
