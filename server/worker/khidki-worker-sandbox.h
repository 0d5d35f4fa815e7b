/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean khidki_worker_sandbox_limit (void);
gboolean khidki_worker_sandbox_enter (void);

/* Tries what the sandbox forbids; (transfer full): the names of what worked, "" when none did. */
char *khidki_worker_sandbox_probe (void);

G_END_DECLS
