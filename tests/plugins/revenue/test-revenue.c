/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "catalogue/khidki-catalogue-check.h"
#include "forms/khidki-form.h"
#include "khidki-revenue-department.h"
#include "khidki-revenue-words.h"

static KhidkiDepartment *
make_department (void)
{
  return g_object_new (KHIDKI_TYPE_REVENUE_DEPARTMENT, "folder", g_getenv ("KHIDKI_REVENUE"), NULL);
}

static void
set_today (GDate *today)
{
  g_date_clear (today, 1);
  g_date_set_dmy (today, 1, G_DATE_JUNE, 2026);
}

static KhidkiService *
load_service (KhidkiDepartment *department)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) services = khidki_department_list_services (department, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (services->len, ==, 1);
  return khidki_service_ref (g_ptr_array_index (services, 0));
}

static void
test_definition (void)
{
  const char *const *languages = khidki_language_list_codes ();
  g_autoptr (KhidkiDepartment) department = make_department ();
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) complaints = NULL;
  g_autoptr (KhidkiService) service = load_service (department);
  GDate today;

  set_today (&today);
  khidki_catalogue_add_department (catalogue, department, &error);
  g_assert_no_error (error);
  complaints = khidki_catalogue_check (catalogue, languages, &today);
  for (guint i = 0; complaints[i] != NULL; i++)
    g_error ("%s", complaints[i]);

  g_assert_cmpstr (khidki_service_get_id (service), ==, "REV-INC");
  g_assert_cmpint (khidki_service_get_days (service), ==, 14);
  g_assert_cmpint (khidki_service_get_fee (service, &today), ==, 0);
  g_assert_cmpuint (khidki_service_get_stages (service)->len, ==, 3);
  g_assert_cmpuint (khidki_service_get_reasons (service)->len, ==, 9);
}

/* Hi, department, service, for whom, review and declaration are the chat's own. */
static void
test_effort (void)
{
  g_autoptr (KhidkiDepartment) department = make_department ();
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (g_getenv ("KHIDKI_PLACES"), NULL);
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (places);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  static const char *const texts[] = { "Sita Devi", "female", "15/8/1990", "9876543210", "husband Mohan Lal", "voter card 4321",
                                       "H-12, Gali 4, Rohini Sector 7, 110085", "rohini", "job 240000",
                                       "Mohan Lal, husband, 38, 120000\nRavi, son, 12, 0\nMeena, daughter, 9, 0", "no", "loan" };
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("0", "image/jpeg", 1);
  guint asked = 0;
  GDate today;

  set_today (&today);
  khidki_catalogue_add_department (catalogue, department, NULL);
  for (;;)
    {
      KhidkiForm form = { catalogue, department, khidki_catalogue_find_service (catalogue, "REV-INC"), answers, &today, "en" };
      g_autoptr (KhidkiNeed) need = khidki_form_next (&form);
      g_autofree char *complaint = NULL;
      KhidkiAnswers *next;

      if (need->kind == KHIDKI_NEED_REVIEW)
        break;
      if (need->kind == KHIDKI_NEED_PAPER)
        {
          next = khidki_answers_copy (answers);
          khidki_answers_add_paper (next, need->path, NULL, paper);
        }
      else
        next = khidki_form_answer (&form, need, texts[asked], &complaint);
      g_assert_cmpstr (complaint, ==, NULL);
      khidki_answers_unref (answers);
      answers = next;
      asked++;
    }

  g_assert_cmpuint (asked + 6, <=, 23);
}

static gboolean
check (const char *path, const char *value, const char *birth, const char *other, const char *other_value)
{
  g_autoptr (KhidkiDepartment) department = make_department ();
  g_autoptr (KhidkiService) service = load_service (department);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autofree char *complaint = NULL;
  gboolean good;
  GDate today;

  set_today (&today);
  khidki_answers_set (answers, "dob", birth);
  if (other != NULL)
    khidki_answers_set (answers, other, other_value);
  good = khidki_department_check_field (department, service, path, value, answers, &today, "hi", &complaint);
  g_assert_true (good == (complaint == NULL));
  return good;
}

static void
test_hooks (void)
{
  g_assert_true (check ("parent.relation", "husband", "1990-01-01", NULL, NULL));
  g_assert_true (check ("parent.relation", "husband", "2008-06-01", NULL, NULL));
  g_assert_false (check ("parent.relation", "husband", "2008-06-02", NULL, NULL));
  g_assert_true (check ("parent.relation", "mother", "2015-01-01", NULL, NULL));
  g_assert_false (check ("own.income", "0", "1990-01-01", "own.source", "salaried"));
  g_assert_true (check ("own.income", "0", "1990-01-01", "own.source", "student"));
  g_assert_false (check ("own.income", "10000001", "1990-01-01", NULL, NULL));
  g_assert_false (check ("rent-income", "10000001", "1990-01-01", NULL, NULL));
  g_assert_false (check ("family.1.age", "30", "1990-01-01", "family.1.relation", "son"));
  g_assert_true (check ("family.1.age", "12", "1990-01-01", "family.1.relation", "son"));
  g_assert_false (check ("family.1.age", "36", "1990-01-01", "family.1.relation", "mother"));
  g_assert_true (check ("family.1.age", "36", "1990-01-01", "family.1.relation", "sister"));
  g_assert_true (check ("family.1.age", "36", NULL, "family.1.relation", "mother"));
}

static void
test_eligibility (void)
{
  g_autoptr (KhidkiDepartment) department = make_department ();
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autofree char *complaint = NULL;
  GDate today;

  set_today (&today);
  khidki_answers_set (answers, "dob", "2010-01-01");
  khidki_answers_set (answers, "parent.relation", "father");
  g_assert_true (khidki_department_check_eligibility (department, NULL, answers, &today, "en", &complaint));
  khidki_answers_set (answers, "family.1.relation", "spouse");
  g_assert_false (khidki_department_check_eligibility (department, NULL, answers, &today, "en", &complaint));
  g_assert_nonnull (strstr (complaint, "not yet 18"));
}

static void
check_words (gint64 rupees, const char *english, const char *hindi)
{
  g_autofree char *left = khidki_revenue_words_write (rupees, "en");
  g_autofree char *right = khidki_revenue_words_write (rupees, "hi");

  g_assert_cmpstr (left, ==, english);
  g_assert_cmpstr (right, ==, hindi);
}

static void
test_words (void)
{
  check_words (0, "zero", "शून्य");
  check_words (21, "twenty-one", "इक्कीस");
  check_words (100, "one hundred", "एक सौ");
  check_words (204000, "two lakh four thousand", "दो लाख चार हज़ार");
  check_words (119, "one hundred nineteen", "एक सौ उन्नीस");
  check_words (12345678, "one crore twenty-three lakh forty-five thousand six hundred seventy-eight",
               "एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर");
}

static void
test_certificate (void)
{
  g_autoptr (KhidkiDepartment) department = make_department ();
  g_autoptr (KhidkiService) service = load_service (department);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KhidkiApplication) application = NULL;
  GDate today;

  set_today (&today);
  khidki_answers_set (answers, "own.income", "84000");
  khidki_answers_set (answers, "family.1.income", "100000");
  khidki_answers_set (answers, "family.2.income", "0");
  khidki_answers_set (answers, "agriculture-income", "20000");
  application = khidki_application_new ("10000000000001", service, answers, &today, "rohini");
  khidki_department_fill_certificate (department, application, "hi", values);
  g_assert_cmpstr (g_hash_table_lookup (values, "total"), ==, "2,04,000");
  g_assert_cmpstr (g_hash_table_lookup (values, "total-words"), ==, "दो लाख चार हज़ार");
  g_assert_cmpstr (g_hash_table_lookup (values, "family-size"), ==, "3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revenue/definition", test_definition);
  g_test_add_func ("/revenue/effort", test_effort);
  g_test_add_func ("/revenue/hooks", test_hooks);
  g_test_add_func ("/revenue/eligibility", test_eligibility);
  g_test_add_func ("/revenue/words", test_words);
  g_test_add_func ("/revenue/certificate", test_certificate);
  return g_test_run ();
}
