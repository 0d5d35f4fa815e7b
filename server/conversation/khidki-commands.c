/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-commands.h"

#include <string.h>

typedef struct
{
  KhidkiCommand command;
  /* English, Hindi in both scripts, Punjabi, Urdu; split at the bars. */
  const char *words;
} Vocabulary;

static const Vocabulary vocabulary[] = {
  { KHIDKI_COMMAND_HI,
    "hi|hii|hiii|hello|helo|hey|start|namaste|namaskar|namaskaar|pranam|ram ram|sat sri akal|"
    "salam|salaam|assalamualaikum|adaab|नमस्ते|नमस्कार|प्रणाम|हाय|हेलो|हैलो|राम राम|शुरू|shuru|"
    "ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ|ਨਮਸਤੇ|سلام|السلام علیکم|آداب|ہیلو" },
  { KHIDKI_COMMAND_MENU,
    "menu|main menu|home|services|मेनू|मेन्यू|मुख्य मेनू|सेवाएं|सेवाएँ|seva|sewa|sevaen|ਮੀਨੂ|ਮੇਨੂ|مینو|مینیو" },
  { KHIDKI_COMMAND_BACK,
    "back|go back|wapas|vapas|waapas|peeche|piche|वापस|वापिस|पीछे|ਵਾਪਸ|ਪਿੱਛੇ|واپس|پیچھے" },
  { KHIDKI_COMMAND_CANCEL,
    "cancel|radd|rad|radd karo|radd karen|रद्द|रद्द करें|रद्द करो|कैंसिल|ਰੱਦ|ਰੱਦ ਕਰੋ|منسوخ|کینسل" },
  { KHIDKI_COMMAND_STATUS,
    "status|my status|sthiti|stithi|स्थिति|स्टेटस|मेरी स्थिति|ਸਥਿਤੀ|ਸਟੇਟਸ|حیثیت|صورتحال|سٹیٹس" },
  { KHIDKI_COMMAND_CERTIFICATE,
    "certificate|my certificate|praman patra|pramaan patra|praman patr|pramanpatra|"
    "प्रमाण पत्र|प्रमाणपत्र|प्रमाण-पत्र|सर्टिफिकेट|ਸਰਟੀਫਿਕੇਟ|ਪ੍ਰਮਾਣ ਪੱਤਰ|سرٹیفکیٹ|سند" },
  { KHIDKI_COMMAND_HELP,
    "help|madad|sahayata|sahayta|मदद|सहायता|हेल्प|ਮਦਦ|ਸਹਾਇਤਾ|مدد" },
  { KHIDKI_COMMAND_LANGUAGE,
    "language|change language|bhasha|bhaasha|भाषा|भाषा बदलें|ਭਾਸ਼ਾ|ਬੋਲੀ|زبان" },
  { KHIDKI_COMMAND_HINDI, "hindi|हिंदी|हिन्दी|ਹਿੰਦੀ|ہندی" },
  { KHIDKI_COMMAND_ENGLISH, "english|angrezi|angreji|अंग्रेजी|अंग्रेज़ी|इंग्लिश|ਅੰਗਰੇਜ਼ੀ|انگریزی" },
  { KHIDKI_COMMAND_STOP,
    "stop|unsubscribe|rok|roko|band|band karo|band karen|रोकें|रोको|बंद|बंद करें|बंद करो|बन्द|ਬੰਦ|ਬੰਦ ਕਰੋ|ਰੋਕੋ|بند|بند کرو|روکیں" },
  { KHIDKI_COMMAND_COUNTER,
    "counter|at a counter|at the counter|counter par|counter pe|csc par|csc pe|csc me|csc mein|" /* lint: allow plugin-name – a word that people say */
    "kendra par|kendra pe|kendra me|kendra mein|काउंटर|काउंटर पर|केंद्र पर|"
    "केन्द्र पर|केंद्र में|केन्द्र में|सीएससी पर|ਕੇਂਦਰ ਤੇ|ਕਾਊਂਟਰ|کاؤنٹر|مرکز پر" },
};

static gboolean
is_filler (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return g_unichar_isspace (character) || g_unichar_ispunct (character) ||
         type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_OTHER_SYMBOL ||
         type == G_UNICODE_MODIFIER_SYMBOL || character == 0xfe0f;
}

/**
 * khidki_commands_normalise:
 * @text: what somebody wrote
 *
 * Folds what people do not mean: case, points, emoji, doubled spaces, width,
 * invisible marks, and the dot below a Devanagari letter.
 *
 * Returns: (transfer full): the words with single spaces
 *
 * Since: 0.1
 */
char *
khidki_commands_normalise (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = composed != NULL ? g_utf8_casefold (composed, -1) : g_strdup ("");
  GString *words = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == 0x093c || character == 0x0a3c)
        continue;
      if (!is_filler (character))
        g_string_append_unichar (words, character);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }

  return g_strchomp (g_string_free (words, FALSE));
}

static void
add_words (GHashTable *table, const Vocabulary *entry)
{
  g_auto (GStrv) words = g_strsplit (entry->words, "|", -1);

  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_insert (table, khidki_commands_normalise (words[i]),
                         GINT_TO_POINTER (entry->command));
}

static GHashTable *
get_table (void)
{
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (vocabulary); i++)
        add_words (table, &vocabulary[i]);
      g_once_init_leave (&made, (gsize) table);
    }

  return (GHashTable *) made;
}

/**
 * khidki_commands_match:
 * @text: a whole message
 *
 * Returns: the command that it is, %KHIDKI_COMMAND_NONE for anything else
 *
 * Since: 0.1
 */
KhidkiCommand
khidki_commands_match (const char *text)
{
  g_autofree char *words = NULL;

  /* The longest command is far shorter; do not fold a page to find out. */
  if (strlen (text) > 256)
    return KHIDKI_COMMAND_NONE;

  words = khidki_commands_normalise (text);
  return GPOINTER_TO_INT (g_hash_table_lookup (get_table (), words));
}

/**
 * khidki_commands_is_one_of:
 * @text: a whole message
 * @words: words or phrases, split at the bars
 *
 * Returns: whether the message is one of them and nothing else
 *
 * Since: 0.1
 */
gboolean
khidki_commands_is_one_of (const char *text, const char *words)
{
  g_autofree char *said = NULL;
  g_auto (GStrv) list = NULL;

  if (strlen (text) > 256)
    return FALSE;

  said = khidki_commands_normalise (text);
  list = g_strsplit (words, "|", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *word = khidki_commands_normalise (list[i]);

      if (strcmp (word, said) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * khidki_commands_is_yes:
 * @text: a whole message
 *
 * Returns: whether it says yes and nothing else
 *
 * Since: 0.1
 */
gboolean
khidki_commands_is_yes (const char *text)
{
  return khidki_commands_is_one_of (
    text, "yes|y|ok|okay|correct|right|all correct|haan|han|ha|sahi|sahi hai|theek|theek hai|"
          "thik hai|हाँ|हां|जी|जी हाँ|सही|सही है|ठीक|ठीक है|ਹਾਂ|ਠੀਕ ਹੈ|جی|ہاں");
}
