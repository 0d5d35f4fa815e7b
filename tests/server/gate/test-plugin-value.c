/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>

#include "gate/khidki-plugin-host.h"
#include "rooms-fixture.h"

#define WORD "sunita-devi-of-north-bank"

typedef struct
{
  RoomsFixture rooms;
  KhidkiPluginHostWorld world;
  char *config_path;
  KhidkiConfig *config;
  KhidkiHost *host;
  KhidkiHost *other;
} Fixture;

static KhidkiHost *
make_host (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.plugin", fixture->rooms.rows.folder, name);
  g_autoptr (KhidkiPluginFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "[Plugin]\nX-Khidki-Needs=store\n", -1, NULL));
  file = khidki_plugin_file_load (path, &error);
  g_assert_no_error (error);
  return KHIDKI_HOST (khidki_plugin_host_new (file, &fixture->world, fixture->config));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  rooms_set_up (&fixture->rooms);
  fixture->world.store = fixture->rooms.rows.store;
  fixture->config_path = g_build_filename (fixture->rooms.rows.folder, "khidki.conf", NULL);
  g_assert_true (g_file_set_contents (fixture->config_path, "", -1, NULL));
  fixture->config = khidki_config_load (fixture->config_path, &error);
  g_assert_no_error (error);
  fixture->host = make_host (fixture, "one");
  fixture->other = make_host (fixture, "two");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->host);
  g_object_unref (fixture->other);
  khidki_config_unref (fixture->config);
  g_free (fixture->config_path);
  rooms_tear_down (&fixture->rooms);
}

static gboolean
put (KhidkiHost *host, const char *text, gint64 if_version, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  khidki_host_put_value_async (host, "key", value, if_version, NULL, khidki_test_take_result,
                               &result);
  khidki_test_await (&result);
  return khidki_host_put_value_finish (host, result, error);
}

static GBytes *
get (KhidkiHost *host, gint64 *version, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_host_get_value_async (host, "key", NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  return khidki_host_get_value_finish (host, result, version, error);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = NULL;
  gint64 version = -1;

  g_assert_null (get (fixture->host, &version, &error));
  g_assert_no_error (error);
  g_assert_cmpint (version, ==, 0);
  g_assert_true (put (fixture->host, "first", 0, &error));
  g_assert_false (put (fixture->host, "second", 0, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (put (fixture->host, WORD, 1, &error));
  value = get (fixture->host, &version, &error);
  g_assert_no_error (error);
  g_assert_cmpint (version, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (value, NULL), g_bytes_get_size (value), WORD, strlen (WORD));
  g_assert_null (get (fixture->other, &version, &error));
  g_assert_no_error (error);
}

/* Whoever has the file reads nothing in it, and cannot give one plugin another's. */
static void
test_sealed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;
  g_autofree char *moved = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (put (fixture->host, WORD, 0, NULL));
  g_assert_true (put (fixture->other, "mine", 0, NULL));
  found = rooms_sql (&fixture->rooms,
                     "SELECT instr (CAST (value AS TEXT), 'sunita') || ' ' || "
                     "(length (value) > 40) FROM plugin_value WHERE plugin = 'one'");
  g_assert_cmpstr (found, ==, "0 1");
  moved = rooms_sql (&fixture->rooms,
                     "UPDATE plugin_value SET value = (SELECT value FROM plugin_value "
                     "WHERE plugin = 'one') WHERE plugin = 'two' RETURNING 'moved'");
  g_assert_cmpstr (moved, ==, "moved");
  g_assert_null (get (fixture->other, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
}

/* The host of the server tells time that nobody can set back. */
static void
test_monotonic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiHost) server = KHIDKI_HOST (khidki_plugin_host_new_for_server ());
  gint64 before = khidki_host_get_monotonic (server);

  khidki_plugin_host_set_clock_offset (-1000000);
  g_assert_cmpint (khidki_host_get_monotonic (server), >=, before);
  g_assert_cmpint (khidki_host_get_monotonic (server), <, before + 10000);
  khidki_plugin_host_set_clock_offset (0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/plugin-value/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/plugin-value/sealed", Fixture, NULL, set_up, test_sealed, tear_down);
  g_test_add ("/plugin-host/monotonic", Fixture, NULL, set_up, test_monotonic, tear_down);
  return g_test_run ();
}
