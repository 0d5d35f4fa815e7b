/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-words.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "libkhidki/khidki-digits.h"
#include "libkhidki/khidki-distance-private.h"

#define VIRAMA 0x094D
#define NUKTA 0x093C

#define GURMUKHI_FIRST 0x0A01
#define GURMUKHI_LAST 0x0A5E
#define GURMUKHI_TIPPI 0x0A70
#define GURMUKHI_ADDAK 0x0A71
#define GURMUKHI_URA 0x0A73
#define TO_DEVANAGARI 0x0100
#define DEVANAGARI_NASAL 0x0902

/* What a Devanagari consonant sounds like, folded already. */
static char
get_consonant (gunichar c)
{
  static const char plain[] = {
    'k', 'k', 'g', 'g', 'n', 'c', 'c', 'j', 'j', 'n', 't', 't', 'd', 'd', 'n', 't', 't', 'd', 'd', 'n',
    'n', 'p', 'f', 'b', 'b', 'm', 'y', 'r', 'r', 'l', 'l', 'l', 'v', 's', 's', 's', 'h',
  };

  if (c >= 0x0915 && c <= 0x0939)
    return plain[c - 0x0915];
  if (c >= 0x0958 && c <= 0x095F)
    return "kkgjddfy"[c - 0x0958];
  return 0;
}

static const char *
get_vowel (gunichar c)
{
  switch (c)
    {
    case 0x0905: case 0x0906: case 0x093E: case 0x0949: case 0x0911:
      return "a";
    case 0x0907: case 0x0908: case 0x093F: case 0x0940:
      return "i";
    case 0x0909: case 0x090A: case 0x0941: case 0x0942:
      return "u";
    case 0x090B: case 0x0943:
      return "ri";
    case 0x090F: case 0x0910: case 0x0947: case 0x0948:
      return "e";
    case 0x0913: case 0x0914: case 0x094B: case 0x094C:
      return "o";
    case 0x0901: case 0x0902:
      return "n";
    default:
      return NULL;
    }
}

static gboolean
is_matra (gunichar c)
{
  return (c >= 0x093E && c <= 0x094D);
}

/* Gurmukhi as the Devanagari that sounds alike: Unicode has both in the same order. */
static char *
unify_scripts (const char *word)
{
  GString *unified = g_string_new (NULL);

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = khidki_language_fold_letter (g_utf8_get_char (p));

      if (c == 0 || (c >= GURMUKHI_ADDAK && c <= GURMUKHI_URA))
        continue;
      if (c == GURMUKHI_TIPPI)
        c = DEVANAGARI_NASAL;
      else if (c >= GURMUKHI_FIRST && c <= GURMUKHI_LAST)
        c -= TO_DEVANAGARI;
      g_string_append_unichar (unified, c);
    }

  return g_string_free (unified, FALSE);
}

/* Devanagari by sound; the vowel that is not written ends with the word. */
static char *
romanise (const char *word)
{
  GString *latin = g_string_new (NULL);

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *rest = g_utf8_next_char (p);
      gunichar next = g_utf8_get_char (rest);
      char consonant = get_consonant (c);
      const char *vowel = get_vowel (c);

      if (consonant != 0)
        {
          if (next == NUKTA)
            next = g_utf8_get_char (g_utf8_next_char (rest));
          g_string_append_c (latin, consonant);
          if (next != 0 && !is_matra (next))
            g_string_append_c (latin, 'a');
        }
      else if (vowel != NULL)
        g_string_append (latin, vowel);
      else if (c != VIRAMA && c != NUKTA && c != 0x0903)
        g_string_append_unichar (latin, c);
    }

  return g_string_free (latin, FALSE);
}

static const struct
{
  const char *from;
  const char *to;
} sounds[] = {
  { "chh", "c" }, { "ch", "c" }, { "sh", "s" }, { "ph", "f" },  { "kh", "k" }, { "gh", "g" },
  { "jh", "j" },  { "th", "t" }, { "dh", "d" }, { "bh", "b" },  { "ck", "k" }, { "oo", "u" },
  { "ee", "i" },  { "ou", "o" }, { "au", "o" }, { "ai", "e" },  { "ae", "e" },
  { "x", "ks" },  { "q", "k" },  { "w", "v" },  { "z", "j" },
};

static gsize
append_sound (GString *folded, const char *p)
{
  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    if (*p == *sounds[i].from && g_str_has_prefix (p, sounds[i].from))
      {
        g_string_append (folded, sounds[i].to);
        return strlen (sounds[i].from);
      }
  g_string_append_c (folded, *p);
  return 1;
}

static void
drop_doubles (GString *folded)
{
  for (gsize i = 1; i < folded->len;)
    if (folded->str[i] == folded->str[i - 1] && g_ascii_isalpha (folded->str[i]))
      g_string_erase (folded, (gssize) i, 1);
    else
      i++;
}

/**
 * khidki_words_fold:
 * @word: one word
 *
 * Returns: (transfer full): how it sounds, roughly: `aay`, `aaya` and `आय` are the same
 */
char *
khidki_words_fold (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_autofree char *unified = unify_scripts (lower);
  g_autofree char *latin = romanise (unified);
  GString *folded = g_string_new (NULL);

  for (const char *p = latin; *p != '\0';)
    p += append_sound (folded, p);
  drop_doubles (folded);
  if (folded->len > 2 && folded->str[folded->len - 1] == 'a')
    g_string_truncate (folded, folded->len - 1);

  return g_string_free (folded, FALSE);
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/**
 * khidki_words_split:
 * @text: what a person wrote
 *
 * Returns: (transfer full): its words, folded
 */
GStrv
khidki_words_split (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  g_autofree char *normal = g_utf8_normalize (ascii, -1, G_NORMALIZE_NFC);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *p = normal;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && is_letter (c))
        g_string_append_unichar (word, c);
      else if (word->len > 0 && (c < 0x200B || c > 0x200D))
        {
          g_ptr_array_add (words, khidki_words_fold (word->str));
          g_string_truncate (word, 0);
        }
      if (c == 0)
        break;
    }

  g_ptr_array_add (words, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/**
 * khidki_words_join:
 * @text: what a person wrote
 *
 * Returns: (transfer full): its folded words with a space between them
 */
char *
khidki_words_join (const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);

  return g_strjoinv (" ", words);
}

static GHashTable *
fold_all (const char *const *plain)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; plain[i] != NULL; i++)
    g_hash_table_add (table, khidki_words_fold (plain[i]));
  return table;
}

/**
 * khidki_words_is_stop:
 * @folded: a folded word
 *
 * Returns: whether it says nothing of what is wanted
 */
gboolean
khidki_words_is_stop (const char *folded)
{
  static const char *const plain[] = {
    "i",      "me",     "my",      "we",     "you",   "a",      "an",     "the",    "to",     "for",
    "of",     "and",    "or",      "in",     "is",    "it",     "want",   "need",   "get",    "make",
    "apply",  "new",    "please",  "pls",    "sir",   "madam",  "how",    "do",     "can",    "would",
    "like",   "have",   "hai",     "hain",   "he",    "ho",     "hu",     "hoon",   "mujhe",  "mera",
    "meri",   "mere",   "ka",      "ki",     "ke",    "ko",     "se",     "liye",   "lie",    "chahiye",
    "chahie", "cahiye", "banwana", "banana", "banvana", "banwani", "karna", "karana", "karwana", "lena",
    "dena",   "kaise",  "naya",    "nayi",   "ek",    "aur",    "apna",   "apni",   "ji",     "hum",
    "है",      "चाहिए",   "बनवाना",   "बनाना",   "मुझे",    "मेरा",     "मेरी",     "का",      "की",      "के",
    "को",     "लिए",    "करना",    "लेना",    "नया",    "कैसे",     "हैं",      "और",     "एक",     "ये",
    "ਹੈ",      "ਮੈਨੂੰ",    "ਮੇਰਾ",     "ਮੇਰੀ",    "ਦਾ",     "ਦੀ",      "ਦੇ",      "ਨੂੰ",     "ਲਈ",     "ਚਾਹੀਦਾ",
    "ਚਾਹੀਦੀ",   "ਬਣਵਾਉਣਾ", "ਬਣਾਉਣਾ",  "ਕਰਨਾ",   "ਲੈਣਾ",    "ਨਵਾਂ",    "ਕਿਵੇਂ",    "ਅਤੇ",    "ਇੱਕ",     "ਜੀ",
    "ہے",     "مجھے",    "میرا",    "میری",   "کا",     "کی",     "کے",     "کو",     "لیے",    "چاہیے",
    "بنوانا",   "بنانا",    "کرنا",    "لینا",    "نیا",     "کیسے",    "ہیں",     "اور",    "ایک",    "جی",
    "banwa",  "banva",  "bana",    "dijiye", "dijie", "dedo",   "kar",    "karo",   "bhaiya", "bhai",   "kripya",
    "बनवा",     "बना",     "दो",      "दीजिए",   "दीजिये",  "कर",      "करो",     "भैया",    "भाई",     "कृपया",
    "ਬਣਵਾ",    "ਬਣਾ",     "ਦਿਓ",     "ਦੇ",      "ਵੀਰ",    "بنوا",    "بنا",     "دو",     "دیں",    "دیجیے",
    "بھائی",   "hello",  "namaste", "salam",  "assalam", "alaikum", "bro",  "yaar",   "jaldi",  "wala",   "wali",
    "नमस्ते",    "वाला",    "वाली",    "ਵਾਲਾ",    "ਵਾਲੀ",    "والا",    "والی",
    NULL,
  };
  static GHashTable *stops;

  if (g_once_init_enter (&stops))
    g_once_init_leave (&stops, fold_all (plain));

  return g_hash_table_contains (stops, folded);
}

/**
 * khidki_words_is_common:
 * @folded: a folded word
 *
 * Returns: whether it says no more than that a paper of the government is wanted,
 *   as `certificate` does in any script and spelling
 */
gboolean
khidki_words_is_common (const char *folded)
{
  static const char *const plain[] = {
    "certificate", "certificat",  "certifcate", "certifikate", "sertificate", "sartificate", "sartifiket",
    "praman",      "patra",       "patr",       "pramanpatra", "प्रमाण",       "पत्र",          "प्रमाणपत्र",
    "सर्टिफिकेट",     "सर्टिफ़िकेट",     "सर्टिफिकट",    "सार्टिफिकेट",     "ਸਰਟੀਫਿਕੇਟ",    "ਸਰਟੀਫ਼ਿਕੇਟ",    "ਪ੍ਰਮਾਣ",
    "ਪੱਤਰ",         "ਪ੍ਰਮਾਣਪੱਤਰ",    "سرٹیفکیٹ",   "سرٹیفیکیٹ",   "سرٹفکیٹ",     "سند",         NULL,
  };
  static GHashTable *commons;

  if (g_once_init_enter (&commons))
    g_once_init_leave (&commons, fold_all (plain));

  return g_hash_table_contains (commons, folded);
}

static gboolean
has_digit (const char *word)
{
  return strpbrk (word, "0123456789") != NULL;
}

/**
 * khidki_words_compare:
 * @folded: a folded word
 * @other: another one
 *
 * Returns: 1 the same, 0 another; numbers are never nearly the same
 */
double
khidki_words_compare (const char *folded, const char *other)
{
  glong length = g_utf8_strlen (folded, -1);
  glong other_length = g_utf8_strlen (other, -1);
  glong shorter = MIN (length, other_length);
  guint limit = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  guint distance;

  if (strcmp (folded, other) == 0)
    return 1;
  if (limit == 0 || ABS (length - other_length) > limit || has_digit (folded) || has_digit (other))
    return 0;

  distance = khidki_distance (folded, other, limit);
  return distance > limit ? 0 : 1 - 0.2 * distance;
}

/**
 * khidki_words_compare_phrase:
 * @text: what a person wrote
 * @phrase: a name
 *
 * Returns: as khidki_words_compare_split()
 */
double
khidki_words_compare_phrase (const char *text, const char *phrase)
{
  g_auto (GStrv) words = khidki_words_split (text);
  g_auto (GStrv) others = khidki_words_split (phrase);

  return khidki_words_compare_split ((const char *const *) words, (const char *const *) others);
}

/**
 * khidki_words_compare_split:
 * @words: what a person wrote, from khidki_words_split()
 * @others: a name, likewise
 *
 * Returns: 1 if @words are the name and nothing else, less with every slip, 0 if
 *   a word is missing or another one is there; words that run together are forgiven
 */
double
khidki_words_compare_split (const char *const *words, const char *const *others)
{
  double sum = 0;
  guint n = g_strv_length ((GStrv) words);

  if (n == 0 || others[0] == NULL)
    return 0;
  if (n != g_strv_length ((GStrv) others))
    {
      g_autofree char *joined = g_strjoinv ("", (GStrv) words);
      g_autofree char *other = g_strjoinv ("", (GStrv) others);

      return khidki_words_compare (joined, other) * 0.95;
    }

  for (guint i = 0; i < n; i++)
    {
      double match = khidki_words_compare (words[i], others[i]);

      if (match <= 0)
        return 0;
      sum += match;
    }
  return sum / n;
}
