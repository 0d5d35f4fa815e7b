/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-code.h"
#include "khidki-csc-parse.h"
#include "khidki-csc-texts.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
test_amounts (void)
{
  static const struct
  {
    const char *text;
    gint64 paise; /* -1: none */
  } amounts[] = {
    { "30", 3000 },        { "₹ 1,230.50", 123050 }, { " 2,04,000/- ", 20400000 }, { "१००", 10000 },
    { "0", 0 },            { "12.5", 1250 },         { "", -1 },                   { "-5", -1 },
    { "12.345", -1 },      { "12.", -1 },            { "thirty", -1 },             { "1e3", -1 },
    { "100000000", -1 },   { "10000000", 1000000000 }, { "0x10", -1 },             { "+5", -1 },
    { "99999999999999999999", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      gint64 paise = -1;
      gboolean is = khidki_csc_parse_paise (amounts[i].text, &paise);

      g_test_message ("%s", amounts[i].text);
      g_assert_cmpint (is ? paise : -1, ==, amounts[i].paise);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    const char *date; /* "": none */
  } dates[] = {
    { "15/8/1990", "1990-08-15" },   { "15-08-1990", "1990-08-15" }, { "15.8.1990", "1990-08-15" },
    { "१५ 8 १९९०", "1990-08-15" },    { "1990-08-15", "1990-08-15" }, { " 1/1/2001 ", "2001-01-01" },
    { "31/2/1990", "" },             { "15/8/90", "" },              { "8/1990", "" },
    { "1/2/3/1990", "" },            { "", "" },                     { "15/13/1990", "" },
    { "+5/8/1990", "" },             { "aaa", "" },                  { "015/08/1990", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      GDate date;
      g_autofree char *found = NULL;

      g_test_message ("%s", dates[i].text);
      if (khidki_csc_parse_date (dates[i].text, &date))
        found = g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date),
                                 g_date_get_month (&date), g_date_get_day (&date));
      g_assert_cmpstr (found != NULL ? found : "", ==, dates[i].date);
    }
}

static void
check_text (char *text, const char *wanted)
{
  g_assert_cmpstr (text, ==, wanted);
  g_free (text);
}

static void
test_shown (void)
{
  check_text (khidki_csc_dup_rupees (3000), "₹ 30");
  check_text (khidki_csc_dup_rupees (20400050), "₹ 2,04,000.50");
  check_text (khidki_csc_dup_rupees (123456700), "₹ 12,34,567");
  check_text (khidki_csc_dup_rupees (99900), "₹ 999");
  check_text (khidki_csc_dup_rupees (100000), "₹ 1,000");
  check_text (khidki_csc_dup_rupees (-3005), "−₹ 30.05");
  check_text (khidki_csc_dup_grouped ("12345678901"), "123 4567 8901");
  check_text (khidki_csc_dup_grouped ("12615328952170"), "1261 5328 9521 70");
  check_text (khidki_csc_dup_digits ("१२३ 456-7", 10), "1234567");
  check_text (khidki_csc_dup_digits ("1234567", 4), "1234");
}

static void
test_paths (void)
{
  g_assert_true (khidki_csc_is_path ("family.2.name"));
  g_assert_false (khidki_csc_is_path (""));
  g_assert_false (khidki_csc_is_path ("a/b"));
  g_assert_false (khidki_csc_is_path ("A b"));
  g_assert_true (khidki_csc_is_own_path ("/counter/draft/ab?at=family.1"));
  g_assert_false (khidki_csc_is_own_path ("/verify/"));
  g_assert_false (khidki_csc_is_own_path ("/counter//elsewhere.example"));
  g_assert_false (khidki_csc_is_own_path ("https://elsewhere.example/counter/"));
  g_assert_false (khidki_csc_is_own_path ("/counter/../desk"));
  g_assert_false (khidki_csc_is_own_path ("/counter/\r\nSet-Cookie: a=b"));
}

static KhidkiCscForm *
parse_deed (const char *deed)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/counter/draft/a");

  khidki_request_add_field (request, "do", deed);
  return khidki_csc_form_parse (request);
}

static void
check_deed (const char *text, KhidkiCscDeed deed, const char *target, const char *detail)
{
  g_autoptr (KhidkiCscForm) form = parse_deed (text);

  g_test_message ("%s", text);
  g_assert_cmpint (form->deed, ==, deed);
  g_assert_cmpstr (form->target, ==, target);
  g_assert_cmpstr (form->detail, ==, detail);
}

static void
test_deeds (void)
{
  check_deed ("save", KHIDKI_CSC_DEED_SAVE, "", "");
  check_deed ("review", KHIDKI_CSC_DEED_REVIEW, "", "");
  check_deed ("offer", KHIDKI_CSC_DEED_OFFER, "", "");
  check_deed ("add family", KHIDKI_CSC_DEED_ADD_MEMBER, "family", "");
  check_deed ("remove family.2", KHIDKI_CSC_DEED_REMOVE_MEMBER, "family.2", "");
  check_deed ("paper identity", KHIDKI_CSC_DEED_ADD_PAPER, "identity", "");
  check_deed ("unpaper identity " HASH, KHIDKI_CSC_DEED_REMOVE_PAPER, "identity", HASH);
  check_deed ("unpaper identity " HASH "0", KHIDKI_CSC_DEED_SAVE, "", "");
  check_deed ("unpaper identity", KHIDKI_CSC_DEED_SAVE, "", "");
  check_deed ("add", KHIDKI_CSC_DEED_SAVE, "", "");
  check_deed ("add FAMILY", KHIDKI_CSC_DEED_SAVE, "", "");
  check_deed ("explode", KHIDKI_CSC_DEED_SAVE, "", "");
}

static void
test_form (void)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/counter/draft/a");
  g_autoptr (KhidkiPaper) photo = khidki_paper_new (HASH, "image/jpeg", 12);
  g_autoptr (KhidkiPaper) nothing = khidki_paper_new (HASH, "image/jpeg", 0);
  g_autoptr (KhidkiCscForm) form = NULL;

  khidki_request_add_field (request, "version", "7");
  khidki_request_add_field (request, "f:name", "Sita");
  khidki_request_add_field (request, "f:name", "Gita");
  khidki_request_add_field (request, "was:dob", "15/08/1990");
  khidki_request_add_field (request, "f:dob", "15/08/1990");
  khidki_request_add_field (request, "f:BAD PATH", "x");
  khidki_request_add_field (request, "again:ration-card", "12");
  khidki_request_add_field (request, "kind:identity", "voter-id");
  khidki_request_add_paper (request, "file:identity", "a.jpg", photo);
  khidki_request_add_paper (request, "file:residence", "a.jpg", nothing);
  khidki_request_add_paper (request, "camera:photo", "b.jpg", NULL);
  khidki_request_add_paper (request, "other", "a.jpg", photo);
  form = khidki_csc_form_parse (request);
  g_assert_cmpint (form->version, ==, 7);
  g_assert_cmpstr (g_hash_table_lookup (form->values, "name"), ==, "Sita");
  g_assert_cmpuint (g_hash_table_size (form->values), ==, 2);
  g_assert_true (khidki_csc_form_is_changed (form, "name"));
  g_assert_false (khidki_csc_form_is_changed (form, "dob"));
  g_assert_false (khidki_csc_form_is_changed (form, "absent"));
  /* An empty file is one that was chosen: it is refused by its fault, not passed over. */
  g_assert_cmpuint (form->files->len, ==, 2);
  g_assert_cmpstr (((KhidkiCscFile *) form->files->pdata[0])->path, ==, "identity");
  g_assert_cmpuint (form->left_out->len, ==, 1);
  g_assert_cmpstr (form->left_out->pdata[0], ==, "photo");
}

static gboolean
is_same_text (const char *key)
{
  /* What is a name or both languages at once. */
  return g_str_equal (key, "paper.copy");
}

static guint
count_places (const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "{", -1);

  return g_strv_length (pieces);
}

static void
test_texts (void)
{
  g_auto (GStrv) english = khidki_csc_list_texts ("en");
  g_auto (GStrv) hindi = khidki_csc_list_texts ("hi");

  g_assert_cmpuint (g_strv_length (english), >, 200);
  g_assert_cmpuint (g_strv_length (english), ==, g_strv_length (hindi));
  for (guint i = 0; english[i] != NULL; i++)
    {
      const char *here = khidki_csc_find_text ("en", english[i]);
      const char *there = khidki_csc_find_text ("hi", english[i]);

      g_test_message ("%s", english[i]);
      g_assert_nonnull (there);
      g_assert_true (*here != '\0' && *there != '\0');
      g_assert_true (is_same_text (english[i]) || !g_str_equal (here, there));
      /* The same things are put in. */
      g_assert_cmpuint (count_places (here), ==, count_places (there));
    }
}

static void
test_code (void)
{
  g_autoptr (GBytes) picture = khidki_csc_code_draw ("12615328952170");
  const char *text = g_bytes_get_data (picture, NULL);
  g_autofree char *long_text = g_strnfill (4000, 'x');

  g_assert_true (g_str_has_prefix (text, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
  g_assert_null (khidki_csc_code_draw (long_text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csc-parse/amounts", test_amounts);
  g_test_add_func ("/csc-parse/dates", test_dates);
  g_test_add_func ("/csc-parse/shown", test_shown);
  g_test_add_func ("/csc-parse/paths", test_paths);
  g_test_add_func ("/csc-parse/deeds", test_deeds);
  g_test_add_func ("/csc-parse/form", test_form);
  g_test_add_func ("/csc-parse/texts", test_texts);
  g_test_add_func ("/csc-parse/code", test_code);
  return g_test_run ();
}
