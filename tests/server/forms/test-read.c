/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"

static void
check_date (const char *text, const char *expected)
{
  GDate today, date;
  char written[16] = "";

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_JUNE, 2026);
  if (khidki_form_read_date (text, &today, FALSE, &date))
    g_date_strftime (written, sizeof written, "%Y-%m-%d", &date);
  g_assert_cmpstr (written, ==, expected);
}

static void
test_dates (void)
{
  check_date ("15/8/1947", "1947-08-15");
  check_date ("15-08-47", "1947-08-15");
  check_date ("15.8.05", "2005-08-15");
  check_date ("15 aug 1947", "1947-08-15");
  check_date ("15th August, 1947", "1947-08-15");
  check_date ("Aug 15 1947", "1947-08-15");
  check_date ("१५ अगस्त १९४७", "1947-08-15");
  check_date ("१५/८/१९४७", "1947-08-15");
  check_date ("1947-08-15", "1947-08-15");
  check_date ("15081947", "1947-08-15");
  check_date ("150847", "1947-08-15");
  check_date ("8/15/1947", "1947-08-15");
  check_date ("29/2/2024", "2024-02-29");
  check_date ("29/2/2023", "");
  check_date ("0/1/2000", "");
  check_date ("15/8", "");
  check_date ("", "");
  check_date ("soon", "");
  check_date ("1 2 3 4", "");
  check_date ("15/8/1947 or so", "");
  check_date ("99999999999", "");
}

static void
check_money (const char *text, gint64 expected)
{
  gint64 rupees = -1;
  KhidkiPeriod period = KHIDKI_PERIOD_UNSAID;

  if (!khidki_form_read_money (text, &rupees, &period))
    rupees = -1;
  g_assert_cmpint (rupees, ==, expected);
}

static void
test_money (void)
{
  check_money ("84000", 84000);
  check_money ("₹ 84000/-", 84000);
  check_money ("Rs. 84,000", 84000);
  check_money ("rs 84000 only", 84000);
  check_money ("2,40,000", 240000);
  check_money ("2 lakh", 200000);
  check_money ("2lakh 40 hazar", 240000);
  check_money ("2.5 lac", 250000);
  check_money ("dhai lakh", 250000);
  check_money ("डेढ़ लाख रुपये", 150000);
  check_money ("१२,०००", 12000);
  check_money ("50k", 50000);
  check_money ("1 crore", 10000000);
  check_money ("nothing", 0);
  check_money ("कुछ नहीं", 0);
  check_money ("0", 0);
  check_money ("no", 0);
  check_money ("no income", -1);
  check_money ("84000 p.a.", 84000);
  check_money ("84000 a year", 84000);
  check_money ("84000.50", 84001);
  check_money ("", -1);
  check_money ("rupees", -1);
  check_money ("a lot", -1);
  check_money ("84000 84000", -1);
  check_money ("99999999999999999999", -1);
}

static void
test_rupees (void)
{
  static const struct
  {
    gint64 rupees;
    const char *written;
  } rows[] = {
    { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 84000, "84,000" }, { 240000, "2,40,000" }, { 123456789, "12,34,56,789" },
    { -1000, "-1,000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *written = khidki_form_write_rupees (rows[i].rupees);

      g_assert_cmpstr (written, ==, rows[i].written);
    }
}

static void
test_yes_no (void)
{
  g_assert_cmpint (khidki_form_match_yes_no ("Yes"), ==, 1);
  g_assert_cmpint (khidki_form_match_yes_no ("haan ji"), ==, 1);
  g_assert_cmpint (khidki_form_match_yes_no ("जी हाँ"), ==, 1);
  g_assert_cmpint (khidki_form_match_yes_no ("nahi"), ==, 0);
  g_assert_cmpint (khidki_form_match_yes_no ("बस"), ==, 0);
  g_assert_cmpint (khidki_form_match_yes_no ("maybe"), ==, -1);
}

static char *
list_names (const char *text)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (const char *p = strchr (text, '{'); p != NULL; p = strchr (p + 1, '{'))
    {
      g_autofree char *name = g_strndup (p, strcspn (p, "}"));

      if (strstr (names->str, name) == NULL)
        g_string_append (names, name);
    }
  return g_strdup (names->str);
}

/* Every text in both languages, naming the same things. */
static void
test_texts (void)
{
  g_autoptr (GKeyFile) texts = g_key_file_new ();
  g_auto (GStrv) keys = NULL;
  guint n = 0;

  g_assert_true (g_key_file_load_from_file (texts, g_getenv ("KHIDKI_FORM_TEXTS"), G_KEY_FILE_KEEP_TRANSLATIONS, NULL));
  keys = g_key_file_get_keys (texts, "Texts", NULL, NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *other = g_strconcat (keys[i], "[hi]", NULL);
      g_autofree char *english = NULL, *hindi = NULL, *left = NULL, *right = NULL;

      if (strchr (keys[i], '[') != NULL)
        continue;
      english = g_key_file_get_string (texts, "Texts", keys[i], NULL);
      hindi = g_key_file_get_string (texts, "Texts", other, NULL);
      if (hindi == NULL)
        g_error ("%s is not there in Hindi", keys[i]);
      left = list_names (english);
      right = list_names (hindi);
      g_assert_cmpuint (strlen (left), ==, strlen (right));
      g_assert_cmpstr (khidki_form_get_text ("hi", keys[i]), ==, hindi);
      n++;
    }
  g_assert_cmpuint (n, >, 30);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/dates", test_dates);
  g_test_add_func ("/read/money", test_money);
  g_test_add_func ("/read/rupees", test_rupees);
  g_test_add_func ("/read/yes-no", test_yes_no);
  g_test_add_func ("/read/texts", test_texts);
  return g_test_run ();
}
