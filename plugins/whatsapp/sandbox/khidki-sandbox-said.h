/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-citizens.h"

G_BEGIN_DECLS

/* What can be read and tapped of a message. */
char       *khidki_sandbox_said_dup_text    (const KhidkiSandboxItem *item);
JsonObject *khidki_sandbox_said_find_choice (const KhidkiSandboxItem *item,
                                             const char              *title);
char       *khidki_sandbox_said_dup_number  (const char              *text);

G_END_DECLS
