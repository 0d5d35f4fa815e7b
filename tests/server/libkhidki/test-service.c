/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "libkhidki/khidki.h"

#define HEAD                                                                            \
  "[Service]\nId=REV-TST\nName=Test\nName[hi]=जाँच\nShortName=Test\nSystem=own\n"           \
  "Basis=dpdp-7b\nDays=14\nValidity=P1Y\nWords=one; two words ;तीन\n"                       \
  "Declaration=I, {name}, declare.\nDeclarationVersion=1\n"                             \
  "[Fee 2025-01-01]\nGovernment=10.50\n[Fee 2024-04-01]\nGovernment=0\n"
#define FIELDS                                                                          \
  "[Field name]\nType=name\nName=Name\n"                                                \
  "[Field purpose]\nType=choice\nName=Purpose\nChoices=school;loan\n"                   \
  "Choice.school=School\nChoice.school[hi]=स्कूल\nChoice.loan=Loan\nWords.school=admission;dakhila\n" \
  "[Group family]\nName=Family\nRepeat=1-15\nTogether=yes\n"                            \
  "[Field family.name]\nType=name\nName=Name\n"                                         \
  "[Field family.age]\nType=integer\nName=Age\nRange=0-120\nAsk=How old is {name}?\n"
#define REST                                                                            \
  "[Kind voter-id]\nName=Voter card\n"                                                  \
  "[Paper identity]\nName=Identity\nShortName=Identity\nAnyOf=voter-id\nShowIf=purpose=loan\n" \
  "[Stage scrutiny]\nName=Scrutiny\nRole=dealing-assistant\nDays=3\nMay=ask;forward\n"   \
  "[Reason R05]\nName=Not proved\nBring=identity\n"                                     \
  "[Certificate]\nTitle=Test\nBody=For {name} {total}\nComputed=total\n"                \
  "Applicant={name}\nSigned=total;sum\n"                                                \
  "[Line who]\nName=Who\nValue={family.name}\nEach=family\n"                            \
  "[Line total]\nName=Total\nValue={total}\n"                                          \
  "[Line sum]\nName=Sum\nValue={total}\n"                                              \
  "[Line head]\nName=Head\n"
#define WHOLE HEAD FIELDS REST

static KhidkiService *
load (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-XXXXXX.seva", &path, NULL);
  KhidkiService *service;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  service = khidki_service_new_from_file (path, error);
  g_unlink (path);
  return service;
}

static char *
replace (const char *from, const char *to)
{
  g_autoptr (GString) text = g_string_new (WHOLE);

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  return g_strdup (text->str);
}

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiService) service = load (WHOLE, &error);
  KhidkiField *field;
  KhidkiPart *part;
  guint minimum, maximum;

  g_assert_no_error (error);
  g_assert_cmpstr (khidki_service_get_id (service), ==, "REV-TST");
  g_assert_cmpstr (khidki_service_get_department (service), ==, "REV");
  g_assert_cmpstr (khidki_service_get_text (service, "Name", "hi"), ==, "जाँच");
  g_assert_cmpstr (khidki_service_get_text (service, "Name", "ur"), ==, "Test");
  g_assert_cmpstr (khidki_service_get_words (service)[1], ==, "two words");
  g_assert_cmpuint (khidki_service_get_n_fields (service), ==, 4);
  field = khidki_service_find_field (service, "family.12.age");
  g_assert_cmpstr (khidki_field_get_path (field), ==, "family.age");
  g_assert_cmpstr (khidki_field_get_group (field), ==, "family");
  g_assert_cmpint (khidki_field_get_class (field), ==, KHIDKI_FIELD_CLASS_PERSONAL);
  field = khidki_service_find_field (service, "purpose");
  g_assert_cmpstr (khidki_field_get_choice_text (field, "school", "hi"), ==, "स्कूल");
  g_assert_cmpstr (khidki_field_get_choice_words (field, "school")[1], ==, "dakhila");
  part = khidki_service_find_part (service, "Group", "family");
  g_assert_true (khidki_part_get_repeat (part, &minimum, &maximum));
  g_assert_cmpuint (maximum, ==, 15);
  part = khidki_service_find_part (service, "Reason", "R05");
  g_assert_cmpstr (khidki_part_get_list (part, "Bring")[0], ==, "identity");
  g_assert_cmpstr (khidki_service_get_value (service, "Certificate", "Title"), ==, "Test");
}

static void
test_dates (void)
{
  g_autoptr (KhidkiService) service = load (WHOLE, NULL);
  GDate date;

  g_date_set_dmy (&date, 31, G_DATE_MARCH, 2024);
  g_assert_cmpint (khidki_service_get_fee (service, &date), ==, -1);
  g_date_set_dmy (&date, 31, G_DATE_DECEMBER, 2024);
  g_assert_cmpint (khidki_service_get_fee (service, &date), ==, 0);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 2025);
  g_assert_cmpint (khidki_service_get_fee (service, &date), ==, 1050);
  g_assert_true (khidki_service_add_validity (service, &date));
  g_assert_cmpint (g_date_get_year (&date), ==, 2026);
}

static void
check_refused (const char *from, const char *to, const char *expected)
{
  g_autofree char *text = replace (from, to);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiService) service = load (text, &error);

  g_assert_null (service);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  if (strstr (error->message, expected) == NULL)
    g_error ("“%s” is not in: %s", expected, error->message);
}

static void
test_mistakes (void)
{
  check_refused ("Days=14", "Dayz=14", "[Service] Dayz: expected a known key, found Dayz; did you mean Days?");
  check_refused ("Days=14", "Days=two", "[Service] Days: expected a whole number, found “two”");
  check_refused ("[Field purpose]", "[Feild purpose]", "did you mean Field?");
  check_refused ("ShortName=Test", "ShortName=A name that is far too long to show", "at most 24 letters");
  check_refused ("ShortName=Test", "", "[Service] ShortName: expected it");
  check_refused ("Days=14", "Days=14\nDays=15", "expected once, found again");
  check_refused ("[Fee 2024-04-01]", "[Fee 1.4.2024]", "[Fee YYYY-MM-DD]");
  check_refused ("[Fee 2024-04-01]", "[Fee 2024-02-30]", "[Fee YYYY-MM-DD]");
  check_refused ("Government=0", "Government=ten", "rupees as 10 or 10.50");
  check_refused ("Repeat=1-15", "Repeat=15-1", "two numbers as 1-15");
  check_refused ("Type=integer", "Type=number", "a type of field");
  check_refused ("Type=integer", "Type=pan\nClass=personal", "not asked in a chat");
  check_refused ("Type=integer", "Type=pan", "no identifier in a group");
  check_refused ("ShowIf=purpose=loan", "ShowIf=purpos=loan", "perhaps purpose");
  check_refused ("ShowIf=purpose=loan", "ShowIf=purpose=lone", "a choice of that field");
  check_refused ("ShowIf=purpose=loan", "ShowIf=purpose", "a condition as");
  check_refused ("Choice.loan=Loan", "Choice.lone=Loan", "a Choice. with the name of each");
  check_refused ("Bring=identity", "Bring=identitty", "the id of a [Paper]");
  check_refused ("AnyOf=voter-id", "AnyOf=voter", "the id of a [Kind]");
  check_refused ("May=ask;forward", "May=ask;fly", "found “fly”");
  check_refused ("{total}", "{totl}", "a field's path or a Computed name");
  check_refused ("Each=family", "Each=purpose", "a group that repeats");
  check_refused ("Signed=total", "Signed=totl", "the id (at most 20 letters) of a [Line]");
  check_refused ("Signed=total", "Signed=who", "without Each");
  check_refused ("Signed=total", "Signed=head", "of a [Line] with a Value");
  check_refused ("Signed=total", "Signed=sum", "each once");
  check_refused ("Signed=total", "Signed=a;b;c;total", "at most 4 lines");
  check_refused ("Applicant={name}", "Applicant={nam}", "a field's path or a Computed name");
  check_refused ("[Group family]", "[Group families]", "a [Group] of that name");
  check_refused ("Name[hi]=जाँच", "Nme[hi]=जाँच", "did you mean Name?");
  check_refused ("Days=14", "Days[hi]=14", "without a language");
  check_refused ("Id=REV-TST", "Id=test", "a code as REV-INC");
  check_refused ("Validity=P1Y", "Validity=1 year", "a period as");
  check_refused ("Type=name\nName=Name\n[Field purpose]", "Type=text\nName=Name\n[Field purpose]", "the type name");
}

static void
test_version (void)
{
  g_autofree char *reworded = replace ("How old is", "What is the age of");
  g_autofree char *changed = replace ("Range=0-120", "Range=0-130");
  g_autofree char *spaced = replace ("[Fee 2025-01-01]", "# a comment\n\n[Fee 2025-01-01]");
  g_autoptr (KhidkiService) service = load (WHOLE, NULL);
  g_autoptr (KhidkiService) same = load (reworded, NULL);
  g_autoptr (KhidkiService) other = load (changed, NULL);
  g_autoptr (KhidkiService) commented = load (spaced, NULL);
  g_autoptr (KhidkiService) back = khidki_service_new_from_source (khidki_service_get_source (service), NULL);

  g_assert_cmpuint (strlen (khidki_service_get_version (service)), ==, 32);
  g_assert_cmpstr (khidki_service_get_version (service), ==, khidki_service_get_version (same));
  g_assert_cmpstr (khidki_service_get_version (service), ==, khidki_service_get_version (commented));
  g_assert_cmpstr (khidki_service_get_version (service), !=, khidki_service_get_version (other));
  g_assert_cmpstr (khidki_service_get_version (service), ==, khidki_service_get_version (back));
  g_assert_cmpstr (khidki_service_get_text (back, "Name", "hi"), ==, "जाँच");
}

static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("khidki-XXXXXX", NULL);
  g_autofree char *ini = g_build_filename (folder, "department.ini", NULL);
  g_autofree char *seva = g_build_filename (folder, "REV-TST.seva", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiDepartment) department = NULL, broken = khidki_folder_department_new (folder);
  g_autoptr (GPtrArray) services = NULL;

  g_assert_null (khidki_department_list_services (broken, &error));
  g_assert_nonnull (strstr (error->message, "department.ini"));
  g_assert_null (khidki_department_get_id (broken));

  g_file_set_contents (ini, "[Department]\nId=REV\nName=Revenue\nName[hi]=राजस्व\nShortName=Revenue\n", -1, NULL);
  g_file_set_contents (seva, WHOLE, -1, NULL);
  department = khidki_folder_department_new (folder);
  services = khidki_department_list_services (department, NULL);
  g_assert_cmpstr (khidki_department_get_id (department), ==, "REV");
  g_assert_cmpstr (khidki_department_get_text (department, "Name", "hi"), ==, "राजस्व");
  g_assert_cmpuint (services->len, ==, 1);
  g_assert_true (khidki_department_check_eligibility (department, services->pdata[0], NULL, NULL, "en", NULL));

  g_unlink (ini);
  g_unlink (seva);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/reads", test_reads);
  g_test_add_func ("/service/dates", test_dates);
  g_test_add_func ("/service/mistakes", test_mistakes);
  g_test_add_func ("/service/version", test_version);
  g_test_add_func ("/service/folder", test_folder);
  return g_test_run ();
}
