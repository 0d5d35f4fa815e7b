/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-clock.h"
#include "khidki-sandbox-log.h"

G_BEGIN_DECLS

/* Calls of an SMS gateway to the server: one after another, each until it is answered. */
typedef struct _KhidkiSandboxCalls KhidkiSandboxCalls;

typedef void (*KhidkiSandboxCallDone) (gboolean taken,
                                       gpointer data);

KhidkiSandboxCalls *khidki_sandbox_calls_new  (KhidkiSandboxClock    *clock,
                                               KhidkiSandboxLog      *log);
void                khidki_sandbox_calls_free (KhidkiSandboxCalls    *calls);
void                khidki_sandbox_calls_push (KhidkiSandboxCalls    *calls,
                                               const char            *uri,
                                               KhidkiSandboxCallDone  done,
                                               gpointer               data,
                                               GDestroyNotify         destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxCalls, khidki_sandbox_calls_free)

G_END_DECLS
