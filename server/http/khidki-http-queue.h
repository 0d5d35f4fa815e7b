/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiHttpQueue:
 *
 * Lets so many requests out at once, to one far end and to all; the others wait
 * here. Those that wait inside libsoup hear neither a deadline nor that they were
 * given up.
 */
typedef struct _KhidkiHttpQueue KhidkiHttpQueue;

/* One request's place. */
typedef struct _KhidkiHttpTicket KhidkiHttpTicket;

typedef void (*KhidkiHttpQueueFunc) (gpointer user_data);

KhidkiHttpQueue *khidki_http_queue_new (guint most, guint most_for_one);
/* When all have left. */
void khidki_http_queue_free (KhidkiHttpQueue *self);

/* (transfer full): calls @func when there is room, now or later, in the order of
 * those for @far_end */
KhidkiHttpTicket *khidki_http_queue_enter (KhidkiHttpQueue *self,
                                           const char *far_end,
                                           KhidkiHttpQueueFunc func,
                                           gpointer user_data);
/* Gives the place, or the waiting, up; may let others out. */
void khidki_http_ticket_leave (KhidkiHttpTicket *ticket);

G_END_DECLS
