/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-form-fixture.h"

static void
test_whole (Fixture *fixture, gconstpointer language)
{
  g_autoptr (KhidkiNeed) need = NULL;
  g_autofree char *complaint = NULL;
  g_auto (GStrv) wrong = NULL;

  fixture_walk_to (fixture, NULL);
  need = khidki_form_next (&fixture->form);
  g_assert_cmpint (need->kind, ==, KHIDKI_NEED_REVIEW);
  wrong = khidki_form_check_all (&fixture->form, &complaint);
  g_assert_cmpstr (complaint, ==, NULL);
  g_assert_null (wrong);

  g_assert_cmpstr (fixture_get (fixture, "dob"), ==, "1990-08-15");
  g_assert_cmpstr (fixture_get (fixture, "parent.relation"), ==, "husband");
  g_assert_cmpstr (fixture_get (fixture, "parent.name"), ==, "Mohan Lal");
  g_assert_cmpstr (fixture_get (fixture, "id.type"), ==, "voter-id");
  g_assert_cmpstr (fixture_get (fixture, "id.last4"), ==, "4321");
  g_assert_cmpstr (fixture_get (fixture, "address.house"), ==, "H-12");
  g_assert_cmpstr (fixture_get (fixture, "address.street"), ==, "Gali 4");
  g_assert_cmpstr (fixture_get (fixture, "address.locality"), ==, "Rohini Sector 7");
  g_assert_cmpstr (fixture_get (fixture, "address.pin"), ==, "110085");
  g_assert_cmpstr (fixture_get (fixture, "own.source"), ==, "daily-wage");
  g_assert_cmpstr (fixture_get (fixture, "own.income"), ==, "84000");
  g_assert_cmpstr (fixture_get (fixture, "family.1.relation"), ==, "spouse");
  g_assert_cmpstr (fixture_get (fixture, "family.2.age"), ==, "12");
  g_assert_cmpstr (fixture_get (fixture, "family.3.name"), ==, "Meena");
}

static void
test_hindi (Fixture *fixture, gconstpointer language)
{
  g_autoptr (KhidkiNeed) need = NULL;
  g_autofree char *question = NULL, *value = NULL, *member = NULL;

  fixture_answer (fixture, "name", "सीता देवी");
  fixture_answer (fixture, "gender", "महिला");
  fixture_answer (fixture, "dob", "१५ अगस्त १९९०");
  fixture_answer (fixture, "mobile", "+91 98765 43210");
  fixture_answer (fixture, "parent", "पति मोहन लाल");
  fixture_answer (fixture, "id", "वोटर कार्ड ४३२१");
  fixture_answer (fixture, "address", "मकान 12, गली 4, रोहिणी सेक्टर 7, ११००८५");
  need = khidki_form_next (&fixture->form);
  question = khidki_form_dup_question (&fixture->form, need);
  g_assert_nonnull (strstr (question, "उप-मंडल"));
  fixture_answer (fixture, "address.subdivision", "रोहिणी");
  fixture_answer (fixture, "own", "मज़दूरी ढाई लाख");
  fixture_answer (fixture, "family.1", "मोहन लाल, पति, 38, 1.2 लाख");
  fixture_answer (fixture, "family.more", "नहीं");
  fixture_answer (fixture, "purpose", "छात्रवृत्ति");

  g_assert_cmpstr (fixture_get (fixture, "own.income"), ==, "250000");
  g_assert_cmpstr (fixture_get (fixture, "family.1.income"), ==, "120000");
  value = khidki_form_dup_value (&fixture->form, "own.income");
  g_assert_cmpstr (value, ==, "₹ 2,50,000");
  member = khidki_form_dup_value (&fixture->form, "family.1");
  g_assert_cmpstr (member, ==, "मोहन लाल, पति या पत्नी, 38, ₹ 1,20,000");
}

/* Who applies for themselves is spoken to; the form is the same. */
static void
test_for_self (Fixture *fixture, gconstpointer language)
{
  static const char *const paths[] = { "name", "dob", "address", "own", "identity", "photo" };
  gboolean hindi = g_strcmp0 (language, "hi") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (KhidkiNeed) need = khidki_form_need_for (&fixture->form, paths[i]);
      g_autofree char *other = NULL;
      g_autofree char *own = NULL;

      fixture->form.for_self = FALSE;
      other = khidki_form_dup_question (&fixture->form, need);
      fixture->form.for_self = TRUE;
      own = khidki_form_dup_question (&fixture->form, need);
      g_assert_nonnull (strstr (other, hindi ? "आवेदक" : "applicant"));
      g_assert_null (strstr (own, hindi ? "आवेदक" : "applicant"));
    }
}

/* Both languages or none: else a Hindi question would be asked in English. */
static void
test_self_in_both (Fixture *fixture, gconstpointer language)
{
  KhidkiService *service = fixture->form.service;
  guint asked = 0;

  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiPart *part = khidki_field_get_part (khidki_service_get_field (service, i));
      const char *english = khidki_part_get_text (part, "AskSelf", NULL);
      const char *in_hindi = khidki_part_get_text (part, "AskSelf", "hi");

      if (english == NULL)
        continue;
      asked++;
      g_assert_true (english != in_hindi);
    }
  g_assert_cmpuint (asked, >, 5);
}

static void
test_one_by_one (Fixture *fixture, gconstpointer language)
{
  fixture_walk_to (fixture, "parent");
  fixture_answer (fixture, "parent", "Ram Prasad");
  fixture_answer (fixture, "parent.relation", "1");
  fixture_answer (fixture, "id", "aadhaar");
  fixture_answer (fixture, "id.last4", "1234");
  fixture_answer (fixture, "address", "H-12, Rohini Sector 7");
  fixture_answer (fixture, "address.pin", "110 085");
  fixture_answer (fixture, "address.subdivision", "1");
  fixture_answer (fixture, "own", "84,000/-");
  fixture_answer (fixture, "own.source", "labourer");
  fixture_answer (fixture, "family.1", "Mohan Lal, husband");
  fixture_answer (fixture, "family.1.age", "38 years");
  fixture_answer (fixture, "family.1.income", "nothing");
  fixture_answer (fixture, "family.more", "yes");
  fixture_answer (fixture, "family.2", "Ravi\nson\n12\n0");
  fixture_answer (fixture, "family.more", "Meena daughter 9 0");
  fixture_answer (fixture, "family.more", "bas");

  g_assert_cmpstr (fixture_get (fixture, "parent.relation"), ==, "father");
  g_assert_cmpstr (fixture_get (fixture, "own.source"), ==, "daily-wage");
  g_assert_cmpstr (fixture_get (fixture, "address.street"), ==, NULL);
  g_assert_cmpstr (fixture_get (fixture, "family.2.relation"), ==, "son");
  g_assert_cmpstr (fixture_get (fixture, "family.3.age"), ==, "9");
}

static void
test_alone (Fixture *fixture, gconstpointer language)
{
  fixture_walk_to (fixture, "family.1");
  fixture_answer (fixture, "family.1", "कोई नहीं");
  fixture_answer (fixture, "purpose", "loan");
  g_assert_cmpuint (khidki_answers_get_repeats (fixture->answers, "family"), ==, 0);
}

static void
test_conditions (Fixture *fixture, gconstpointer language)
{
  g_autofree char *complaint = NULL;
  g_autoptr (KhidkiAnswers) salaried = NULL, elsewhere = NULL;
  g_autoptr (KhidkiNeed) need = NULL, moved = NULL;

  fixture_walk_to (fixture, NULL);
  salaried = khidki_form_set (&fixture->form, "own.source", "salaried", &complaint);
  fixture->form.answers = salaried;
  need = khidki_form_next (&fixture->form);
  g_assert_cmpstr (need->path, ==, "income-proof");

  fixture->form.answers = fixture->answers;
  elsewhere = khidki_form_set (&fixture->form, "permanent-same", "no", &complaint);
  fixture->form.answers = elsewhere;
  moved = khidki_form_next (&fixture->form);
  g_assert_cmpstr (moved->path, ==, "permanent");
  g_assert_cmpint (moved->kind, ==, KHIDKI_NEED_GROUP);
  fixture->form.answers = fixture->answers;
}

static void
check_refused (Fixture *fixture, const char *path, const char *text, const char *part)
{
  g_autofree char *complaint = fixture_refuse (fixture, path, text);

  if (strstr (complaint, part) == NULL)
    g_error ("%s: “%s”: “%s” is not in: %s", path, text, part, complaint);
}

static void
test_complaints (Fixture *fixture, gconstpointer language)
{
  check_refused (fixture, "name", "S1ta", "letters only");
  check_refused (fixture, "name", "", "letters only");
  check_refused (fixture, "gender", "purple", "Female, Male, Transgender");
  check_refused (fixture, "dob", "31/2/1990", "day, month and year");
  check_refused (fixture, "dob", "15/8/2030", "15/08/2030 is still to come");
  check_refused (fixture, "dob", "15/8/1890", "more than 120 years");
  check_refused (fixture, "dob", "1990", "day, month and year");
  check_refused (fixture, "mobile", "12345", "10 digits");
  check_refused (fixture, "mobile", "5876543210", "10 digits");
  check_refused (fixture, "id.last4", "432", "LAST 4");
  check_refused (fixture, "address.pin", "400001", "begins with 11");
  check_refused (fixture, "address", "what?", "H-12, Gali 4");
  check_refused (fixture, "address.subdivision", "Mumbai", "do not know");
  check_refused (fixture, "own.income", "many", "an amount in rupees");
  check_refused (fixture, "own.income", "-5", "an amount in rupees");
  check_refused (fixture, "own.income", "10000 per month", "1,20,000 rupees in 12 months");
  check_refused (fixture, "own", "10000 per month", "1,20,000 rupees in 12 months");
  check_refused (fixture, "own.income", "999999999", "between 0 and 9,99,99,999 rupees");
  check_refused (fixture, "family.1", "what do you mean", "Mohan Lal, husband");
  check_refused (fixture, "family.1", "Ravi, son, 12, 0\nwhatever", "“whatever”");
  check_refused (fixture, "family.1.age", "350", "from 0 to 120");
  check_refused (fixture, "earlier-certificate", "12345", "not send this number in the chat");
  check_refused (fixture, "photo", "here it is", "photo or a PDF");
}

static void
test_check_all (Fixture *fixture, gconstpointer language)
{
  g_autofree char *complaint = NULL;
  g_auto (GStrv) wrong = khidki_form_check_all (&fixture->form, &complaint);

  g_assert_cmpstr (wrong[0], ==, "name");
  g_assert_cmpstr (complaint, ==, "Name is still missing.");
  g_assert_true (g_strv_contains ((const char *const *) wrong, "photo"));
  g_assert_false (g_strv_contains ((const char *const *) wrong, "email"));
}

static void
test_change (Fixture *fixture, gconstpointer language)
{
  g_autoptr (KhidkiNeed) need = NULL, address = NULL, gone = NULL;
  g_autoptr (KhidkiAnswers) changed = NULL, moved = NULL, fewer = NULL;
  g_autofree char *complaint = NULL;

  fixture_walk_to (fixture, NULL);
  need = khidki_form_need_for (&fixture->form, "family.2");
  changed = khidki_form_answer (&fixture->form, need, "Ravi Kumar, son, 13, 0", &complaint);
  g_assert_cmpstr (khidki_answers_get (changed, "family.2.age"), ==, "13");
  g_assert_cmpuint (khidki_answers_get_repeats (changed, "family"), ==, 3);

  fewer = khidki_form_answer (&fixture->form, need, "हटाएँ", &complaint);
  g_assert_cmpuint (khidki_answers_get_repeats (fewer, "family"), ==, 2);
  g_assert_cmpstr (khidki_answers_get (fewer, "family.2.name"), ==, "Meena");

  address = khidki_form_need_for (&fixture->form, "address");
  moved = khidki_form_answer (&fixture->form, address, "7 Karol Bagh, 110005", &complaint);
  fixture->form.answers = moved;
  gone = khidki_form_next (&fixture->form);
  g_assert_true (g_str_has_prefix (gone->path, "address."));
  fixture->form.answers = fixture->answers;
}

static void
test_lists (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GPtrArray) needs = NULL;
  g_autoptr (KhidkiNeed) subdivision = khidki_form_need_for (&fixture->form, "address.subdivision");
  g_auto (GStrv) ids = NULL, names = NULL;
  gboolean email = FALSE, ration = FALSE;

  fixture_walk_to (fixture, NULL);
  needs = khidki_form_list_needs (&fixture->form);
  for (guint i = 0; i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);
      g_autofree char *label = khidki_form_dup_label (&fixture->form, need->path);

      email = email || (strcmp (need->path, "email") == 0 && need->kind == KHIDKI_NEED_FIELD);
      ration = ration || (strcmp (need->path, "ration-card") == 0 && need->kind == KHIDKI_NEED_PRIVATE);
      g_assert_cmpstr (label, !=, "");
      g_assert_true (khidki_form_applies (&fixture->form, need->path) || need->kind == KHIDKI_NEED_MORE);
    }
  g_assert_true (email);
  g_assert_true (ration);

  g_assert_true (khidki_form_list_choices (&fixture->form, subdivision, &ids, &names));
  g_assert_cmpstr (ids[0], ==, "rohini");
  g_assert_cmpstr (names[0], ==, "Rohini");
}

static void
test_lines (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *body = NULL;
  KhidkiFormLine *line;

  fixture_walk_to (fixture, NULL);
  g_hash_table_insert (values, "total", "2,04,000");
  lines = khidki_form_list_lines (&fixture->form, values);
  g_assert_cmpuint (lines->len, ==, 12);
  line = g_ptr_array_index (lines, 1);
  g_assert_cmpstr (line->value, ==, "Mohan Lal (Husband)");
  line = g_ptr_array_index (lines, 4);
  g_assert_cmpstr (line->value, ==, "Rohini, North West");
  line = g_ptr_array_index (lines, 8);
  g_assert_cmpstr (line->value, ==, "Ravi, Son: ₹ 0");
  body = khidki_form_fill (&fixture->form, "{name} {address} {total} {nothing}.", values);
  g_assert_cmpstr (body, ==, "Sita Devi H-12, Gali 4, Rohini Sector 7, 110085 2,04,000 .");
}

/* As if it had been asked before another answer made it needless. */
static void
add_needless (KhidkiAnswers *answers)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("11", "image/jpeg", 1000);

  khidki_answers_set (answers, "permanent.address", "Village Rampur, District Sitapur");
  khidki_answers_set (answers, "permanent.pin", "261001");
  khidki_answers_add_paper (answers, "income-proof", "salary-slip", paper);
  khidki_answers_add_paper (answers, "declaration", "signed-sheet", paper);
  khidki_answers_set (answers, "declaration.version", "1");
}

/* What the review does not show, because it does not apply any more, is not declared. */
static void
test_declared (Fixture *fixture, gconstpointer language)
{
  g_autoptr (KhidkiAnswers) answers = NULL;
  g_autoptr (KhidkiAnswers) declared = NULL;
  g_autoptr (KhidkiAnswers) salaried = NULL;

  fixture_walk_to (fixture, NULL);
  answers = khidki_answers_copy (fixture->answers);
  add_needless (answers);
  khidki_answers_set (answers, "permanent-same", "yes");
  declared = khidki_form_dup_declared (fixture->form.service, answers);
  g_assert_null (khidki_answers_get (declared, "permanent.address"));
  g_assert_null (khidki_answers_get (declared, "permanent.pin"));
  g_assert_cmpuint (khidki_answers_get_n_papers (declared, "income-proof"), ==, 0);
  g_assert_cmpuint (khidki_answers_get_n_papers (declared, "declaration"), ==, 1);
  g_assert_cmpuint (khidki_answers_get_n_papers (declared, "identity"), ==, 1);
  g_assert_cmpstr (khidki_answers_get (declared, "declaration.version"), ==, "1");
  g_assert_cmpstr (khidki_answers_get (declared, "family.3.age"), ==, "9");
  g_assert_null (khidki_answers_get (declared, "family.more"));

  khidki_answers_set (answers, "permanent-same", "no");
  khidki_answers_set (answers, "own.source", "salaried");
  salaried = khidki_form_dup_declared (fixture->form.service, answers);
  g_assert_cmpstr (khidki_answers_get (salaried, "permanent.pin"), ==, "261001");
  g_assert_cmpuint (khidki_answers_get_n_papers (salaried, "income-proof"), ==, 1);
}

#define ADD(name, language, func) g_test_add (name, Fixture, language, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journey/whole", "en", test_whole);
  ADD ("/journey/whole-hindi", "hi", test_whole);
  ADD ("/journey/hindi", "hi", test_hindi);
  ADD ("/journey/for-self", "en", test_for_self);
  ADD ("/journey/for-self-hindi", "hi", test_for_self);
  ADD ("/journey/self-in-both", "hi", test_self_in_both);
  ADD ("/journey/one-by-one", "en", test_one_by_one);
  ADD ("/journey/alone", "en", test_alone);
  ADD ("/journey/conditions", "en", test_conditions);
  ADD ("/journey/complaints", "en", test_complaints);
  ADD ("/journey/check-all", "en", test_check_all);
  ADD ("/journey/change", "en", test_change);
  ADD ("/journey/declared", "en", test_declared);
  ADD ("/journey/lists", "en", test_lists);
  ADD ("/journey/lines", "en", test_lines);
  return g_test_run ();
}
