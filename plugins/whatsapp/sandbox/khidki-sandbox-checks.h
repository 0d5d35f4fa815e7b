/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-verbs.h"

G_BEGIN_DECLS

/* What must be seen on the phone after the last deed. */
KhidkiSandboxOutcome khidki_sandbox_check_says           (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_matches        (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_does_not_say   (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_offers         (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_does_not_offer (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_is_silent      (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_sends_document (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_answers        (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);
KhidkiSandboxOutcome khidki_sandbox_check_takes_at_most  (KhidkiSandboxReplay     *replay,
                                                          const KhidkiSandboxVerb *verb,
                                                          const char              *argument);

G_END_DECLS
