/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KHIDKI_OUTBOX_TALLY_MINUTES 15

/**
 * KhidkiOutboxTally:
 *
 * How the tries of one line went in the last minutes, and whether it is half dead. Pure.
 * Most fail if at least half of the tries did, to three people or more, in three minutes or
 * more: neither one message that never goes nor a bad moment. It is over when fewer than a
 * quarter fail: what lies between changes nothing.
 */
typedef struct
{
  struct
  {
    guint tried;
    guint failed;
    guint64 people; /* a bit for each to whom one failed; two may share one */
  } minutes[KHIDKI_OUTBOX_TALLY_MINUTES];
  gint64 minute;    /* the last of them */
  gint64 passed_at; /* when something was taken last, in minutes */
  gboolean failing;
} KhidkiOutboxTally;

/* Something was tried at @now, in milliseconds, and taken. */
void khidki_outbox_tally_pass (KhidkiOutboxTally *self, gint64 now);

/* It failed by the line's fault; or what had been taken did later (@taken). @person: an
 * account's key */
void khidki_outbox_tally_fail (KhidkiOutboxTally *self,
                               const char *person,
                               gboolean taken,
                               gint64 now);

/* Whether most fail at @now. @tried, @failed: (out) (optional): how many did */
gboolean khidki_outbox_tally_judge (KhidkiOutboxTally *self,
                                    gint64 now,
                                    guint *tried,
                                    guint *failed);

G_END_DECLS
