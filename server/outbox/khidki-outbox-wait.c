/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-wait.h"

#define LONGEST_WAIT_MS (5 * 60 * 1000)
#define MOST_DOUBLINGS 9

gint64
khidki_outbox_wait (guint attempts, guint8 jitter)
{
  gint64 wait = MIN ((gint64) KHIDKI_OUTBOX_FIRST_WAIT_MS << MIN (attempts, MOST_DOUBLINGS),
                     LONGEST_WAIT_MS);

  return wait - wait / 4 + wait * jitter / 512;
}
