/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_OUTBOX_FIRST_WAIT_MS 1000
/* Until an administrator has acted, all is tried again after so long. */
#define KHIDKI_OUTBOX_PAUSE_MS (60 * 1000)
/* For so long the far end may still say what became of an uncertain send. */
#define KHIDKI_OUTBOX_UNCERTAIN_MS (30 * 1000)
/* After so long nobody says it by himself: it is an administrator's. */
#define KHIDKI_OUTBOX_UNRESOLVED_MS (15 * 60 * 1000)
/* So long an administrator is told that somebody got no answer. */
#define KHIDKI_OUTBOX_UNANSWERED_MS (24 * 60 * 60 * 1000)
/* Whatever fails, at once or by a later status, is parked after so many tries. */
#define KHIDKI_OUTBOX_MOST_ATTEMPTS 12
/* While a line takes nothing of anybody, what could go by no other channel is tried for a
 * day: with the longest wait, so often. */
#define KHIDKI_OUTBOX_MOST_ATTEMPTS_IN_OUTAGE 300
/* Of a line that has taken nothing for so long, none of its messages is the reason. */
#define KHIDKI_OUTBOX_OUTAGE_MS (5 * 60 * 1000)
/* For so long after an outage the far end still refuses now and then what it could take. */
#define KHIDKI_OUTBOX_RECOVERY_MS (60 * 60 * 1000)

/* How long a row waits after so many attempts, in milliseconds; @jitter spreads
 * it by a quarter to either side. */
gint64 khidki_outbox_wait (guint attempts, guint8 jitter);

G_END_DECLS
