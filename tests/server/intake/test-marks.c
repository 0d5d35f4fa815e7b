/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-marks.h"

#include <glib/gstdio.h>

#include "libkhidki/khidki-error.h"

#define N_SLOTS 4096

typedef struct
{
  char *folder;
  char *path;
  KhidkiMarks *marks;
} Fixture;

static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->marks, khidki_marks_close);
  fixture->marks = khidki_marks_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-marks-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "marks", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->marks, khidki_marks_close);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_suspicion (Fixture *fixture, const char *key, guint expected)
{
  g_assert_cmpuint (khidki_marks_get_suspicion (fixture->marks, key), ==, expected);
}

static void
test_second_death_alone (Fixture *fixture, gconstpointer data)
{
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  g_assert_true (khidki_marks_set (fixture->marks, "other"));
  assert_suspicion (fixture, "one", 0);
  reopen (fixture);
  assert_suspicion (fixture, "one", 1);
  assert_suspicion (fixture, "other", 1);
  assert_suspicion (fixture, "stranger", 0);

  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  reopen (fixture);
  assert_suspicion (fixture, "one", KHIDKI_MARKS_PARK);
  assert_suspicion (fixture, "other", 1);
}

static void
test_twice_alone (Fixture *fixture, gconstpointer data)
{
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  reopen (fixture);
  assert_suspicion (fixture, "one", KHIDKI_MARKS_PARK - 1);
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  reopen (fixture);
  assert_suspicion (fixture, "one", KHIDKI_MARKS_PARK + 1);
}

/* The disk failed, and everybody knows it. */
static void
test_forgiven (Fixture *fixture, gconstpointer data)
{
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  reopen (fixture);
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  g_assert_true (khidki_marks_set (fixture->marks, "other"));
  khidki_marks_forgive (fixture->marks);
  reopen (fixture);
  assert_suspicion (fixture, "one", KHIDKI_MARKS_PARK - 1);
  assert_suspicion (fixture, "other", 0);
}

static void
test_cleared_marks_are_gone (Fixture *fixture, gconstpointer data)
{
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  g_assert_true (khidki_marks_set (fixture->marks, "other"));
  khidki_marks_clear (fixture->marks, "one");
  khidki_marks_clear (fixture->marks, "stranger");
  reopen (fixture);
  assert_suspicion (fixture, "one", 0);
  assert_suspicion (fixture, "other", 2);

  khidki_marks_clear (fixture->marks, "other");
  assert_suspicion (fixture, "other", 0);
  reopen (fixture);
  assert_suspicion (fixture, "other", 0);
}

static void
test_idle_marks_are_forgotten (Fixture *fixture, gconstpointer data)
{
  g_assert_true (khidki_marks_set (fixture->marks, "one"));
  for (guint i = 0; i < 5; i++)
    reopen (fixture);
  assert_suspicion (fixture, "one", 2);
  for (guint i = 0; i < 8; i++)
    reopen (fixture);
  assert_suspicion (fixture, "one", 0);
}

static void
fill (Fixture *fixture)
{
  for (guint i = 0; i < N_SLOTS; i++)
    {
      g_autofree char *key = g_strdup_printf ("event %u", i);

      g_assert_true (khidki_marks_set (fixture->marks, key));
    }
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  g_assert_false (khidki_marks_set (fixture->marks, "one more"));
  g_assert_true (khidki_marks_set (fixture->marks, "event 7"));
  khidki_marks_clear (fixture->marks, "event 7");
  g_assert_true (khidki_marks_set (fixture->marks, "one more"));
  g_assert_false (khidki_marks_set (fixture->marks, "event 7"));
}

/* What a dead process left must not keep a living one from its work. */
static void
test_full_of_memories (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  reopen (fixture);
  g_assert_true (khidki_marks_set (fixture->marks, "event 0"));
  reopen (fixture);
  assert_suspicion (fixture, "event 0", 3);

  for (guint i = 0; i < N_SLOTS - 1; i++)
    {
      g_autofree char *key = g_strdup_printf ("new %u", i);

      g_assert_true (khidki_marks_set (fixture->marks, key));
    }
  assert_suspicion (fixture, "event 0", 3);
  g_assert_true (khidki_marks_set (fixture->marks, "last"));
  g_assert_false (khidki_marks_set (fixture->marks, "too many"));
}

static void
test_strange_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->marks, khidki_marks_close);
  g_assert_true (g_file_set_contents (fixture->path, "something else entirely", -1, NULL));
  reopen (fixture);
  assert_suspicion (fixture, "one", 0);
  g_assert_true (khidki_marks_set (fixture->marks, "one"));

  g_assert_null (khidki_marks_open ("/nonexistent/marks", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
}

#define ADD(name, func) g_test_add ("/marks/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("second-death", test_second_death_alone);
  ADD ("twice-alone", test_twice_alone);
  ADD ("forgiven", test_forgiven);
  ADD ("cleared", test_cleared_marks_are_gone);
  ADD ("idle", test_idle_marks_are_forgotten);
  ADD ("full", test_full);
  ADD ("full-of-memories", test_full_of_memories);
  ADD ("strange-file", test_strange_file);

  return g_test_run ();
}
