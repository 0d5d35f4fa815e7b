/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox.h"

G_BEGIN_DECLS

gboolean khidki_sandbox_keep_load (KhidkiSandbox *sandbox,
                                   GError       **error);
void     khidki_sandbox_keep_soon (KhidkiSandbox *sandbox);
void     khidki_sandbox_keep_now  (KhidkiSandbox *sandbox);

G_END_DECLS
