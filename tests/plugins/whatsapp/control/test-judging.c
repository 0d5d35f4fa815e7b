/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-number-check.h"
#include "khidki-whatsapp-remedy.h"

/* Each of Meta's codes has a remedy of its own kind, with the place where more stands. */
static void
test_codes (void)
{
  static const struct
  {
    int code;
    const char *part;
  } cases[] = {
    { 190, "make a new token" },    { 0, "make a new token" },  { 3, "System users" },
    { 10, "System users" },         { 200, "System users" },    { 299, "System users" },
    { 131005, "System users" },     { 33, "neither of the two ids" },
    { 100, "neither of the two ids" }, { 4, "some minutes" },   { 80007, "some minutes" },
    { 131031, "Request review" },   { 368, "Request review" },  { 133010, "register the number" },
    { -1, "error codes" },          { 999999, "error codes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *remedy = khidki_whatsapp_remedy_for_code (cases[i].code);

      g_assert_nonnull (strstr (remedy, cases[i].part));
      g_assert_true (strstr (remedy, "docs/go-live.md, section") != NULL
                     || khidki_whatsapp_remedy_is_passing (cases[i].code));
    }
  g_assert_true (khidki_whatsapp_remedy_is_token (190));
  g_assert_true (khidki_whatsapp_remedy_is_token (10));
  g_assert_false (khidki_whatsapp_remedy_is_token (100));
  g_assert_true (khidki_whatsapp_remedy_is_unknown_id (33));
}

/* A name, a certificate, a closed port and silence are four different nights. */
static void
test_troubles (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint trouble = KHIDKI_TOOL_TROUBLE_NAME; trouble < KHIDKI_TOOL_TROUBLE_LONG; trouble++)
    {
      g_assert_true (g_hash_table_add (
          seen, (gpointer) khidki_whatsapp_remedy_for_public (trouble, G_TLS_CERTIFICATE_EXPIRED)));
      g_assert_nonnull (strstr (khidki_whatsapp_remedy_for_graph (trouble, 0), "section"));
    }
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_for_public (KHIDKI_TOOL_TROUBLE_CERTIFICATE,
                                                               G_TLS_CERTIFICATE_BAD_IDENTITY),
                            "among its names"));
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_for_public (KHIDKI_TOOL_TROUBLE_CERTIFICATE,
                                                               G_TLS_CERTIFICATE_UNKNOWN_CA),
                            "the whole chain"));
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_for_public (KHIDKI_TOOL_TROUBLE_CERTIFICATE,
                                                               G_TLS_CERTIFICATE_EXPIRED),
                            "renew"));
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_describe_certificate (G_TLS_CERTIFICATE_BAD_IDENTITY),
                            "another name"));
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_describe_certificate (G_TLS_CERTIFICATE_EXPIRED),
                            "expired"));
  g_assert_nonnull (strstr (khidki_whatsapp_remedy_describe_certificate (G_TLS_CERTIFICATE_REVOKED),
                            "revoked"));
}

static char *
check_clock (const char *date, gint64 now)
{
  g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();

  khidki_whatsapp_number_check_clock (date, now, report);
  return khidki_whatsapp_report_to_text (report);
}

static void
test_clock (void)
{
  const char *date = "Thu, 26 Nov 2026 10:00:00 GMT";
  const gint64 same = G_GINT64_CONSTANT (1795687200) * 1000;
  g_autofree char *good = check_clock (date, same + 30 * 1000);
  g_autofree char *ahead = check_clock (date, same + 31 * 1000);
  g_autofree char *behind = check_clock (date, same - 3600 * 1000);
  g_autofree char *none = check_clock (NULL, same);
  g_autofree char *nonsense = check_clock ("yesterday", same);

  g_assert_nonnull (strstr (good, "ok "));
  g_assert_nonnull (strstr (ahead, "31 seconds ahead of Meta"));
  g_assert_nonnull (strstr (behind, "3600 seconds behind Meta"));
  g_assert_nonnull (strstr (none, "not tried"));
  g_assert_nonnull (strstr (nonsense, "not tried"));
}

/* What a far end says in Meta's place may be anything. */
static void
test_oddities (void)
{
  static const char *const answers[] = {
    "{}", "{\"display_phone_number\": 5, \"throughput\": [], \"status\": null}",
    "{\"data\": [1, null, \"x\", {\"id\": {}}, {\"whatsapp_business_api_data\": 7}]}",
    "{\"data\": {}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (JsonNode) root = json_from_string (answers[i], NULL);
      g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();

      khidki_whatsapp_number_check (json_node_get_object (root), 80, "+91 11 2000 0000", report);
      khidki_whatsapp_number_check_apps (json_node_get_object (root), report);
      g_assert_false (khidki_whatsapp_number_is_listed (json_node_get_object (root), "1"));
    }
}

static gboolean
is_right (const char *theirs, const char *dialled)
{
  g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();
  g_autoptr (JsonObject) number = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (number, "display_phone_number", theirs);
  khidki_whatsapp_report_begin (report, "whatsapp");
  khidki_whatsapp_number_check (number, 80, dialled, report);
  text = khidki_whatsapp_report_to_text (report);
  if (!khidki_whatsapp_report_is_good (report))
    g_assert_nonnull (strstr (text, "display-number="));
  return khidki_whatsapp_report_is_good (report);
}

/* What stands on /numbers and the poster is the number that Meta has. */
static void
test_dialled (void)
{
  g_assert_true (is_right ("+91 11 2000 0000", "+91 11 2000 0000"));
  g_assert_true (is_right ("911120000000", "+91 (11) 2000-0000"));
  g_assert_true (is_right ("+91 11 2000 0000", NULL));
  g_assert_false (is_right ("+91 11 2000 0000", "+91 11 2000 0001"));
  g_assert_false (is_right ("+91 11 2000 0000", "011 2000 0000"));
  g_assert_false (is_right ("+91 11 2000 0000", "1031"));
}

static void
test_report (void)
{
  g_autoptr (KhidkiWhatsappReport) report = khidki_whatsapp_report_new ();
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *last;

  khidki_whatsapp_report_begin (report, "whatsapp");
  khidki_whatsapp_report_ok (report, "graph", "%s", "answers");
  khidki_whatsapp_report_untried (report, "token", NULL, "later");
  g_assert_true (khidki_whatsapp_report_is_good (report));
  khidki_whatsapp_report_begin (report, "whatsapp ward");
  khidki_whatsapp_report_wrong (report, "graph", "do this", "\xff broken");
  g_assert_false (khidki_whatsapp_report_is_good (report));

  text = khidki_whatsapp_report_to_text (report);
  g_assert_cmpstr (text, ==,
                   "[whatsapp]\n"
                   "  ok         graph             answers\n"
                   "  not tried  token             later\n"
                   "\n[whatsapp ward]\n"
                   "  WRONG      graph             \357\277\275 broken\n"
                   "                               → do this\n");
  json = khidki_whatsapp_report_to_json (report);
  root = json_from_string (json, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 3);
  last = json_array_get_object_element (json_node_get_array (root), 2);
  g_assert_cmpstr (json_object_get_string_member (last, "group"), ==, "whatsapp ward");
  g_assert_cmpstr (json_object_get_string_member (last, "result"), ==, "wrong");
  g_assert_cmpstr (json_object_get_string_member (last, "remedy"), ==, "do this");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/control/codes", test_codes);
  g_test_add_func ("/whatsapp/control/troubles", test_troubles);
  g_test_add_func ("/whatsapp/control/clock", test_clock);
  g_test_add_func ("/whatsapp/control/oddities", test_oddities);
  g_test_add_func ("/whatsapp/control/dialled", test_dialled);
  g_test_add_func ("/whatsapp/control/report", test_report);
  return g_test_run ();
}
