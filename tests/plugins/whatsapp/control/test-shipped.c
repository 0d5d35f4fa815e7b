/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-shipped.h"
#include "khidki-whatsapp-template-update.h"

#define TWO                                                                                        \
  "[{\"name\":\"a\",\"language\":\"en\",\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}} {{2}} {{1}}\"}]}," \
  "{\"name\":\"a\",\"language\":\"hi\",\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}} {{2}}\"}]}]"

static KhidkiWhatsappShipped *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return khidki_whatsapp_shipped_new (bytes, NULL);
}

static GPtrArray *
read_account (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autofree char *after = NULL;
  GPtrArray *account = khidki_whatsapp_template_update_parse_list (bytes, 0, &after);

  g_assert_nonnull (account);
  return account;
}

static int
count (const char *template)
{
  g_autoptr (JsonNode) root = json_from_string (template, NULL);

  return khidki_whatsapp_template_update_count_variables (json_node_get_object (root));
}

static void
test_variables (void)
{
  g_assert_cmpint (count ("{}"), ==, -1);
  g_assert_cmpint (count ("{\"components\": []}"), ==, 0);
  g_assert_cmpint (count ("{\"components\": [7, {}, {\"text\": \"{{1}} {{1}} {{2}} {{\"}]}"), ==, 2);
  g_assert_cmpint (count ("{\"components\": [{\"type\": \"HEADER\", \"format\": \"DOCUMENT\"},"
                          "{\"type\": \"HEADER\", \"format\": \"TEXT\", \"text\": \"{{1}}\"},"
                          "{\"type\": \"BUTTONS\", \"buttons\": [{\"url\": \"https://x/{{1}}\"}, 5]}]}"),
                   ==, 3);
}

static char *
judge (const char *shipped_text, const char *account_text)
{
  g_autoptr (KhidkiWhatsappShipped) shipped = read_text (shipped_text);
  g_autoptr (GPtrArray) account = read_account (account_text);
  g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();

  khidki_whatsapp_shipped_check (shipped, account, report);
  return khidki_whatsapp_report_to_text (report);
}

static void
test_check (void)
{
  static const struct
  {
    const char *has;
    const char *en;
    const char *hi;
  } cases[] = {
    { "{\"data\":[]}", "WRONG      templates en      a is missing", "a is missing" },
    { "{\"data\":[{\"name\":\"a\",\"language\":\"en\",\"status\":\"APPROVED\"}]}",
      "ok         templates en      all 1 are approved", "a is missing" },
    { "{\"data\":[{\"name\":\"a\",\"language\":\"en\",\"status\":\"PAUSED\"},"
      "{\"name\":\"a\",\"language\":\"hi\",\"status\":\"PENDING\"}]}",
      "a is paused", "a is still looked at by Meta" },
    { "{\"data\":[{\"name\":\"a\",\"language\":\"en\",\"status\":\"REJECTED\"},"
      "{\"name\":\"a\",\"language\":\"hi\",\"status\":\"APPROVED\",\"components\":"
      "[{\"text\":\"{{1}}\"}]}]}",
      "a is rejected or disabled", "a is with other variables than Khidki fills" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = judge (TWO, cases[i].has);
      const char *hindi = strstr (text, "templates hi");

      g_assert_nonnull (strstr (text, cases[i].en));
      g_assert_nonnull (hindi);
      g_assert_nonnull (strstr (hindi, cases[i].hi));
    }
}

static void
test_json (void)
{
  g_autoptr (KhidkiWhatsappShipped) shipped = read_text (TWO);
  g_autoptr (GPtrArray) account
      = read_account ("{\"data\":[{\"name\":\"a\",\"language\":\"en\",\"status\":\"APPROVED\"}]}");
  g_autofree char *all = khidki_whatsapp_shipped_to_json (shipped, NULL, NULL);
  g_autofree char *english = khidki_whatsapp_shipped_to_json (shipped, "en", NULL);
  g_autofree char *missing = khidki_whatsapp_shipped_to_json (shipped, NULL, account);
  g_autofree char *nothing = khidki_whatsapp_shipped_to_json (shipped, "en", account);
  g_autoptr (JsonNode) given = json_from_string (TWO, NULL);
  g_autoptr (JsonNode) printed = json_from_string (all, NULL);

  g_assert_true (json_node_equal (given, printed));
  g_assert_null (strstr (english, "\"hi\""));
  g_assert_null (strstr (missing, "\"en\""));
  g_assert_nonnull (strstr (missing, "\"hi\""));
  g_assert_cmpstr (nothing, ==, "[]");
}

static void
test_nonsense (void)
{
  static const char *const texts[] = { "", "{}", "[]", "[1]", "[{\"name\":\"a\"}]", "[{]" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (read_text (texts[i]));
}

/* What is shipped is whole, and in four languages. */
static void
test_own (void)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("KHIDKI_DATA"), "templates", "whatsapp.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappShipped) shipped = khidki_whatsapp_shipped_new_from_file (path, &error);
  g_auto (GStrv) languages = NULL;

  g_assert_no_error (error);
  languages = khidki_whatsapp_shipped_list_languages (shipped);
  g_assert_cmpuint (g_strv_length (languages), ==, 4);
  g_assert_null (khidki_whatsapp_shipped_new_from_file ("/nowhere", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/control/shipped/variables", test_variables);
  g_test_add_func ("/whatsapp/control/shipped/check", test_check);
  g_test_add_func ("/whatsapp/control/shipped/json", test_json);
  g_test_add_func ("/whatsapp/control/shipped/nonsense", test_nonsense);
  g_test_add_func ("/whatsapp/control/shipped/own", test_own);
  return g_test_run ();
}
