/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "store-fixture.h"
#include "store/khidki-paper-store.h"

#define JPEG "\xff\xd8\xff\xe0 Sunita Devi, Aadhaar card"
#define CHUNK 65536

typedef struct
{
  char *folder;
  char *papers_folder;
  KhidkiSeal *seal;
  KhidkiPaperStore *papers;
} PaperFixture;

static void
set_up (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-papers-XXXXXX", NULL);
  fixture->papers_folder = g_build_filename (fixture->folder, "papers", NULL);
  key = g_build_filename (fixture->folder, "seal.key", NULL);
  fixture->seal = khidki_seal_new_from_file (key, TRUE, &error);
  g_assert_no_error (error);
  fixture->papers = khidki_paper_store_new (fixture->papers_folder, fixture->seal, &error);
  g_assert_no_error (error);
}

static void
tear_down (PaperFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->papers);
  g_clear_object (&fixture->seal);
  remove_folder (fixture->folder);
  g_free (fixture->papers_folder);
  g_free (fixture->folder);
}

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = i * 31 + i / 251;
  return g_bytes_new_take (data, size);
}

static KhidkiPaper *
keep (PaperFixture *fixture, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  KhidkiPaper *paper = khidki_paper_store_keep_bytes (fixture->papers, bytes, &error);

  g_assert_no_error (error);
  return paper;
}

static void
test_sizes (PaperFixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (sizes[i]);
      g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) loaded = khidki_paper_store_load (fixture->papers, paper, &error);
      g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, loaded));
      g_assert_cmpstr (khidki_paper_get_hash (paper), ==, hash);
      g_assert_cmpint (khidki_paper_get_size (paper), ==, sizes[i]);
      g_assert_cmpstr (khidki_paper_get_mime_type (paper), ==, "application/octet-stream");
    }
}

static void
test_type_and_mode (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (JPEG, sizeof JPEG - 1);
  g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
  g_autofree char *path = khidki_paper_store_dup_path (fixture->papers, paper);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *content = NULL;
  gsize length;
  struct stat info;

  g_assert_cmpstr (khidki_paper_get_mime_type (paper), ==, "image/jpeg");
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_null (memmem (content, length, "Sunita", 6));
  g_assert_null (strstr (path, khidki_paper_get_hash (paper)));
}

static void
assert_damaged (PaperFixture *fixture, KhidkiPaper *paper)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) fd_error = NULL;

  g_assert_null (khidki_paper_store_load (fixture->papers, paper, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_cmpint (khidki_paper_store_open_fd (fixture->papers, paper, &fd_error), ==, -1);
  g_assert_error (fd_error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
}

static void
test_tampered (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (2 * CHUNK + 10);
  g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
  g_autofree char *path = khidki_paper_store_dup_path (fixture->papers, paper);
  g_autofree char *content = NULL;
  g_autofree char *longer = NULL;
  const gsize head = 8 + 4 + 24;
  const gsize places[] = { 0, 8, 12, head, head + CHUNK, head + 2 * (CHUNK + 17) + 3 };
  const gsize cuts[] = { 0, 10, head, head + CHUNK + 17, head + 2 * (CHUNK + 17) };
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      content[places[i]] ^= 1;
      g_assert_true (g_file_set_contents (path, content, length, NULL));
      assert_damaged (fixture, paper);
      content[places[i]] ^= 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_assert_true (g_file_set_contents (path, content, cuts[i], NULL));
      assert_damaged (fixture, paper);
    }
  longer = g_malloc0 (length + 1);
  memcpy (longer, content, length);
  g_assert_true (g_file_set_contents (path, longer, length + 1, NULL));
  assert_damaged (fixture, paper);
  /* Keeping it again mends the file. */
  khidki_paper_unref (keep (fixture, bytes));
  g_bytes_unref (khidki_paper_store_load (fixture->papers, paper, NULL));
}

static void
test_exchanged (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (100);
  g_autoptr (GBytes) other_bytes = make_bytes (101);
  g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
  g_autoptr (KhidkiPaper) other = keep (fixture, other_bytes);
  g_autofree char *path = khidki_paper_store_dup_path (fixture->papers, paper);
  g_autofree char *other_path = khidki_paper_store_dup_path (fixture->papers, other);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (other_path, path), ==, 0);
  assert_damaged (fixture, paper);
  g_assert_null (khidki_paper_store_load (fixture->papers, other, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

static void
test_fd (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (CHUNK + 5);
  g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
  g_autoptr (GError) error = NULL;
  g_autofree char *read_back = g_malloc (CHUNK + 6);
  int fd = khidki_paper_store_open_fd (fixture->papers, paper, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read (fd, read_back, CHUNK + 6), ==, CHUNK + 5);
  g_assert_cmpmem (read_back, CHUNK + 5, g_bytes_get_data (bytes, NULL), CHUNK + 5);
  g_assert_cmpint (pwrite (fd, "x", 1, 0), ==, -1);
  g_assert_cmpint (ftruncate (fd, 0), ==, -1);
  close (fd);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
assert_no_drafts (PaperFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->papers_folder, "drafts", NULL);
  g_autoptr (GDir) drafts = g_dir_open (path, 0, NULL);

  g_assert_null (g_dir_read_name (drafts));
}

static void
test_async (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (10 * CHUNK + 1);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) fd_result = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  khidki_paper_store_keep_async (fixture->papers, stream, 10 * CHUNK + 1, NULL, keep_result,
                                 &result);
  paper = khidki_paper_store_keep_finish (fixture->papers, wait_for (&result), &error);
  g_assert_no_error (error);
  loaded = khidki_paper_store_load (fixture->papers, paper, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, loaded));
  khidki_paper_store_open_fd_async (fixture->papers, paper, NULL, keep_result, &fd_result);
  fd = khidki_paper_store_open_fd_finish (fixture->papers, wait_for (&fd_result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, 10 * CHUNK + 1);
  close (fd);
  assert_no_drafts (fixture);
}

static void
test_too_large (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (3 * CHUNK);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  khidki_paper_store_keep_async (fixture->papers, stream, 3 * CHUNK - 1, NULL, keep_result,
                                 &result);
  g_assert_null (khidki_paper_store_keep_finish (fixture->papers, wait_for (&result), &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_clear_object (&result);
  assert_no_drafts (fixture);
}

static void
test_cancelled (PaperFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (3 * CHUNK);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  khidki_paper_store_keep_async (fixture->papers, stream, 3 * CHUNK, cancellable, keep_result,
                                 &result);
  g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (khidki_paper_store_keep_finish (fixture->papers, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  assert_no_drafts (fixture);
}

static void
test_drafts_go (PaperFixture *fixture, gconstpointer data)
{
  g_autofree char *draft = g_build_filename (fixture->papers_folder, "drafts", "left", NULL);
  g_autoptr (KhidkiPaperStore) again = NULL;

  g_assert_true (g_file_set_contents (draft, "half", -1, NULL));
  again = khidki_paper_store_new (fixture->papers_folder, fixture->seal, NULL);
  g_assert_nonnull (again);
  assert_no_drafts (fixture);
}

static void
test_rotated (PaperFixture *fixture, gconstpointer data)
{
  g_autofree char *key = g_build_filename (fixture->folder, "seal.key", NULL);
  g_autoptr (GBytes) bytes = make_bytes (100);
  g_autoptr (KhidkiPaper) paper = keep (fixture, bytes);
  g_autofree char *line = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (KhidkiSeal) seal = NULL;
  g_autoptr (KhidkiPaperStore) papers = NULL;
  g_autoptr (GBytes) loaded = NULL;

  g_assert_true (g_file_get_contents (key, &line, NULL, NULL));
  lines = g_strconcat ("Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=\n", line, NULL);
  g_assert_true (g_file_set_contents_full (key, lines, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  seal = khidki_seal_new_from_file (key, FALSE, NULL);
  papers = khidki_paper_store_new (fixture->papers_folder, seal, NULL);
  loaded = khidki_paper_store_load (papers, paper, NULL);
  g_assert_nonnull (loaded);
  g_assert_true (g_bytes_equal (bytes, loaded));
}

static void
add (const char *name, void (*test) (PaperFixture *fixture, gconstpointer data))
{
  g_test_add (name, PaperFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/papers/sizes", test_sizes);
  add ("/papers/type-and-mode", test_type_and_mode);
  add ("/papers/tampered", test_tampered);
  add ("/papers/exchanged", test_exchanged);
  add ("/papers/fd", test_fd);
  add ("/papers/async", test_async);
  add ("/papers/too-large", test_too_large);
  add ("/papers/cancelled", test_cancelled);
  add ("/papers/drafts-go", test_drafts_go);
  add ("/papers/rotated", test_rotated);
  return g_test_run ();
}
