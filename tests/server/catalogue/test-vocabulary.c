/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-vocabulary.h"
#include "catalogue/khidki-words.h"

enum
{
  INCOME,
  BIRTH,
  N_NUMBERS
};

typedef struct
{
  double likeness[N_NUMBERS];
  gboolean named[N_NUMBERS];
} Heard;

static KhidkiVocabulary *
make_vocabulary (void)
{
  KhidkiVocabulary *vocabulary = khidki_vocabulary_new ();

  khidki_vocabulary_add (vocabulary, INCOME, khidki_words_split ("salary certificate"));
  khidki_vocabulary_add (vocabulary, INCOME, khidki_words_split ("aamdani"));
  khidki_vocabulary_add (vocabulary, INCOME, khidki_words_split ("naya praman patra"));
  khidki_vocabulary_add (vocabulary, BIRTH, khidki_words_split ("birth certificate"));
  khidki_vocabulary_add (vocabulary, BIRTH, khidki_words_split (""));
  return vocabulary;
}

/* @from: at which word of @text is listened */
static Heard
hear (const char *text, guint from)
{
  g_autoptr (KhidkiVocabulary) vocabulary = make_vocabulary ();
  g_auto (GStrv) words = khidki_words_split (text);
  Heard heard = { 0 };

  khidki_vocabulary_hear (vocabulary, (const char *const *) words + from, heard.likeness, heard.named);
  return heard;
}

static void
test_likeness (void)
{
  Heard same = hear ("certificate", 0);
  Heard nearly = hear ("salery slip", 0);
  Heard other = hear ("ration", 0);

  g_assert_cmpfloat (same.likeness[INCOME], ==, 1);
  g_assert_cmpfloat (same.likeness[BIRTH], ==, 1);
  g_assert_cmpfloat (nearly.likeness[INCOME], >, 0.7);
  g_assert_cmpfloat (nearly.likeness[INCOME], <, 1);
  g_assert_cmpfloat (nearly.likeness[BIRTH], ==, 0);
  g_assert_cmpfloat (other.likeness[INCOME], ==, 0);
}

/* A whole name that says what it is, wherever it stands; not one word, nor words that say
 * nothing. */
static void
test_named (void)
{
  Heard first = hear ("meri salary certificate nahi aayi", 0);
  Heard second = hear ("meri salery certificate nahi aayi", 1);
  Heard half = hear ("salary slip", 0);
  Heard single = hear ("aamdani kam hai", 0);
  Heard nothing = hear ("naya praman patra", 0);

  g_assert_false (first.named[INCOME]);
  g_assert_true (second.named[INCOME]);
  g_assert_false (second.named[BIRTH]);
  g_assert_false (half.named[INCOME]);
  g_assert_false (single.named[INCOME]);
  g_assert_cmpfloat (single.likeness[INCOME], ==, 1);
  g_assert_false (nothing.named[INCOME]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vocabulary/likeness", test_likeness);
  g_test_add_func ("/vocabulary/named", test_named);
  return g_test_run ();
}
