/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-clock.h"

#define SPAN_MAX (100 * 366 * G_GINT64_CONSTANT (86400))

struct _KhidkiSandboxClock
{
  char  *path;
  gint64 offset;
};

/**
 * khidki_sandbox_clock_new:
 * @path: (nullable): the file by which others learn the offset
 *
 * Returns: (transfer full): a clock that shows the real time
 */
KhidkiSandboxClock *
khidki_sandbox_clock_new (const char *path)
{
  KhidkiSandboxClock *clock = g_new0 (KhidkiSandboxClock, 1);

  clock->path = g_strdup (path);
  return clock;
}

void
khidki_sandbox_clock_free (KhidkiSandboxClock *clock)
{
  g_free (clock->path);
  g_free (clock);
}

/**
 * khidki_sandbox_clock_now:
 * @clock: the clock
 *
 * Returns: seconds since 1970
 */
gint64
khidki_sandbox_clock_now (KhidkiSandboxClock *clock)
{
  return g_get_real_time () / G_USEC_PER_SEC + clock->offset;
}

gint64
khidki_sandbox_clock_get_offset (KhidkiSandboxClock *clock)
{
  return clock->offset;
}

/**
 * khidki_sandbox_clock_set_offset:
 * @clock: the clock
 * @offset: seconds ahead of the real time
 * @error: place for an error
 *
 * Sets the offset and writes it to the clock file, by rename, so that a reader
 * never sees half a number.
 *
 * Returns: whether the file could be written
 */
gboolean
khidki_sandbox_clock_set_offset (KhidkiSandboxClock *clock,
                                 gint64              offset,
                                 GError            **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", offset);

  clock->offset = offset;
  return clock->path == NULL || g_file_set_contents (clock->path, text, -1, error);
}

/**
 * khidki_sandbox_clock_parse_span:
 * @text: a number and one of s, m, h, d, w, such as "14d"; "-1h" is taken too
 * @seconds: (out): the span
 *
 * Returns: whether @text is a span of at most a hundred years
 */
gboolean
khidki_sandbox_clock_parse_span (const char *text,
                                 gint64     *seconds)
{
  static const struct { char unit; gint64 seconds; } units[] = {
    { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 },
  };
  char *rest = NULL;
  gint64 number = g_ascii_strtoll (text, &rest, 10);

  if (rest == text || ABS (number) > SPAN_MAX)
    return FALSE;
  if (*rest == '\0')
    {
      *seconds = number;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (rest[0] == units[i].unit && rest[1] == '\0')
      {
        *seconds = number * units[i].seconds;
        return ABS (*seconds) <= SPAN_MAX;
      }
  return FALSE;
}
