/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-citizens.h"

G_BEGIN_DECLS

char *khidki_sandbox_record (const KhidkiSandboxCitizen *citizen);

G_END_DECLS
