/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>

#include "libkhidki/khidki-error.h"
#include "probe.h"
#include "store-fixture.h"

#define BIG G_GINT64_CONSTANT (9007199254740993)

static void
write_well (StoreFixture *fixture, KhidkiStoreFunc func, Probe *probe)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->store, func, probe, &error);
  g_assert_no_error (error);
}

static void
read_well (StoreFixture *fixture, KhidkiStoreFunc func, Probe *probe)
{
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->store, func, probe, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (StoreFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "plain", "", "it's \"quoted\" – 100% ##name::string", "प्रमाण पत्र आय", "🪟👨‍👩‍👧",
    "a;b -- c /* d */", "line\nline\ttab\\",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Probe probe = { .plugin = texts[i], .key = texts[i], .value = texts[i],
                      .version = i % 2 == 0 ? BIG + i : -BIG - i };
      gint64 version = probe.version;

      write_well (fixture, probe_add, &probe);
      g_assert_cmpint (probe.changed, ==, 1);
      write_well (fixture, probe_add, &probe);
      g_assert_cmpint (probe.changed, ==, 0);
      read_well (fixture, probe_load, &probe);
      g_assert_cmpstr (probe.found_plugin, ==, texts[i]);
      g_assert_cmpstr (probe.found, ==, texts[i]);
      g_assert_cmpuint (probe.found_size, ==, strlen (texts[i]));
      g_assert_cmpint (probe.version, ==, version);
      probe_clear (&probe);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/round-trip", StoreFixture, NULL, store_fixture_set_up, test_round_trip,
              store_fixture_tear_down);
  return g_test_run ();
}
