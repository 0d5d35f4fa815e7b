/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiTestClock:
 *
 * An instant that only a test moves, milliseconds that never go back, and
 * timers that are due by these.
 */
typedef struct _KhidkiTestClock KhidkiTestClock;

G_GNUC_INTERNAL
KhidkiTestClock *khidki_test_clock_new (gint64 now);
G_GNUC_INTERNAL
void khidki_test_clock_free (KhidkiTestClock *self);
G_GNUC_INTERNAL
gint64 khidki_test_clock_get_now (KhidkiTestClock *self);
G_GNUC_INTERNAL
gint64 khidki_test_clock_get_monotonic (KhidkiTestClock *self);
G_GNUC_INTERNAL
void khidki_test_clock_set_now (KhidkiTestClock *self, gint64 now);
G_GNUC_INTERNAL
guint khidki_test_clock_add (KhidkiTestClock *self,
                             guint milliseconds,
                             KhidkiTimerFunc func,
                             gpointer user_data,
                             GDestroyNotify destroy);
G_GNUC_INTERNAL
void khidki_test_clock_remove (KhidkiTestClock *self, guint id);
G_GNUC_INTERNAL
guint khidki_test_clock_get_n_timers (KhidkiTestClock *self);
G_GNUC_INTERNAL
gboolean khidki_test_clock_step (KhidkiTestClock *self, gint64 until);

G_END_DECLS
