/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>

void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-store-XXXXXX", &error);
  g_assert_no_error (error);
  key = g_build_filename (fixture->folder, "seal.key", NULL);
  fixture->path = g_build_filename (fixture->folder, "rows with ; and =.db", NULL);
  fixture->url = g_strconcat ("sqlite://", fixture->folder,
                              "/rows%20with%20%3B%20and%20=.db?lock-wait=0", NULL);
  fixture->seal = khidki_seal_new_from_file (key, TRUE, &error);
  g_assert_no_error (error);
  fixture->store = khidki_store_open (fixture->url, fixture->seal, &error);
  g_assert_no_error (error);
}

void
store_fixture_reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  khidki_store_close (fixture->store);
  g_clear_object (&fixture->store);
  fixture->store = khidki_store_open (fixture->url, fixture->seal, &error);
  g_assert_no_error (error);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    khidki_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->seal);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->url);
}

/* The answer of what no longer waits stands in the main context already. */
static gboolean
is_waiting (StoreFixture *fixture)
{
  KhidkiStoreCounters counters;

  khidki_store_get_counters (fixture->store, &counters);
  return counters.waiting_writes + counters.waiting_reads > 0;
}

static gboolean
run_main_context (void)
{
  gboolean ran = FALSE;

  while (g_main_context_iteration (NULL, FALSE))
    ran = TRUE;
  return ran;
}

void
store_fixture_settle (StoreFixture *fixture)
{
  gboolean waited;

  do
    {
      waited = is_waiting (fixture);
      if (waited)
        g_usleep (100);
    }
  while (run_main_context () || waited);
}
