/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki.h"

#define OPERATOR "operator/ravi@NW-03"

static KhidkiAnswers *
make_answers (const char *first, ...)
{
  KhidkiAnswers *answers = khidki_answers_new ();
  const char *path = first;
  va_list args;

  va_start (args, first);
  while (path != NULL)
    {
      khidki_answers_set (answers, path, va_arg (args, const char *));
      path = va_arg (args, const char *);
    }
  va_end (args);
  return answers;
}

static KhidkiDraft *
make_draft (KhidkiAnswers *answers, const char *author)
{
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiDraft) empty = khidki_draft_new ("d1", "REV-INC", "v1", "other", none);

  return khidki_draft_copy_with_answers (empty, answers, author);
}

static void
test_authors (void)
{
  g_autoptr (KhidkiAnswers) first = make_answers ("name", "Sita", "dob", "1990-08-15", NULL);
  g_autoptr (KhidkiAnswers) second = make_answers ("name", "Sita Devi", "mobile", "9800000001", NULL);
  g_autoptr (KhidkiDraft) chat = make_draft (first, "whatsapp");
  g_autoptr (KhidkiDraft) counter = khidki_draft_copy_with_answers (chat, second, OPERATOR);
  g_autoptr (KhidkiDraft) same = khidki_draft_copy_with_answers (counter, second, "sms");
  g_auto (GStrv) authors = khidki_draft_list_authors (counter);

  g_assert_cmpstr (khidki_draft_get_author (chat, "name"), ==, "whatsapp");
  g_assert_cmpstr (khidki_draft_get_author (counter, "name"), ==, OPERATOR);
  g_assert_cmpstr (khidki_draft_get_author (counter, "mobile"), ==, OPERATOR);
  /* An answer that went took its author along. */
  g_assert_null (khidki_draft_get_author (counter, "dob"));
  g_assert_cmpuint (g_strv_length (authors), ==, 1);
  g_assert_cmpstr (khidki_draft_get_author (same, "name"), ==, OPERATOR);
  g_assert_cmpstr (khidki_draft_get_author (chat, "dob"), ==, "whatsapp");
}

static void
test_paper_authors (void)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (KhidkiPaper) other = khidki_paper_new ("def", "image/jpeg", 5);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiAnswers) more = NULL;
  g_autoptr (KhidkiAnswers) kind = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiDraft) changed = NULL;
  g_autoptr (KhidkiDraft) renamed = NULL;

  khidki_answers_add_paper (answers, "identity", "voter-id", paper);
  khidki_answers_add_paper (answers, "photo", "", paper);
  draft = make_draft (answers, "whatsapp");
  more = khidki_answers_copy (answers);
  khidki_answers_add_paper (more, "identity", "voter-id", other);
  changed = khidki_draft_copy_with_answers (draft, more, OPERATOR);
  khidki_answers_add_paper (kind, "identity", "passport", paper);
  renamed = khidki_draft_copy_with_answers (draft, kind, OPERATOR);

  g_assert_cmpstr (khidki_draft_get_author (draft, "identity"), ==, "whatsapp");
  g_assert_cmpstr (khidki_draft_get_author (changed, "identity"), ==, OPERATOR);
  g_assert_cmpstr (khidki_draft_get_author (changed, "photo"), ==, "whatsapp");
  g_assert_cmpstr (khidki_draft_get_author (renamed, "identity"), ==, OPERATOR);
  g_assert_null (khidki_draft_get_author (renamed, "photo"));
}

static void
test_remove_member (void)
{
  g_autoptr (KhidkiAnswers) first =
      make_answers ("family.1.name", "A", "family.2.name", "B", "family.10.name", "J", "family.more",
                    "no", "familyname", "X", NULL);
  g_autoptr (KhidkiAnswers) second = khidki_answers_copy (first);
  g_autoptr (KhidkiDraft) chat = make_draft (first, "whatsapp");
  g_autoptr (KhidkiDraft) counter = NULL;
  g_autoptr (KhidkiDraft) less = NULL;
  KhidkiAnswers *answers;

  khidki_answers_set (second, "family.10.name", "K");
  counter = khidki_draft_copy_with_answers (chat, second, OPERATOR);
  less = khidki_draft_copy_without_member (counter, "family", 1);
  answers = khidki_draft_get_answers (less);

  g_assert_cmpstr (khidki_answers_get (answers, "family.1.name"), ==, "B");
  g_assert_null (khidki_answers_get (answers, "family.2.name"));
  g_assert_cmpstr (khidki_answers_get (answers, "family.9.name"), ==, "K");
  g_assert_null (khidki_answers_get (answers, "family.10.name"));
  g_assert_cmpstr (khidki_answers_get (answers, "family.more"), ==, "no");
  g_assert_cmpstr (khidki_answers_get (answers, "familyname"), ==, "X");
  g_assert_cmpstr (khidki_draft_get_author (less, "family.1.name"), ==, "whatsapp");
  g_assert_cmpstr (khidki_draft_get_author (less, "family.9.name"), ==, OPERATOR);
  g_assert_null (khidki_draft_get_author (less, "family.10.name"));
  /* The one it was made of is as it was. */
  g_assert_cmpstr (khidki_answers_get (khidki_draft_get_answers (counter), "family.1.name"), ==, "A");
}

static void
test_remove_paper (void)
{
  g_autoptr (KhidkiPaper) first = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (KhidkiPaper) second = khidki_paper_new ("def", "image/jpeg", 5);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();

  khidki_answers_add_paper (answers, "identity", "voter-id", first);
  khidki_answers_add_paper (answers, "identity", "passport", second);
  khidki_answers_remove_paper (answers, "identity", 2);
  khidki_answers_remove_paper (answers, "photo", 0);
  g_assert_cmpuint (khidki_answers_get_n_papers (answers, "identity"), ==, 2);
  khidki_answers_remove_paper (answers, "identity", 0);
  g_assert_cmpuint (khidki_answers_get_n_papers (answers, "identity"), ==, 1);
  g_assert_true (khidki_answers_get_paper (answers, "identity", 0, NULL) == second);
  khidki_answers_remove_paper (answers, "identity", 0);
  g_assert_cmpuint (khidki_answers_get_n_papers (answers, "identity"), ==, 0);
}

static void
test_version_and_relation (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ("name", "Sita", NULL);
  g_autoptr (KhidkiDraft) draft = make_draft (answers, "whatsapp");
  g_autoptr (KhidkiDraft) saved = khidki_draft_copy_with_version (draft, 7);
  g_autoptr (KhidkiDraft) own = khidki_draft_copy_with_relation (saved, "self");
  g_autoptr (KhidkiDraft) changed = khidki_draft_copy_with_answers (saved, answers, "sms");

  g_assert_cmpint (khidki_draft_get_version (draft), ==, 0);
  g_assert_cmpint (khidki_draft_get_version (own), ==, 7);
  g_assert_cmpint (khidki_draft_get_version (changed), ==, 7);
  g_assert_cmpstr (khidki_draft_get_relation (own), ==, "self");
  g_assert_cmpstr (khidki_draft_get_relation (saved), ==, "other");
  g_assert_cmpstr (khidki_draft_get_author (own, "name"), ==, "whatsapp");
}

static void
test_round_trip (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ("name", "सीता", "dob", "1990-08-15", NULL);
  g_autoptr (KhidkiDraft) draft = make_draft (answers, OPERATOR);
  g_autoptr (KhidkiDraft) saved = khidki_draft_copy_with_version (draft, 3);
  g_autoptr (GVariant) variant = khidki_draft_to_variant (saved);
  g_autoptr (KhidkiDraft) back = khidki_draft_new_from_variant (variant);
  g_autoptr (GVariant) again = khidki_draft_to_variant (back);

  g_assert_true (g_variant_equal (variant, again));
  g_assert_cmpstr (khidki_draft_get_id (back), ==, "d1");
  g_assert_cmpstr (khidki_draft_get_service_version (back), ==, "v1");
  g_assert_cmpstr (khidki_draft_get_author (back, "dob"), ==, OPERATOR);
  g_assert_cmpint (khidki_draft_get_version (back), ==, 3);
  g_assert_true (khidki_answers_equal (khidki_draft_get_answers (back), answers));
}

static void
test_old_form (void)
{
  g_autoptr (KhidkiAnswers) answers = make_answers ("name", "Sita", NULL);
  g_autoptr (GVariant) value = khidki_answers_to_variant (answers);
  g_autoptr (GVariant) old =
      g_variant_ref_sink (g_variant_new ("(ssssv)", "d1", "REV-INC", "v1", "self", value));
  g_autoptr (GVariant) wrong = g_variant_ref_sink (
      g_variant_new ("(ssssv)", "d1", "REV-INC", "v1", "self", g_variant_new_uint32 (1)));
  g_autoptr (KhidkiDraft) back = khidki_draft_new_from_variant (old);

  g_assert_cmpstr (khidki_answers_get (khidki_draft_get_answers (back), "name"), ==, "Sita");
  g_assert_cmpint (khidki_draft_get_version (back), ==, 0);
  g_assert_null (khidki_draft_get_author (back, "name"));
  g_assert_null (khidki_draft_new_from_variant (wrong));
  g_assert_null (khidki_draft_new_from_variant (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/authors", test_authors);
  g_test_add_func ("/draft/paper-authors", test_paper_authors);
  g_test_add_func ("/draft/remove-member", test_remove_member);
  g_test_add_func ("/draft/remove-paper", test_remove_paper);
  g_test_add_func ("/draft/version-and-relation", test_version_and_relation);
  g_test_add_func ("/draft/round-trip", test_round_trip);
  g_test_add_func ("/draft/old-form", test_old_form);
  return g_test_run ();
}
