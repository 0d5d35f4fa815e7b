/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The real clock and an offset, so that days pass when a test wants them to. */
typedef struct _KhidkiSandboxClock KhidkiSandboxClock;

KhidkiSandboxClock *khidki_sandbox_clock_new        (const char         *path);
void                khidki_sandbox_clock_free       (KhidkiSandboxClock *clock);
gint64              khidki_sandbox_clock_now        (KhidkiSandboxClock *clock);
gint64              khidki_sandbox_clock_get_offset (KhidkiSandboxClock *clock);
gboolean            khidki_sandbox_clock_set_offset (KhidkiSandboxClock *clock,
                                                     gint64              offset,
                                                     GError            **error);
gboolean            khidki_sandbox_clock_parse_span (const char         *text,
                                                     gint64             *seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxClock, khidki_sandbox_clock_free)

G_END_DECLS
