/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-record-private.h"

/* A slip in a shorter word is as likely another word: Rati is not Pati. */
#define LEAST_FUZZY 5

/* Where a choice's name stands in a line. */
typedef enum
{
  PLACE_INSIDE, /* words of something else before and behind it */
  PLACE_BEGIN,  /* it begins the line */
  PLACE_END,    /* it ends a piece, or stands behind a number */
  PLACE_WHOLE,  /* nothing else is in its piece, or between its numbers */
} Place;

typedef struct
{
  const char *choice;
  guint first;
  guint n;
  Place place;
} Candidate;

/* My elder son is my son. */
static gboolean
is_harmless (const char *folded)
{
  static const char *const plain[] = { "elder",  "eldest", "older", "younger", "youngest", "only",  "first", "second",
                                       "bada",   "badi",   "bade",  "chhota",  "chhoti",   "chote", "बड़ा",   "बड़ी",
                                       "बड़े",     "छोटा",    "छोटी",   "छोटे",     "ਵੱਡਾ",   "ਵੱਡੀ",
                                       "ਵੱਡੇ",   "ਛੋਟਾ",   "ਛੋਟੀ",   "بڑا",     "بڑی",   "بڑے",  "چھوٹا", "چھوٹی",
                                       "چھوٹے", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Whether a word could be part of a name, or make another relation of this one. */
static gboolean
counts (KhidkiRecord *record, const KhidkiRecordWord *word)
{
  return !word->taken && !khidki_record_is_noise (record, word) && !is_harmless (word->folded) &&
         !khidki_record_has_digit (word) && khidki_form_find_money_word (word->folded, NULL) == KHIDKI_MONEY_NONE;
}

static gboolean
any_counts (KhidkiRecord *record, guint first, guint end, guint piece)
{
  for (guint i = first; i < end; i++)
    if (khidki_record_get_word (record, i)->piece == piece && counts (record, khidki_record_get_word (record, i)))
      return TRUE;
  return FALSE;
}

/* The words of a piece that count, folded. */
static char *
dup_counting (KhidkiRecord *record, guint piece)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < record->words->len; i++)
    {
      const KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (word->piece == piece && counts (record, word))
        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word->folded);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * khidki_record_is_choice_elsewhere:
 * @record: a record
 * @words: folded words
 *
 * What somebody does is asked elsewhere in the form: labour is nobody's name.
 *
 * Returns: whether they are a choice of a field that is not in the record
 */
gboolean
khidki_record_is_choice_elsewhere (KhidkiRecord *record, const char *words)
{
  KhidkiService *service = record->form->service;

  for (guint i = 0; *words != '\0' && i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);

      if (khidki_field_get_field_type (field) == KHIDKI_FIELD_CHOICE &&
          !g_ptr_array_find (record->fields, field, NULL) &&
          khidki_choice_table_find (khidki_choice_table_get (field), words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_choice_of_another (KhidkiRecord *record, guint piece)
{
  g_autofree char *words = dup_counting (record, piece);

  return khidki_record_is_choice_elsewhere (record, words);
}

/* Whether something that could be a name stands in another piece. */
static gboolean
any_counts_elsewhere (KhidkiRecord *record, const Candidate *candidate)
{
  guint piece = khidki_record_get_word (record, candidate->first)->piece;

  for (guint other = 0; other < record->n_pieces; other++)
    if (other != piece && any_counts (record, 0, record->words->len, other) && !is_choice_of_another (record, other))
      return TRUE;
  return FALSE;
}

/* Numbers part words as commas do: Ravi 12 years son student. */
static guint
find_number_before (KhidkiRecord *record, guint first)
{
  while (first > 0 && !khidki_record_has_digit (khidki_record_get_word (record, first - 1)))
    first--;
  return first;
}

static guint
find_number_behind (KhidkiRecord *record, guint end)
{
  while (end < record->words->len && !khidki_record_has_digit (khidki_record_get_word (record, end)))
    end++;
  return end;
}

static gboolean
is_in_first (KhidkiRecord *record, guint first)
{
  return khidki_record_get_word (record, first)->piece == 0 && find_number_before (record, first) == 0;
}

static Place
find_place (KhidkiRecord *record, guint first, guint n)
{
  guint piece = khidki_record_get_word (record, first)->piece;
  gboolean before = any_counts (record, find_number_before (record, first), first, piece);
  gboolean behind = any_counts (record, first + n, find_number_behind (record, first + n), piece);

  if (!before && !behind)
    return PLACE_WHOLE;
  if (!before && is_in_first (record, first))
    return PLACE_BEGIN;
  if (!before && piece == 0)
    return PLACE_END;
  return behind ? PLACE_INSIDE : PLACE_END;
}

/* How good a place is; 0 is none at all. A word inside belongs to the name. */
static guint
rank (KhidkiRecord *record, guint index, const Candidate *candidate)
{
  static const guint no_name[] = { [PLACE_INSIDE] = 1, [PLACE_END] = 1, [PLACE_BEGIN] = 2, [PLACE_WHOLE] = 3 };
  static const guint name_later[] = { [PLACE_INSIDE] = 0, [PLACE_END] = 1, [PLACE_BEGIN] = 2, [PLACE_WHOLE] = 3 };
  static const guint name_first[] = { [PLACE_INSIDE] = 0, [PLACE_BEGIN] = 1, [PLACE_END] = 2, [PLACE_WHOLE] = 3 };
  gboolean others;

  if (!record->is_of_person)
    return no_name[candidate->place];
  if (index == 0)
    return name_later[candidate->place];
  /* The first piece is the name, unless there is no other that could be: Nana Lal, uncle. */
  others = any_counts_elsewhere (record, candidate);
  if (is_in_first (record, candidate->first) && candidate->place == PLACE_BEGIN)
    return others ? 0 : 1;
  if (is_in_first (record, candidate->first) && candidate->place == PLACE_WHOLE)
    return others ? 1 : 0;
  return name_first[candidate->place];
}

/* The names of choices, word for word; of those that begin at one word the longest. */
static GArray *
list_candidates (KhidkiRecord *record, KhidkiChoiceTable *table)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  guint first = 0;

  while (first < record->words->len)
    {
      Candidate candidate = { NULL, first, 1, PLACE_INSIDE };

      for (guint n = MIN (KHIDKI_RECORD_LONGEST_RUN, record->words->len - first); n > 0 && candidate.choice == NULL; n--)
        {
          g_autofree char *run = khidki_record_dup_folded (record, first, n);

          candidate.choice = run != NULL ? khidki_choice_table_find (table, run) : NULL;
          candidate.n = n;
        }
      if (candidate.choice != NULL)
        {
          candidate.place = find_place (record, first, candidate.n);
          g_array_append_val (candidates, candidate);
        }
      first += candidate.choice != NULL ? candidate.n : 1;
    }
  return candidates;
}

/* How many words from @first on make another relation of the one in @piece. */
static guint
count_qualifiers (KhidkiRecord *record, guint first, guint piece)
{
  if (first >= record->words->len || khidki_record_get_word (record, first)->piece != piece)
    return 0;
  for (guint n = MIN (2, record->words->len - first); n > 0; n--)
    {
      g_autofree char *run = khidki_record_dup_folded (record, first, n);

      if (run != NULL && khidki_form_is_qualifier (run))
        return n;
    }
  return 0;
}

/* Takes the words of a relation that is none of the choices: it is asked. */
static gboolean
take_qualified (KhidkiRecord *record, guint index, const Candidate *candidate)
{
  guint piece = khidki_record_get_word (record, candidate->first)->piece;
  guint behind = count_qualifiers (record, candidate->first + candidate->n, piece);
  guint before = candidate->first > 0 ? count_qualifiers (record, candidate->first - 1, piece) : 0;

  if (before == 0 && behind == 0)
    return FALSE;
  khidki_record_take (record, candidate->first - before, before + candidate->n + behind);
  record->skipped[index] = TRUE;
  return TRUE;
}

/* “Ravi, son's wife, 24”: a piece beside the name's that says more than the choice. */
static gboolean
says_more (KhidkiRecord *record, const Candidate *candidate)
{
  return record->is_of_person && candidate->place != PLACE_WHOLE &&
         khidki_record_get_word (record, candidate->first)->piece > 0 && any_counts_elsewhere (record, candidate);
}

static void
skip_piece (KhidkiRecord *record, guint index, guint piece)
{
  for (guint i = 0; i < record->words->len; i++)
    if (khidki_record_get_word (record, i)->piece == piece && !khidki_record_has_digit (khidki_record_get_word (record, i)))
      khidki_record_take (record, i, 1);
  record->skipped[index] = TRUE;
}

static const Candidate *
find_best (KhidkiRecord *record, guint index, GArray *candidates)
{
  const Candidate *best = NULL;
  guint most = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      guint here = rank (record, index, candidate);

      if (here > most)
        {
          most = here;
          best = candidate;
        }
    }
  return best;
}

/* “Mata Prasad father”: a mother Prasad or a father Mata? “Father Ram Mother Sita”:
 * one of two. */
static gboolean
is_contradicted (KhidkiRecord *record, guint index, GArray *candidates, const Candidate *best)
{
  guint piece = khidki_record_get_word (record, best->first)->piece;

  if (!record->is_of_person || index > 0 || best->place != PLACE_BEGIN)
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *other = &g_array_index (candidates, Candidate, i);

      if (other->first > best->first && khidki_record_get_word (record, other->first)->piece == piece &&
          strcmp (other->choice, best->choice) != 0 &&
          any_counts (record, best->first + best->n, other->first, piece))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_any_digit (KhidkiRecord *record)
{
  for (guint i = 0; i < record->words->len; i++)
    if (khidki_record_has_digit (khidki_record_get_word (record, i)))
      return TRUE;
  return FALSE;
}

/* “Kuch nahi” to what somebody does and earns answers both. */
static void
fill_nothing (KhidkiRecord *record, const Candidate *candidate)
{
  g_autofree char *run = khidki_record_dup_run (record, candidate->first, candidate->n);
  gint64 rupees = 0;
  KhidkiPeriod period;

  if (run == NULL || has_any_digit (record) || !khidki_form_read_money (run, &rupees, &period) || rupees != 0)
    return;
  for (guint i = 0; i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == KHIDKI_FIELD_MONEY && !record->filled[i])
      khidki_record_fill (record, i, "0");
}

static gboolean
find_exact (KhidkiRecord *record, guint index, KhidkiChoiceTable *table)
{
  g_autoptr (GArray) candidates = list_candidates (record, table);
  const Candidate *best = NULL;

  for (guint i = 0; record->is_of_person && i < candidates->len; i++)
    if (take_qualified (record, index, &g_array_index (candidates, Candidate, i)))
      return TRUE;
  best = find_best (record, index, candidates);
  if (best == NULL)
    return FALSE;
  if (is_contradicted (record, index, candidates, best))
    record->failed = TRUE;
  else if (says_more (record, best))
    skip_piece (record, index, khidki_record_get_word (record, best->first)->piece);
  else
    {
      fill_nothing (record, best);
      khidki_record_take (record, best->first, best->n);
      khidki_record_fill (record, index, best->choice);
    }
  return TRUE;
}

static const char *
match_run (KhidkiRecord *record, KhidkiChoiceTable *table, guint first, guint n, double *likeness)
{
  g_autofree char *run = khidki_record_dup_folded (record, first, n);
  g_auto (GStrv) words = NULL;

  *likeness = 0;
  if (run == NULL || strpbrk (run, "0123456789") != NULL)
    return NULL;
  words = g_strsplit (run, " ", -1);
  return khidki_choice_table_match (table, words, g_strv_length (words), likeness);
}

/* A slip may be forgiven only where no name can be meant. */
static gboolean
may_be_fuzzy (KhidkiRecord *record, guint index, guint first, guint n)
{
  if (!record->is_of_person)
    return TRUE;
  if (record->n_pieces < 2 || (index > 0 && khidki_record_get_word (record, first)->piece == 0))
    return FALSE;
  return find_place (record, first, n) == PLACE_WHOLE;
}

static void
find_similar (KhidkiRecord *record, guint index, KhidkiChoiceTable *table)
{
  Candidate best = { NULL, 0, 0, PLACE_INSIDE };
  double most = 0, likeness = 0;

  for (guint first = 0; first < record->words->len; first++)
    for (guint n = 1; n <= MIN (KHIDKI_RECORD_LONGEST_RUN, record->words->len - first); n++)
      {
        const char *choice = may_be_fuzzy (record, index, first, n) ? match_run (record, table, first, n, &likeness) : NULL;

        if (choice != NULL && (likeness > most || (likeness == most && first == best.first)))
          {
            best = (Candidate){ choice, first, n, PLACE_INSIDE };
            most = likeness;
          }
      }
  if (best.choice == NULL)
    return;
  khidki_record_take (record, best.first, best.n);
  khidki_record_fill (record, index, best.choice);
}

/* “Fathr Ram Prasad”: a slip or a name? Neither is taken, the form is shown. */
static gboolean
begins_unclear (KhidkiRecord *record, guint index, KhidkiChoiceTable *table)
{
  double likeness;

  if (!record->is_of_person || index > 0 || record->n_pieces != 1 || record->words->len < 2)
    return FALSE;
  for (guint i = 0; i < record->words->len; i++)
    if (counts (record, khidki_record_get_word (record, i)))
      return g_utf8_strlen (khidki_record_get_word (record, i)->text, -1) >= LEAST_FUZZY &&
             match_run (record, table, i, 1, &likeness) != NULL;
  return FALSE;
}

/**
 * khidki_record_find_choice:
 * @record: a record
 * @index: of a choice
 *
 * Takes the words that name the choice. What is written word for word comes before
 * what is only similar, a piece of its own and the beginning before what is later.
 */
void
khidki_record_find_choice (KhidkiRecord *record, guint index)
{
  KhidkiChoiceTable *table = khidki_choice_table_get (khidki_record_get_field (record, index));

  if (find_exact (record, index, table))
    return;
  if (begins_unclear (record, index, table))
    record->failed = TRUE;
  else
    find_similar (record, index, table);
}
