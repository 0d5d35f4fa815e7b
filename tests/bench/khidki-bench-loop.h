/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* One thread, one epoll: the generator must cost as little as it can, for it
 * shares the processors with what it measures. */
typedef struct _KhidkiBenchLoop KhidkiBenchLoop;
typedef void (*KhidkiBenchReady) (guint32 events, gpointer data);

typedef struct
{
  KhidkiBenchReady ready;
  gpointer data;
} KhidkiBenchWatch;

KhidkiBenchLoop *khidki_bench_loop_new (void);
void khidki_bench_loop_free (KhidkiBenchLoop *self);
void khidki_bench_loop_add (KhidkiBenchLoop *self, int fd, KhidkiBenchWatch *watch);
void khidki_bench_loop_want_write (KhidkiBenchLoop *self, int fd, KhidkiBenchWatch *watch,
                                   gboolean want);
void khidki_bench_loop_turn (KhidkiBenchLoop *self, int milliseconds);
gint64 khidki_bench_now (void);
