/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-sms-export.h"
#include "khidki-sms-gsm.h"
#include "sms-fixture.h"

#define GOOD "[Family a]\nVariables=who:words\nText=Hi {who}\nText[hi]=नमस्ते {who}\n" \
             "Sample=Asha\nSample[hi]=आशा\n"

static KhidkiSmsFamilies *
load (const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_KEEP_TRANSLATIONS, NULL));
  return khidki_sms_families_new (file, SMS_NUMBER, error);
}

static void
check_refused (const char *text, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSmsFamilies) families = load (text, &error);

  g_assert_null (families);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  if (strstr (error->message, words) == NULL)
    g_error ("no “%s” in: %s", words, error->message);
}

static void
test_refused (void)
{
  g_autoptr (KhidkiSmsFamilies) good = load (GOOD, NULL);
  g_autoptr (GString) many = g_string_new (NULL);

  g_assert_nonnull (good);
  check_refused ("[Other]\na=b\n", "There are 0 families");
  check_refused ("[Family a]\nText=Hi\n", "[Family a] Text[hi]= is missing");
  check_refused ("[Family a]\nText[hi]=Hi\n", "[Family a] Text= is missing");
  check_refused ("[Family a]\nText=Hi {who}\nText[hi]=Hi\n", "{name} that Variables= does not have");
  check_refused ("[Family a]\nText=Hi {who\nText[hi]=Hi\n", "{name} that");
  check_refused ("[Family a]\nText=Hi }\nText[hi]=Hi\n", "{name} that");
  check_refused ("[Family a]\nVariables=who:words\nText=Hi\nText[hi]=Hi\n", "each of Variables= once");
  check_refused ("[Family a]\nVariables=who:words\nText={who}{who}\n", "each of Variables= once");
  check_refused ("[Family a]\nVariables=who\nText=x\n", "Variables= must be");
  check_refused ("[Family a]\nVariables=who:prose\nText=x\n", "Variables= must be");
  check_refused ("[Family a]\nVariables=who:digits*2\nText=x\n", "Variables= must be");
  check_refused ("[Family a]\nVariables=who:words*9\nText=x\n", "Variables= must be");
  check_refused ("[Family a]\nVariables=who:words\nText={who}\nText[hi]={who}\n", "Sample= must have");
  for (guint i = 0; i < 26; i++)
    g_string_append_printf (many, "[Family a%u]\nText=x\nText[hi]=x\n", i);
  check_refused (many->str, "There are 26 families, 1 to 25");
}

static void
test_ids (void)
{
  g_autoptr (KhidkiSmsFamilies) families = load (GOOD "[Family b]\nText=x\nText[hi]=x\n", NULL);
  g_autoptr (KhidkiSmsFamilies) more = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_data (file, "[Family a]\nTemplateId=1107000000000000001\nTemplateId[hi]=x\n"
                             "[Family b]\nTemplateId[hi]=1107000000000000002\n",
                             -1, G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  g_assert_false (khidki_sms_families_take_ids (families, file, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "a (hi), b (en)"));

  g_key_file_set_string (file, "Family a", "TemplateId[hi]", "1107000000000000003");
  g_key_file_set_string (file, "Family b", "TemplateId", "1107000000000000004");
  g_assert_true (khidki_sms_families_take_ids (families, file, NULL));
  /* A language that need not be there is not sent before it is registered. */
  more = load (GOOD "Text[ur]=آداب {who}\nSample[ur]=آشا\n[Family b]\nText=x\nText[hi]=x\n", NULL);
  g_assert_true (g_hash_table_contains (khidki_sms_families_find (more, "a")->texts, "ur"));
  g_assert_true (khidki_sms_families_take_ids (more, file, NULL));
  g_assert_false (g_hash_table_contains (khidki_sms_families_find (more, "a")->texts, "ur"));
}

/* What every shipped text keeps to. */
static void
test_shipped (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  GPtrArray *list = khidki_sms_families_list (families);

  g_assert_cmpuint (list->len, <=, KHIDKI_SMS_MAX_FAMILIES);
  for (guint i = 0; i < list->len; i++)
    {
      const KhidkiSmsFamily *family = g_ptr_array_index (list, i);
      const char *english = g_hash_table_lookup (family->texts, "en");
      const char *hindi = g_hash_table_lookup (family->texts, "hi");

      g_test_message ("%s", family->name);
      g_assert_true (g_str_has_suffix (english, " -Khidki"));
      g_assert_true (g_str_has_suffix (hindi, " -Khidki"));
      g_assert_false (khidki_sms_gsm_measure (english).ucs2);
      g_assert_true (khidki_sms_gsm_measure (hindi).ucs2);
      g_assert_nonnull (g_hash_table_lookup (family->texts, "pa"));
      g_assert_nonnull (g_hash_table_lookup (family->texts, "ur"));
      g_assert_null (strstr (english, "{our-number}"));
    }
}

static guint
count_values (JsonObject *template)
{
  JsonArray *components = json_object_get_array_member (template, "components");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (components); i++)
    {
      JsonObject *component = json_array_get_object_element (components, i);
      const char *text = json_object_get_string_member_with_default (component, "text", "");

      for (const char *at = strstr (text, "{{"); at != NULL; at = strstr (at + 2, "{{"))
        n++;
    }
  return n;
}

/* News that cannot reach WhatsApp goes by SMS with the same values: what is registered
 * there is registered here. */
static void
test_news_of_whatsapp (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "..", "data", "templates",
                                                 "whatsapp.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *templates;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  templates = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (templates), >, 0);
  for (guint i = 0; i < json_array_get_length (templates); i++)
    {
      JsonObject *template = json_array_get_object_element (templates, i);
      const char *name = json_object_get_string_member (template, "name");
      const KhidkiSmsFamily *family = khidki_sms_families_find (families, name);

      g_test_message ("%s", name);
      g_assert_nonnull (family);
      g_assert_cmpuint (family->variables->len, ==, count_values (template));
      g_assert_nonnull (g_hash_table_lookup (
          family->texts, json_object_get_string_member (template, "language")));
    }
}

static void
test_registered (void)
{
  g_autoptr (KhidkiSmsFamilies) families = sms_fixture_new_families ();
  g_autofree char *csv = khidki_sms_export_dup_csv (families, "");

  g_assert_nonnull (strstr (csv, "\"The office asks about {#alphanumeric#}, application {#alphanumeric#}: "
                                 "{#alphanumeric#} {#alphanumeric#} {#alphanumeric#} Please answer by "
                                 "{#alphanumeric#}, on WhatsApp or at a service centre. -Khidki\""));
  g_assert_nonnull (strstr (csv, "\"{#numeric#} आपका कोड है"));
  g_assert_nonnull (strstr (csv, "SMS to " SMS_NUMBER ":"));
  g_assert_nonnull (strstr (csv, "Helpline {#cbn#}"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sms/families/refused", test_refused);
  g_test_add_func ("/sms/families/ids", test_ids);
  g_test_add_func ("/sms/families/shipped", test_shipped);
  g_test_add_func ("/sms/families/news-of-whatsapp", test_news_of_whatsapp);
  g_test_add_func ("/sms/families/registered", test_registered);

  return g_test_run ();
}
