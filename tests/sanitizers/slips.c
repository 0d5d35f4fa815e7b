/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes the mistake that is asked for. */
#include <glib.h>
#include <limits.h>
#include <stdlib.h>

G_NO_INLINE static void
lose (gsize size)
{
  volatile gpointer lost = g_slice_alloc (size);

  lost = NULL;
  (void) lost;
}

/* More than one: an old pointer to the last may lie about somewhere. */
static void
leak (void)
{
  for (guint i = 0; i < 100; i++)
    lose (16);
}

static void
overflow (void)
{
  volatile int most = INT_MAX;

  most = most + 1;
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && g_str_equal (argv[1], "leak"))
    leak ();
  else if (argc > 1 && g_str_equal (argv[1], "overflow"))
    overflow ();
  return EXIT_SUCCESS;
}
