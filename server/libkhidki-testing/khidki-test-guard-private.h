/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiTestGuard:
 *
 * Counts wrong guesses, whoever makes them: after 5 within 10 minutes it is closed for
 * 10 minutes, then for twice as long each time.
 */
typedef struct _KhidkiTestGuard KhidkiTestGuard;

G_GNUC_INTERNAL
KhidkiTestGuard *khidki_test_guard_new (void);
G_GNUC_INTERNAL
void khidki_test_guard_free (KhidkiTestGuard *self);

/* FALSE with KHIDKI_ERROR_BUSY while it is closed for @who. */
G_GNUC_INTERNAL
gboolean khidki_test_guard_check (KhidkiTestGuard *self, const char *who, gint64 now, GError **error);
G_GNUC_INTERNAL
void khidki_test_guard_note_wrong (KhidkiTestGuard *self, const char *who, gint64 now);
G_GNUC_INTERNAL
void khidki_test_guard_forget (KhidkiTestGuard *self, const char *who);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiTestGuard, khidki_test_guard_free)

G_END_DECLS
