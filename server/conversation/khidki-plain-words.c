/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-plain-words.h"

#include <string.h>

#include "catalogue/khidki-words.h"
#include "conversation/khidki-commands.h"
#include "conversation/khidki-word-table.h"

#define LONGEST 256
#define MOST_WORDS 12

static const KhidkiWordRow vocabulary[] = {
  { KHIDKI_PLAIN_YES,
    "yes|y|yes sir|yes please|ok|okay|okk|k|correct|right|all correct|all ok|all good|everything is correct|it is correct|"
    "haan|han|ha|haan ji|han ji|ji|ji haan|ji han|haa|bilkul|sahi|sahi hai|sab sahi|sab sahi hai|theek|theek hai|thik|"
    "thik hai|tik hai|sab theek hai|sab thik hai|haan theek hai|haan thik hai|haan sahi hai|haan sab theek hai|"
    "haan sab sahi hai|sab theek|sab thik|sab ok|sab kuch sahi hai|sab kuch theek hai|सब ठीक|हाँ|हां|हा|जी|जी हाँ|जी हां|हाँ जी|हां जी|बिल्कुल|सही|सही है|सब सही|ठीक|ठीक है|सब ठीक है|हाँ सब ठीक है|"
    "हाँ सब सही है|हाँ ठीक है|हाँ सही है|ओके|ਹਾਂ|ਜੀ|ਹਾਂ ਜੀ|ਜੀ ਹਾਂ|ਸਹੀ|ਸਹੀ ਹੈ|ਠੀਕ|ਠੀਕ ਹੈ|ਠੀਕ ਹੈ ਜੀ|ਸਭ ਠੀਕ ਹੈ|ਸਭ ਸਹੀ ਹੈ|ਬਿਲਕੁਲ|ਓਕੇ|"
    "جی|ہاں|ہاں جی|جی ہاں|صحیح|صحیح ہے|ٹھیک|ٹھیک ہے|سب ٹھیک ہے|سب صحیح ہے|بالکل|اوکے" },
  { KHIDKI_PLAIN_NO,
    "no|n|nope|nahi|nahin|nai|na|ji nahi|nahi ji|नहीं|नही|ना|जी नहीं|नहीं जी|ਨਹੀਂ|ਨਾਂਹ|ਜੀ ਨਹੀਂ|ਨਹੀਂ ਜੀ|نہیں|جی نہیں|نہیں جی" },
  { KHIDKI_PLAIN_AGREED,
    "agree|agreed|i do agree|ha sahmat hu|haan bilkul sahmat hu|ha bilkul sahmat hu|bilkul sahmat hu|mai sahmat hu|yes i agree|sahmat|sahmat hu|sahmat hoon|main sahmat hu|main sahmat hoon|haan sahmat hu|manzoor|"
    "manjoor|manzoor hai|manjoor hai|मंज़ूर|मंज़ूर है|सहमत|सहमत हूँ|सहमत हूं|मैं सहमत हूं|हाँ सहमत हूँ|हाँ मैं सहमत हूँ|"
    "ਸਹਿਮਤ|ਸਹਿਮਤ ਹਾਂ|ਮਨਜ਼ੂਰ|ਮਨਜ਼ੂਰ ਹੈ|ਮੰਜ਼ੂਰ ਹੈ|متفق|متفق ہوں|منظور|منظور ہے" },
  { KHIDKI_PLAIN_UNKNOWN,
    "dont know|don t know|do not know|i dont know|i don t know|i do not know|not known|no idea|not sure|unknown|forgot|i forgot|"
    "pata nahi|pata nahin|nahi pata|pta nahi|mujhe nahi pata|mujhe pata nahi|malum nahi|maloom nahi|nahi maloom|nahi malum|"
    "yaad nahi|yaad nahi hai|yad nahi|पता नहीं|नहीं पता|मुझे नहीं पता|मुझे पता नहीं|मालूम नहीं|नहीं मालूम|याद नहीं|याद नहीं है|"
    "ਪਤਾ ਨਹੀਂ|ਨਹੀਂ ਪਤਾ|ਮੈਨੂੰ ਨਹੀਂ ਪਤਾ|ਮੈਨੂੰ ਪਤਾ ਨਹੀਂ|ਯਾਦ ਨਹੀਂ|معلوم نہیں|نہیں معلوم|مجھے نہیں معلوم|مجھے معلوم نہیں|پتہ نہیں|پتا نہیں|نہیں پتہ|یاد نہیں" },
  { KHIDKI_PLAIN_THANKS,
    "acha|accha|achha|acha ji|अच्छा|ਅੱਛਾ|ਚੰਗਾ|ਚੰਗਾ ਜੀ|اچھا|thanks|thank you|thankyou|thank u|thx|ok thanks|ok thank you|thanks a lot|dhanyavad|dhanyawad|dhanyavaad|dhanyawaad|"
    "shukriya|shukria|meharbani|bahut dhanyavad|धन्यवाद|शुक्रिया|मेहरबानी|बहुत धन्यवाद|थैंक यू|थैंक्यू|ਧੰਨਵਾਦ|ਸ਼ੁਕਰੀਆ|ਮਿਹਰਬਾਨੀ|"
    "ਬਹੁਤ ਧੰਨਵਾਦ|never mind|no problem|koi baat nahi|koi baat nahin|koi bat nahi|koi gal nahi|koi gall nahi|कोई बात नहीं|ਕੋਈ ਗੱਲ ਨਹੀਂ|کوئی بات نہیں|شکریہ|مہربانی|بہت شکریہ|بہت مہربانی" },
  { KHIDKI_PLAIN_LATER,
    "wait|hold on|one minute|1 minute|2 minute|2 min|5 minute|5 min|ek minute|do minute|ruko|rukiye|ruko zara|thodi der me|thodi der mein|"
    "abhi bhejta hu|abhi bhejti hu|batata hu|batati hu|abhi batata hu|abhi batati hu|baad me bataunga|baad me bataungi|रुकिए|एक मिनट|दो मिनट|"
    "थोड़ी देर में|बताता हूँ|बताती हूँ|अभी भेजता हूँ|अभी भेजती हूँ|ਇੱਕ ਮਿੰਟ|ਥੋੜ੍ਹੀ ਦੇਰ ਵਿੱਚ|ایک منٹ|تھوڑی دیر میں|later|not now|tomorrow i will send|i will send later|baad mein|baad me|bad mein|bad me|abhi nahi|abhi nahi hai|abhi photo nahi hai|"
    "baad mein bhejunga|baad mein bhejungi|kal bhejunga|kal bhejungi|kal dunga|kal dungi|ruko|thoda ruko|बाद में|अभी नहीं|अभी नहीं है|"
    "बाद में भेजूँगा|कल भेजूँगा|कल भेजूँगी|रुको|ਬਾਅਦ ਵਿੱਚ|ਹੁਣ ਨਹੀਂ|ਕੱਲ੍ਹ ਭੇਜਾਂਗਾ|ਰੁਕੋ|بعد میں|ابھی نہیں|کل بھیجوں گا|کل بھیجوں گی|رکو" },
  { KHIDKI_PLAIN_SAME,
    "eho number|eho number aa|ehi number aa|eho|ehi number|yehi number|yehi|wahi number|yahi number hai|yehi number hai|yahi hai|"
    "whatsapp wala|whatsapp number|" /* lint: allow plugin-name – words that people say */
    "isi pe|isi par call karna|jis se baat kar raha hu|jis se baat kar rahi hu|यही नंबर है|यही है|जिससे बात कर रही हूँ|जिससे बात कर रहा हूँ|ਏਹੀ ਨੰਬਰ|"
    "ਇਹੀ ਨੰਬਰ ਹੈ|ਏਹੀ ਹੈ|ਏਹੀ|یہی نمبر ہے|this number|same number|same|this one|this|yes this number|my number|on this number|yahi|yahi number|haan yahi|"
    "haan yahi number|isi number par|isi number pe|isi par|yahi wala|यही|यही नंबर|हाँ यही|हाँ यही नंबर|इसी नंबर पर|इसी पर|यही वाला|"
    "ਇਹੀ|ਇਹੀ ਨੰਬਰ|ਇਸੇ ਨੰਬਰ ਤੇ|ਹਾਂ ਇਹੀ|یہی|یہی نمبر|اسی نمبر پر|ہاں یہی" },
  { KHIDKI_PLAIN_SELF,
    "me|myself|self|for me|for self|yes for me|mine|mere liye|apne liye|khud|khud ke liye|haan mere liye|mera|meri|"
    "mujhe chahiye|apne layi|apne lai|mere layi|mere lai|apne vaste|mere vaste|mainu chahida|mainu chaida|अपने लिए|खुद|खुद के लिए|हाँ मेरे लिए|मेरा|मेरी|मुझे चाहिए|ਆਪਣੇ ਲਈ|ਮੇਰਾ|ਹਾਂ ਮੇਰੇ ਲਈ|ਮੈਨੂੰ ਚਾਹੀਦਾ ਹੈ|"
    "اپنے لیے|خود کے لیے|میرا|ہاں میرے لیے|مجھے چاہیے" },
};

/* Relations of whom a paper may be: heard by their sound, so that one script does for three. */
static const KhidkiWordRow relations[] = {
  { KHIDKI_PLAIN_OTHER,
    "son|daughter|child|children|mother|father|wife|husband|brother|sister|grandson|granddaughter|"
    "neighbour|beta|bete|beti|bachche|bachcha|maa|mummy|pita|papa|pati|saas|sasur|bahu|damad|chacha|"
    "chachi|mausi|dost|friend|patni|biwi|bhai|behan|bahan|pota|pote|poti|nati|nana|nani|dada|dadi|padosi|"
    "ਪੁੱਤਰ|ਧੀ|ਸੱਸ|ਸਹੁਰੇ|ਮਾਂ|ਪਿਤਾ|ਭਰਾ|ਭੈਣ|بیٹا|بیٹے|بیٹی|بچے|ماں|امی|والد|والدہ|ابو|شوہر|بیوی|ساس|سسر|"
    "بھائی|بہن|پوتے|پوتی" },
};

static gboolean
holds_yes_sign (const char *text)
{
  static const gunichar signs[] = { 0x1F44D, 0x1F44C, 0x2705, 0x2714, 0x1F197 };

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
      if (g_utf8_get_char (at) == signs[i])
        return TRUE;
  return FALSE;
}

/**
 * khidki_plain_match:
 * @text: a whole message
 *
 * Returns: what it means
 *
 * Since: 0.1
 */
KhidkiPlain
khidki_plain_match (const char *text)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (vocabulary, khidki_commands_normalise);
  g_autofree char *said = NULL;
  g_autofree char *bare = NULL;
  KhidkiPlain plain;

  if (strlen (text) > LONGEST)
    return KHIDKI_PLAIN_NONE;
  said = khidki_commands_normalise (text);
  if (*said == '\0')
    return holds_yes_sign (text) ? KHIDKI_PLAIN_YES : KHIDKI_PLAIN_SIGN;
  plain = (KhidkiPlain) khidki_word_table_get (&table, said);
  if (plain == KHIDKI_PLAIN_NONE)
    bare = khidki_commands_dup_bare (said);
  return bare != NULL ? (KhidkiPlain) khidki_word_table_get (&table, bare) : plain;
}

/**
 * khidki_plain_is_yes:
 * @text: a whole message
 *
 * Returns: whether it says yes and nothing else
 *
 * Since: 0.1
 */
gboolean
khidki_plain_is_yes (const char *text)
{
  return khidki_plain_match (text) == KHIDKI_PLAIN_YES;
}

/**
 * khidki_plain_is_for_other:
 * @text: a whole message that answers for whom something is
 *
 * Returns: whether it names a relation: for my grandson
 *
 * Since: 0.1
 */
gboolean
khidki_plain_is_for_other (const char *text)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (relations, khidki_words_fold);
  g_auto (GStrv) words = strlen (text) <= LONGEST ? khidki_words_split (text) : g_new0 (char *, 1);

  for (guint i = 0; words[i] != NULL; i++)
    if (khidki_word_table_get (&table, words[i]) != 0)
      return TRUE;
  return FALSE;
}

/* What stands in a sentence beside others; heard by its sound. */
enum
{
  WORD_FOR = 1 << 0,
  WORD_SELF = 1 << 1,
  WORD_PERSON = 1 << 2,
  WORD_TALK = 1 << 3,
  WORD_MONEY = 1 << 4,
  WORD_DEMAND = 1 << 5,
  WORD_ANY = 1 << 6,
  WORD_NO = 1 << 7,
};

static const KhidkiWordRow sentence[] = {
  { WORD_FOR, "for|liye|lie|layi|lai|vaste|waste|लिए|वास्ते|ਲਈ|ਵਾਸਤੇ|لیے|لئے|واسطے" },
  { WORD_SELF, "me|myself|mere|apne|khud|मेरे|अपने|खुद|ਮੇਰੇ|ਆਪਣੇ|میرے|اپنے|خود" },
  { WORD_PERSON, "human|person|insaan|insan|aadmi|banda|bande|officer|adhikari|someone|somebody|kisi|इंसान|इन्सान|"
                 "आदमी|व्यक्ति|अधिकारी|किसी|ਬੰਦਾ|ਬੰਦੇ|ਇਨਸਾਨ|ਆਦਮੀ|ਕਿਸੇ|انسان|آدمی|شخص|بندہ|بندے|کسی" },
  /* Somebody, and nothing to speak of: koi baat nahi. */
  { WORD_ANY, "koi|कोई|ਕੋਈ|کوئی" },
  { WORD_NO, "nahi|nahin|nai|नहीं|ਨਹੀਂ|نہیں" },
  { WORD_MONEY, "paise|paisa|rupaye|rupay|rishwat|riswat|bribe|money|ghoos|पैसे|पैसा|रुपये|रिश्वत|घूस|ਪੈਸੇ|ਰਿਸ਼ਵਤ|پیسے|پیسہ|رشوت" },
  { WORD_DEMAND, "maang|mang|maanga|manga|maange|mange|maangta|mangta|maangte|mangte|demand|demanding|asked|asking|मांग|माँग|"
                 "मांगा|माँगा|मांगे|माँगे|मांगते|माँगते|ਮੰਗ|ਮੰਗਦੇ|ਮੰਗਦਾ|ਮੰਗੇ|مانگ|مانگا|مانگے|مانگتے|مانگتا" },
  { WORD_TALK, "talk|speak|baat|bat|gal|gall|बात|ਗੱਲ|بات" },
};

/* What a short sentence has in it, by bits; 0 for a story. */
static guint
find_words (const char *text)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (sentence, khidki_words_fold);
  g_auto (GStrv) words = strlen (text) <= LONGEST ? khidki_words_split (text) : g_new0 (char *, 1);
  guint found = 0;

  if (g_strv_length (words) > MOST_WORDS)
    return 0;
  for (guint i = 0; words[i] != NULL; i++)
    found |= khidki_word_table_get (&table, words[i]);
  return found;
}

/**
 * khidki_plain_find_whom:
 * @text: what was written in the midst of a form
 *
 * Returns: %KHIDKI_PLAIN_SELF or %KHIDKI_PLAIN_OTHER if it says for whom it is
 *
 * Since: 0.1
 */
KhidkiPlain
khidki_plain_find_whom (const char *text)
{
  guint found = find_words (text);

  if ((found & WORD_FOR) == 0)
    return KHIDKI_PLAIN_NONE;
  if (khidki_plain_is_for_other (text))
    return KHIDKI_PLAIN_OTHER;
  return (found & WORD_SELF) != 0 ? KHIDKI_PLAIN_SELF : KHIDKI_PLAIN_NONE;
}

/**
 * khidki_plain_wants_person:
 * @text: a whole message
 *
 * Returns: whether somebody asks to speak to a person: koi insaan se baat karao; or says
 *   that somebody wants money of them, which no machine can mend
 *
 * Since: 0.1
 */
gboolean
khidki_plain_wants_person (const char *text)
{
  const guint talk = (guint) WORD_PERSON | (guint) WORD_TALK;
  const guint bribe = (guint) WORD_MONEY | (guint) WORD_DEMAND;
  guint found = find_words (text);

  if ((found & WORD_ANY) != 0 && (found & WORD_NO) == 0)
    found |= WORD_PERSON;
  return (found & talk) == talk || (found & bribe) == bribe;
}
