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

static gboolean
do_nothing (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return TRUE;
}

static guint64
count_work (StoreFixture *fixture)
{
  KhidkiStoreCounters counters;

  khidki_store_get_counters (fixture->store, &counters);
  return counters.writes + counters.failed_writes + counters.reads;
}

static void
run_main_context (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Nothing was done between two looks. One look is not enough: what began in its midst
 * has not been counted yet; the next look's write stands in line behind it. */
void
store_fixture_settle (StoreFixture *fixture)
{
  guint quiet = 0;

  while (quiet < 2)
    {
      guint64 before;

      run_main_context ();
      before = count_work (fixture);
      khidki_store_write (fixture->store, do_nothing, NULL, NULL);
      khidki_store_read (fixture->store, do_nothing, NULL, NULL);
      run_main_context ();
      quiet = count_work (fixture) == before + 2 ? quiet + 1 : 0;
    }
}
