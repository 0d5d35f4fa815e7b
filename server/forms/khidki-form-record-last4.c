/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-record-private.h"
#include "libkhidki/khidki-digits.h"

#define SHOWN 4

/**
 * khidki_form_read_last4:
 * @text: 4321, XXXX XXXX 4321, or a whole number
 * @whole: (out): whether more was written than was asked for
 *
 * Returns: (transfer full) (nullable): the last four of its digits, %NULL if there
 *   are fewer
 */
char *
khidki_form_read_last4 (const char *text, gboolean *whole)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  /* Where intake has hidden the rest, the whole number was sent as well. */
  *whole = digits->len > SHOWN || strstr (ascii, "XX") != NULL;
  return digits->len >= SHOWN ? g_strdup (digits->str + digits->len - SHOWN) : NULL;
}

/* A word of a number: it has digits, or stands where they were hidden. */
static gboolean
is_of_number (KhidkiRecord *record, guint index)
{
  KhidkiRecordWord *word = khidki_record_get_word (record, index);

  return !word->taken && (khidki_record_has_digit (word) || strspn (word->text, "Xx*") == strlen (word->text));
}

static char *
join_words (KhidkiRecord *record, guint first, guint end)
{
  GString *joined = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    g_string_append_printf (joined, "%s ", khidki_record_get_word (record, i)->text);
  return g_string_free (joined, FALSE);
}

static gboolean
lacks_choice (KhidkiRecord *record)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (khidki_record_get_type (record, i) == KHIDKI_FIELD_CHOICE && !record->filled[i])
      return TRUE;
  return FALSE;
}

/* Who answers the question after this one has a PIN, and no card that ends with it. */
static gboolean
is_address (KhidkiRecord *record)
{
  g_autofree char *text = join_words (record, 0, record->words->len);

  for (guint piece = 0; piece < record->n_pieces; piece++)
    if (khidki_record_knows_locality (record, piece))
      return TRUE;
  return khidki_form_names_place (text);
}

/**
 * khidki_record_find_last4:
 * @record: a record
 * @index: of a field of last four digits
 *
 * Takes the words of the last number; of a whole number the last four digits only.
 */
void
khidki_record_find_last4 (KhidkiRecord *record, guint index)
{
  guint end = record->words->len, first;
  g_autofree char *number = NULL;
  g_autofree char *value = NULL;

  if (lacks_choice (record) && is_address (record))
    {
      record->failed = TRUE;
      return;
    }
  while (end > 0 && !is_of_number (record, end - 1))
    end--;
  for (first = end; first > 0 && is_of_number (record, first - 1);)
    first--;
  number = join_words (record, first, end);
  value = khidki_form_read_value (record->form, khidki_record_get_field (record, index), number, record->complaint);
  if (value == NULL)
    {
      /* Too few digits: the complaint is for who was asked for them alone. */
      g_clear_pointer (record->complaint, g_free);
      return;
    }
  khidki_record_take (record, first, end - first);
  khidki_record_fill (record, index, value);
}
