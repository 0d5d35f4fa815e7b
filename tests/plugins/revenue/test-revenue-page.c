/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <poppler.h>
#include <string.h>

#include "khidki-revenue-department.h"
#include "pipeline/khidki-certificate-claims.h"
#include "pipeline/khidki-certificate-page.h"
#include "pipeline/khidki-issue-texts.h"

#define NUMBER "17611094733089"
#define TOKEN "q83vEjRWeJCrze8SNFZ4kA"

/* Poppler declares no cleanups of its own in Debian 12. */
typedef PopplerDocument Document;
typedef PopplerPage Page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)

/* What a citizen typed, in the script that they write. */
typedef struct
{
  const char *name;
  const char *parent;
  const char *street;
  const char *locality;
  const char *members[3];
  const char *name_hi;
} Family;

static const Family english = { "Sita Devi", "Ram Prasad", "Gali 4", "Rohini Sector 7",
                                { "Mohan Lal", "Ravi", "Anu" } };
static const Family hindi = { "सीता देवी", "राम प्रसाद", "गली 4", "रोहिणी सेक्टर 7",
                              { "मोहन लाल", "रवि", "अनु" } };
static const Family both_scripts = { "Sita Devi", "Ram Prasad", "Gali 4", "Rohini Sector 7",
                                     { "Mohan Lal", "Ravi", "Anu" }, "सीता देवी" };
/* The address and a son take a line more, as many do. */
static const Family lengthy = { "Lakshmi Venkatesh Rao",
                                "Shiv Prasad Venkatesh Rao",
                                "Pocket B-6, Gali number 14",
                                "Nehru Vihar Extension, Mustafabad",
                                { "Ramakrishnan Rao", "Rajagopalan Venkatesh Rao", "Anu Rao" } };

static void
answer_member (KhidkiAnswers *answers, guint member, const char *field, const char *value)
{
  g_autofree char *path = g_strdup_printf ("family.%u.%s", member, field);

  khidki_answers_set (answers, path, value);
}

static KhidkiAnswers *
make_answers (const Family *family, guint others)
{
  static const char *const relations[] = { "spouse", "son", "daughter" };
  KhidkiAnswers *answers = khidki_answers_new ();

  khidki_answers_set (answers, "name", family->name);
  if (family->name_hi != NULL)
    khidki_answers_set (answers, "name-hi", family->name_hi);
  khidki_answers_set (answers, "dob", "1990-08-15");
  khidki_answers_set (answers, "parent.relation", "father");
  khidki_answers_set (answers, "parent.name", family->parent);
  khidki_answers_set (answers, "address.house", "H-12");
  khidki_answers_set (answers, "address.street", family->street);
  khidki_answers_set (answers, "address.locality", family->locality);
  khidki_answers_set (answers, "address.pin", "110085");
  khidki_answers_set (answers, "address.subdivision", "rohini");
  khidki_answers_set (answers, "own.source", "salaried");
  khidki_answers_set (answers, "own.income", "84000");
  khidki_answers_set (answers, "purpose", "school-admission");
  for (guint i = 1; i <= others; i++)
    {
      guint kind = (i - 1) % G_N_ELEMENTS (relations);

      answer_member (answers, i, "name", family->members[kind]);
      answer_member (answers, i, "relation", relations[kind]);
      answer_member (answers, i, "age", "12");
      answer_member (answers, i, "income", i == 1 ? "120000" : "0");
    }
  return answers;
}

static KhidkiCertificate *
compose (const Family *family, guint others)
{
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { 1 };
  g_autoptr (KhidkiSigningKey) key = khidki_signing_key_new (seed);
  g_autoptr (KhidkiDepartment) department =
      g_object_new (KHIDKI_TYPE_REVENUE_DEPARTMENT, "folder", g_getenv ("KHIDKI_REVENUE"), NULL);
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (g_getenv ("KHIDKI_PLACES"), NULL);
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (places);
  g_autoptr (KhidkiAnswers) answers = make_answers (family, others);
  g_autoptr (KhidkiApplication) application = NULL;
  g_autoptr (KhidkiCertificate) plain = NULL;
  g_autoptr (GTimeZone) timezone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  KhidkiCertificate *certificate;
  KhidkiIssueTexts texts = { catalogue,     NULL, family->name, NUMBER,
                             { NULL, NULL }, { 0 }, timezone,
                             "https://seva.delhi.example", "1031", TRUE };

  g_date_set_dmy (&texts.issued, 24, G_DATE_NOVEMBER, 2026);
  khidki_catalogue_add_department (catalogue, department, &error);
  g_assert_no_error (error);
  texts.application = application =
      khidki_application_new ("10000000000001", khidki_catalogue_find_service (catalogue, "REV-INC"),
                              answers, &texts.issued, "rohini");
  plain = khidki_issue_texts_compose (&texts, &error);
  g_assert_no_error (error);
  certificate = khidki_certificate_sign (plain, key, TOKEN, &error);
  g_assert_no_error (error);
  return certificate;
}

static PopplerDocument *
print (const Family *family, guint others)
{
  g_autoptr (KhidkiCertificate) certificate = compose (family, others);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = khidki_certificate_page_render (certificate, &error);
  PopplerDocument *document;

  g_assert_no_error (error);
  document = poppler_document_new_from_bytes (pdf, NULL, &error);
  g_assert_no_error (error);
  return document;
}

/* The extraction puts spaces behind some vowel signs; the letters are what counts. */
static char *
dup_letters (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\f", -1);

  return g_strjoinv ("", words);
}

static guint
count_on_page (PopplerDocument *document, int index, const char *wanted)
{
  g_autoptr (Page) page = poppler_document_get_page (document, index);
  g_autofree char *text = poppler_page_get_text (page);
  g_autofree char *letters = dup_letters (text);
  g_autofree char *pattern = dup_letters (wanted);
  guint count = 0;

  for (const char *at = strstr (letters, pattern); at != NULL; at = strstr (at + 1, pattern))
    count++;
  return count;
}

static void
check_one_page (const Family *family)
{
  g_autoptr (Document) document = print (family, 3);
  const char *wanted[] = { "आय प्रमाण पत्र", "Income of a family member", "Check that it is genuine",
                           "24 नवंबर 2026", "24 November 2027", "Tehsildar", "Page 1 / 1" };

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  g_assert_cmpuint (count_on_page (document, 0, family->name), >=, 3);
  /* The three stand under one label. */
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpuint (count_on_page (document, 0, wanted[i]), ==, 1);
}

static void
test_family_of_four (void)
{
  check_one_page (&english);
  check_one_page (&hindi);
}

static void
test_lengthy_family_of_four (void)
{
  g_autoptr (Document) document = print (&lengthy, 3);

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
}

static void
test_family_of_fifteen (void)
{
  g_autoptr (Document) document = print (&hindi, 14);

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 2);
  g_assert_cmpuint (count_on_page (document, 0, "Page 1 / 2"), ==, 1);
  g_assert_cmpuint (count_on_page (document, 0, "Check that it is genuine"), ==, 0);
  g_assert_cmpuint (count_on_page (document, 1, "Page 2 / 2"), ==, 1);
  g_assert_cmpuint (count_on_page (document, 1, "Check that it is genuine"), ==, 1);
  g_assert_cmpuint (count_on_page (document, 1, "Purpose"), ==, 1);
}

/* Hindi text and English text each have the name in their script. */
static void
test_both_scripts (void)
{
  g_autoptr (Document) document = print (&both_scripts, 3);

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  g_assert_cmpuint (count_on_page (document, 0, "कि सीता देवी के परिवार"), ==, 1);
  g_assert_cmpuint (count_on_page (document, 0, "family of Sita Devi from"), ==, 1);
  g_assert_cmpuint (count_on_page (document, 0, "सीता देवी / Sita Devi"), ==, 1);
}

/* What a forger would alter: the sum, and whose it is. */
static void
test_signed (void)
{
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { 1 };
  g_autoptr (KhidkiSigningKey) key = khidki_signing_key_new (seed);
  g_autoptr (KhidkiCertificate) certificate = compose (&english, 3);
  g_autofree char *url = khidki_certificate_dup_verify_url (certificate);
  g_autoptr (KhidkiCertificateClaims) claims =
      khidki_certificate_claims_verify (url, khidki_signing_key_get_jwk_set (key), NULL);
  static const char *const expected[][2] = { { "dob", "15/08/1990" }, { "total", "₹ 2,04,000" } };

  g_assert_nonnull (claims);
  g_assert_cmpuint (claims->values->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      KhidkiCertificateValue *value = g_ptr_array_index (claims->values, i);

      g_assert_cmpstr (value->key, ==, expected[i][0]);
      g_assert_cmpstr (value->value, ==, expected[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revenue-page/family-of-four", test_family_of_four);
  g_test_add_func ("/revenue-page/lengthy-family-of-four", test_lengthy_family_of_four);
  g_test_add_func ("/revenue-page/family-of-fifteen", test_family_of_fifteen);
  g_test_add_func ("/revenue-page/both-scripts", test_both_scripts);
  g_test_add_func ("/revenue-page/signed", test_signed);
  return g_test_run ();
}
