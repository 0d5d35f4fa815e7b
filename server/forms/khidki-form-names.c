/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"

#define LONGEST_NAME 80
#define MOST_LEAD 5
#define MOST_TAIL 4

static gboolean
is_name_letter (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_DEVANAGARI:
    case G_UNICODE_SCRIPT_GURMUKHI:
    case G_UNICODE_SCRIPT_ARABIC:
      return g_unichar_isalpha (c) || g_unichar_ismark (c);
    case G_UNICODE_SCRIPT_INHERITED:
      return g_unichar_ismark (c) || c == 0x200C || c == 0x200D;
    default:
      return c == ' ' || c == '.' || c == '\'' || c == 0x2019 || c == '-';
    }
}

static gboolean
is_one_case (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *upper = g_utf8_strup (text, -1);

  return strcmp (text, lower) == 0 || strcmp (text, upper) == 0;
}

/* On a certificate stands Sita Devi, whoever typed sita devi. */
static char *
write_name (const char *text)
{
  GString *name;
  gboolean begins = TRUE;

  if (!is_one_case (text))
    return g_strdup (text);
  name = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (name, begins ? g_unichar_toupper (c) : g_unichar_tolower (c));
      begins = c == ' ' || c == '.' || c == '-';
    }
  return g_string_free (name, FALSE);
}

static gboolean
is_lead (const char *folded)
{
  static const char *const plain[] = {
    "name",      "my name",     "my name is",   "name is",      "my full name is", "full name",
    "naam",      "mera naam",   "mera pura naam", "mera name",  "i am",          "myself",
    "mera naa",  "mera naam to", "naam hai",     "naam hai mera", "mera naam hai", "i m",        "it s",
    "wife",      "husband",     "uncle",        "aunty",        "chacha",        "beta",         "beti",
    "biwi",      "بیوی",        "بیٹا",         "بیٹی",         "this is",   "likho",       "likhiye",      "likh lo",      "applicant name", "aadhaar par naam",
    "नाम",        "मेरा नाम",      "मेरा पूरा नाम",   "नाम है",       "नाम है मेरा",    "मेरा नाम तो",   "मेरा नाम है",
    "लिखो",       "लिखिए",        "ਲਿਖੋ",          "لکھیے",        "لکھو",          "ਨਾਮ",           "ਮੇਰਾ ਨਾਂ",
    "ਮੇਰਾ ਨਾਮ",    "ਮੇਰਾ ਪੂਰਾ ਨਾਂ", "ਮੇਰਾ ਪੂਰਾ ਨਾਮ",  "نام",         "میرا نام",      "میرا پورا نام",
    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Said to whoever listens, before the name and behind it: ji, sir, Ramesh Kumar here. */
static gboolean
is_address (const char *folded)
{
  static const char *const plain[] = { "ji",  "jee", "sir", "sirji", "madam", "maam", "mam", "hello", "hi",    "namaste", "haan", "yes",
                                       "ok",  "here", "जी",  "सर",    "मैडम",   "हाँ",    "नमस्ते", "ਜੀ",     "ਹਾਂ",    "ਸਰ",      "جی",   "ہاں",
                                       NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
is_self_end (const char *folded)
{
  static const char *const plain[] = { "hoon", "hun", "hu", "हूँ", "हूं", "ਹਾਂ", "ہوں", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* What stands behind the name: Kamla Devi hai mera naam, Kamla Devi likh do. */
static gboolean
is_end (const char *folded)
{
  static const char *const plain[] = { "hai mera naam", "mera naam hai", "mera naam", "naam hai", "naam hai mera", "likh do",
                                       "likh lo",       "likho",         "है मेरा नाम", "मेरा नाम है", "मेरा नाम",     "नाम है",
                                       "लिख दो",          "लिख लो",         "लिखो",       "है",         "ਹੈ ਮੇਰਾ ਨਾਂ",   "ਮੇਰਾ ਨਾਂ ਹੈ",
                                       "ਲਿਖ ਦਿਓ",        "ਲਿਖੋ",          "ਹੈ",         "ہے میرا نام",  "میرا نام ہے",  "لکھ دو",
                                       "لکھیے",          "ہے",            NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* What ends the name in a sentence: … hai, … and I am a widow. */
static gboolean
is_tail (const char *folded)
{
  static const char *const plain[] = { "hai", "hain", "aa", "ae", "and", "aur", "है", "हैं", "और", "ਹੈ", "ਆ", "ਅਤੇ", "ہے", "ہیں", "اور", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* On identity cards the father's or husband's name follows: Sita Devi W/o Ram. */
static gboolean
is_relation (const char *folded)
{
  static const char *const plain[] = {
    "w o",     "s o",    "d o",     "c o",    "h o",      "wife of", "son of", "daughter of", "care of", "patni",
    "putri",   "putra",  "पत्नी",     "पुत्री",    "पुत्र",      "सुपुत्री",   "सुपुत्र",   "ਪਤਨੀ",         "ਪੁੱਤਰ",     "ਪੁੱਤਰੀ",
    "ਸਪੁੱਤਰ",   "ਸਪੁੱਤਰੀ", "زوجہ",    "ولد",    "بنت",     "دختر",    "zauja",       "zoja",       "father name", "husband name",
    "father s name", "husband s name", "pita ka naam", "pati ka naam", "पिता का नाम", "पति का नाम", "ਪਿਤਾ ਦਾ ਨਾਂ", "ਪਤੀ ਦਾ ਨਾਂ",
    "والد کا نام",   "شوہر کا نام",    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static char *
fold_run (char **words, guint first, guint n)
{
  g_autoptr (GString) run = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (run, "%s ", words[i]);
  return khidki_words_join (run->str);
}

static gboolean
is_run (gboolean (*is) (const char *folded), char **words, guint first, guint n)
{
  g_autofree char *run = fold_run (words, first, n);

  return is (run);
}

/* Abdul Hai is called so; what he is called is not at its end. */
static gboolean
is_of_name (char **words, guint at)
{
  g_autofree char *before = at > 0 ? khidki_words_join (words[at - 1]) : g_strdup ("");

  return g_str_has_prefix (before, "abd") || g_str_has_prefix (before, "عبد");
}

/* How many of the first words only lead to the name. */
static guint
count_lead (char **words, guint first, guint end)
{
  for (guint lead = MIN (MOST_LEAD, end > first ? end - first - 1 : 0); lead > 0; lead--)
    if (is_run (is_lead, words, first, lead))
      return lead;
  return 0;
}

/* How many of the last words come after the name. */
static guint
count_end (char **words, guint first, guint end)
{
  for (guint n = MIN (MOST_TAIL, end > first ? end - first - 1 : 0); n > 0; n--)
    if (is_run (is_end, words, end - n, n) && !is_of_name (words, end - n))
      return n;
  return 0;
}

static gboolean
begins_relation (char **words, guint at, guint end)
{
  for (guint n = 1; n <= 3 && at + n <= end; n++)
    if (is_run (is_relation, words, at, n))
      return TRUE;
  return FALSE;
}

/* Where the name may stand: without whom it is said to, and what leads to it. */
static gboolean
find_span (char **words, guint *first, guint *end)
{
  guint lead;

  while (*end - *first > 1 && is_run (is_address, words, *first, 1))
    (*first)++;
  while (*end - *first > 1 && is_run (is_address, words, *end - 1, 1) && !is_of_name (words, *end - 1))
    (*end)--;
  lead = count_lead (words, *first, *end);
  *first += lead;
  if (lead > 0 && *end - *first > 1 && is_run (is_self_end, words, *end - 1, 1))
    (*end)--;
  *end -= count_end (words, *first, *end);
  return lead > 0;
}

/* I am a widow. */
static gboolean
is_article (const char *word)
{
  return g_str_equal (word, "a") || g_str_equal (word, "an");
}

/* (transfer full): empty if somebody talks and names nobody */
static char *
join_name (char **words, guint first, guint end, gboolean led)
{
  g_autoptr (GPtrArray) name = g_ptr_array_new ();

  if (led && is_article (words[first]))
    return g_strdup ("");
  for (guint i = first; i < end; i++)
    {
      gboolean ends = led && is_run (is_tail, words, i, 1) && !is_of_name (words, i);

      if (name->len > 0 && (ends || begins_relation (words, i, end)))
        break;
      g_ptr_array_add (name, words[i]);
    }
  g_ptr_array_add (name, NULL);
  if (khidki_form_find_speech ((const char *const *) name->pdata) + 1 < name->len)
    return g_strdup ("");
  return g_strjoinv (" ", (char **) name->pdata);
}

/* The name in what was said around it: My name is Sita Devi; Sita Devi W/o Ram. */
static char *
find_name (const char *text)
{
  g_autofree char *plain = g_strdup (text);
  g_auto (GStrv) all = g_strsplit (g_strdelimit (plain, ":=", ' '), " ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  guint first = 0, end;
  gboolean led;

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0')
      g_ptr_array_add (words, all[i]);
  end = words->len;
  led = find_span ((char **) words->pdata, &first, &end);
  return join_name ((char **) words->pdata, first, end, led);
}

/**
 * khidki_form_read_name:
 * @text: what a person wrote, in one line
 *
 * Returns: (transfer full) (nullable): the name that is in it
 */
char *
khidki_form_read_name (const char *text)
{
  g_autofree char *name = find_name (text);
  guint letters = 0;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_name_letter (c))
        return NULL;
      letters += g_unichar_isalpha (c) || g_unichar_ismark (c);
    }
  if (letters < 2 || g_utf8_strlen (name, -1) > LONGEST_NAME)
    return NULL;
  return write_name (name);
}
