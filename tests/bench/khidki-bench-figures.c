/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-figures.h"

#include <string.h>
#include <unistd.h>

#define USER_TICKS 13
#define SYSTEM_TICKS 14

void
khidki_bench_times_init (KhidkiBenchTimes *self)
{
  self->times = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
khidki_bench_times_clear (KhidkiBenchTimes *self)
{
  g_array_unref (self->times);
}

void
khidki_bench_times_add (KhidkiBenchTimes *self, gint64 microseconds)
{
  guint32 time = (guint32) CLAMP (microseconds, 0, G_MAXUINT32);

  g_array_append_val (self->times, time);
}

static int
compare_times (gconstpointer one, gconstpointer other)
{
  guint32 a = *(const guint32 *) one, b = *(const guint32 *) other;

  return (a > b) - (a < b);
}

static double
at (KhidkiBenchTimes *self, double part)
{
  guint count = self->times->len;

  if (count == 0)
    return 0;
  return g_array_index (self->times, guint32, MIN ((guint) (count * part), count - 1)) / 1000.0;
}

/* Milliseconds. */
char *
khidki_bench_times_to_json (KhidkiBenchTimes *self)
{
  g_array_sort (self->times, compare_times);
  return g_strdup_printf ("{\"count\":%u,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}", self->times->len,
                          at (self, 0.5), at (self, 0.99), at (self, 1));
}

static double
find_mib (const char *text, const char *name)
{
  const char *found = strstr (text, name);

  return found != NULL ? (double) g_ascii_strtoull (found + strlen (name), NULL, 10) / 1024 : 0;
}

void
khidki_bench_process_read (KhidkiBenchProcess *self, int process)
{
  g_autofree char *stat_path = g_strdup_printf ("/proc/%d/stat", process);
  g_autofree char *status_path = g_strdup_printf ("/proc/%d/status", process);
  g_autofree char *stat = NULL;
  g_autofree char *status = NULL;
  g_auto (GStrv) parts = NULL;

  memset (self, 0, sizeof *self);
  if (process <= 0 || !g_file_get_contents (stat_path, &stat, NULL, NULL)
      || !g_file_get_contents (status_path, &status, NULL, NULL))
    return;

  parts = g_strsplit (stat, " ", 0);
  if (g_strv_length (parts) > SYSTEM_TICKS)
    self->cpu_seconds = (double) (g_ascii_strtoull (parts[USER_TICKS], NULL, 10)
                                  + g_ascii_strtoull (parts[SYSTEM_TICKS], NULL, 10))
                        / (double) sysconf (_SC_CLK_TCK);
  self->resident_mib = find_mib (status, "VmRSS:");
  self->most_mib = find_mib (status, "VmHWM:");
}
