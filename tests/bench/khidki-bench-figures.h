/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* Times in microseconds, kept one by one: percentiles are exact. */
typedef struct
{
  GArray *times;
} KhidkiBenchTimes;

/* What the kernel tells of a process. */
typedef struct
{
  double cpu_seconds;
  double resident_mib;
  double most_mib;
} KhidkiBenchProcess;

void khidki_bench_times_init (KhidkiBenchTimes *self);
void khidki_bench_times_clear (KhidkiBenchTimes *self);
void khidki_bench_times_add (KhidkiBenchTimes *self, gint64 microseconds);
char *khidki_bench_times_to_json (KhidkiBenchTimes *self);
void khidki_bench_process_read (KhidkiBenchProcess *self, int process);
