/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#define MOST_EVENTS 256

struct _KhidkiBenchLoop
{
  int epoll;
};

KhidkiBenchLoop *
khidki_bench_loop_new (void)
{
  KhidkiBenchLoop *self = g_new0 (KhidkiBenchLoop, 1);

  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  return self;
}

void
khidki_bench_loop_free (KhidkiBenchLoop *self)
{
  close (self->epoll);
  g_free (self);
}

void
khidki_bench_loop_add (KhidkiBenchLoop *self, int fd, KhidkiBenchWatch *watch)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = watch };

  epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event);
}

void
khidki_bench_loop_want_write (KhidkiBenchLoop *self, int fd, KhidkiBenchWatch *watch, gboolean want)
{
  struct epoll_event event = { .events = EPOLLIN | (want ? EPOLLOUT : 0), .data.ptr = watch };

  epoll_ctl (self->epoll, EPOLL_CTL_MOD, fd, &event);
}

/* A watch must outlive the turn in which it is dropped: see KhidkiBenchWire. */
void
khidki_bench_loop_turn (KhidkiBenchLoop *self, int milliseconds)
{
  struct epoll_event events[MOST_EVENTS];
  int n_events = epoll_wait (self->epoll, events, MOST_EVENTS, milliseconds);

  for (int i = 0; i < n_events; i++)
    {
      KhidkiBenchWatch *watch = events[i].data.ptr;

      watch->ready (events[i].events, watch->data);
    }
}

/* Microseconds. */
gint64
khidki_bench_now (void)
{
  return g_get_monotonic_time ();
}
