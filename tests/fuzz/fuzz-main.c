/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs a fuzz target as a plain test: every file of a corpus, then mutations of
 * them that are the same at every run. With clang the same target is linked
 * with -fsanitize=fuzzer instead and runs as long as one likes. */

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define MAX_CHANGES 8

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
run_once (const guint8 *data, gsize size)
{
  /* An own copy without a NUL behind it: the sanitizer sees a read too far. */
  g_autofree guint8 *copy = size > 0 ? g_memdup2 (data, size) : g_malloc0 (1);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
change_one (GRand *random, GByteArray *bytes, const GByteArray *other)
{
  guint at = bytes->len > 0 ? g_rand_int_range (random, 0, bytes->len) : 0;
  guint value = g_rand_int_range (random, 0, 256);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      if (bytes->len > 0)
        bytes->data[at] = value;
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] ^= 1 << (value & 7);
      break;
    case 2:
      g_byte_array_set_size (bytes, at);
      break;
    case 3:
      g_byte_array_append (bytes, other->data, MIN (other->len, value));
      break;
    default:
      if (bytes->len > at)
        g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, 1 + value % 16));
    }
}

static void
run_mutation (GPtrArray *corpus, guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const GByteArray *base = g_ptr_array_index (corpus, seed % corpus->len);
  int changes = g_rand_int_range (random, 1, MAX_CHANGES + 1);

  g_byte_array_append (bytes, base->data, base->len);
  for (int i = 0; i < changes; i++)
    change_one (random, bytes,
                g_ptr_array_index (corpus, g_rand_int_range (random, 0, corpus->len)));
  run_once (bytes->data, bytes->len);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static GPtrArray *
load_corpus (const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *data;
      gsize length;

      g_file_get_contents (g_ptr_array_index (names, i), &data, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_byte_array_new_take ((guint8 *) data, length));
    }
  return corpus;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) corpus = NULL;
  guint64 mutations;

  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 0, G_MAXUINT32, &mutations, NULL))
    {
      g_printerr ("usage: %s CORPUS-FOLDER MUTATIONS\n", argv[0]);
      return 2;
    }
  corpus = load_corpus (argv[1]);
  if (corpus->len == 0)
    {
      g_printerr ("%s: the corpus %s is empty\n", argv[0], argv[1]);
      return 1;
    }
  run_once ((const guint8 *) "", 0);
  for (guint i = 0; i < corpus->len; i++)
    {
      const GByteArray *bytes = g_ptr_array_index (corpus, i);

      run_once (bytes->data, bytes->len);
    }
  for (guint seed = 0; seed < mutations; seed++)
    run_mutation (corpus, seed);
  return 0;
}
