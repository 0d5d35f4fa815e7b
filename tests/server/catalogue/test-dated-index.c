/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-dated-index.h"

static void
dated_free (KhidkiDated *dated)
{
  g_free (dated->id);
  g_free (dated);
}

static KhidkiDatedIndex *
new_index (void)
{
  return khidki_dated_index_new ((GDestroyNotify) dated_free);
}

/* @until: (nullable) */
static KhidkiDated *
add (KhidkiDatedIndex *index, const char *id, const char *from, const char *until)
{
  KhidkiDated *dated = g_new0 (KhidkiDated, 1);

  dated->id = g_strdup (id);
  g_assert_true (khidki_dated_data_parse_day (from, &dated->from));
  if (until != NULL)
    g_assert_true (khidki_dated_data_parse_day (until, &dated->until));
  khidki_dated_index_add (index, dated);
  return dated;
}

static gpointer
find (KhidkiDatedIndex *index, const char *id, const char *today)
{
  GDate day;

  g_assert_true (khidki_dated_data_parse_day (today, &day));
  return khidki_dated_index_find (index, id, &day);
}

/* The later entry ends the earlier one, in whatever order they stand; after its own end
 * the earlier one is not back. */
static void
test_find (void)
{
  g_autoptr (KhidkiDatedIndex) index = new_index ();
  KhidkiDated *later = add (index, "a", "2026-04-01", "2026-06-30");
  KhidkiDated *earlier = add (index, "a", "2026-01-01", NULL);
  KhidkiDated *other = add (index, "b", "2026-03-01", NULL);

  g_assert_null (find (index, "a", "2025-12-31"));
  g_assert_true (find (index, "a", "2026-03-31") == earlier);
  g_assert_true (find (index, "a", "2026-04-01") == later);
  g_assert_true (find (index, "a", "2026-06-30") == later);
  g_assert_null (find (index, "a", "2026-07-01"));
  g_assert_true (find (index, "b", "2026-07-01") == other);
  g_assert_null (find (index, "c", "2026-07-01"));
}

static void
test_list (void)
{
  g_autoptr (KhidkiDatedIndex) index = new_index ();
  KhidkiDated *second = add (index, "b", "2026-01-01", NULL);
  KhidkiDated *first = add (index, "a", "2026-01-01", NULL);
  g_autoptr (GPtrArray) list = NULL;
  GDate today;

  add (index, "a", "2026-05-01", NULL);
  add (index, "c", "2026-05-01", NULL);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 30, 4, 2026);
  list = khidki_dated_index_list (index, &today);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (g_ptr_array_index (list, 0) == second);
  g_assert_true (g_ptr_array_index (list, 1) == first);
  g_assert_cmpuint (khidki_dated_index_get_all (index)->len, ==, 4);
}

static void
test_twice (void)
{
  g_autoptr (KhidkiDatedIndex) index = new_index ();
  KhidkiDated *first;

  add (index, "b", "2026-01-01", NULL);
  first = add (index, "a", "2026-01-01", NULL);
  add (index, "a", "2026-01-02", NULL);
  g_assert_null (khidki_dated_index_find_twice (index));
  add (index, "a", "2026-01-01", "2026-02-01");
  g_assert_true (khidki_dated_index_find_twice (index) == first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dated-index/find", test_find);
  g_test_add_func ("/dated-index/list", test_list);
  g_test_add_func ("/dated-index/twice", test_twice);
  return g_test_run ();
}
