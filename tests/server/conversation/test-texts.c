/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "conversation/khidki-commands.h"
#include "conversation/khidki-texts.h"
#include "libkhidki/khidki-limits.h"
#include "papers/khidki-paper-check.h"

static const char *const languages[] = { "en", "hi" };

static void
test_same_keys (void)
{
  g_auto (GStrv) english = khidki_texts_list_keys ("en");
  g_auto (GStrv) hindi = khidki_texts_list_keys ("hi");

  g_assert_cmpuint (g_strv_length (english), >, 100);
  g_assert_cmpstrv ((const char *const *) english, (const char *const *) hindi);
}

static char *
list_placeholders (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{[a-z]+\\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;
  GList *found = NULL;
  GString *list = g_string_new (NULL);

  g_regex_match (regex, text, 0, &info);
  for (; g_match_info_matches (info); g_match_info_next (info, NULL))
    found = g_list_insert_sorted (found, g_match_info_fetch (info, 0), (GCompareFunc) strcmp);
  for (GList *at = found; at != NULL; at = at->next)
    g_string_append (list, at->data);
  g_list_free_full (found, g_free);

  return g_string_free (list, FALSE);
}

static void
test_same_placeholders (void)
{
  g_auto (GStrv) keys = khidki_texts_list_keys ("en");

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *english = list_placeholders (khidki_texts_get ("en", keys[i]));
      g_autofree char *hindi = list_placeholders (khidki_texts_get ("hi", keys[i]));

      g_assert_cmpstr (khidki_texts_get ("en", keys[i]), !=, "");
      g_assert_cmpstr (khidki_texts_get ("hi", keys[i]), !=, "");
      if (strcmp (english, hindi) != 0)
        g_error ("%s: %s in English, %s in Hindi", keys[i], english, hindi);
    }
}

static void
test_label_length (void)
{
  g_auto (GStrv) keys = khidki_texts_list_keys ("en");

  for (guint i = 0; keys[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      {
        guint length = khidki_limits_measure (khidki_texts_get (languages[j], keys[i]));

        if (g_str_has_prefix (keys[i], "label.") && length > 20)
          g_error ("%s: %u letters in %s", keys[i], length, languages[j]);
        if (g_str_has_prefix (keys[i], "row.") && length > 24)
          g_error ("%s: %u letters in %s", keys[i], length, languages[j]);
        g_assert_cmpuint (length, <, 1024);
      }
}

/* A label that is typed has to be the label, not a command. */
static void
test_labels_are_no_commands (void)
{
  g_auto (GStrv) keys = khidki_texts_list_keys ("en");

  for (guint i = 0; keys[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      if (g_str_has_prefix (keys[i], "label.") || g_str_has_prefix (keys[i], "row."))
        g_assert_cmpint (khidki_commands_match (khidki_texts_get (languages[j], keys[i])), ==,
                         KHIDKI_COMMAND_NONE);
}

static void
test_fill (void)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *filled = NULL;

  g_hash_table_insert (values, (char *) "name", (char *) "{name} Asha");
  filled = khidki_texts_fill ("en", "{name}, {other} {", values);
  g_assert_cmpstr (filled, ==, "{name} Asha, {other} {");
  g_assert_cmpstr (khidki_texts_get ("en", "no.such"), ==, "no.such");
  g_assert_cmpstr (khidki_texts_get ("ta", "label.later"), ==, "Later");
}

static void
test_commands (void)
{
  static const struct
  {
    const char *text;
    KhidkiCommand command;
  } cases[] = {
    { "Hi", KHIDKI_COMMAND_HI },
    { " hello!! 🙏", KHIDKI_COMMAND_HI },
    { "नमस्ते", KHIDKI_COMMAND_HI },
    { "ｍｅｎｕ", KHIDKI_COMMAND_MENU },
    { "Wapas", KHIDKI_COMMAND_BACK },
    { "वापस।", KHIDKI_COMMAND_BACK },
    { "रद्द", KHIDKI_COMMAND_CANCEL },
    { "STATUS", KHIDKI_COMMAND_STATUS },
    { "प्रमाण पत्र", KHIDKI_COMMAND_CERTIFICATE },
    { "praman  patra", KHIDKI_COMMAND_CERTIFICATE },
    { "madad", KHIDKI_COMMAND_HELP },
    { "ਮਦਦ", KHIDKI_COMMAND_HELP },
    { "زبان", KHIDKI_COMMAND_LANGUAGE },
    { "अंग्रेज़ी", KHIDKI_COMMAND_SPEAK },
    { "stop", KHIDKI_COMMAND_STOP },
    { "\u200ehelp\u200f", KHIDKI_COMMAND_HELP },
    { "help me please", KHIDKI_COMMAND_NONE },
    { "Himmat Singh", KHIDKI_COMMAND_NONE },
    { "", KHIDKI_COMMAND_NONE },
    { "🙏🙏", KHIDKI_COMMAND_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (khidki_commands_match (cases[i].text) != cases[i].command)
      g_error ("“%s” is taken as %d", cases[i].text, khidki_commands_match (cases[i].text));
}

static JsonArray *
load_templates (JsonParser *parser)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "..", "data",
                                                 "templates", "whatsapp.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_array (json_parser_get_root (parser));
}

static void
check_body (const char *body)
{
  /* Two hundred letters for the values are little; more is held by test-news. */
  g_assert_cmpuint (khidki_limits_measure (body), <=, 824);
  g_assert_false (g_str_has_prefix (body, "{{"));
  g_assert_false (g_str_has_suffix (body, "}}"));
}

/* What the channel's owner refuses when a template is registered. */
static void
test_templates (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *templates = load_templates (parser);

  g_assert_cmpuint (json_array_get_length (templates), >, 10);
  for (guint i = 0; i < json_array_get_length (templates); i++)
    {
      JsonObject *entry = json_array_get_object_element (templates, i);
      JsonArray *components = json_object_get_array_member (entry, "components");

      g_assert_cmpstr (json_object_get_string_member (entry, "category"), ==, "UTILITY");
      for (guint j = 0; j < json_array_get_length (components); j++)
        {
          JsonObject *component = json_array_get_object_element (components, j);

          if (strcmp (json_object_get_string_member (component, "type"), "BODY") == 0)
            check_body (json_object_get_string_member (component, "text"));
        }
    }
}

/* Whatever the worker says of a file, the citizen is told what to do. */
static void
test_verdicts (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (KhidkiPaperFault fault = KHIDKI_PAPER_FINE + 1; fault < KHIDKI_PAPER_N_FAULTS; fault++)
      {
        g_autofree char *key = g_strconcat ("papers.", khidki_paper_fault_to_string (fault), NULL);
        const char *text = khidki_texts_get (languages[i], key);

        if (strcmp (text, key) == 0)
          g_error ("%s has no text in %s", key, languages[i]);
        g_assert_true (g_hash_table_add (texts, (gpointer) text));
      }
}

/* One word for one thing, the one that people say. */
static const char *const unspoken[] = {
  "काग़ज़", "कार्यालय", "जन्म तिथि", "अस्वीकृ", "फोटो", "निर्णय", "केवल", "लिखें।", "भेजें।",
  "चुनें।", "बदलें।", "करें।", " दें।", "प्रश्न", "का उत्तर", "फ़ार्म", "फॉर्म", "ज्यादा",
};

static void
check_register (const char *what, const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  for (guint i = 0; i < G_N_ELEMENTS (unspoken); i++)
    {
      g_autofree char *word = g_utf8_normalize (unspoken[i], -1, G_NORMALIZE_NFC);

      if (strstr (composed, word) != NULL)
        g_error ("%s: “%s” is not how it is said elsewhere: %s", what, unspoken[i], text);
    }
}

static void
test_register (void)
{
  g_auto (GStrv) keys = khidki_texts_list_keys ("hi");
  g_autofree char *seva_path = g_test_build_filename (
    G_TEST_DIST, "..", "..", "..", "plugins", "departments", "revenue", "REV-INC.seva", NULL);
  g_autofree char *templates_path = g_test_build_filename (
    G_TEST_DIST, "..", "..", "..", "data", "templates", "whatsapp.json", NULL);
  g_autofree char *seva = NULL;
  g_autofree char *templates = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    check_register (keys[i], khidki_texts_get ("hi", keys[i]));
  g_assert_true (g_file_get_contents (templates_path, &templates, NULL, NULL));
  check_register ("whatsapp.json", templates);

  /* The certificate itself keeps the official words. */
  g_assert_true (g_file_get_contents (seva_path, &seva, NULL, NULL));
  lines = g_strsplit (seva, "\n", -1);
  for (guint i = 0; lines[i] != NULL && strcmp (lines[i], "[Certificate]") != 0; i++)
    if (!g_str_has_prefix (lines[i], "Words") && !g_str_has_prefix (lines[i], "Declaration"))
      check_register ("REV-INC.seva", lines[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/texts/same-keys", test_same_keys);
  g_test_add_func ("/texts/same-placeholders", test_same_placeholders);
  g_test_add_func ("/texts/label-length", test_label_length);
  g_test_add_func ("/texts/labels-are-no-commands", test_labels_are_no_commands);
  g_test_add_func ("/texts/fill", test_fill);
  g_test_add_func ("/texts/commands", test_commands);
  g_test_add_func ("/texts/templates", test_templates);
  g_test_add_func ("/texts/verdicts", test_verdicts);
  g_test_add_func ("/texts/register", test_register);

  return g_test_run ();
}
