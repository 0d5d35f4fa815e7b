/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki.h"

static KhidkiAnswers *
make_answers (void)
{
  KhidkiAnswers *answers = khidki_answers_new ();
  g_autoptr (KhidkiPaper) front = khidki_paper_new ("aa", "image/jpeg", 10);
  g_autoptr (KhidkiPaper) back = khidki_paper_new ("bb", "image/png", 5000000000);

  khidki_answers_set (answers, "name", "सीता देवी");
  khidki_answers_set (answers, "family.10.name", "Tenth");
  khidki_answers_set (answers, "family.2.name", "Second");
  khidki_answers_set (answers, "familyname", "");
  khidki_answers_add_paper (answers, "identity", "voter-id", front);
  khidki_answers_add_paper (answers, "identity", NULL, back);
  return answers;
}

static void
test_values (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ();
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);

  g_assert_cmpstr (khidki_answers_get (answers, "name"), ==, "सीता देवी");
  g_assert_cmpstr (khidki_answers_get (answers, "familyname"), ==, "");
  g_assert_null (khidki_answers_get (answers, "family"));
  g_assert_cmpuint (khidki_answers_get_repeats (answers, "family"), ==, 10);
  g_assert_cmpuint (khidki_answers_get_repeats (answers, "fam"), ==, 0);
  g_assert_cmpuint (g_strv_length (paths), ==, 4);
  g_assert_cmpstr (paths[0], ==, "family.2.name");
  g_assert_cmpstr (paths[1], ==, "family.10.name");
}

static void
test_copies_are_apart (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ();
  g_autoptr (KhidkiAnswers) copy = khidki_answers_copy (answers);

  g_assert_true (khidki_answers_equal (answers, copy));
  khidki_answers_unset_below (copy, "family");
  khidki_answers_remove_papers (copy, "identity");
  g_assert_cmpuint (khidki_answers_get_repeats (copy, "family"), ==, 0);
  g_assert_cmpstr (khidki_answers_get (copy, "familyname"), ==, "");
  g_assert_cmpuint (khidki_answers_get_repeats (answers, "family"), ==, 10);
  g_assert_cmpuint (khidki_answers_get_n_papers (answers, "identity"), ==, 2);
  g_assert_false (khidki_answers_equal (answers, copy));

  khidki_answers_set (copy, "name", NULL);
  g_assert_null (khidki_answers_get (copy, "name"));
}

static void
test_round_trip (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ();
  g_autoptr (GVariant) variant = khidki_answers_to_variant (answers);
  g_autoptr (KhidkiAnswers) back = khidki_answers_new_from_variant (variant);
  g_autoptr (GVariant) other = g_variant_ref_sink (g_variant_new_string ("x"));
  const char *kind = NULL;
  KhidkiPaper *paper;

  g_assert_true (khidki_answers_equal (answers, back));
  paper = khidki_answers_get_paper (back, "identity", 1, &kind);
  g_assert_cmpint (khidki_paper_get_size (paper), ==, 5000000000);
  g_assert_cmpstr (kind, ==, "");
  g_assert_null (khidki_answers_get_paper (back, "identity", 2, NULL));
  g_assert_null (khidki_answers_new_from_variant (other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/values", test_values);
  g_test_add_func ("/answers/copies-are-apart", test_copies_are_apart);
  g_test_add_func ("/answers/round-trip", test_round_trip);
  return g_test_run ();
}
