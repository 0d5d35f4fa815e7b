/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "catalogue/khidki-catalogue.h"
#include "catalogue/khidki-language.h"
#include "conversation/khidki-centre-words.h"
#include "conversation/khidki-commands.h"
#include "conversation/khidki-texts.h"
#include "libkhidki/khidki-limits.h"
#include "papers/khidki-paper-check.h"

static void
test_same_keys (void)
{
  const char *const *languages = khidki_language_list_codes ();
  g_auto (GStrv) english = khidki_texts_list_keys ("en");

  g_assert_cmpuint (g_strv_length (english), >, 100);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_auto (GStrv) keys = khidki_texts_list_keys (languages[i]);

      g_assert_cmpstrv ((const char *const *) english, (const char *const *) keys);
    }
}

static gboolean
is_title (const char *key)
{
  return g_str_has_prefix (key, "label.") || g_str_has_prefix (key, "row.");
}

/* A label that is typed has to be the label, not a command. */
static void
test_labels_are_no_commands (void)
{
  const char *const *languages = khidki_language_list_codes ();
  g_auto (GStrv) keys = khidki_texts_list_keys ("en");

  for (guint i = 0; keys[i] != NULL; i++)
    for (guint j = 0; languages[j] != NULL; j++)
      if (is_title (keys[i]))
        g_assert_cmpint (khidki_commands_match (khidki_texts_get (languages[j], keys[i])), ==,
                         KHIDKI_COMMAND_NONE);
}

static guint
count_same (GPtrArray *texts, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < texts->len; i++)
    n += g_str_equal (g_ptr_array_index (texts, i), text);
  return n;
}

/* Found without a look at the other texts: kept once, and for what is no label nothing. */
static void
test_translations (void)
{
  const char *const *languages = khidki_language_list_codes ();
  g_auto (GStrv) keys = khidki_texts_list_keys ("en");

  for (guint i = 0; keys[i] != NULL; i++)
    for (guint j = 0; languages[j] != NULL; j++)
      {
        const char *text = khidki_texts_get (languages[j], keys[i]);
        GPtrArray *texts = khidki_texts_get_translations (languages[j], text);

        if (!is_title (keys[i]))
          continue;
        g_assert_nonnull (texts);
        g_assert_true (texts == khidki_texts_get_translations (languages[j], text));
        g_assert_cmpuint (texts->len % g_strv_length ((char **) languages), ==, 0);
        for (guint k = 0; languages[k] != NULL; k++)
          g_assert_cmpuint (count_same (texts, khidki_texts_get (languages[k], keys[i])), >, 0);
      }
  g_assert_null (khidki_texts_get_translations ("hi", "Later"));
  g_assert_null (khidki_texts_get_translations ("en", khidki_texts_get ("en", "help.text")));
  g_assert_nonnull (khidki_texts_get_translations ("ta", "Later"));
}

static void
check_choices (KhidkiField *field)
{
  const char *const *choices = khidki_field_get_choices (field);

  for (guint i = 0; choices[i] != NULL; i++)
    {
      g_auto (GStrv) names = khidki_field_list_choice_texts (field, choices[i]);

      for (guint j = 0; names[j] != NULL; j++)
        if (khidki_commands_match (names[j]) != KHIDKI_COMMAND_NONE)
          g_error ("%s: the choice “%s” is a command", khidki_field_get_path (field), names[j]);
    }
}

/* Nor may a choice of any service be one, in any language. */
static void
test_choices_are_no_commands (void)
{
  g_autofree char *folder =
    g_test_build_filename (G_TEST_DIST, "..", "..", "..", "plugins", "departments", "revenue", NULL);
  g_autoptr (KhidkiDepartment) department = khidki_folder_department_new (folder);
  g_autoptr (KhidkiCatalogue) catalogue = khidki_catalogue_new (NULL);
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GError) error = NULL;

  khidki_catalogue_add_department (catalogue, department, &error);
  g_assert_no_error (error);
  services = khidki_catalogue_list_services (catalogue, NULL);
  g_assert_cmpuint (services->len, >, 0);
  for (guint i = 0; i < services->len; i++)
    {
      KhidkiService *service = g_ptr_array_index (services, i);
      GPtrArray *kinds = khidki_service_get_parts (service, "Kind");

      for (guint j = 0; j < khidki_service_get_n_fields (service); j++)
        check_choices (khidki_service_get_field (service, j));
      for (guint j = 0; j < kinds->len; j++)
        {
          g_auto (GStrv) names = khidki_part_list_texts (g_ptr_array_index (kinds, j), "Name");

          for (guint k = 0; names[k] != NULL; k++)
            g_assert_cmpint (khidki_commands_match (names[k]), ==, KHIDKI_COMMAND_NONE);
        }
    }
}

/* A word is one command, or it is none. */
static void
test_commands_share_no_word (void)
{
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (KhidkiCommand command = KHIDKI_COMMAND_NONE + 1; command < KHIDKI_COMMAND_N_COMMANDS; command++)
    {
      g_auto (GStrv) words = khidki_commands_list_words (command);

      g_assert_cmpuint (g_strv_length (words), >, 3);
      for (guint i = 0; words[i] != NULL; i++)
        {
          gpointer owner = g_hash_table_lookup (owners, words[i]);
          g_autofree char *rest = NULL;

          if (owner != NULL && GPOINTER_TO_INT (owner) != (int) command)
            g_error ("“%s” is two commands", words[i]);
          if (khidki_centre_words_split (words[i], &rest) && *rest == '\0')
            g_error ("“%s” asks for a centre too", words[i]);
          g_hash_table_insert (owners, g_strdup (words[i]), GINT_TO_POINTER (command));
        }
    }
}

/* Each command in each script, and what the language's own texts tell people to write. */
static void
test_every_script_commands (void)
{
  const char *const *languages = khidki_language_list_codes ();

  for (KhidkiCommand command = KHIDKI_COMMAND_NONE + 1; command < KHIDKI_COMMAND_N_COMMANDS; command++)
    for (guint i = 0; languages[i] != NULL; i++)
      {
        g_auto (GStrv) words = khidki_commands_list_words (command);
        const KhidkiLanguage *language = khidki_language_find (languages[i]);
        gboolean found = FALSE;

        for (guint j = 0; words[j] != NULL && !found; j++)
          found = g_unichar_get_script (g_utf8_get_char (words[j])) == language->script;
        if (!found)
          g_error ("command %d has no word in %s", command, language->english);
      }
}

static void
check_told (const char *language, const char *key)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?<=\\s)\\*(\\p{L}[^*{}0-9\\n]*)\\*", 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  g_regex_match (regex, khidki_texts_get (language, key), 0, &info);
  g_assert_true (g_match_info_matches (info));
  for (; g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_autofree char *word = g_match_info_fetch (info, 1);

      if (khidki_commands_match (word) == KHIDKI_COMMAND_NONE)
        g_error ("%s: %s tells to write “%s”, which is no command", language, key, word);
    }
}

static void
test_told_words_are_commands (void)
{
  static const char *const keys[] = { "question.begin", "question.begin-other", "submitted.done", "submitted.already",
                                      "query.later",    "news.issued",          "help.counter" };
  const char *const *languages = khidki_language_list_codes ();

  for (guint i = 0; languages[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
      check_told (languages[i], keys[j]);
}

/* CLDR 42: one is 0 and 1 in Hindi and Punjabi, 1 in English and Urdu. */
static void
test_plurals (void)
{
  static const struct
  {
    const char *language;
    const char *count;
    const char *text;
  } cases[] = {
    { "en", "0", "0 files ✓" }, { "en", "1", "1 file ✓" },  { "en", "2", "2 files ✓" },
    { "hi", "0", "0 फ़ाइल ✓" },  { "hi", "1", "1 फ़ाइल ✓" },  { "hi", "2", "2 फ़ाइलें ✓" },
    { "pa", "0", "0 ਫਾਈਲ ✓" },  { "pa", "1", "1 ਫਾਈਲ ✓" },  { "pa", "2", "2 ਫਾਈਲਾਂ ✓" },
    { "ur", "0", "\u20680\u2069 فائلیں ✓" }, { "ur", "1", "\u20681\u2069 فائل ✓" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
      g_autofree char *text = NULL;

      g_hash_table_insert (values, (char *) "count", (char *) cases[i].count);
      text = khidki_texts_fill (cases[i].language,
                                khidki_texts_get_counted (cases[i].language, "review.papers", values), values);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* What is read from the left stands between isolates where it goes into Urdu. */
static void
test_isolates (void)
{
  static const struct
  {
    const char *language;
    const char *value;
    const char *expected;
  } cases[] = {
    { "ur", "2611 2300 0000 17", "\u20682611 2300 0000 17\u2069" },
    { "ur", "https://khidki.example/f/x", "\u2068https://khidki.example/f/x\u2069" },
    { "ur", "Sita Devi", "\u2068Sita Devi\u2069" },
    { "ur", "سیتا دیوی", "سیتا دیوی" },
    { "ur", "H-12، گلی 4", "\u2067H-12، گلی 4\u2069" },
    { "ur", "سیتا\n12", "سیتا\n12" },
    { "pa", "2611 2300", "2611 2300" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *isolated = khidki_language_isolate (cases[i].language, cases[i].value);

      g_assert_cmpstr (isolated, ==, cases[i].expected);
    }
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
    { "ھیلپ", KHIDKI_COMMAND_NONE },
    { "منسوخ کريں", KHIDKI_COMMAND_CANCEL },
    { "آدابِ", KHIDKI_COMMAND_HI },
    { "ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ ਜੀ", KHIDKI_COMMAND_HI },
    { "sir status batao please", KHIDKI_COMMAND_STATUS },
    { "शिकायत करनी है जी", KHIDKI_COMMAND_HELP },
    { "منسوخ کر دو بھائی", KHIDKI_COMMAND_CANCEL },
    { "ji", KHIDKI_COMMAND_NONE },
    { "please sir", KHIDKI_COMMAND_NONE },
    { "help my son", KHIDKI_COMMAND_NONE },
    { "ਭਾਸ਼ਾ", KHIDKI_COMMAND_LANGUAGE },
    { "URDU", KHIDKI_COMMAND_SPEAK },
    { "अंग्रेज़ी", KHIDKI_COMMAND_SPEAK },
    { "stop", KHIDKI_COMMAND_STOP },
    { "\u200ehelp\u200f", KHIDKI_COMMAND_HELP },
    { "help me please", KHIDKI_COMMAND_HELP },
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
  const char *const *languages = khidki_language_list_codes ();
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; languages[i] != NULL; i++)
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
  "पृष्ठ", "तारीख़", "ख़ाली", "उत्तर न", "स्वीकार",
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
  g_autofree char *pages_path = g_test_build_filename (
    G_TEST_DIST, "..", "..", "..", "server", "pages", "texts", "hi.ini", NULL);
  g_autofree char *seva = NULL;
  g_autofree char *templates = NULL;
  g_autofree char *pages = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    check_register (keys[i], khidki_texts_get ("hi", keys[i]));
  g_assert_true (g_file_get_contents (templates_path, &templates, NULL, NULL));
  check_register ("whatsapp.json", templates);
  g_assert_true (g_file_get_contents (pages_path, &pages, NULL, NULL));
  check_register ("the pages", pages);

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
  g_test_add_func ("/texts/labels-are-no-commands", test_labels_are_no_commands);
  g_test_add_func ("/texts/translations", test_translations);
  g_test_add_func ("/texts/choices-are-no-commands", test_choices_are_no_commands);
  g_test_add_func ("/texts/commands-share-no-word", test_commands_share_no_word);
  g_test_add_func ("/texts/every-script-commands", test_every_script_commands);
  g_test_add_func ("/texts/told-words-are-commands", test_told_words_are_commands);
  g_test_add_func ("/texts/plurals", test_plurals);
  g_test_add_func ("/texts/isolates", test_isolates);
  g_test_add_func ("/texts/fill", test_fill);
  g_test_add_func ("/texts/commands", test_commands);
  g_test_add_func ("/texts/templates", test_templates);
  g_test_add_func ("/texts/verdicts", test_verdicts);
  g_test_add_func ("/texts/register", test_register);

  return g_test_run ();
}
