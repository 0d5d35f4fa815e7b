/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-clock-offset.h"

gboolean
khidki_clock_offset_read (const char *path, gint64 *milliseconds)
{
  g_autofree char *content = NULL;
  gint64 seconds;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return FALSE;
  g_strstrip (content);
  if (!g_ascii_string_to_signed (content, 10, -G_MAXINT, G_MAXINT, &seconds, NULL))
    return FALSE;
  *milliseconds = seconds * 1000;
  return TRUE;
}
