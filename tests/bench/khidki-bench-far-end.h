/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-bench-loop.h"

/* What answers in Meta's place, as fast as it can and without judging. */
typedef struct _KhidkiBenchFarEnd KhidkiBenchFarEnd;

/* @body: the send as it came, ended by NUL; @message_id: what it was answered with. */
typedef void (*KhidkiBenchSent) (guint64 phone, const char *body, const char *message_id,
                                 gpointer data);

typedef struct
{
  guint64 sends;
  guint64 reads;
  guint64 lookups;
  guint64 downloads;
  guint64 uploads;
  guint64 strange;
} KhidkiBenchFarEndCounters;

KhidkiBenchFarEnd *khidki_bench_far_end_new (KhidkiBenchLoop *loop, guint16 port, GBytes *photo,
                                             GBytes *document, KhidkiBenchSent sent, gpointer data);
void khidki_bench_far_end_free (KhidkiBenchFarEnd *self);
const KhidkiBenchFarEndCounters *khidki_bench_far_end_get_counters (KhidkiBenchFarEnd *self);
