/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-record-private.h"
#include "libkhidki/khidki-digits.h"

#define MAX_WORDS 40

/* Urdu has a comma and a semicolon of its own. */
static char *
replace_commas (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  GString *replaced = g_string_new (ascii);

  g_string_replace (replaced, "،", ",", 0);
  g_string_replace (replaced, "؛", ",", 0);
  g_string_replace (replaced, "۔", " ", 0);
  return g_string_free (replaced, FALSE);
}

/* 2,40,000 is one number, 35,0 are two. */
static char *
join_numbers (const char *text)
{
  static GRegex *commas;
  g_autofree char *ascii = replace_commas (text);

  if (g_once_init_enter (&commas))
    g_once_init_leave (&commas, g_regex_new ("(?<=[0-9]),(?=(?:[0-9]{2,3},)*[0-9]{3}(?![0-9,]))", 0, 0, NULL));
  return g_regex_replace_literal (commas, ascii, -1, 0, "", 0, NULL);
}

static gboolean
is_noise_of_people (const char *folded)
{
  static const char *const noise[] = {
    "my",    "mera",  "meri",   "mere",   "hamare", "is",    "the",    "and",   "of",    "applicant", "hai",
    "hain",  "ka",    "ki",     "ke",     "name",   "naam",  "age",    "aged",  "umar",  "umr",       "years",
    "year",  "yrs",   "old",    "saal",   "rs",     "rupees", "income", "aay",   "earns", "ji",        "relation",
    "मेरा",    "मेरी",    "मेरे",     "हमारे",   "है",      "हैं",     "का",     "की",    "के",     "नाम",        "उम्र",
    "साल",   "आय",    "रुपये",    "और",     "जी",
    "ਮੇਰਾ",   "ਮੇਰੀ",   "ਮੇਰੇ",    "ਸਾਡੇ",    "ਹੈ",      "ਹਨ",     "ਦਾ",     "ਦੀ",    "ਦੇ",     "ਨਾਮ",
    "ਉਮਰ",   "ਸਾਲ",   "ਆਮਦਨ",   "ਰੁਪਏ",    "ਅਤੇ",    "ਜੀ",
    "میرا",   "میری",  "میرے",   "ہمارے",   "ہے",     "ہیں",    "کا",     "کی",    "کے",    "نام",      "عمر",
    "سال",   "آمدنی", "روپے",   "اور",     "جی",     "her",   "his",    "uske",  "uski",  "unke",  "unki",  "उनके",   "उनकी",
    "उसके",   "उसकी",   "ਉਸਦਾ",   "ਉਸਦੀ",    "ਉਹਨਾਂ",    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, noise, folded);
}

static gboolean
is_noise_of_places (const char *folded)
{
  static const char *const noise[] = { "pin",   "pincode", "code",  "zip",   "पिन",   "कोड",   "पिनकोड", "ਪਿੰਨ",  "ਕੋਡ",   "پن",
                                       "کوڈ",  "live",    "rehta", "rehti", "rehte", "rahta", "rahti",  "rahte", "hoon",  "hu",
                                       "hai",  "रहता",     "रहती",   "रहते",   "हूँ",    "हूं",    "है",      "ਰਹਿੰਦਾ",  "ਰਹਿੰਦੀ",  "ਹਾਂ",
                                       "ਹੈ",    "رہتا",    "رہتی",  "رہتے",  "ہوں",   "ہے",    NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, noise, folded);
}

/* What people put around a name or a number. A place may have any name. */
gboolean
khidki_record_is_noise (KhidkiRecord *record, const KhidkiRecordWord *word)
{
  static const char *const in[] = { "me", "mein", "in", "में", "ਵਿੱਚ", "ਵਿਚ", "میں", NULL };

  /* Folded it would be Nana, who has a name; and में the main road. */
  return *word->folded == '\0' || strcmp (word->text, "ਨਾਂ") == 0 ||
         (!record->is_of_person && g_strv_contains (in, word->text)) ||
         (record->is_of_person ? is_noise_of_people (word->folded) : is_noise_of_places (word->folded));
}

gboolean
khidki_record_has_digit (const KhidkiRecordWord *word)
{
  return strpbrk (word->text, "0123456789") != NULL;
}

/* Father's is father. */
static char *
fold (const char *text)
{
  g_autofree char *plain = g_strdup (text);

  if (g_str_has_suffix (plain, "'s") || g_str_has_suffix (plain, "’s"))
    *g_utf8_prev_char (plain + strlen (plain) - 1) = '\0';
  return khidki_words_join (plain);
}

/* The length of a choice that a dash ties to the name: Father-Ram. */
static gsize
measure_tied (KhidkiRecord *record, const char *text)
{
  gsize length = strcspn (text, "-");
  g_autofree char *left = text[length] != '\0' ? g_strndup (text, length) : NULL;
  g_autofree char *folded = left != NULL ? fold (left) : NULL;

  for (guint i = 0; record->is_of_person && folded != NULL && i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == KHIDKI_FIELD_CHOICE &&
        khidki_choice_table_find (khidki_choice_table_get (khidki_record_get_field (record, i)), folded) != NULL)
      return length;
  return 0;
}

static void
add_word (KhidkiRecord *record, const char *text)
{
  KhidkiRecordWord word = { g_strdup (text), fold (text), record->n_pieces, FALSE };

  g_array_append_val (record->words, word);
}

static void
add_words (KhidkiRecord *record, const char *piece)
{
  g_auto (GStrv) texts = g_strsplit_set (piece, " \t", -1);
  guint before = record->words->len;

  for (guint i = 0; texts[i] != NULL && record->words->len < MAX_WORDS; i++)
    {
      gsize tied = measure_tied (record, texts[i]);
      g_autofree char *choice = g_strndup (texts[i], tied);

      if (tied > 0)
        add_word (record, choice);
      if (texts[i][tied] != '\0')
        add_word (record, texts[i] + tied + (tied > 0));
    }
  if (record->words->len > before)
    record->n_pieces++;
}

/* “1.”, “2)”, “-” in front of a line are no part of it. */
static const char *
skip_bullet (const char *line)
{
  const char *p = line;

  while (*p == ' ' || *p == '-' || *p == '*')
    p++;
  if (g_str_has_prefix (p, "•"))
    p += strlen ("•");
  if (g_ascii_isdigit (*p))
    {
      gsize digits = strspn (p, "0123456789");

      if (digits <= 2 && (p[digits] == '.' || p[digits] == ')') && p[digits + 1] == ' ')
        p += digits + 2;
    }
  return p;
}

/**
 * khidki_record_split:
 * @record: a record without words
 * @text: a line
 *
 * Fills in its words and pieces.
 */
void
khidki_record_split (KhidkiRecord *record, const char *text)
{
  static GRegex *in_law;
  g_autofree char *numbers = join_numbers (text);
  g_autofree char *joined = NULL;
  g_auto (GStrv) pieces = NULL;

  if (g_once_init_enter (&in_law))
    g_once_init_leave (&in_law, g_regex_new ("-in-law", G_REGEX_CASELESS, 0, NULL));
  joined = g_regex_replace_literal (in_law, numbers, -1, 0, " in law", 0, NULL);
  for (char *p = joined; *p != '\0'; p++)
    if (*p == ';' || *p == '\n' || *p == '|')
      *p = ',';
    else if (*p == ':' || *p == '=' || *p == '\r')
      *p = ' ';
  pieces = g_strsplit (skip_bullet (joined), ",", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    add_words (record, pieces[i]);
}

KhidkiRecordWord *
khidki_record_get_word (KhidkiRecord *record, guint index)
{
  return &g_array_index (record->words, KhidkiRecordWord, index);
}

static char *
join_run (KhidkiRecord *record, guint first, guint n, gboolean folded)
{
  GString *run = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    {
      KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (word->taken || word->piece != khidki_record_get_word (record, first)->piece)
        {
          g_string_free (run, TRUE);
          return NULL;
        }
      g_string_append_printf (run, "%s%s", run->len > 0 ? " " : "", folded ? word->folded : word->text);
    }
  return g_string_free (run, FALSE);
}

char *
khidki_record_dup_run (KhidkiRecord *record, guint first, guint n)
{
  return join_run (record, first, n, FALSE);
}

char *
khidki_record_dup_folded (KhidkiRecord *record, guint first, guint n)
{
  return join_run (record, first, n, TRUE);
}

void
khidki_record_take (KhidkiRecord *record, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    khidki_record_get_word (record, i)->taken = TRUE;
}

static gboolean
is_mixed (KhidkiRecord *record, guint piece)
{
  for (guint i = 0; i < record->words->len; i++)
    if (khidki_record_get_word (record, i)->piece == piece && khidki_record_get_word (record, i)->taken)
      return TRUE;
  return FALSE;
}

static void
add_leftover (GPtrArray *leftovers, GString *left)
{
  if (strspn (left->str, " .:-/=") < left->len)
    g_ptr_array_add (leftovers, g_strdup (left->str));
  g_string_truncate (left, 0);
}

/* Ram Lal and Smt. Sita are two, of whom one was asked for. */
static gboolean
is_joiner (const char *folded)
{
  static const char *const plain[] = { "and", "aur", "और", "ਅਤੇ", "ਤੇ", "اور", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* A person's name ends at a number; an address may go on behind it. */
static gboolean
ends_leftover (KhidkiRecord *record, guint index)
{
  KhidkiRecordWord *word = khidki_record_get_word (record, index);

  if (index + 1 == record->words->len || khidki_record_get_word (record, index + 1)->piece != word->piece)
    return TRUE;
  return record->is_of_person && ((word->taken && khidki_record_has_digit (word)) || is_joiner (word->folded));
}

GPtrArray *
khidki_record_list_leftovers (KhidkiRecord *record)
{
  GPtrArray *leftovers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) left = g_string_new (NULL);

  for (guint i = 0; i < record->words->len; i++)
    {
      KhidkiRecordWord *word = khidki_record_get_word (record, i);
      gboolean mixed = is_mixed (record, word->piece);

      if (!word->taken && !(mixed && khidki_record_is_noise (record, word)))
        g_string_append_printf (left, "%s%s", left->len > 0 ? " " : "", word->text);
      if (ends_leftover (record, i))
        add_leftover (leftovers, left);
    }
  return leftovers;
}
