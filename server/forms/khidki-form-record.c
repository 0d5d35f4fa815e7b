/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

#define MAX_WORDS 40
#define LONGEST_RUN 4

/* One record is a line as people write it: “Sita Devi, wife, 35, 0” or “wife Sita
 * Devi 35 0”. Fields whose values have a shape of their own take their words
 * first; what is left goes to names and texts, in order. */

typedef struct
{
  char *text;
  char *folded;
  guint segment;
  gboolean taken;
} Word;

typedef struct
{
  const KhidkiForm *form;
  KhidkiAnswers *answers;
  char **complaint;
  guint repeat;
  GArray *words;    /* Word */
  guint n_segments;
  GPtrArray *fields; /* KhidkiField */
  gboolean *filled;
  guint n_filled;
  gboolean failed;
} Record;

static void
word_clear (Word *word)
{
  g_free (word->text);
  g_free (word->folded);
}

/* 2,40,000 is one number, 35,0 are two. */
static char *
join_numbers (const char *text)
{
  static GRegex *commas;
  g_autofree char *ascii = khidki_digits_to_ascii (text);

  if (g_once_init_enter (&commas))
    g_once_init_leave (&commas, g_regex_new ("(?<=[0-9]),(?=(?:[0-9]{2,3},)*[0-9]{3}(?![0-9,]))", 0, 0, NULL));
  return g_regex_replace_literal (commas, ascii, -1, 0, "", 0, NULL);
}

static gboolean
is_noise (const char *folded)
{
  static const char *const noise[] = { "my", "mera", "meri", "is", "the", "and", "hai", "hain", "ka", "ki", "ke", "name",
                                       "naam", "age", "aged", "umar", "umr", "years", "year", "yrs", "old", "saal", "rs",
                                       "rupees", "income", "aay", "earns", "मेरा", "मेरी", "है", "का", "की", "के", "नाम",
                                       "उम्र", "साल", "आय", "रुपये", "और", NULL };

  for (guint i = 0; noise[i] != NULL; i++)
    {
      g_autofree char *other = khidki_words_fold (noise[i]);

      if (strcmp (other, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_words (Record *record, const char *segment)
{
  g_auto (GStrv) texts = g_strsplit_set (segment, " \t", -1);
  gboolean any = FALSE;

  for (guint i = 0; texts[i] != NULL && record->words->len < MAX_WORDS; i++)
    {
      Word word = { NULL, NULL, record->n_segments, FALSE };

      if (*texts[i] == '\0')
        continue;
      word.text = g_strdup (texts[i]);
      word.folded = khidki_words_join (texts[i]);
      g_array_append_val (record->words, word);
      any = TRUE;
    }
  if (any)
    record->n_segments++;
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

static void
split_words (Record *record, const char *text)
{
  g_autofree char *joined = join_numbers (text);
  g_auto (GStrv) segments = NULL;

  for (char *p = joined; *p != '\0'; p++)
    if (*p == ';' || *p == '\n' || *p == '|')
      *p = ',';
  segments = g_strsplit (skip_bullet (joined), ",", -1);
  for (guint i = 0; segments[i] != NULL; i++)
    add_words (record, segments[i]);
}

static Word *
get_word (Record *record, guint index)
{
  return &g_array_index (record->words, Word, index);
}

/* NULL when the run crosses a comma or a word that is taken. */
static char *
dup_run (Record *record, guint first, guint n)
{
  GString *run = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    {
      Word *word = get_word (record, i);

      if (word->taken || word->segment != get_word (record, first)->segment)
        {
          g_string_free (run, TRUE);
          return NULL;
        }
      g_string_append_printf (run, "%s%s", run->len > 0 ? " " : "", word->text);
    }
  return g_string_free (run, FALSE);
}

static void
take_run (Record *record, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    get_word (record, i)->taken = TRUE;
}

static void
fill_field (Record *record, guint index, const char *value)
{
  g_autofree char *path = khidki_form_make_path (g_ptr_array_index (record->fields, index), record->repeat);

  khidki_answers_set (record->answers, path, value);
  record->filled[index] = TRUE;
  record->n_filled++;
}

/* 20000 a month must not be taken for a year because its last words do not fit. */
static gboolean
fails_monthly (Record *record, KhidkiField *field, const char *run)
{
  gint64 rupees;
  gboolean monthly = FALSE;

  if (khidki_field_get_field_type (field) != KHIDKI_FIELD_MONEY ||
      !khidki_form_read_money (run, &rupees, &monthly) || !monthly)
    return FALSE;
  khidki_form_read_value (record->form, field, run, record->complaint);
  record->failed = TRUE;
  return TRUE;
}

/* The longest run of words, from the left, that is a value of this field. */
static void
find_shaped (Record *record, guint index)
{
  KhidkiField *field = g_ptr_array_index (record->fields, index);

  for (guint first = 0; first < record->words->len; first++)
    for (guint n = MIN (LONGEST_RUN, record->words->len - first); n > 0; n--)
      {
        g_autofree char *run = dup_run (record, first, n);
        g_autofree char *value = NULL;

        if (run == NULL || strpbrk (run, "0123456789") == NULL)
          continue;
        if (fails_monthly (record, field, run))
          return;
        value = khidki_form_read_value (record->form, field, run, NULL);
        if (value == NULL)
          continue;
        take_run (record, first, n);
        fill_field (record, index, value);
        return;
      }
}

/* Das is ten and a surname: a lone number word counts where a comma sets it apart. */
static gboolean
is_surely_money (Record *record, guint first, guint n, const char *value)
{
  guint segment = get_word (record, first)->segment;

  if (segment == 0 && record->n_segments > 1)
    return FALSE;
  if (n > 1 || strcmp (value, "0") == 0)
    return TRUE;
  for (guint i = 0; i < record->words->len; i++)
    if (i != first && get_word (record, i)->segment == segment)
      return FALSE;
  return record->n_segments > 1;
}

/* “nothing” is an amount too, where no digits are. */
static void
find_spelled_money (Record *record, guint index)
{
  KhidkiField *field = g_ptr_array_index (record->fields, index);

  for (guint i = record->words->len; i > 0; i--)
    for (guint n = MIN (LONGEST_RUN, i); n > 0; n--)
      {
        g_autofree char *run = dup_run (record, i - n, n);
        g_autofree char *value = run != NULL ? khidki_form_read_value (record->form, field, run, NULL) : NULL;

        if (value == NULL || !is_surely_money (record, i - n, n, value))
          continue;
        take_run (record, i - n, n);
        fill_field (record, index, value);
        return;
      }
}

/* The best name of a choice; of two equal ones the longer, then the later: the
 * name of a person stands first. */
static void
find_choice (Record *record, guint index)
{
  KhidkiField *field = g_ptr_array_index (record->fields, index);
  g_autoptr (KhidkiChoiceTable) table = khidki_choice_table_new (field);
  const char *found = NULL;
  guint found_first = 0, found_n = 0;
  double most = 0;

  for (guint first = 0; first < record->words->len; first++)
    for (guint n = 1; n <= MIN (LONGEST_RUN, record->words->len - first); n++)
      {
        g_autofree char *run = dup_run (record, first, n);
        g_auto (GStrv) words = run != NULL ? khidki_words_split (run) : NULL;
        double likeness = 0;
        const char *choice;

        if (run == NULL)
          break;
        choice = khidki_choice_table_match (table, words, g_strv_length (words), &likeness);
        if (choice != NULL && (likeness > most || (likeness == most && (n >= found_n || first >= found_first + found_n))))
          {
            found = choice;
            found_first = first;
            found_n = n;
            most = likeness;
          }
      }
  if (found != NULL)
    {
      take_run (record, found_first, found_n);
      fill_field (record, index, found);
    }
}

static gboolean
is_wordy (KhidkiField *field)
{
  KhidkiFieldType type = khidki_field_get_field_type (field);

  return type == KHIDKI_FIELD_TEXT || type == KHIDKI_FIELD_NAME || type == KHIDKI_FIELD_LOCALITY;
}

static void
fill_shaped (Record *record, gboolean choices)
{
  for (guint i = 0; i < record->fields->len; i++)
    {
      KhidkiField *field = g_ptr_array_index (record->fields, i);
      gboolean choice = khidki_field_get_field_type (field) == KHIDKI_FIELD_CHOICE;

      if (record->filled[i] || is_wordy (field) || choice != choices)
        continue;
      if (choice)
        find_choice (record, i);
      else
        find_shaped (record, i);
    }
}

static void
fill_spelled (Record *record)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (!record->filled[i] &&
        khidki_field_get_field_type (g_ptr_array_index (record->fields, i)) == KHIDKI_FIELD_MONEY)
      find_spelled_money (record, i);
}

/* What is left of each comma-separated piece, without the words that say nothing. */
static GPtrArray *
list_leftovers (Record *record)
{
  GPtrArray *leftovers = g_ptr_array_new_with_free_func (g_free);

  for (guint segment = 0; segment < record->n_segments; segment++)
    {
      g_autoptr (GString) left = g_string_new (NULL);
      gboolean mixed = FALSE;

      for (guint i = 0; i < record->words->len; i++)
        mixed = mixed || (get_word (record, i)->segment == segment && get_word (record, i)->taken);
      for (guint i = 0; i < record->words->len; i++)
        {
          Word *word = get_word (record, i);

          if (word->segment == segment && !word->taken && !(mixed && is_noise (word->folded)))
            g_string_append_printf (left, "%s%s", left->len > 0 ? " " : "", word->text);
        }
      if (left->len > 0 && strspn (left->str, " .:-/=") < left->len)
        g_ptr_array_add (leftovers, g_strdup (left->str));
    }
  return leftovers;
}

static gboolean
is_city (const char *text)
{
  g_autofree char *joined = khidki_words_join (text);
  static const char *const cities[] = { "delhi", "new delhi", "दिल्ली", "नई दिल्ली", "india", "भारत", NULL };

  for (guint i = 0; cities[i] != NULL; i++)
    {
      g_autofree char *other = khidki_words_join (cities[i]);

      if (strcmp (joined, other) == 0)
        return TRUE;
    }
  return FALSE;
}

static GArray *
list_open_words (Record *record, gboolean optional_too)
{
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < record->fields->len; i++)
    {
      KhidkiField *field = g_ptr_array_index (record->fields, i);

      if (!record->filled[i] && is_wordy (field) && (optional_too || !khidki_field_is_optional (field)))
        g_array_append_val (open, i);
    }
  return open;
}

static char *
join_pieces (GPtrArray *pieces, guint first, guint end)
{
  GString *joined = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    g_string_append_printf (joined, "%s%s", i > first ? ", " : "", (char *) g_ptr_array_index (pieces, i));
  return g_string_free (joined, FALSE);
}

static void
fill_wordy (Record *record, guint index, const char *text)
{
  KhidkiField *field = g_ptr_array_index (record->fields, index);
  g_autofree char *value = khidki_form_read_value (record->form, field, text, record->complaint);

  if (value != NULL)
    fill_field (record, index, value);
  else
    record->failed = TRUE;
}

/* First piece to the first field, last to the last, the rest between. */
static void
fill_rest (Record *record)
{
  g_autoptr (GPtrArray) pieces = list_leftovers (record);
  g_autoptr (GArray) open = list_open_words (record, FALSE);

  while (pieces->len > 1 && pieces->len > open->len && is_city (g_ptr_array_index (pieces, pieces->len - 1)))
    g_ptr_array_set_size (pieces, (int) pieces->len - 1);
  if (pieces->len > open->len)
    {
      g_array_unref (open);
      open = list_open_words (record, TRUE);
    }

  for (guint i = 0; i < open->len && i < pieces->len; i++)
    {
      guint after = open->len - 1 - i;
      guint end = pieces->len > open->len && i == (open->len > 1 ? open->len - 2 : 0) ? pieces->len - after : i + 1;
      guint first = i == open->len - 1 && pieces->len > open->len && i > 0 ? pieces->len - 1 : i;
      guint index = g_array_index (open, guint, i);
      KhidkiField *field = g_ptr_array_index (record->fields, index);
      gboolean name = khidki_field_get_field_type (field) == KHIDKI_FIELD_NAME;
      g_autofree char *text = join_pieces (pieces, first, name ? first + 1 : MAX (end, first + 1));

      fill_wordy (record, index, text);
    }
}

static GPtrArray *
list_fields (const KhidkiForm *form, KhidkiPart *group)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0 &&
          khidki_form_is_asked_together (field))
        g_ptr_array_add (fields, field);
    }
  return fields;
}

static void
check_hooks (Record *record)
{
  for (guint i = 0; i < record->fields->len && !record->failed; i++)
    {
      KhidkiField *field = g_ptr_array_index (record->fields, i);
      g_autofree char *path = khidki_form_make_path (field, record->repeat);
      g_autofree char *value = NULL;

      if (!record->filled[i])
        continue;
      value = khidki_form_check_value (record->form, field, path, khidki_answers_get (record->answers, path),
                                       record->complaint);
      record->failed = value == NULL;
    }
}

/* Reads one record into @answers, which is a fresh copy. How many fields it
 * found; 0 with @complaint set when one of them cannot be taken. */
guint
khidki_form_read_record (const KhidkiForm *form,
                         KhidkiPart *group,
                         guint repeat,
                         const char *text,
                         KhidkiAnswers *answers,
                         char **complaint)
{
  Record record = { form, answers, complaint, repeat };
  g_autofree gboolean *filled = NULL;
  g_autoptr (GPtrArray) fields = list_fields (form, group);
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (Word));

  g_array_set_clear_func (words, (GDestroyNotify) word_clear);
  filled = g_new0 (gboolean, fields->len + 1);
  record.fields = fields;
  record.filled = filled;
  record.words = words;

  split_words (&record, text);
  fill_shaped (&record, FALSE);
  fill_shaped (&record, TRUE);
  fill_spelled (&record);
  fill_rest (&record);
  if (!record.failed)
    check_hooks (&record);

  return record.failed ? 0 : record.n_filled;
}
