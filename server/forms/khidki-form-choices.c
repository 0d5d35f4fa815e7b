/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define NEAR_ENOUGH 0.78

typedef struct
{
  const char *choice;
  char **words;
  guint n;
} Phrase;

struct _KhidkiChoiceTable
{
  GArray *phrases;
};

static void
add_phrase (KhidkiChoiceTable *table, const char *choice, const char *text)
{
  Phrase phrase = { choice, khidki_words_split (text), 0 };

  phrase.n = g_strv_length (phrase.words);
  g_array_append_val (table->phrases, phrase);
}

static void
phrase_clear (Phrase *phrase)
{
  g_strfreev (phrase->words);
}

/* Every way to name each choice, folded once for all the words of a message. */
KhidkiChoiceTable *
khidki_choice_table_new (KhidkiField *field)
{
  KhidkiChoiceTable *table = g_new0 (KhidkiChoiceTable, 1);
  const char *const *choices = khidki_field_get_choices (field);

  table->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_array_set_clear_func (table->phrases, (GDestroyNotify) phrase_clear);
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

void
khidki_choice_table_free (KhidkiChoiceTable *table)
{
  g_array_unref (table->phrases);
  g_free (table);
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

/* (nullable): the choice's id, by its number in the list, its id or any name. */
const char *
khidki_form_match_choice (KhidkiField *field, const char *text)
{
  const char *const *choices = khidki_field_get_choices (field);
  const char *found = choice_by_number (field, text);
  g_autoptr (KhidkiChoiceTable) table = NULL;
  g_auto (GStrv) words = NULL;
  double likeness;

  for (guint i = 0; found == NULL && choices[i] != NULL; i++)
    if (strcmp (choices[i], text) == 0)
      found = choices[i];
  if (found != NULL)
    return found;

  table = khidki_choice_table_new (field);
  words = khidki_words_split (text);
  return khidki_choice_table_match (table, words, g_strv_length (words), &likeness);
}

static gboolean
is_one_of (const char *text, const char *const *phrases)
{
  g_autofree char *joined = khidki_words_join (text);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      g_autofree char *other = khidki_words_join (phrases[i]);

      if (strcmp (joined, other) == 0)
        return TRUE;
    }
  return FALSE;
}

/* 1 yes, 0 no, -1 neither. */
int
khidki_form_match_yes_no (const char *text)
{
  static const char *const yes[] = { "yes", "y", "yeah", "ok", "haan", "han", "ha", "ji", "ji haan", "haan ji", "हाँ",
                                     "हां", "जी", "जी हाँ", "sahi", "सही", "true", NULL };
  static const char *const no[] = { "no", "n", "nahi", "nahin", "na", "nope", "ji nahi", "नहीं", "नही", "ना", "जी नहीं",
                                    "that is all", "thats all", "bas", "बस", "done", "finished", "no one", "false", NULL };

  if (is_one_of (text, yes))
    return 1;
  return is_one_of (text, no) ? 0 : -1;
}

gboolean
khidki_form_means_nobody (const char *text)
{
  static const char *const nobody[] = { "nobody", "no one", "noone", "none", "no", "nil", "0", "alone", "only me", "akela",
                                        "akeli", "koi nahi", "koi nahin", "koi aur nahi", "कोई नहीं", "और कोई नहीं",
                                        "कोई और नहीं", "अकेला", "अकेली", "नहीं", "nobody else", "no one else", "no family", NULL };

  return is_one_of (text, nobody);
}

gboolean
khidki_form_means_remove (const char *text)
{
  static const char *const remove[] = { "remove", "delete", "hatao", "hata do", "हटाएँ", "हटाओ", "हटा दो", "हटाएं", NULL };

  return is_one_of (text, remove);
}
