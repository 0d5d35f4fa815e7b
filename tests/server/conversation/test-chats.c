/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>

#include "chat-script.h"

static KhidkiCatalogue *catalogue;

static void
run (gconstpointer path)
{
  chat_script_run (catalogue, path);
}

/* Adding a case is adding a file. */
static GPtrArray *
list_chats (void)
{
  const char *folder = g_test_get_dir (G_TEST_DIST);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".chat"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_assert_cmpuint (paths->len, >, 5);

  return paths;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) paths = NULL;
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  catalogue = chat_world_load_catalogue ();
  paths = list_chats ();
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *base = g_path_get_basename (paths->pdata[i]);
      g_autofree char *name = g_strconcat ("/chats/", base, NULL);

      g_test_add_data_func (name, paths->pdata[i], run);
    }
  result = g_test_run ();
  khidki_catalogue_unref (catalogue);

  return result;
}
