/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "probe.h"
#include "store-fixture.h"

#define ROUNDS 50
#define WRITES_A_ROUND 1000

/* The sanitizer keeps what was freed for a while: without a bound that looks like growth. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "quarantine_size_mb=8";
}

static gsize
resident_pages (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  guint64 pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);
  g_assert_true (g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXSIZE, &pages, NULL));
  return pages;
}

static gboolean
write_round (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe probe = { .plugin = "plugin", .key = "the same key each time", .value = "a value" };

  for (guint i = 0; i < WRITES_A_ROUND; i++)
    {
      probe.version = i;
      if (!probe_add (transaction, &probe, error) || !probe_swap (transaction, &probe, error)
          || !probe_count (transaction, &probe, error))
        return FALSE;
    }
  return TRUE;
}

static void
write_rounds (StoreFixture *fixture, guint rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GError) error = NULL;

      khidki_store_write (fixture->store, write_round, NULL, &error);
      g_assert_no_error (error);
    }
}

/* One NULL parameter or statement made anew each time costs some 3 kB, which would
 * be 150 MB here. */
static void
test_flat (StoreFixture *fixture, gconstpointer data)
{
  gsize before, after;

  write_rounds (fixture, ROUNDS / 5);
  before = resident_pages ();
  write_rounds (fixture, ROUNDS);
  after = resident_pages ();
  g_test_message ("%" G_GSIZE_FORMAT " pages, then %" G_GSIZE_FORMAT, before, after);
  g_assert_cmpuint (after, <, before + before / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/memory/flat", StoreFixture, NULL, store_fixture_set_up, test_flat,
              store_fixture_tear_down);
  return g_test_run ();
}
