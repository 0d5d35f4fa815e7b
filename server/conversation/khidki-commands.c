/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-commands.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-word-table.h"

/* Hindi and Punjabi, Urdu too, in both scripts. */
static const KhidkiWordRow vocabulary[] = {
  { KHIDKI_COMMAND_HI,
    "hi|hii|hiii|hello|good morning|good afternoon|good evening|suprabhat|सुप्रभात|शुभ प्रभात|शुभ संध्या|ਸ਼ੁਭ ਸਵੇਰ|صبح بخیر|helo|hey|start|namaste|namaskar|namaskaar|pranam|ram ram|sat sri akal|"
    "sat shri akal|salam|salaam|assalamualaikum|assalam alaikum|salam alaikum|adaab|adab|aadab|"
    "नमस्ते|नमस्कार|प्रणाम|हाय|हेलो|हैलो|राम राम|शुरू|shuru|सत श्री अकाल|सलाम|आदाब|"
    "ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ|ਸਤ ਸ੍ਰੀ ਅਕਾਲ|ਸਤਿ ਸ਼੍ਰੀ ਅਕਾਲ|ਨਮਸਤੇ|ਹੈਲੋ|ਹਾਏ|ਸ਼ੁਰੂ|"
    "سلام|السلام علیکم|اسلام علیکم|آداب|ہیلو|ہائے|نمستے|شروع" },
  { KHIDKI_COMMAND_MENU,
    "menu|main menu|home|services|मेनू|मेन्यू|मुख्य मेनू|सेवाएं|सेवाएँ|seva|sewa|sevaen|"
    "ਮੀਨੂ|ਮੇਨੂ|ਮੀਨੂੰ|ਸੇਵਾਵਾਂ|مینو|مینیو|خدمات" },
  { KHIDKI_COMMAND_BACK,
    "back|go back|wapas|vapas|waapas|peeche|piche|pichhe|वापस|वापिस|पीछे|"
    "ਵਾਪਸ|ਵਾਪਿਸ|ਪਿੱਛੇ|ਪਿੱਛੇ ਜਾਓ|واپس|پیچھے|واپس جائیے" },
  { KHIDKI_COMMAND_CANCEL,
    "rehne do|rahne do|chhodo|chodo|chhod do|nahi banwana|mujhe nahi banwana|nahi chahiye|mujhe nahi chahiye|रहने दो|छोड़ो|"
    "छोड़ दो|नहीं बनवाना|मुझे नहीं बनवाना|नहीं चाहिए|मुझे नहीं चाहिए|ਰਹਿਣ ਦਿਓ|ਛੱਡੋ|ਛੱਡ ਦਿਓ|ਨਹੀਂ ਚਾਹੀਦਾ|رہنے دو|رہنے دیں|چھوڑو|چھوڑ دو|"
    "نہیں بنوانا|نہیں چاہیے|cancel|radd|rad|radd karo|radd karen|mansookh|mansukh|रद्द|रद्द करें|रद्द करो|कैंसिल|"
    "ਰੱਦ|ਰੱਦ ਕਰੋ|ਕੈਂਸਲ|منسوخ|منسوخ کریں|منسوخ کیجیے|کینسل|رد" },
  { KHIDKI_COMMAND_STATUS,
    "abhi tak nahi aaya|abhi tak nahi mila|certificate nahi aaya|certificate nahi mila|kahan tak pahuncha|kaha tak pahucha|"
    "अभी तक नहीं आया|अभी तक नहीं मिला|कहाँ तक पहुँचा|ਹਾਲੇ ਤੱਕ ਨਹੀਂ ਆਇਆ|ਹਾਲੇ ਨਹੀਂ ਮਿਲਿਆ|ابھی تک نہیں آیا|ابھی تک نہیں ملا|"
    "status|kuch hua kya|kya hua|kuch hua|any update|update|koi update|क्या हुआ|कुछ हुआ|कुछ हुआ क्या|ਕੀ ਹੋਇਆ|ਕੁਝ ਹੋਇਆ|"
    "کیا ہوا|کچھ ہوا|my status|application status|mera status|track|track application|my application|mera aavedan|"
    "where is my certificate|mera certificate kahan hai|mera praman patra kahan hai|मेरा आवेदन|मेरा प्रमाण पत्र कहाँ है|"
    "ਮੇਰੀ ਅਰਜ਼ੀ|ਮੇਰਾ ਸਰਟੀਫਿਕੇਟ ਕਿੱਥੇ ਹੈ|میری درخواست|میرا سرٹیفکیٹ کہاں ہے|"
    "sthiti|stithi|sathiti|स्थिति|स्टेटस|मेरी स्थिति|ਸਥਿਤੀ|ਸਟੇਟਸ|ਮੇਰੀ ਸਥਿਤੀ|"
    "حیثیت|صورتحال|صورت حال|سٹیٹس|اسٹیٹس" },
  { KHIDKI_COMMAND_CERTIFICATE,
    "certificate|my certificate|download|download certificate|certificate download|mera certificate|mera praman patra|"
    "certificate bhejo|certificate bhej do|डाउनलोड|मेरा प्रमाण पत्र|मेरा सर्टिफिकेट|ਡਾਊਨਲੋਡ|ڈاؤن لوڈ|ڈاؤنلوڈ|"
    "praman patra|pramaan patra|praman patr|pramanpatra|sanad|"
    "प्रमाण पत्र|प्रमाणपत्र|प्रमाण-पत्र|सर्टिफिकेट|ਸਰਟੀਫਿਕੇਟ|ਸਰਟੀਫ਼ਿਕੇਟ|ਮੇਰਾ ਸਰਟੀਫਿਕੇਟ|ਪ੍ਰਮਾਣ ਪੱਤਰ|"
    "سرٹیفکیٹ|سرٹیفیکیٹ|میرا سرٹیفکیٹ|سند" },
  { KHIDKI_COMMAND_HELP,
    "help|complaint|complain|i have a complaint|shikayat|shikayat karni hai|शिकायत|शिकायत करनी है|ਸ਼ਿਕਾਇਤ|ਸ਼ਿਕਾਇਤ ਕਰਨੀ ਹੈ|شکایت|شکایت کرنی ہے|help me|i need help|help chahiye|madad chahiye|human|agent|customer care|talk to a human|talk to human|call me|"
    "phone karo|call karo|mujhe call karo|bakwas|bakwaas|useless|you are useless|बकवास|फ़ोन करो|मदद चाहिए|ਬਕਵਾਸ|ਫੋਨ ਕਰੋ|"
    "ਮਦਦ ਚਾਹੀਦੀ ਹੈ|بکواس|فون کرو|مدد چاہیے|madad|sahayata|sahayta|मदद|सहायता|हेल्प|ਮਦਦ|ਸਹਾਇਤਾ|ਹੈਲਪ|مدد|ہیلپ" },
  { KHIDKI_COMMAND_LANGUAGE,
    "language|change language|bhasha|bhaasha|zaban|zuban|zubaan|भाषा|भाषा बदलें|ਭਾਸ਼ਾ|ਭਾਸ਼ਾ ਬਦਲੋ|ਬੋਲੀ|"
    "زبان|زبان بدلیے" },
  { KHIDKI_COMMAND_SPEAK, "hindi me|hindi mein|in hindi|hindi please|speak hindi|speak in hindi|hindi me baat karo|hindi mein baat karo|हिंदी में|हिन्दी में|हिंदी में बात करो|हिन्दी में बात कीजिए|hindi|हिंदी|हिन्दी|ਹਿੰਦੀ|ہندی", "hi" },
  { KHIDKI_COMMAND_SPEAK, "english me|english mein|in english|english please|speak english|speak in english|english me baat karo|english mein baat karo|english|angrezi|angreji|अंग्रेजी|अंग्रेज़ी|इंग्लिश|ਅੰਗਰੇਜ਼ੀ|ਇੰਗਲਿਸ਼|انگریزی|انگلش", "en" },
  { KHIDKI_COMMAND_SPEAK, "punjabi me|punjabi mein|punjabi vich|punjabi wich|in punjabi|punjabi please|ਪੰਜਾਬੀ ਵਿੱਚ|ਪੰਜਾਬੀ ਵਿਚ|ਪੰਜਾਬੀ ਵਿੱਚ ਗੱਲ ਕਰੋ|punjabi|panjabi|पंजाबी|ਪੰਜਾਬੀ|پنجابی", "pa" },
  { KHIDKI_COMMAND_SPEAK, "urdu me|urdu mein|in urdu|urdu please|اردو میں|اردو میں بات کرو|اردو میں بات کریں|urdu|उर्दू|ਉਰਦੂ|اردو", "ur" },
  { KHIDKI_COMMAND_STOP,
    "stop|unsubscribe|rok|roko|band|band karo|band karen|रोकें|रोको|बंद|बंद करें|बंद करो|बन्द|"
    "ਬੰਦ|ਬੰਦ ਕਰੋ|ਰੋਕੋ|ਸਟਾਪ|بند|بند کرو|بند کریں|بند کیجیے|روکو|روکیں|روکیے" },
  { KHIDKI_COMMAND_COUNTER,
    "counter|at a counter|at the counter|counter par|counter pe|csc par|csc pe|csc me|csc mein|" /* lint: allow plugin-name – a word that people say */
    "kendra par|kendra pe|kendra me|kendra mein|markaz par|काउंटर|काउंटर पर|केंद्र पर|"
    "केन्द्र पर|केंद्र में|केन्द्र में|सीएससी पर|ਕੇਂਦਰ ਤੇ|ਕੇਂਦਰ 'ਤੇ|ਕੇਂਦਰ ਉੱਤੇ|ਕੇਂਦਰ ਵਿੱਚ|ਕਾਊਂਟਰ|ਕਾਊਂਟਰ ਤੇ|"
    "کاؤنٹر|کاؤنٹر پر|مرکز پر|مرکز میں|سینٹر پر" },
};

static KhidkiWordTable table = KHIDKI_WORD_TABLE (vocabulary, khidki_commands_normalise);

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
 * invisible marks, the dot below a letter of Hindi and Punjabi, and what Urdu has two
 * codes for.
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

      character = khidki_language_fold_letter (character);
      if (character == 0)
        continue;
      if (!is_filler (character))
        g_string_append_unichar (words, character);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }

  return g_strchomp (g_string_free (words, FALSE));
}

/* Back back back: somebody who is impatient says one thing several times. */
static const KhidkiWordRow *
find_repeated (const char *said)
{
  g_auto (GStrv) words = g_strsplit (said, " ", -1);

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], words[0]) != 0)
      return NULL;
  return words[0] != NULL && words[1] != NULL ? khidki_word_table_find (&table, words[0]) : NULL;
}

/* What stands around a command and makes it no other: help ji, status batao sir. */
enum
{
  COURTESY_ANYWHERE = 1 << 0,
  COURTESY_BEHIND = 1 << 1,
};

static const KhidkiWordRow courtesies[] = {
  { COURTESY_ANYWHERE, "sir|sirji|madam|maam|mam|ji|jee|bhai|bhaiya|bhaiyya|didi|yaar|bro|please|plz|pls|kripya|zara|"
                       "जी|सर|मैडम|भाई|भैया|दीदी|कृपया|प्लीज़|ज़रा|ਜੀ|ਸਰ|ਵੀਰ|ਵੀਰ ਜੀ|ਕਿਰਪਾ ਕਰਕੇ|جی|سر|بھائی|صاحب|پلیز|برائے مہربانی|ذرا" },
  { COURTESY_BEHIND, "batao|bataiye|bataye|bata do|dikhao|dikhaiye|dekhna hai|karo|kar do|kardo|karna hai|karni hai|"
                     "बताओ|बताइए|बता दो|दिखाओ|दिखाइए|देखना है|करो|कर दो|करना है|करनी है|ਦੱਸੋ|ਵਿਖਾਓ|ਕਰੋ|ਕਰ ਦਿਓ|ਕਰਨਾ ਹੈ|ਕਰਨੀ ਹੈ|"
                     "بتائیے|بتاؤ|دکھاؤ|دکھائیے|کر دو|کرنا ہے|کرنی ہے" },
};

#define LONGEST_COURTESY 2

static guint
get_courtesy (char **words, guint first, guint n)
{
  static KhidkiWordTable polite = KHIDKI_WORD_TABLE (courtesies, khidki_commands_normalise);
  g_autoptr (GString) run = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (run, "%s%s", i > first ? " " : "", words[i]);
  return khidki_word_table_get (&polite, run->str);
}

/**
 * khidki_commands_dup_bare:
 * @said: a whole message, as khidki_commands_normalise() leaves it
 *
 * Returns: (transfer full) (nullable): it without the words of politeness around it,
 *   %NULL if there are none or nothing else is there
 *
 * Since: 0.1
 */
char *
khidki_commands_dup_bare (const char *said)
{
  g_auto (GStrv) words = g_strsplit (said, " ", -1);
  guint all = g_strv_length (words), first = 0, end = all;
  gboolean shorter = TRUE;

  while (shorter && end - first > 1)
    {
      shorter = FALSE;
      for (guint n = MIN (LONGEST_COURTESY, end - first - 1); n > 0 && !shorter; n--)
        if (get_courtesy (words, end - n, n) != 0)
          {
            end -= n;
            shorter = TRUE;
          }
        else if ((get_courtesy (words, first, n) & COURTESY_ANYWHERE) != 0)
          {
            first += n;
            shorter = TRUE;
          }
    }
  if (end - first == all)
    return NULL;
  for (guint i = end; i < all; i++)
    g_clear_pointer (&words[i], g_free);
  return g_strjoinv (" ", words + first);
}

static const KhidkiWordRow *
find (const char *text)
{
  g_autofree char *words = NULL;
  g_autofree char *bare = NULL;
  const KhidkiWordRow *found = NULL;

  /* The longest command is far shorter; do not fold a page to find out. */
  if (strlen (text) > 256)
    return NULL;

  words = khidki_commands_normalise (text);
  found = khidki_word_table_find (&table, words);
  if (found == NULL)
    found = find_repeated (words);
  if (found == NULL)
    bare = khidki_commands_dup_bare (words);
  return bare != NULL ? khidki_word_table_find (&table, bare) : found;
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
  const KhidkiWordRow *found = find (text);

  return found != NULL ? (KhidkiCommand) found->meaning : KHIDKI_COMMAND_NONE;
}

/**
 * khidki_commands_find_language:
 * @text: (nullable): a whole message
 *
 * Returns: (nullable): the language that it asks for, if it is %KHIDKI_COMMAND_SPEAK
 *
 * Since: 0.1
 */
const char *
khidki_commands_find_language (const char *text)
{
  const KhidkiWordRow *found = text != NULL ? find (text) : NULL;

  return found != NULL ? found->language : NULL;
}

/**
 * khidki_commands_list_words:
 * @command: a command
 *
 * Returns: (transfer full): all that is taken for it, as khidki_commands_normalise()
 *   leaves it
 *
 * Since: 0.1
 */
GStrv /* lint: allow caller – texts are held against the words */
khidki_commands_list_words (KhidkiCommand command)
{
  return khidki_word_table_list (&table, command);
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
