/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-control-program.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"

#define PREFIX "khidkictl-"
#define LETTERS G_CSET_a_2_z G_CSET_DIGITS "-"

static gboolean
is_word (const char *word)
{
  return g_ascii_islower (*word) && strspn (word, LETTERS) == strlen (word);
}

static gboolean
is_program (const char *path)
{
  return g_path_is_absolute (path) && g_file_test (path, G_FILE_TEST_IS_REGULAR)
         && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (GPtrArray *words, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const char *word = g_str_has_prefix (name, PREFIX) ? name + strlen (PREFIX) : "";

      if (is_word (word) && is_program (path)
          && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
        g_ptr_array_add (words, g_strdup (word));
    }
}

GStrv
khidki_control_program_list (const char *const *folders)
{
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; folders[i] != NULL; i++)
    add_folder (words, folders[i]);
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return (GStrv) g_ptr_array_free (words, FALSE);
}

/* It is run as whoever calls, who is often root. */
static gboolean
check_owned (const char *path, GError **error)
{
  struct stat info;

  if (stat (path, &info) == 0 && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0
      && (info.st_uid == 0 || info.st_uid == geteuid ()))
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
               "%s: expected a program that only root or you may write", path);
  return FALSE;
}

char *
khidki_control_program_find (const char *const *folders, const char *word, GError **error)
{
  g_autofree char *name = g_strconcat (PREFIX, word, NULL);

  for (guint i = 0; is_word (word) && folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], name, NULL);

      if (is_program (path))
        return check_owned (path, error) ? g_steal_pointer (&path) : NULL;
    }
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "there is no command \"%s\"", word);
  return NULL;
}
