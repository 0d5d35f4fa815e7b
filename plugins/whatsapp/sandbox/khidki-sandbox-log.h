/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-feed.h"
#include "khidki-sandbox-ring.h"

G_BEGIN_DECLS

/* The exchanges over the wire, in both directions, for developers to read. */
typedef struct _KhidkiSandboxLog KhidkiSandboxLog;

KhidkiSandboxLog *khidki_sandbox_log_new   (KhidkiSandboxFeed *feed);
void              khidki_sandbox_log_free  (KhidkiSandboxLog  *log);
void              khidki_sandbox_log_add   (KhidkiSandboxLog  *log,
                                            gint64             time,
                                            const char        *kind,
                                            const char        *what,
                                            guint              status,
                                            GBytes            *request,
                                            GBytes            *answer);
JsonArray        *khidki_sandbox_log_since (KhidkiSandboxLog  *log,
                                            guint64            after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxLog, khidki_sandbox_log_free)

G_END_DECLS
