/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-fit.h"
#include "conversation/khidki-session-private.h"
#include "libkhidki/khidki-draft.h"
#include "libkhidki/khidki-limits.h"

static void
test_round_trip (void)
{
  g_autoptr (KhidkiSession) session = khidki_session_new ();
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) again = NULL;
  g_autoptr (KhidkiSession) back = NULL;

  khidki_session_set (&session->language, "hi");
  khidki_session_set (&session->place, "question");
  khidki_session_push (&session->trail, "name");
  khidki_session_push (&session->offered, "3:a:yes");
  khidki_session_push (&session->offered, "हाँ");
  session->turn = 3;
  session->hidden_before = G_GINT64_CONSTANT (1790000000000);
  session->given = khidki_answers_new ();
  khidki_answers_set (session->given, "query", "x");

  variant = khidki_session_to_variant (session);
  back = khidki_session_new_from_variant (variant);
  again = khidki_session_to_variant (back);
  g_assert_true (g_variant_equal (variant, again));
  g_assert_cmpstr (back->place, ==, "question");
  g_assert_cmpstr (back->offered[1], ==, "हाँ");
}

static void
test_damaged (void)
{
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("no session"));
  g_autoptr (GVariant) wrong = g_variant_ref_sink (
    g_variant_new_parsed ("{'turn': <'seven'>, 'place': <uint32 3>, 'offered': <['odd']>,"
                          " 'fetching': <['a', 'b']>, 'hidden': <['1']>, 'given': <'none'>, 'unknown': <true>}"));
  g_autoptr (KhidkiSession) none = khidki_session_new_from_variant (NULL);
  g_autoptr (KhidkiSession) first = khidki_session_new_from_variant (text);
  g_autoptr (KhidkiSession) second = khidki_session_new_from_variant (wrong);

  g_assert_cmpstr (none->place, ==, "");
  g_assert_cmpstr (first->place, ==, "");
  g_assert_cmpint (second->turn, ==, 0);
  g_assert_cmpuint (g_strv_length (second->offered), ==, 0);
  g_assert_cmpuint (g_strv_length (second->fetching), ==, 0);
  g_assert_cmpuint (g_strv_length (second->hidden), ==, 0);
}

/* A session of before there were times: the file is taken when it comes, and not waited for. */
static void
test_files_without_times (void)
{
  g_autoptr (GVariant) old = g_variant_ref_sink (g_variant_new_parsed (
    "{'fetching': <['m1', 'identity', '', 'm2', 'residence', 'bill']>, 'fetching_since': <int64 17>}"));
  g_autoptr (GVariant) more = g_variant_ref_sink (
    g_variant_new_parsed ("{'fetching_at': <['1', '2']>, 'fetching': <['m1', 'identity', '']>}"));
  g_autoptr (KhidkiSession) session = khidki_session_new_from_variant (old);
  g_autoptr (KhidkiSession) odd = khidki_session_new_from_variant (more);

  g_assert_cmpuint (g_strv_length (session->fetching), ==, 6);
  g_assert_cmpuint (g_strv_length (session->fetching_at), ==, 2);
  g_assert_cmpstr (session->fetching_at[0], ==, "0");
  g_assert_cmpuint (g_strv_length (odd->fetching_at), ==, 1);
}

static void
test_draft (void)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autoptr (KhidkiDraft) back = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) wrong = g_variant_ref_sink (g_variant_new_int32 (1));

  khidki_answers_set (answers, "name", "Asha Devi");
  draft = khidki_draft_new ("d1", "REV-INC", "v1", "other", answers);
  variant = khidki_draft_to_variant (draft);
  back = khidki_draft_new_from_variant (variant);
  g_assert_nonnull (back);
  g_assert_cmpstr (khidki_draft_get_id (back), ==, "d1");
  g_assert_cmpstr (khidki_draft_get_service (back), ==, "REV-INC");
  g_assert_cmpstr (khidki_draft_get_service_version (back), ==, "v1");
  g_assert_cmpstr (khidki_draft_get_relation (back), ==, "other");
  g_assert_true (khidki_answers_equal (khidki_draft_get_answers (back), answers));
  g_assert_null (khidki_draft_new_from_variant (wrong));
  g_assert_null (khidki_draft_new_from_variant (NULL));
}

static void
check_fit (const char *text, guint maximum, const char *expected)
{
  g_autofree char *fitted = khidki_fit_text (text, maximum);

  g_assert_cmpstr (fitted, ==, expected);
  g_assert_cmpuint (khidki_limits_measure (fitted), <=, maximum);
}

static void
test_fit (void)
{
  g_autofree char *line = khidki_fit_line ("  one\n\ttwo   three ");

  check_fit ("short", 5, "short");
  check_fit ("two words here", 12, "two words…");
  check_fit ("abcdefghij", 5, "abcd…");
  check_fit ("abc", 0, "");
  check_fit ("abc", 1, "…");
  /* A matra stays with its letter, a conjunct with its second half. */
  check_fit ("कखगकि", 5, "कखगकि");
  check_fit ("कखगकिखग", 5, "कखग…");
  check_fit ("कखगक्षख", 6, "कखग…");
  /* An emoji is two units and is never halved; a family stays together. */
  check_fit ("ab😀😀", 4, "ab…");
  check_fit ("ab👨\u200d👩\u200d👧cd", 6, "ab…");
  g_assert_cmpstr (line, ==, "one two three");
}

/* Whatever is cut, what is left is whole letters within the limit. */
static void
test_fit_any (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint maximum = g_rand_int_range (rand, 0, 40);
      g_autofree char *fitted = NULL;

      for (guint j = g_rand_int_range (rand, 0, 60); j > 0; j--)
        {
          gunichar character = g_rand_int_range (rand, 1, 0x1ffff);

          if (g_unichar_validate (character))
            g_string_append_unichar (text, character);
        }
      fitted = khidki_fit_text (text->str, maximum);
      g_assert_true (g_utf8_validate (fitted, -1, NULL));
      g_assert_cmpuint (khidki_limits_measure (fitted), <=, maximum);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/round-trip", test_round_trip);
  g_test_add_func ("/session/damaged", test_damaged);
  g_test_add_func ("/session/files-without-times", test_files_without_times);
  g_test_add_func ("/session/draft", test_draft);
  g_test_add_func ("/session/fit", test_fit);
  g_test_add_func ("/session/fit-any", test_fit_any);

  return g_test_run ();
}
