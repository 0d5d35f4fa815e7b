/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-short-words.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-centre-words.h"
#include "conversation/khidki-commands.h"
#include "conversation/khidki-word-table.h"
#include "libkhidki/khidki-digits.h"

#define NUMBER_LENGTH 14
/* A text of more is a letter, not a command. */
#define LONGEST 480
#define MAX_GROUPS 64

/* A word that tells the language too. */
#define HINDI (1u << 8)
#define COMMAND(meaning) ((KhidkiShortCommand) ((meaning) & (HINDI - 1)))

/* Single words: the first of a text, or the last. Hindi in both scripts, Punjabi,
 * Urdu. English words are everybody's: they do not tell a language. */
static const KhidkiWordRow vocabulary[] = {
  { KHIDKI_SHORT_HELP, "help|info|menu|hi|hello" },
  { KHIDKI_SHORT_HELP | HINDI, "madad|sahayata|sahayta|namaste|namaskar|मदद|सहायता|हेल्प|नमस्ते|नमस्कार" },
  { KHIDKI_SHORT_HELP, "ਮਦਦ|ਸਹਾਇਤਾ|ਨਮਸਤੇ|مدد|سلام" },
  { KHIDKI_SHORT_STATUS, "status|edistdl|track" },
  { KHIDKI_SHORT_STATUS | HINDI, "sthiti|stithi|haal|स्थिति|स्टेटस|हाल|ट्रैक" },
  { KHIDKI_SHORT_STATUS, "ਸਥਿਤੀ|ਸਟੇਟਸ|حیثیت|صورتحال|سٹیٹس|اسٹیٹس" },
  { KHIDKI_SHORT_SERVICE, "seva|sewa|service|services|fee|fees" },
  { KHIDKI_SHORT_SERVICE | HINDI, "jankari|jaankari|kagaz|सेवा|सेवाएं|सेवाएँ|सर्विस|जानकारी|कागज|फीस" },
  { KHIDKI_SHORT_SERVICE, "ਸੇਵਾ|ਜਾਣਕਾਰੀ|خدمت|سیوا|سروس|معلومات" },
  { KHIDKI_SHORT_CENTRE, "csc|centre|center" }, /* lint: allow plugin-name – a word that people write */
  { KHIDKI_SHORT_CENTRE | HINDI, "kendra|kender|केंद्र|केन्द्र|सेंटर|सीएससी" },
  { KHIDKI_SHORT_CENTRE, "ਕੇਂਦਰ|ਸੈਂਟਰ|ਸੀਐਸਸੀ|مرکز|سینٹر" },
  { KHIDKI_SHORT_APPLY, "apply|application" },
  { KHIDKI_SHORT_APPLY | HINDI, "aavedan|avedan|awedan|आवेदन|अप्लाई|अर्जी|arzi" },
  { KHIDKI_SHORT_APPLY, "ਅਰਜੀ|ਬਿਨੈ|ਅਪਲਾਈ|درخواست|عرضی|اپلائی" },
  { KHIDKI_SHORT_CANCEL, "cancel|delete" },
  { KHIDKI_SHORT_CANCEL | HINDI, "radd|रद्द|कैंसिल|मिटाओ|मिटाएँ" },
  { KHIDKI_SHORT_CANCEL, "ਰੱਦ|منسوخ|کینسل" },
  { KHIDKI_SHORT_STOP, "stop|unsubscribe|unsub" },
  { KHIDKI_SHORT_STOP | HINDI, "band|roko|बंद|बन्द|रोको|रोकें|स्टॉप" },
  { KHIDKI_SHORT_STOP, "ਬੰਦ|ਰੋਕੋ|بند|روکیں" },
  { KHIDKI_SHORT_START, "start|subscribe" },
  { KHIDKI_SHORT_START | HINDI, "shuru|chalu|शुरू|शुरु|चालू|स्टार्ट" },
  { KHIDKI_SHORT_START, "ਸ਼ੁਰੂ|ਚਾਲੂ|شروع|چالو" },
};

/* Rows of digits with nothing but separators between them; any letter ends one. */
static guint
split_groups (const char *ascii, GStrv groups, gboolean *joined)
{
  gboolean near = FALSE;
  guint n = 0;

  while (*ascii != '\0' && n < MAX_GROUPS)
    {
      gsize digits = strspn (ascii, "0123456789");

      if (digits > 0)
        {
          groups[n] = g_strndup (ascii, digits);
          joined[n++] = near;
          ascii += digits;
          near = TRUE;
          continue;
        }
      near = near && strchr (" -.,/\t\n", *ascii) != NULL;
      ascii++;
    }

  return n;
}

/* The groups from @first on that make up fourteen digits together, else NULL. */
static char *
join_groups (GStrv groups, const gboolean *joined, guint first, guint n)
{
  g_autoptr (GString) number = g_string_new (groups[first]);

  for (guint i = first + 1; i < n && number->len < NUMBER_LENGTH && joined[i]; i++)
    g_string_append (number, groups[i]);

  return number->len == NUMBER_LENGTH ? g_string_free (g_steal_pointer (&number), FALSE) : NULL;
}

/**
 * khidki_short_find_number:
 * @text: what somebody wrote
 *
 * Returns: (transfer full) (nullable): fourteen digits that stand in it, in any
 *   script and grouping, those with a right check digit first
 */
char *
khidki_short_find_number (const char *text)
{
  g_autofree char *ascii = strlen (text) <= LONGEST * 4 ? khidki_digits_to_ascii (text) : g_strdup ("");
  g_auto (GStrv) groups = g_new0 (char *, MAX_GROUPS + 1);
  gboolean joined[MAX_GROUPS];
  guint n = split_groups (ascii, groups, joined);
  g_autofree char *wrong = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = join_groups (groups, joined, i, n);

      if (number != NULL && khidki_digits_check (number))
        return g_steal_pointer (&number);
      if (number != NULL && wrong == NULL)
        wrong = g_steal_pointer (&number);
    }

  return g_steal_pointer (&wrong);
}

static gboolean
has_letters (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* By its script; Latin letters and digits tell nothing. */
static const char *
guess_language (const char *text)
{
  const KhidkiLanguage *language = khidki_language_find_for_text (text);

  return language != NULL ? language->code : NULL;
}

static guint
find_word (const char *word)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (vocabulary, khidki_commands_normalise);

  return khidki_word_table_get (&table, word);
}

/* The command is the first word, or in Hindi's order the last; 0 if neither is one. */
static guint
find_command (GStrv words, char **rest)
{
  guint n = g_strv_length (words);
  guint found = n > 0 ? find_word (words[0]) : 0;

  if (found != 0)
    {
      *rest = g_strjoinv (" ", words + 1);
      return found;
    }
  found = n > 1 ? find_word (words[n - 1]) : 0;
  if (found != 0)
    {
      g_clear_pointer (&words[n - 1], g_free);
      *rest = g_strjoinv (" ", words);
    }

  return found;
}

/* `Seva kendra` begins like a question for a service, and has two words. */
static void
match_centre (KhidkiShortWish *wish, const char *said)
{
  g_autofree char *rest = NULL;

  if (!khidki_centre_words_split (said, &rest))
    return;
  wish->command = KHIDKI_SHORT_CENTRE;
  g_free (wish->rest);
  wish->rest = g_steal_pointer (&rest);
}

/* Words that mean something as a whole message elsewhere too. */
static void
match_whole (KhidkiShortWish *wish, const char *text)
{
  switch (khidki_commands_match (text))
    {
    case KHIDKI_COMMAND_SPEAK:
      wish->language = khidki_commands_find_language (text);
      wish->command = KHIDKI_SHORT_HELP;
      break;
    case KHIDKI_COMMAND_STATUS:
    case KHIDKI_COMMAND_CERTIFICATE:
      wish->command = KHIDKI_SHORT_STATUS;
      break;
    case KHIDKI_COMMAND_STOP:
      wish->command = KHIDKI_SHORT_STOP;
      break;
    case KHIDKI_COMMAND_CANCEL:
      wish->command = KHIDKI_SHORT_CANCEL;
      break;
    case KHIDKI_COMMAND_HI:
    case KHIDKI_COMMAND_MENU:
    case KHIDKI_COMMAND_BACK:
    case KHIDKI_COMMAND_HELP:
    case KHIDKI_COMMAND_LANGUAGE:
      wish->command = KHIDKI_SHORT_HELP;
      break;
    case KHIDKI_COMMAND_NONE:
    case KHIDKI_COMMAND_N_COMMANDS:
    default:
      break;
    }
}

/* Whoever writes a number wants to know how far it is: in Hindi `application` and
 * `apply` are one word. */
static void
match_numbers (KhidkiShortWish *wish, const char *text)
{
  gboolean meant = wish->command == KHIDKI_SHORT_CANCEL || wish->command == KHIDKI_SHORT_STOP ||
                   wish->command == KHIDKI_SHORT_START;

  if (wish->number != NULL && !meant)
    wish->command = KHIDKI_SHORT_STATUS;
  else if (wish->command == KHIDKI_SHORT_NOTHING && wish->pin != NULL && !has_letters (text))
    wish->command = KHIDKI_SHORT_CENTRE;
}

/* (transfer full): Status1260 and Kendra110085 with a space before the number. */
static char *
separate (const char *said)
{
  g_autofree char *ascii = khidki_digits_to_ascii (said);
  gsize letters = strcspn (ascii, " 0123456789");
  g_autofree char *word = g_strndup (ascii, letters);

  if (!g_ascii_isdigit (ascii[letters]) || find_word (word) == 0)
    return g_strdup (said);
  return g_strconcat (word, " ", ascii + letters, NULL);
}

/**
 * khidki_short_wish_new:
 * @text: what somebody wrote
 *
 * Returns: (transfer full): what they want
 */
KhidkiShortWish *
khidki_short_wish_new (const char *text)
{
  KhidkiShortWish *wish = g_new0 (KhidkiShortWish, 1);
  g_autofree char *whole = strlen (text) <= LONGEST * 4 ? khidki_commands_normalise (text) : g_strdup ("");
  g_autofree char *said = separate (whole);
  g_auto (GStrv) words = g_strsplit (said, " ", -1);
  guint found = 0;

  wish->number = khidki_short_find_number (text);
  wish->pin = wish->number == NULL ? khidki_centre_words_find_pin (said) : NULL;
  wish->language = guess_language (text);
  if (*said == '\0')
    wish->command = KHIDKI_SHORT_HELP;
  else
    found = find_command (words, &wish->rest);
  if (COMMAND (found) == KHIDKI_SHORT_SERVICE || COMMAND (found) == KHIDKI_SHORT_CENTRE)
    match_centre (wish, said);
  if (found != 0)
    {
      if (wish->command == KHIDKI_SHORT_NOTHING)
        wish->command = COMMAND (found);
      if (wish->language == NULL && (found & HINDI) != 0)
        wish->language = "hi";
    }
  else if (*said != '\0')
    match_whole (wish, text);
  match_numbers (wish, text);
  if (wish->rest == NULL)
    wish->rest = g_strdup (said);

  return wish;
}

void
khidki_short_wish_free (KhidkiShortWish *wish)
{
  g_free (wish->rest);
  g_free (wish->number);
  g_free (wish->pin);
  g_free (wish);
}
