/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libkhidki/khidki-error.h"
#include "paper-fixtures.h"
#include "papers/khidki-paper-checker.h"

typedef struct
{
  char *folder;
  char *path;
  KhidkiPaperChecker *checker;
} Desk;

typedef struct
{
  KhidkiPaperCheck *check;
  GError *error;
  gboolean done;
} Outcome;

static void
set_up (Desk *desk, gconstpointer data)
{
  const char *worker = g_getenv ("KHIDKI_WORKER");

  g_assert_nonnull (worker);
  desk->folder = g_dir_make_tmp ("khidki-papers-XXXXXX", NULL);
  desk->path = g_build_filename (desk->folder, "paper", NULL);
  desk->checker = khidki_paper_checker_new (worker, 2);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_assert_finalize_object (desk->checker);
  g_unlink (desk->path);
  g_rmdir (desk->folder);
  g_free (desk->path);
  g_free (desk->folder);
}

static void
keep (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->check = khidki_paper_checker_check_finish (KHIDKI_PAPER_CHECKER (source), result,
                                                      &outcome->error);
  outcome->done = TRUE;
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->check, khidki_paper_check_free);
  g_clear_error (&outcome->error);
}

static void
write_paper (Desk *desk, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (desk->path, data, length, &error));
  g_bytes_unref (bytes);
}

static void
check (KhidkiPaperChecker *checker, const char *path, GCancellable *cancellable, Outcome *outcome)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  g_assert_cmpint (fd, >=, 0);
  khidki_paper_checker_check_async (checker, fd, cancellable, keep, outcome);
}

static void
assert_check (Desk *desk, const char *mime_type, KhidkiPaperFault fault, Outcome *outcome)
{
  check (desk->checker, desk->path, NULL, outcome);
  wait_for (outcome);
  g_assert_no_error (outcome->error);
  g_assert_cmpstr (khidki_paper_fault_to_string (outcome->check->fault), ==,
                   khidki_paper_fault_to_string (fault));
  if (mime_type != NULL)
    g_assert_cmpstr (outcome->check->mime_type, ==, mime_type);
}

static void
assert_paper (Desk *desk, GBytes *bytes, const char *mime_type, KhidkiPaperFault fault)
{
  Outcome outcome = { NULL };

  write_paper (desk, bytes);
  assert_check (desk, mime_type, fault, &outcome);
  outcome_clear (&outcome);
}

static void
test_photo (Desk *desk, gconstpointer data)
{
  const char *types[] = { "jpeg", "png" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *mime_type = g_strconcat ("image/", types[i], NULL);
      Outcome outcome = { NULL };

      write_paper (desk, paper_fixture_photo (types[i], 1600, 1200, 150));
      assert_check (desk, mime_type, KHIDKI_PAPER_FINE, &outcome);
      g_assert_cmpint (outcome.check->width, ==, 1600);
      g_assert_cmpint (outcome.check->height, ==, 1200);
      g_assert_cmpint (outcome.check->pages, ==, 1);
      g_assert_cmpint (ABS (outcome.check->brightness - 150), <, 5);
      outcome_clear (&outcome);
    }
}

static void
test_bad_photo (Desk *desk, gconstpointer data)
{
  assert_paper (desk, paper_fixture_photo ("jpeg", 320, 240, 150), "image/jpeg",
                KHIDKI_PAPER_TOO_SMALL);
  assert_paper (desk, paper_fixture_photo ("jpeg", 1600, 1200, 14), "image/jpeg",
                KHIDKI_PAPER_TOO_DARK);
  assert_paper (desk, paper_fixture_photo ("png", 800, 600, 14), "image/png",
                KHIDKI_PAPER_TOO_DARK);
}

static void
test_cut_photo (Desk *desk, gconstpointer data)
{
  const char *types[] = { "jpeg", "png" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) photo = paper_fixture_photo (types[i], 1600, 1200, 150);
      gsize size = g_bytes_get_size (photo);
      const gsize lengths[] = { 24, 200, size / 3, size / 2 };

      for (gsize j = 0; j < G_N_ELEMENTS (lengths); j++)
        assert_paper (desk, paper_fixture_cut (photo, lengths[j]), NULL, KHIDKI_PAPER_DAMAGED);
    }
}

static void
test_bomb (Desk *desk, gconstpointer data)
{
  assert_paper (desk, paper_fixture_png_bomb (100000, 100000), "image/png", KHIDKI_PAPER_TOO_LARGE);
  assert_paper (desk, paper_fixture_png_bomb (19000, 19000), "image/png", KHIDKI_PAPER_TOO_LARGE);
  assert_paper (desk, paper_fixture_png_bomb (6000, 6000), "image/png", KHIDKI_PAPER_DAMAGED);
}

static void
test_document (Desk *desk, gconstpointer data)
{
  Outcome outcome = { NULL };

  write_paper (desk, paper_fixture_document (2, 1.0));
  assert_check (desk, "application/pdf", KHIDKI_PAPER_FINE, &outcome);
  g_assert_cmpint (outcome.check->pages, ==, 2);
  g_assert_cmpint (outcome.check->width, ==, 595);
  g_assert_cmpint (outcome.check->height, ==, 842);
  g_assert_cmpint (outcome.check->brightness, >, 240);
  outcome_clear (&outcome);
  assert_paper (desk, paper_fixture_base_font_document (), "application/pdf", KHIDKI_PAPER_FINE);
}

static void
test_bad_document (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) document = paper_fixture_document (1, 1.0);
  g_autofree char *junk = g_strnfill (200000, '\x93');

  memcpy (junk, "%PDF-1.7\n1 0 obj<</Type/Catalog>>", 33);
  assert_paper (desk, paper_fixture_encrypted_document (), "application/pdf",
                KHIDKI_PAPER_ENCRYPTED);
  assert_paper (desk, paper_fixture_document (21, 1.0), "application/pdf",
                KHIDKI_PAPER_TOO_MANY_PAGES);
  assert_paper (desk, paper_fixture_document (1, 0.02), "application/pdf", KHIDKI_PAPER_TOO_DARK);
  assert_paper (desk, g_bytes_new (junk, 200000), "application/pdf", KHIDKI_PAPER_DAMAGED);
  assert_paper (desk, paper_fixture_cut (document, 120), "application/pdf", KHIDKI_PAPER_DAMAGED);
}

static void
test_no_paper (Desk *desk, gconstpointer data)
{
  assert_paper (desk, g_bytes_new_static ("", 0), NULL, KHIDKI_PAPER_NOT_AN_IMAGE);
  assert_paper (desk, g_bytes_new_static ("PK\x03\x04", 4), "application/zip",
                KHIDKI_PAPER_NOT_AN_IMAGE);
  assert_paper (desk, g_bytes_new_static ("\x7f" "ELF\x02\x01", 6), "application/x-executable",
                KHIDKI_PAPER_NOT_AN_IMAGE);
}

/* Holes: the files take no room on the disk. */
static void
test_large (Desk *desk, gconstpointer data)
{
  Outcome zeros = { NULL };
  Outcome photo = { NULL };

  write_paper (desk, g_bytes_new_static ("", 0));
  g_assert_cmpint (truncate (desk->path, 100 * 1024 * 1024), ==, 0);
  assert_check (desk, NULL, KHIDKI_PAPER_NOT_AN_IMAGE, &zeros);
  outcome_clear (&zeros);

  write_paper (desk, g_bytes_new_static ("\xff\xd8\xff\xe0", 4));
  g_assert_cmpint (truncate (desk->path, 100 * 1024 * 1024), ==, 0);
  assert_check (desk, "image/jpeg", KHIDKI_PAPER_TOO_LARGE, &photo);
  outcome_clear (&photo);
}

static void
assert_refused (Desk *desk, const char *path, int code)
{
  Outcome outcome = { NULL };

  check (desk->checker, path, NULL, &outcome);
  wait_for (&outcome);
  g_assert_error (outcome.error, KHIDKI_ERROR, code);
  outcome_clear (&outcome);
}

static void
test_no_file (Desk *desk, gconstpointer data)
{
  g_autofree char *pipe_path = g_build_filename (desk->folder, "pipe", NULL);

  write_paper (desk, paper_fixture_photo ("png", 500, 500, 150));
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  assert_refused (desk, pipe_path, KHIDKI_ERROR_REFUSED);
  assert_refused (desk, desk->folder, KHIDKI_ERROR_REFUSED);
  g_unlink (pipe_path);
}

static char *
self_test_of (const char *worker)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                        worker, "--self-test", NULL);
  char *output;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
test_sandbox_is_closed (void)
{
  g_autofree char *found = self_test_of (g_getenv ("KHIDKI_WORKER"));

  g_assert_cmpstr (found, ==, "closed\n");
}

/* A stand-in for a worker, written as a shell script. */
static void
assert_stand_in (Desk *desk, const char *script, KhidkiPaperFault fault)
{
  g_autofree char *worker = g_build_filename (desk->folder, "worker", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);
  KhidkiPaperChecker *checker = desk->checker;
  Outcome outcome = { NULL };

  g_assert_true (g_file_set_contents_full (worker, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  desk->checker = khidki_paper_checker_new (worker, 1);
  assert_check (desk, NULL, fault, &outcome);
  g_assert_finalize_object (desk->checker);
  desk->checker = checker;
  outcome_clear (&outcome);
  g_unlink (worker);
}

#define FINE_ANSWER                                                                                \
  "printf '[paper]\\nkind=image/png\\nwidth=900\\nheight=900\\npages=1\\nbrightness=99\\n"         \
  "readable=true\\nreason=fine\\n'"

static void
test_killed (Desk *desk, gconstpointer data)
{
  write_paper (desk, paper_fixture_photo ("png", 500, 500, 150));
  assert_stand_in (desk, FINE_ANSWER, KHIDKI_PAPER_FINE);
  assert_stand_in (desk, "kill -SEGV $$", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, "kill -KILL $$", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, FINE_ANSWER "; kill -SEGV $$", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, FINE_ANSWER "; exit 1", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, "while :; do echo flood; done", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, "echo nonsense", KHIDKI_PAPER_DAMAGED);
  assert_stand_in (desk, ":", KHIDKI_PAPER_DAMAGED);
}

/* Whoever stops the server stops all that it started: that says nothing of the photo. */
static void
test_stopped (Desk *desk, gconstpointer data)
{
  static const char *const scripts[] = { "#!/bin/sh\nkill -TERM $$\n", "#!/bin/sh\nkill -INT $$\n" };
  g_autofree char *worker = g_build_filename (desk->folder, "worker", NULL);
  KhidkiPaperChecker *checker = desk->checker;

  write_paper (desk, paper_fixture_photo ("png", 500, 500, 150));
  desk->checker = khidki_paper_checker_new (worker, 1);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_assert_true (g_file_set_contents_full (worker, scripts[i], -1, G_FILE_SET_CONTENTS_NONE,
                                               0700, NULL));
      assert_refused (desk, desk->path, KHIDKI_ERROR_RETRY);
    }
  g_unlink (worker);
  g_assert_finalize_object (desk->checker);
  desk->checker = checker;
}

static void
test_not_locked (Desk *desk, gconstpointer data)
{
  g_autofree char *worker = g_build_filename (desk->folder, "worker", NULL);
  KhidkiPaperChecker *checker = desk->checker;

  write_paper (desk, paper_fixture_photo ("png", 500, 500, 150));
  g_assert_true (g_file_set_contents_full (worker, "#!/bin/sh\nexit 3\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  desk->checker = khidki_paper_checker_new (worker, 1);
  assert_refused (desk, desk->path, KHIDKI_ERROR_OPERATOR);
  g_unlink (worker);
  assert_refused (desk, desk->path, KHIDKI_ERROR_OPERATOR);
  g_assert_finalize_object (desk->checker);
  desk->checker = checker;
}

/* A worker that never ends is ended by the caller's cancellable; the one that
 * waits behind it gets its turn. */
static void
test_cancel (Desk *desk, gconstpointer data)
{
  g_autofree char *worker = g_build_filename (desk->folder, "worker", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KhidkiPaperChecker *checker;
  Outcome first = { NULL };
  Outcome second = { NULL };
  Outcome third = { NULL };

  write_paper (desk, paper_fixture_photo ("png", 500, 500, 150));
  g_assert_true (g_file_set_contents_full (worker, "#!/bin/sh\nexec sleep 1000\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  checker = khidki_paper_checker_new (worker, 1);
  check (checker, desk->path, cancellable, &first);
  check (checker, desk->path, cancellable, &second);
  g_unlink (worker);
  check (checker, desk->path, NULL, &third);
  g_cancellable_cancel (cancellable);
  wait_for (&first);
  wait_for (&second);
  wait_for (&third);
  g_assert_error (first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (third.error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  outcome_clear (&first);
  outcome_clear (&second);
  outcome_clear (&third);
  g_assert_finalize_object (checker);
}

static void
test_many (Desk *desk, gconstpointer data)
{
  Outcome outcomes[12] = { { NULL } };

  write_paper (desk, paper_fixture_photo ("jpeg", 900, 900, 150));
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    check (desk->checker, desk->path, NULL, &outcomes[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (&outcomes[i]);
      g_assert_no_error (outcomes[i].error);
      g_assert_cmpint (outcomes[i].check->fault, ==, KHIDKI_PAPER_FINE);
      outcome_clear (&outcomes[i]);
    }
}

#define ADD(path, func) g_test_add (path, Desk, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper-worker/sandbox-is-closed", test_sandbox_is_closed);
  ADD ("/paper-worker/photo", test_photo);
  ADD ("/paper-worker/bad-photo", test_bad_photo);
  ADD ("/paper-worker/cut-photo", test_cut_photo);
  ADD ("/paper-worker/bomb", test_bomb);
  ADD ("/paper-worker/document", test_document);
  ADD ("/paper-worker/bad-document", test_bad_document);
  ADD ("/paper-worker/no-paper", test_no_paper);
  ADD ("/paper-worker/large", test_large);
  ADD ("/paper-checker/no-file", test_no_file);
  ADD ("/paper-checker/killed", test_killed);
  ADD ("/paper-checker/stopped", test_stopped);
  ADD ("/paper-checker/not-locked", test_not_locked);
  ADD ("/paper-checker/cancel", test_cancel);
  ADD ("/paper-checker/many", test_many);
  return g_test_run ();
}
