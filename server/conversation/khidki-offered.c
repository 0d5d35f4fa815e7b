/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-offered.h"

#include <string.h>

#include "catalogue/khidki-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"
#include "conversation/khidki-word-table.h"
#include "libkhidki/khidki-digits.h"

#define LONGEST 256
/* A slip in every other word; less is likely something else. */
#define LEAST_LIKE 0.8

char *
khidki_offered_dup_digits (const char *text)
{
  g_autofree char *ascii = NULL;
  GString *digits = NULL;

  if (strlen (text) > LONGEST)
    return NULL;

  ascii = khidki_digits_to_ascii (text);
  digits = g_string_new (NULL);
  for (const char *at = ascii; *at != '\0'; at++)
    {
      if (g_ascii_isdigit (*at))
        g_string_append_c (digits, *at);
      else if (!g_ascii_isspace (*at) && *at != '-' && *at != '.')
        return g_string_free (digits, TRUE);
    }

  return g_string_free (digits, digits->len == 0);
}

/* What says which of several it is. */
enum
{
  PLACE_LAST = 10,
  /* The first one, pehla wala, number 2: says nothing itself. */
  PLACE_FILLER = 11,
};

static const KhidkiWordRow places[] = {
  { 1, "first|1st|pehla|pahla|pehli|pahila|upar|पहला|पहली|ऊपर|ਪਹਿਲਾ|ਪਹਿਲੀ|ਉੱਪਰ|ਉਪਰ|پہلا|پہلی|اوپر" },
  { 2, "second|2nd|doosra|dusra|doosri|dusri|duja|दूसरा|दूसरी|ਦੂਜਾ|ਦੂਜੀ|ਦੂਸਰਾ|دوسرا|دوسری" },
  { 3, "third|3rd|teesra|tisra|teesri|तीसरा|तीसरी|ਤੀਜਾ|ਤੀਜੀ|ਤੀਸਰਾ|تیسرا|تیسری" },
  { 4, "fourth|4th|chautha|chauthi|चौथा|चौथी|ਚੌਥਾ|ਚੌਥੀ|چوتھا|چوتھی" },
  { PLACE_LAST, "last|aakhri|akhri|neeche|आखिरी|आख़िरी|नीचे|ਆਖਰੀ|ਆਖ਼ਰੀ|ਹੇਠਾਂ|آخری|نیچے" },
  { PLACE_FILLER, "the|one|option|number|no|wala|wali|vala|hi|office|daftar|वाला|वाली|ही|नंबर|दफ़्तर|कार्यालय|"
                  "ਵਾਲਾ|ਵਾਲੀ|ਹੀ|ਨੰਬਰ|ਦਫ਼ਤਰ|والا|والی|ہی|نمبر|دفتر" },
};

static guint
get_place_word (const char *word)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (places, khidki_words_fold);

  return khidki_word_table_get (&table, word);
}

/* The place that @text says in words or with words around the figure; 0 if it says
 * anything else. */
static guint
read_place (const char *text)
{
  g_auto (GStrv) words = strlen (text) <= LONGEST ? khidki_words_split (text) : g_new0 (char *, 1);
  guint place = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean figure = strspn (words[i], "0123456789") == strlen (words[i]) && strlen (words[i]) < 3;
      guint said = figure ? (guint) g_ascii_strtoull (words[i], NULL, 10) : get_place_word (words[i]);

      if (said == PLACE_FILLER && !figure)
        continue;
      if (said == 0 || place != 0)
        return 0;
      place = figure || said != PLACE_LAST ? said : G_MAXUINT;
    }
  return place;
}

/* One of several that differ; yes and no are said otherwise: dusra is another one there. */
static gboolean
is_answer (const char *offered)
{
  const char *id = strchr (offered, ':');

  return id != NULL && g_str_has_prefix (id + 1, "a:") && strcmp (id + 1, "a:yes") != 0
         && strcmp (id + 1, "a:no") != 0;
}

/* Of what was offered, how many answer the question. */
static guint
count_answers (KhidkiTurn *turn)
{
  GStrv offered = turn->session->offered;
  guint n = 0;

  for (guint i = 0; offered[i] != NULL; i += 2)
    n += is_answer (offered[i]);
  return n;
}

/* Where a number may be what was asked for, it is the place of a row only if the rows
 * have numbers. */
static gboolean
is_place (KhidkiTurn *turn)
{
  gboolean asked = (khidki_rooms_is (turn, &khidki_room_question)
                    && !khidki_room_question_asks (turn, KHIDKI_FIELD_SUBDIVISION))
                   || (khidki_rooms_is (turn, &khidki_room_query)
                       && *turn->session->answer == '\0' && turn->session->given == NULL);

  return turn->session->numbered || !asked;
}

/* Who agrees, deletes or takes back says so in so many words. */
static gboolean
is_final (const char *id)
{
  static const char *const final[] = { "agree", "drop", "withdraw-now", "anew", "send-answer", NULL };
  const char *rest = strchr (id, ':');

  return rest != NULL && g_strv_contains (final, rest + 1);
}

/* (transfer full) (nullable): the first one, dusra wala. In front of a question it is an
 * answer that is meant, not what stands beside them. */
static char *
match_place_word (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  gboolean question = khidki_rooms_is (turn, &khidki_room_question);
  guint answers = count_answers (turn);
  guint choices = question ? answers : g_strv_length (offered) / 2;
  guint place = choices > 1 && (question || is_place (turn)) ? read_place (text) : 0;

  if (place == G_MAXUINT)
    place = answers;
  if (place == 0 || place > choices || is_final (offered[(place - 1) * 2]))
    return NULL;
  return g_strdup (offered[(place - 1) * 2]);
}

static gboolean
is_same (const char *said, const char *title)
{
  g_autofree char *plain = khidki_commands_normalise (title);

  return strcmp (said, plain) == 0;
}

/* Whoever reads Hindi may well write what stood on the button in English. */
static gboolean
is_same_in_some_language (KhidkiTurn *turn, const char *said, const char *title)
{
  GPtrArray *titles = khidki_texts_get_translations (khidki_turn_get_language (turn), title);

  for (guint i = 0; titles != NULL && i < titles->len; i++)
    if (is_same (said, g_ptr_array_index (titles, i)))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): by what stands on it; in the language that is spoken first. */
static char *
match_title (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  g_autofree char *said = khidki_commands_normalise (text);

  for (guint i = 0; *said != '\0' && offered[i] != NULL; i += 2)
    if (is_same (said, offered[i + 1]))
      return g_strdup (offered[i]);
  for (guint i = 0; *said != '\0' && offered[i] != NULL; i += 2)
    if (is_same_in_some_language (turn, said, offered[i + 1]))
      return g_strdup (offered[i]);
  return NULL;
}

char *
khidki_offered_match (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  g_autofree char *digits = khidki_offered_dup_digits (text);
  char *titled = NULL;
  gint64 place = digits != NULL && strlen (digits) < 3 ? g_ascii_strtoll (digits, NULL, 10) : 0;

  if (is_place (turn) && place > 0 && place * 2 <= g_strv_length (offered))
    return g_strdup (offered[(place - 1) * 2]);
  if (strlen (text) > LONGEST)
    return NULL;

  titled = match_title (turn, text);
  if (titled != NULL)
    return titled;

  return digits == NULL ? match_place_word (turn, text) : NULL;
}

/* Whether every word that says something stands in the title: Shakur wala. */
static gboolean
is_part_of (char **words, const char *title)
{
  g_auto (GStrv) others = khidki_words_split (title);
  guint found = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean stands = khidki_words_is_stop (words[i]) || get_place_word (words[i]) == PLACE_FILLER;

      for (guint j = 0; !stands && others[j] != NULL; j++)
        if (khidki_words_compare (words[i], others[j]) > 0)
          {
            stands = TRUE;
            found++;
          }
      if (!stands)
        return FALSE;
    }
  return found > 0;
}

/**
 * khidki_offered_match_part:
 * @turn: a turn
 * @text: what was written to a question with answers to tap
 *
 * Returns: (transfer full) (nullable): the only one of them of whose title it is a part
 *
 * Since: 0.1
 */
char *
khidki_offered_match_part (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  g_auto (GStrv) words = strlen (text) <= LONGEST ? khidki_words_split (text) : g_new0 (char *, 1);
  const char *only = NULL;

  for (guint i = 0; offered[i] != NULL; i += 2)
    {
      if (!is_answer (offered[i]) || !is_part_of (words, offered[i + 1]))
        continue;
      if (only != NULL)
        return NULL;
      only = offered[i];
    }
  return g_strdup (only);
}

char *
khidki_offered_match_nearly (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  const char *nearest = NULL;
  double best = 0;
  gboolean alone = TRUE;

  if (strlen (text) > LONGEST)
    return NULL;
  for (guint i = 0; offered[i] != NULL; i += 2)
    {
      double like = khidki_words_compare_phrase (text, offered[i + 1]);

      if (like < LEAST_LIKE || like < best)
        continue;
      alone = like > best;
      best = like;
      nearest = offered[i];
    }

  return nearest != NULL && alone && !is_final (nearest) ? g_strdup (nearest) : NULL;
}
