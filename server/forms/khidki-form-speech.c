/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-language.h"
#include "forms/khidki-form-private.h"

/*
 * Where a name is asked for people also talk: they ask back, they wait, they are angry.
 * Any letters could be a name; these words are in nobody's. They are compared as they are
 * written, for by their sound Meera would be mera. Words that somebody is called are not
 * among them: Kar, Raha, Wali, Gaya, Meri, De, Abhi, Zara, Umar.
 */
static const char *const english[] = {
  "is",       "am",     "the",      "what",    "which",   "why",     "how",     "when",      "where",   "who",     "you",
  "your",     "my",     "want",     "need",    "please",  "this",    "that",    "not",       "no",      "don't",   "dont",
  "cannot",   "can't",  "cant",     "have",    "has",     "had",     "does",    "did",       "send",    "tell",    "write",
  "wait",     "here",   "there",    "because", "with",    "and",     "expired", "died",      "dead",    "same",    "good",
  "morning",  "hello",  "minute",   "minutes", "sir",     "madam",   "ok",      "okay",      "yes",     "certificate", "aadhaar",
  "aadhar",   "adhar",  "income",   "kids",    "children", "members", "family",  "robot",   "from",    "her",     "his",
  "she",      "he",     "father",   "mother",  NULL,
};

static const char *const hindi[] = {
  "kya",      "kyu",      "kyun",     "kyon",     "kaise",    "kaun",     "kahan",    "kaha",     "kidhar",   "kitna",
  "kitne",    "kitni",    "kiska",    "kiski",    "kisko",    "kaunsa",   "konsa",    "mujhe",    "mujhko",   "mera",     "mere",
  "hamara",   "hamare",   "hamari",   "aap",      "aapka",    "aapki",    "aapko",    "tum",      "tumhara",  "tera",     "tere",
  "nahi",     "nahin",    "nhi",      "hoon",     "hun",      "hu",       "hain",     "hai",      "tha",      "thi",
  "rahe",     "gayi",     "gaye",     "gye",      "hua",      "hui",      "karo",     "karna",    "karni",    "karu",     "karun",
  "kardo",    "karwao",   "batao",    "batana",   "bataun",   "batau",    "batata",   "batati",   "bataiye",  "bolo",     "boliye",
  "bol",      "likh",     "likho",    "likhu",    "likhun",   "likhna",   "likhi",    "likha",    "likhiye",  "chahiye",  "chahie",
  "banwana",  "lagega",   "lagenge",  "milega",   "hoga",     "liye",     "yeh",      "ye",       "yahi",     "vahi",     "aur",
  "lekin",    "phir",     "pehle",    "ruko",     "rukiye",   "jaldi",    "bakwas",   "bakwaas",  "pata",
  "naam",     "kuch",     "kuchh",    "koi",      "ka",       "ke",       "ki",       "ko",       "me",       "mein",     "haan",
  "rehne",    "rahne",    "chhodo",   "chodo",    "wo",       "ek",       "dono",     "log",      "logo",     "bachche",
  "bacche",   "bache",    "betiyan",  "betiyaan", "parivar",  "samajh",   "hi",       "abe",      "saala",    "namaste",  "talak",    "talaq",    "pita",     "pitaji",   "पिता",      "पिताजी",    "तलाक",
  "है",        "हैं",       "था",        "थी",        "थे",        "हूं",        "हूँ",        "क्या",       "क्यों",       "क्यूं",       "कैसे",
  "कौन",       "कब",       "कहाँ",       "कहां",       "कितना",     "कितने",     "कितनी",     "मुझे",       "मेरा",       "मेरे",       "हमारा",
  "हमारे",     "आप",       "आपका",     "आपको",     "तुम",       "नहीं",       "नही",       "का",       "की",        "के",        "को",
  "से",        "में",       "ने",        "लिए",       "चाहिए",      "करना",      "करो",       "करनी",      "करते",      "करती",      "करता",
  "बताओ",     "बताना",    "बताता",    "बताती",    "बोलो",       "लिखो",      "लिखना",     "लिखूं",      "लिखूँ",      "और",       "लेकिन",
  "अभी",       "पहले",      "रुको",       "रुकिए",      "पता",       "कुछ",       "कोई",       "यह",       "ये",        "वो",        "वह",
  "जिसकी",     "जिसका",    "गए",       "गई",       "चुका",       "चुके",       "देहांत",      "बनवाना",    "मिलेगा",     "लगेगा",     "होगा",
  "रहती",      "रहता",      "रहते",      "हुआ",       "हुई",        "हाँ",        "हां",        "बच्चे",       "बेटियां",     "बेटियाँ",     "लोग",
  "परिवार",    "नाम",       "मैं",        "घर",       "दो",        "समझ",      "जी",        "लगाती",     "लगाता",    "वही",       "यही",        NULL,
};

static const char *const punjabi[] = {
  "mainu",    "hega",     "haiga",    "kinne",    "kinna",    "kiven",    "kithe",    "layi",     "naal",     "ਹੈ",        "ਹਨ",       "ਹਾਂ",       "ਕੀ",        "ਕਿਉਂ",      "ਕਿਵੇਂ",      "ਕੌਣ",       "ਕਦੋਂ",       "ਕਿੱਥੇ",       "ਕਿੰਨਾ",      "ਕਿੰਨੇ",
  "ਕਿੰਨੀ",      "ਮੈਨੂੰ",       "ਮੇਰਾ",       "ਮੇਰੇ",       "ਤੁਸੀਂ",       "ਤੁਹਾਡਾ",     "ਨਹੀਂ",       "ਦਾ",       "ਦੇ",        "ਦੀ",        "ਨੂੰ",
  "ਤੋਂ",        "ਵਿੱਚ",      "ਵਿਚ",       "ਲਈ",       "ਚਾਹੀਦਾ",     "ਕਰਨਾ",     "ਕਰੋ",       "ਦੱਸੋ",       "ਲਿਖੋ",       "ਲਿਖਾਂ",      "ਅਤੇ",
  "ਤੇ",        "ਪਰ",       "ਹੁਣ",       "ਕੁਝ",       "ਕੋਈ",       "ਇਹ",       "ਉਹ",       "ਰਹਿੰਦਾ",     "ਰਹਿੰਦੀ",     "ਬੱਚੇ",       "ਧੀਆਂ",
  "ਮੈਂ",        "ਜੀ",       "ਨਾਂ",       "ਨਾਮ",      "ਪਿਤਾ",     "ਉਹੀ",      "ਇਹੀ",      NULL,
};

static const char *const urdu[] = {
  "ہے",       "ہیں",      "تھا",      "تھی",      "تھے",      "ہوں",      "کیا",      "کیوں",     "کیسے",     "کون",      "کب",
  "کہاں",     "کتنا",     "کتنے",     "کتنی",     "مجھے",     "میرا",     "میرے",     "آپ",       "نہیں",     "کا",       "کی",
  "کے",       "کو",       "سے",       "میں",      "نے",       "لیے",      "لئے",      "چاہیے",    "کرنا",     "کرو",      "بتاؤ",
  "بتائیے",   "لکھو",     "لکھوں",    "لکھیے",    "اور",      "لیکن",     "ابھی",     "پہلے",     "رکو",      "پتہ",      "کچھ",
  "کوئی",     "یہ",       "وہ",       "بچے",      "بیٹیاں",   "لوگ",      "ہاں",      "وہی",      "یہی",      "نام",      "دو",       NULL,
};

/* Case, the dots and marks that are written or not, and the points around a word. */
static char *
dup_plain (const char *word)
{
  g_autofree char *composed = g_utf8_normalize (word, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (composed != NULL ? composed : "", -1);
  GString *plain = g_string_new (NULL);

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = khidki_language_fold_letter (g_utf8_get_char (p));

      if (c != 0 && (!g_unichar_ispunct (c) || c == '\''))
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

static GHashTable *
fold_words (void)
{
  static const char *const *const lists[] = { english, hindi, punjabi, urdu };
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i][j] != NULL; j++)
      g_hash_table_add (words, dup_plain (lists[i][j]));
  return words;
}

/* Abdul Hai is called so. */
static gboolean
is_name_after_all (const char *plain, const char *before)
{
  return before != NULL && g_str_equal (plain, "hai") && g_str_has_prefix (before, "abd");
}

/**
 * khidki_form_find_speech:
 * @words: the words of what may be a name
 *
 * Returns: which is the first that somebody says and nobody is called; their number if
 *   there is none
 */
guint
khidki_form_find_speech (const char *const *words)
{
  static GHashTable *speech;
  g_autofree char *before = NULL;
  guint i;

  if (g_once_init_enter (&speech))
    g_once_init_leave (&speech, fold_words ());

  for (i = 0; words[i] != NULL; i++)
    {
      g_autofree char *plain = dup_plain (words[i]);

      if (g_hash_table_contains (speech, plain) && !is_name_after_all (plain, before))
        break;
      g_free (before);
      before = g_steal_pointer (&plain);
    }
  return i;
}

/**
 * khidki_form_dup_before_speech:
 * @text: what stands where a name is
 *
 * Returns: (transfer full): what comes before somebody goes on talking: Ram Lal, of Ram
 *   Lal tha wo ab nahi rahe
 */
char *
khidki_form_dup_before_speech (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint end = khidki_form_find_speech ((const char *const *) words);

  for (guint i = end; words[i] != NULL; i++)
    g_clear_pointer (&words[i], g_free);
  return g_strchomp (g_strjoinv (" ", words));
}

/**
 * khidki_form_is_only_speech:
 * @text: an answer in free words
 *
 * Returns: whether it asks back and answers nothing: kya likhna hai
 */
gboolean
khidki_form_is_only_speech (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (khidki_form_find_speech ((const char *const *) words + i) > 0)
      return FALSE;
  return g_strv_length (words) > 1;
}
