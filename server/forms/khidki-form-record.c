/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-words.h"
#include "forms/khidki-form-record-private.h"

KhidkiField *
khidki_record_get_field (KhidkiRecord *record, guint index)
{
  return g_ptr_array_index (record->fields, index);
}

KhidkiFieldType
khidki_record_get_type (KhidkiRecord *record, guint index)
{
  return khidki_field_get_field_type (khidki_record_get_field (record, index));
}

guint
khidki_record_find_field (KhidkiRecord *record, KhidkiFieldType type)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == type)
      return i;
  return record->fields->len;
}

void
khidki_record_fill (KhidkiRecord *record, guint index, const char *value)
{
  g_autofree char *path = khidki_form_make_path (khidki_record_get_field (record, index), record->repeat);

  khidki_answers_set (record->answers, path, value);
  record->filled[index] = TRUE;
  record->n_filled++;
}

static gboolean
is_wordy (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_TEXT || type == KHIDKI_FIELD_NAME || type == KHIDKI_FIELD_LOCALITY;
}

static gboolean
is_choice (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_CHOICE;
}

static gboolean
is_last4 (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_LAST4;
}

static gboolean
is_pin (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_PIN;
}

static gboolean
is_number (KhidkiFieldType type)
{
  return !is_wordy (type) && !is_choice (type) && !is_last4 (type);
}

static gboolean
is_money (KhidkiFieldType type)
{
  return type == KHIDKI_FIELD_MONEY;
}

/* The surest come first: a word that is taken says nothing to those behind. Choices
 * come before amounts, because “Daily wage” is no amount a day. */
static const struct
{
  gboolean (*is_for) (KhidkiFieldType type);
  void (*find) (KhidkiRecord *record, guint index);
} passes[] = {
  { is_choice, khidki_record_find_choice },
  { is_last4, khidki_record_find_last4 },
  { is_pin, khidki_record_find_zone },
  { is_number, khidki_record_find_number },
  { is_money, khidki_record_find_spelled },
};

static void
run_passes (KhidkiRecord *record)
{
  for (guint pass = 0; pass < G_N_ELEMENTS (passes); pass++)
    for (guint i = 0; i < record->fields->len && !record->failed; i++)
      if (!record->filled[i] && !record->skipped[i] && passes[pass].is_for (khidki_record_get_type (record, i)))
        passes[pass].find (record, i);
}

static GArray *
list_open (KhidkiRecord *record, gboolean optional_too)
{
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < record->fields->len; i++)
    if (!record->filled[i] && !record->skipped[i] && is_wordy (khidki_record_get_type (record, i)) &&
        (optional_too || !khidki_field_is_optional (khidki_record_get_field (record, i))))
      g_array_append_val (open, i);
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

static guint
count_wordy (KhidkiRecord *record)
{
  guint n = 0;

  for (guint i = 0; i < record->fields->len; i++)
    n += is_wordy (khidki_record_get_type (record, i));
  return n;
}

/* Whoever talks where a name should be is shown the form of the whole. */
static gboolean
is_speech (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return khidki_form_find_speech ((const char *const *) words) < g_strv_length (words);
}

/* Of several texts, one that is too long is left open: it is asked for by itself. */
static void
fill_wordy (KhidkiRecord *record, guint index, const char *text)
{
  KhidkiField *field = khidki_record_get_field (record, index);
  gboolean only = count_wordy (record) == 1;
  gboolean says_why = only && !is_speech (text);
  g_autofree char *value = khidki_form_read_value (record->form, field, text, says_why ? record->complaint : NULL);

  if (value != NULL)
    khidki_record_fill (record, index, value);
  else if (only)
    record->failed = TRUE;
}

static gboolean
has_choice (KhidkiRecord *record)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == KHIDKI_FIELD_CHOICE && record->filled[i])
      return TRUE;
  return FALSE;
}

/* Behind a relation somebody is named, whatever is told of them then. */
static char *
dup_name (KhidkiRecord *record, const char *text)
{
  g_autofree char *name = has_choice (record) ? khidki_form_dup_before_speech (text) : NULL;

  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : g_strdup (text);
}

/* Whoever says once more what was asked before has no relative of that name. */
static gboolean
is_answer_of_before (KhidkiRecord *record, const char *text)
{
  g_autofree char *words = khidki_words_join (text);

  return !has_choice (record) && khidki_record_is_choice_elsewhere (record, words);
}

/* The first piece goes to the first field, the last to the last. Of more pieces than
 * fields the field before the last takes them all; a name takes one only. */
static void
fill_rest (KhidkiRecord *record)
{
  g_autoptr (GPtrArray) pieces = khidki_record_list_leftovers (record);
  g_autoptr (GArray) open = list_open (record, FALSE);
  guint widest, surplus, first = 0;

  if (pieces->len > open->len)
    {
      g_array_unref (open);
      open = list_open (record, TRUE);
    }
  widest = open->len > 1 ? open->len - 2 : 0;
  surplus = pieces->len > open->len ? pieces->len - open->len : 0;

  for (guint i = 0; i < open->len && first < pieces->len; i++)
    {
      guint index = g_array_index (open, guint, i);
      guint end = first + 1 + (i == widest ? surplus : 0);
      gboolean name = khidki_record_get_type (record, index) == KHIDKI_FIELD_NAME;
      g_autofree char *piece = join_pieces (pieces, first, name ? first + 1 : end);
      g_autofree char *text = name ? dup_name (record, piece) : g_strdup (piece);

      if (!name || !is_answer_of_before (record, text))
        fill_wordy (record, index, text);
      first = end;
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

static gboolean
has_name (KhidkiRecord *record)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == KHIDKI_FIELD_NAME)
      return TRUE;
  return FALSE;
}

static void
check_hooks (KhidkiRecord *record)
{
  for (guint i = 0; i < record->fields->len && !record->failed; i++)
    {
      KhidkiField *field = khidki_record_get_field (record, i);
      g_autofree char *path = khidki_form_make_path (field, record->repeat);
      g_autofree char *value = NULL;

      if (!record->filled[i])
        continue;
      value = khidki_form_check_value (record->form, field, path, khidki_answers_get (record->answers, path),
                                       record->complaint);
      record->failed = value == NULL;
    }
}

static void
word_clear (KhidkiRecordWord *word)
{
  g_free (word->text);
  g_free (word->folded);
}

/* Reads one record into @answers, which is a fresh copy: passes take what has a form
 * of its own, what is left goes to names and texts. How many fields were found; 0,
 * with @complaint where it is known, when one of them cannot be taken or the whole
 * can be read in two ways. */
guint
khidki_form_read_record (const KhidkiForm *form,
                         KhidkiPart *group,
                         guint repeat,
                         const char *text,
                         KhidkiAnswers *answers,
                         char **complaint)
{
  g_autoptr (GPtrArray) fields = list_fields (form, group);
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (KhidkiRecordWord));
  g_autofree gboolean *filled = g_new0 (gboolean, fields->len + 1);
  g_autofree gboolean *skipped = g_new0 (gboolean, fields->len + 1);
  KhidkiRecord record = { form, answers, complaint, repeat, words, 0, fields, filled, skipped };

  g_array_set_clear_func (words, (GDestroyNotify) word_clear);
  record.is_of_person = has_name (&record);
  khidki_record_split (&record, text);
  khidki_record_drop_lead (&record);
  run_passes (&record);
  khidki_record_drop_phone (&record);
  khidki_record_refuse_pin (&record);
  khidki_record_check_amounts (&record, text);
  if (!record.failed)
    {
      khidki_record_drop_city (&record);
      khidki_record_find_aside (&record);
      khidki_record_find_locality (&record);
      fill_rest (&record);
      check_hooks (&record);
    }

  return record.failed ? 0 : record.n_filled;
}
