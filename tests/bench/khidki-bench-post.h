/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-bench-loop.h"

/* Signs webhooks and posts them over kept connections, one at a time on each. */
typedef struct _KhidkiBenchPost KhidkiBenchPost;

/* @due: when it was to be sent; @began: when a connection was free for it. */
typedef void (*KhidkiBenchAcked) (guint64 tag, gint64 due, gint64 began, gpointer data);

typedef struct
{
  guint64 acked;
  guint64 busy;
  guint64 refused;
  guint64 broken;
} KhidkiBenchPostCounters;

KhidkiBenchPost *khidki_bench_post_new (KhidkiBenchLoop *loop, guint16 port, const char *secret,
                                        guint n_connections, KhidkiBenchAcked acked, gpointer data);
void khidki_bench_post_free (KhidkiBenchPost *self);
void khidki_bench_post_add (KhidkiBenchPost *self, GString *body, guint64 tag, gint64 due);
void khidki_bench_post_tick (KhidkiBenchPost *self);
guint khidki_bench_post_get_outstanding (KhidkiBenchPost *self);
const KhidkiBenchPostCounters *khidki_bench_post_get_counters (KhidkiBenchPost *self);
