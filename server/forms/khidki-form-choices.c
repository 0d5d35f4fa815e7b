/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"
#include "libkhidki/khidki-service-private.h"

#define NEAR_ENOUGH 0.78
/* S/O is no word “so”. */
#define LEAST_JOINED 5
/* M is a man where nothing else is said; in a story it may be anything. */
#define LEAST_IN_STORY 2
#define LONGEST_NAME 4
#define MOST_WORDS 12

typedef struct
{
  const char *choice;
  char **words;
  guint n;
} Phrase;

static void
add_exact (GHashTable *table, char *folded, const char *choice)
{
  if (*folded == '\0' || g_hash_table_contains (table, folded))
    g_free (folded);
  else
    g_hash_table_insert (table, folded, (gpointer) choice);
}

struct _KhidkiChoiceTable
{
  GArray *phrases;    /* Phrase */
  GHashTable *exact;  /* folded words with blanks between → id */
  GHashTable *joined; /* the same without blanks */
};

static void
add_phrase (KhidkiChoiceTable *table, const char *choice, const char *text)
{
  Phrase phrase = { choice, khidki_words_split (text), 0 };

  phrase.n = g_strv_length (phrase.words);
  g_array_append_val (table->phrases, phrase);
  add_exact (table->exact, g_strjoinv (" ", phrase.words), choice);
  add_exact (table->joined, g_strjoinv ("", phrase.words), choice);
}

static void
phrase_clear (Phrase *phrase)
{
  g_strfreev (phrase->words);
}

static gpointer
make_table (KhidkiField *field)
{
  KhidkiChoiceTable *table = g_new0 (KhidkiChoiceTable, 1);
  const char *const *choices = khidki_field_get_choices (field);

  table->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_array_set_clear_func (table->phrases, (GDestroyNotify) phrase_clear);
  table->exact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  table->joined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; choices[i] != NULL; i++)
    {
      g_auto (GStrv) names = khidki_field_list_choice_texts (field, choices[i]);
      const char *const *words = khidki_field_get_choice_words (field, choices[i]);

      add_phrase (table, choices[i], choices[i]);
      for (guint j = 0; names[j] != NULL; j++)
        add_phrase (table, choices[i], names[j]);
      for (guint j = 0; words[j] != NULL; j++)
        add_phrase (table, choices[i], words[j]);
    }
  return table;
}

static void
free_table (gpointer data)
{
  KhidkiChoiceTable *table = data;

  g_hash_table_unref (table->joined);
  g_hash_table_unref (table->exact);
  g_array_unref (table->phrases);
  g_free (table);
}

/**
 * khidki_choice_table_get:
 * @field: a choice
 *
 * Every way to name each choice, folded once and kept with the service.
 *
 * Returns: (transfer none): the table
 */
KhidkiChoiceTable *
khidki_choice_table_get (KhidkiField *field)
{
  return khidki_field_keep (field, make_table, free_table);
}

/**
 * khidki_choice_table_find:
 * @table: a table
 * @folded: folded words with a blank between them
 *
 * Returns: (nullable): the choice whose name these words are and nothing else; they
 *   may run together or stand apart
 */
const char *
khidki_choice_table_find (KhidkiChoiceTable *table, const char *folded)
{
  const char *choice = g_hash_table_lookup (table->exact, folded);
  g_autoptr (GString) joined = NULL;

  if (choice != NULL || strlen (folded) < LEAST_JOINED)
    return choice;
  joined = g_string_new (folded);
  g_string_replace (joined, " ", "", 0);
  return joined->len >= LEAST_JOINED ? g_hash_table_lookup (table->joined, joined->str) : NULL;
}

static double
compare_phrase (const Phrase *phrase, char **words, guint n, const char *joined)
{
  g_autofree char *other = NULL;
  double sum = 0;

  if (phrase->n == n)
    {
      for (guint i = 0; i < n; i++)
        {
          double match = khidki_words_compare (words[i], phrase->words[i]);

          if (match <= 0)
            return 0;
          sum += match;
        }
      return n > 0 ? sum / n : 0;
    }
  if (phrase->n > n + 2 || n > phrase->n + 2)
    return 0;

  other = g_strjoinv ("", phrase->words);
  return khidki_words_compare (joined, other) * 0.95;
}

/* (nullable): the choice that @n folded words name. */
const char *
khidki_choice_table_match (KhidkiChoiceTable *table, char **words, guint n, double *likeness)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  const char *found = NULL;
  double most = 0;

  for (guint i = 0; i < n; i++)
    g_string_append (joined, words[i]);
  for (guint i = 0; i < table->phrases->len && most < 1; i++)
    {
      const Phrase *phrase = &g_array_index (table->phrases, Phrase, i);
      double like = compare_phrase (phrase, words, n, joined->str);

      if (like > most)
        {
          most = like;
          found = phrase->choice;
        }
    }

  *likeness = most;
  return most >= NEAR_ENOUGH ? found : NULL;
}

static const char *
choice_by_number (KhidkiField *field, const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  const char *const *choices = khidki_field_get_choices (field);
  const char *digits = g_strstrip (ascii);
  guint64 number;

  if (*digits == '\0' || strlen (digits) > 3)
    return NULL;
  number = strspn (digits, "0123456789") + strspn (digits + strspn (digits, "0123456789"), ".)") == strlen (digits)
               ? g_ascii_strtoull (digits, NULL, 10)
               : 0;
  return number > 0 && number <= g_strv_length ((char **) choices) ? choices[number - 1] : NULL;
}

/* I am a woman; main aurat hu: what stands around the choice in a sentence. */
static gboolean
is_around (const char *folded)
{
  static const char *const plain[] = { "am", "im", "yes", "it", "its", "main", "hun", "haan", "has", "with", "got", "hun", "wala",
                                       "wali", "मैं", "हूँ", "हाँ", "वाला", "वाली", "पास", "ਮੈਂ", "ਹਾਂ", "ਵਾਲਾ", "ਵਾਲੀ", "ਕੋਲ", "میں",
                                       "ہوں", "ہاں", "والا", "والی", "پاس", NULL };
  static GHashTable *set;

  return khidki_words_is_stop (folded) || khidki_form_is_phrase_of (&set, plain, folded);
}

/* (nullable): the choice that is named in a sentence that says nothing else. */
static const char *
match_sentence (KhidkiChoiceTable *table, char **words)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  double likeness;

  for (guint i = 0; words[i] != NULL; i++)
    if (!is_around (words[i]) || khidki_choice_table_find (table, words[i]) != NULL)
      g_ptr_array_add (said, words[i]);
  if (said->len == 0 || said->len == g_strv_length (words))
    return NULL;
  return khidki_choice_table_match (table, (char **) said->pdata, said->len, &likeness);
}

static gboolean
is_not (const char *folded)
{
  static const char *const plain[] = { "no", "not", "nahi", "nahin", "na", "नहीं", "ना", "ਨਹੀਂ", "نہیں", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* A father-in-law is no father, a cousin brother no brother. */
gboolean
khidki_form_is_qualifier (const char *folded)
{
  static const char *const plain[] = {
    "in law",   "inlaw",    "in laws",  "step",     "cousin",   "grand",    "great",    "god",    "foster",
    "half",     "sautela",  "sauteli",  "chachera", "chacheri", "mamera",   "mameri",   "mausera", "mauseri",
    "fufera",   "fuferi",   "muhbola",  "सौतेला",    "सौतेली",    "सौतेले",    "चचेरा",     "चचेरी",   "चचेरे",
    "ममेरा",     "ममेरी",     "मौसेरा",    "मौसेरी",    "फुफेरा",     "फुफेरी",
    "ਮਤਰੇਆ",   "ਮਤਰੇਈ",   "ਚਚੇਰਾ",   "ਮਮੇਰਾ",    "سوتیلا",   "سوتیلی",  "سوتیلے",  "چچیرا",  "چچازاد",
    "ممیرا",    "ماموں زاد", "خالہ زاد",  "پھوپھی زاد", NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Whether the words around a choice turn it into something else, or answer more. */
static gboolean
says_otherwise (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *two = words[i + 1] != NULL ? g_strjoin (" ", words[i], words[i + 1], NULL) : NULL;

      if (strpbrk (words[i], "0123456789") != NULL || is_not (words[i]) || khidki_form_is_qualifier (words[i]) || (two != NULL && khidki_form_is_qualifier (two)))
        return TRUE;
    }
  return FALSE;
}

/* (nullable): the choice whose name is the longest run of words at @first. */
static const char *
find_run (KhidkiChoiceTable *table, char **words, guint first, guint *n)
{
  for (*n = MIN (LONGEST_NAME, g_strv_length (words + first)); *n > 0; (*n)--)
    {
      g_autoptr (GString) run = g_string_new (NULL);
      const char *choice;

      for (guint i = 0; i < *n; i++)
        g_string_append_printf (run, "%s%s", i > 0 ? " " : "", words[first + i]);
      choice = g_utf8_strlen (run->str, -1) >= LEAST_IN_STORY ? khidki_choice_table_find (table, run->str) : NULL;
      if (choice != NULL)
        return choice;
    }
  return NULL;
}

/* (nullable): the only choice that is named in a story: school ke dakhile ke liye chahiye.
 * That it is something else is said by a word of its own. */
static const char *
match_story (KhidkiChoiceTable *table, char **words)
{
  const char *found = NULL;
  guint n = 0;

  if (g_strv_length (words) > MOST_WORDS || says_otherwise (words))
    return NULL;
  for (guint first = 0; words[first] != NULL; first += MAX (n, 1))
    {
      const char *choice = find_run (table, words, first, &n);

      if (choice != NULL && found != NULL && strcmp (choice, found) != 0)
        return NULL;
      found = choice != NULL ? choice : found;
    }
  return found != NULL && strcmp (found, "other") != 0 ? found : NULL;
}

/* (nullable): the choice's id, by its number in the list, its id or any name. */
const char *
khidki_form_match_choice (KhidkiField *field, const char *text)
{
  const char *const *choices = khidki_field_get_choices (field);
  const char *found = choice_by_number (field, text);
  KhidkiChoiceTable *table = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *joined = NULL;
  double likeness;

  for (guint i = 0; found == NULL && choices[i] != NULL; i++)
    if (strcmp (choices[i], text) == 0)
      found = choices[i];
  if (found != NULL)
    return found;

  table = khidki_choice_table_get (field);
  words = khidki_words_split (text);
  joined = g_strjoinv (" ", words);
  found = khidki_choice_table_find (table, joined);
  if (found != NULL)
    return found;
  found = khidki_choice_table_match (table, words, g_strv_length (words), &likeness);
  if (found == NULL)
    found = match_sentence (table, words);
  return found != NULL ? found : match_story (table, words);
}

/* What these plain phrases are when folded, for many looks. */
static GHashTable *
fold_phrases (const char *const *phrases)
{
  GHashTable *folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; phrases[i] != NULL; i++)
    g_hash_table_add (folded, khidki_words_join (phrases[i]));
  return folded;
}

gboolean
khidki_form_is_phrase_of (GHashTable **folded, const char *const *phrases, const char *words)
{
  if (g_once_init_enter (folded))
    g_once_init_leave (folded, fold_phrases (phrases));
  return g_hash_table_contains (*folded, words);
}

/* 1 yes, 0 no, -1 neither. */
int
khidki_form_match_yes_no (const char *text)
{
  static const char *const yes[] = { "yes", "y", "yeah", "ok", "haan", "han", "ha", "ji", "ji haan", "haan ji", "हाँ",
                                     "हां", "जी", "जी हाँ", "sahi", "सही", "true", "ਹਾਂ", "ਜੀ ਹਾਂ", "ਹਾਂ ਜੀ", "ਸਹੀ",
                                     "ہاں", "جی", "جی ہاں", "صحیح", NULL };
  static const char *const no[] = { "no", "n", "nahi", "nahin", "na", "nope", "ji nahi", "नहीं", "नही", "ना", "जी नहीं",
                                    "that is all", "thats all", "that s all", "no that s all", "no thats all", "no that is all", "nahi bas", "bas ji", "bas itne hi",
                                    "bas", "बस", "बस जी", "ਬੱਸ ਜੀ", "بس جی", "done", "finished", "no one", "false", "ਨਹੀਂ",
                                    "ਜੀ ਨਹੀਂ", "ਬੱਸ", "نہیں", "جی نہیں", "نہ", "بس", NULL };
  static GHashTable *folded_yes, *folded_no;
  g_autofree char *words = khidki_words_join (text);

  if (khidki_form_is_phrase_of (&folded_yes, yes, words))
    return 1;
  return khidki_form_is_phrase_of (&folded_no, no, words) ? 0 : -1;
}

gboolean
khidki_form_means_nobody (const char *text)
{
  static const char *const nobody[] = { "nobody", "no one", "noone", "none", "no", "nil", "0", "alone", "only me", "akela",
                                        "akeli", "koi nahi", "koi nahin", "koi aur nahi", "कोई नहीं", "और कोई नहीं",
                                        "कोई और नहीं", "अकेला", "अकेली", "नहीं", "nobody else", "no one else", "no family",
                                        "that is all", "thats all", "no that is all", "no thats all", "no more", "no other",
                                        "not any more", "nobody more", "nothing more", "done", "finished", "bas", "bas itna hi",
                                        "bas itne hi", "itna hi", "itne hi", "aur koi nahi", "nahi aur koi nahi", "nahi bas",
                                        "nahi koi nahi", "koi nahi hai", "aur koi nahi hai", "bas ho gaya", "ho gaya", "baki koi nahi",
                                        "बस", "बस इतना ही", "बस इतने ही", "इतना ही", "इतने ही", "नहीं बस", "नहीं कोई नहीं", "कोई नहीं है",
                                        "और कोई नहीं है", "कोई और नहीं है", "बस हो गया", "हो गया", "बाकी कोई नहीं", "ਬੱਸ", "ਬਸ",
                                        "ਬੱਸ ਇੰਨਾ ਹੀ", "ਬੱਸ ਇੰਨੇ ਹੀ", "ਨਹੀਂ ਬੱਸ", "ਕੋਈ ਨਹੀਂ ਹੈ", "ਹੋਰ ਕੋਈ ਨਹੀਂ ਹੈ", "ਹੋ ਗਿਆ",
                                        "بس", "بس اتنا ہی", "بس اتنے ہی", "اتنا ہی", "نہیں بس", "کوئی نہیں ہے", "اور کوئی نہیں ہے",
                                        "ہو گیا",
                                        "akela hu", "akeli hu", "akela hoon", "akeli hoon", "main akela hu", "main akeli hu",
                                        "main akela hoon", "main akeli hoon", "main akela rehta hu", "main akeli rehti hu",
                                        "bas main hi hu", "bas main hi hoon", "sirf main", "just me", "i am alone",
                                        "मैं अकेला हूँ", "मैं अकेली हूँ", "अकेला हूँ", "अकेली हूँ", "बस मैं ही हूँ", "सिर्फ़ मैं",
                                        "ਮੈਂ ਇਕੱਲਾ ਹਾਂ", "ਮੈਂ ਇਕੱਲੀ ਹਾਂ", "ਬੱਸ ਮੈਂ ਹੀ ਹਾਂ", "ਹੋਰ ਕੋਈ ਨਹੀਂ ਜੀ",
                                        "میں اکیلا ہوں", "میں اکیلی ہوں", "بس میں ہی ہوں",
                                        "ਕੋਈ ਨਹੀਂ", "ਹੋਰ ਕੋਈ ਨਹੀਂ", "ਕੋਈ ਹੋਰ ਨਹੀਂ", "ਇਕੱਲਾ", "ਇਕੱਲੀ", "ਨਹੀਂ",
                                        "کوئی نہیں", "اور کوئی نہیں", "کوئی اور نہیں", "اکیلا", "اکیلی", "نہیں", NULL };
  static GHashTable *folded;
  g_autofree char *words = khidki_words_join (text);

  return khidki_form_is_phrase_of (&folded, nobody, words);
}

gboolean
khidki_form_means_remove (const char *text)
{
  static const char *const remove[] = { "remove", "delete", "hatao", "hata do", "हटाएँ", "हटाओ", "हटा दो", "हटाएं", "हटाइए",
                                        "ਹਟਾਓ", "ਹਟਾ ਦਿਓ", "ہٹاؤ", "ہٹا دو", "ہٹائیے", NULL };
  static GHashTable *folded;
  g_autofree char *words = khidki_words_join (text);

  return khidki_form_is_phrase_of (&folded, remove, words);
}
