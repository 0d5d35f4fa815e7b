/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/khidki-charges.h"
#include "libkhidki/khidki-error.h"
#include "people/khidki-operators.h"
#include "people/khidki-password.h"

static char *
write_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("khidki-operators-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static KhidkiOperators *
read_operators (const char *text, GError **error)
{
  g_autofree char *path = write_file (text);
  KhidkiOperators *operators = khidki_operators_new_from_file (path, error);

  g_unlink (path);
  return operators;
}

static GDate
day (guint year, GDateMonth month, guint number)
{
  GDate date;

  g_date_set_dmy (&date, (GDateDay) number, month, (GDateYear) year);
  return date;
}

#define MEENA "[Operator meena]\nName=Meena\nName[hi]=मीना\nRole=operator\nCentre=north\nFrom=2026-01-01\n"

static void
test_posts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiOperators) operators =
      read_operators (MEENA "[Operator meena 2026-03-01]\nName=Meena\nRole=supervisor\nCentre=south\n"
                            "Until=2026-03-31\n", &error);
  GDate before = day (2025, G_DATE_DECEMBER, 31), first = day (2026, G_DATE_JANUARY, 1);
  GDate moved = day (2026, G_DATE_MARCH, 1), last = day (2026, G_DATE_MARCH, 31);
  GDate gone = day (2026, G_DATE_APRIL, 1);
  KhidkiOperatorPost *post;

  g_assert_no_error (error);
  g_assert_null (khidki_operators_find (operators, "meena", &before));
  post = khidki_operators_find (operators, "meena", &first);
  g_assert_cmpstr (khidki_operator_post_get_centre (post), ==, "north");
  g_assert_cmpstr (khidki_operator_post_get_name (post, "hi"), ==, "मीना");
  g_assert_cmpstr (khidki_operator_post_get_name (post, "pa"), ==, "Meena");
  post = khidki_operators_find (operators, "meena", &moved);
  g_assert_cmpstr (khidki_operator_post_get_centre (post), ==, "south");
  g_assert_cmpstr (khidki_operator_post_get_role (post), ==, "supervisor");
  g_assert_nonnull (khidki_operators_find (operators, "meena", &last));
  g_assert_null (khidki_operators_find (operators, "meena", &gone));
  g_assert_null (khidki_operators_find (operators, "other", &first));
}

static void
test_mistakes (void)
{
  static const char *const mistakes[][2] = {
    { "[Officer x]\n", "[Officer x] group: expected [Operator ID]" },
    { "[Operator]\nName=x\n", "[Operator] group:" },
    { "[Operator Meena]\nName=x\n", "[Operator Meena] ID: expected small letters" },
    { "[Operator meena 2026-02-30]\n", "DAY: expected a day as 2026-04-01, found “2026-02-30”" },
    { "[Operator meena]\nName=Meena\nRole=boss\n", "Role: expected operator or supervisor, found “boss”" },
    { "[Operator meena]\nName=Meena\nRole=operator\nFrom=2026-01-01\n", "Centre: expected the id of a centre" },
    { "[Operator meena]\nName=Meena\nRole=operator\nCentre=north\n", "From: expected a day" },
    { MEENA "Until=2025-12-31\n", "Until: expected a day that is not before From" },
    { MEENA "Pasword=x\n", "Pasword: expected Name, Role, Centre, From or Until" },
    { MEENA "[Operator meena 2026-01-01]\nName=M\nRole=operator\nCentre=south\n", "two centres on one day" },
    { "[Operator meena]\nName=\n", "Name: expected a value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_operators (mistakes[i][0], &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      if (strstr (error->message, mistakes[i][1]) == NULL)
        g_test_fail_printf ("expected “%s” in: %s", mistakes[i][1], error->message);
    }
}

static void
test_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KHIDKI_DATA"), "operators", "example.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiOperators) operators = khidki_operators_new_from_file (path, &error);
  GDate today = day (2026, G_DATE_NOVEMBER, 23);
  g_autoptr (GPtrArray) posts = NULL;

  g_assert_no_error (error);
  posts = khidki_operators_list (operators, &today);
  g_assert_cmpuint (posts->len, ==, 3);
  g_assert_cmpstr (khidki_operator_post_get_id (posts->pdata[0]), ==, "example.arif");
}

static void
test_charges (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KHIDKI_DATA"), "charges", "delhi.ini", NULL);
  g_autofree char *own = write_file ("[Charge 2025-06-01]\nServiceCharge=5000\n"
                                     "[Charge 2025-07-01 REV-INC]\nServiceCharge=0\n");
  g_autofree char *twice = write_file ("[Charge 2025-06-01]\nServiceCharge=5000\n"
                                       "[Charge 2025-06-01 ]\nServiceCharge=1\n");
  g_autofree char *wrong = write_file ("[Charge 2025-06-01]\nServiceCharge=Rs 50\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiCharges) delhi = khidki_charges_new_from_file (path, &error);
  g_autoptr (KhidkiCharges) mixed = khidki_charges_new_from_file (own, NULL);
  GDate may = day (2025, G_DATE_MAY, 31), june = day (2025, G_DATE_JUNE, 1);
  GDate october = day (2025, G_DATE_OCTOBER, 31), november = day (2025, G_DATE_NOVEMBER, 1);

  g_assert_no_error (error);
  g_assert_cmpint (khidki_charges_get (delhi, "REV-INC", &may), ==, 0);
  g_assert_cmpint (khidki_charges_get (delhi, "REV-INC", &june), ==, 5000);
  g_assert_cmpint (khidki_charges_get (delhi, "REV-INC", &october), ==, 5000);
  g_assert_cmpint (khidki_charges_get (delhi, "REV-INC", &november), ==, 3000);
  g_assert_cmpint (khidki_charges_get (mixed, "REV-INC", &june), ==, 5000);
  g_assert_cmpint (khidki_charges_get (mixed, "REV-INC", &november), ==, 0);
  g_assert_cmpint (khidki_charges_get (mixed, "REV-OBC", &november), ==, 5000);
  g_assert_null (khidki_charges_new_from_file (twice, NULL));
  g_assert_null (khidki_charges_new_from_file (wrong, &error));
  g_assert_nonnull (strstr (error->message, "ServiceCharge: expected paise, as 3000 for Rs 30, found “Rs 50”"));
  g_unlink (own);
  g_unlink (twice);
  g_unlink (wrong);
}

static void
test_password_faults (void)
{
  static const char *const known[] = { "example.meena", "jangpura", "Meena Kumari", "मीना कुमारी", NULL };
  g_autofree char *longest = g_strnfill (129, 'q');
  const struct
  {
    const char *password;
    const char *fault;
  } cases[] = {
    { "elevenchars", "too-short" },
    { "", "too-short" },
    { longest, "too-long" },
    { "twelve\x01" "control", "not-text" },
    { "not\xff" "utf-8 at all", "not-text" },
    { "Password@12345", "too-common" },
    { "P@ssw0rd!2026!", "too-common" },
    { "123456789012", "too-common" },
    { "qwertyuiop[]12", "too-common" },
    { "abcabcabcabcabc", "too-common" },
    { "aaaaaaaaaaaaaaaa", "too-common" },
    { "Khidki-Delhi-2026", "too-common" },
    { "नमस्तेभारत१२३४", "too-common" },
    { "Meena.Jangpura.26", "names-you" },
    { "kumari-meena-7!9", "names-you" },
    { "blue kettle on the roof", NULL },
    { "meena sells blue kettles", NULL },
    { "नीली केतली छत पर रखी है", NULL },
    { "tr0ub4dor&3xylophone", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *fault = khidki_password_find_fault (cases[i].password, known);

      if (g_strcmp0 (fault, cases[i].fault) != 0)
        g_test_fail_printf ("“%s”: expected %s, found %s", cases[i].password,
                            cases[i].fault != NULL ? cases[i].fault : "no fault",
                            fault != NULL ? fault : "no fault");
    }
}

static void
test_password_hash (void)
{
  guint8 salt[KHIDKI_PASSWORD_SALT_BYTES] = { 1, 2, 3 };
  /* The same letter, made of one and of two code points. */
  g_autofree char *hash = khidki_password_hash ("caf\xc3\xa9 by the river", salt);
  g_autofree char *broken = g_strdup (hash);
  gint64 begun = g_get_monotonic_time ();

  g_assert_true (g_str_has_prefix (hash, "argon2id$"));
  g_assert_true (khidki_password_fits ("caf\xc3\xa9 by the river", hash));
  g_test_message ("%" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - begun) / 1000);
  g_assert_true (khidki_password_fits ("cafe\xcc\x81 by the river", hash));
  g_assert_false (khidki_password_fits ("cafe by the river", hash));
  g_assert_false (khidki_password_fits ("", ""));
  broken[strlen (broken) - 1] ^= 1;
  g_assert_false (khidki_password_fits ("caf\xc3\xa9 by the river", broken));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operators/posts", test_posts);
  g_test_add_func ("/operators/mistakes", test_mistakes);
  g_test_add_func ("/operators/example", test_example);
  g_test_add_func ("/operators/charges", test_charges);
  g_test_add_func ("/operators/password-faults", test_password_faults);
  g_test_add_func ("/operators/password-hash", test_password_hash);
  return g_test_run ();
}
