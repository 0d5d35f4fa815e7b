/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form-private.h"

G_BEGIN_DECLS

/* The most words of one value. */
#define KHIDKI_RECORD_LONGEST_RUN 5

/**
 * KhidkiRecordWord:
 * @text: as it was written
 * @folded: how it sounds; of `S/O` the two words with a blank between
 * @piece: the comma-separated piece in which it stands, counted from 0
 * @taken: it says what some field is
 */
typedef struct
{
  char *text;
  char *folded;
  guint piece;
  gboolean taken;
} KhidkiRecordWord;

/**
 * KhidkiRecord:
 * @repeat: which one of a repeating group, else 0
 * @words: KhidkiRecordWord
 * @fields: KhidkiField, those that one question asks together
 * @filled: which of @fields have their value
 * @skipped: which of @fields are to be asked alone: what was said of them is unsure
 * @is_of_person: a name is among @fields
 * @failed: a value cannot be taken, `complaint` says why; or the whole is not clear
 *
 * One line while it is read: “Sita Devi, wife, 35, 0” or “wife Sita Devi 35 0”.
 * Passes take words for fields, the surest first; see khidki_form_read_record().
 */
typedef struct
{
  const KhidkiForm *form;
  KhidkiAnswers *answers;
  char **complaint;
  guint repeat;
  GArray *words;
  guint n_pieces;
  GPtrArray *fields;
  gboolean *filled;
  gboolean *skipped;
  guint n_filled;
  gboolean is_of_person;
  gboolean failed;
} KhidkiRecord;

/* khidki-form-record-words.c: the words of a record */
void khidki_record_split (KhidkiRecord *record, const char *text);
KhidkiRecordWord *khidki_record_get_word (KhidkiRecord *record, guint index);
/* (nullable): NULL when the run crosses a comma or a word that is taken. */
char *khidki_record_dup_run (KhidkiRecord *record, guint first, guint n);
char *khidki_record_dup_folded (KhidkiRecord *record, guint first, guint n);
void khidki_record_take (KhidkiRecord *record, guint first, guint n);
gboolean khidki_record_is_noise (KhidkiRecord *record, const KhidkiRecordWord *word);
gboolean khidki_record_has_digit (const KhidkiRecordWord *word);
/* What is left of each piece, without the words that say nothing. */
GPtrArray *khidki_record_list_leftovers (KhidkiRecord *record);

/* khidki-form-record.c */
KhidkiField *khidki_record_get_field (KhidkiRecord *record, guint index);
KhidkiFieldType khidki_record_get_type (KhidkiRecord *record, guint index);
/* The number of the first field of a type; that of all fields if there is none. */
guint khidki_record_find_field (KhidkiRecord *record, KhidkiFieldType type);
void khidki_record_fill (KhidkiRecord *record, guint index, const char *value);

/* The passes. @index is of a field that has no value yet. */
void khidki_record_find_choice (KhidkiRecord *record, guint index);  /* khidki-form-record-choice.c */
gboolean khidki_record_is_choice_elsewhere (KhidkiRecord *record, const char *words);
void khidki_record_find_number (KhidkiRecord *record, guint index);  /* khidki-form-record-amount.c */
void khidki_record_find_spelled (KhidkiRecord *record, guint index);
void khidki_record_check_amounts (KhidkiRecord *record, const char *text); /* khidki-form-record-amount.c */
void khidki_record_find_last4 (KhidkiRecord *record, guint index);   /* khidki-form-record-last4.c */
void khidki_record_find_zone (KhidkiRecord *record, guint index);    /* khidki-form-record-address.c */
void khidki_record_find_locality (KhidkiRecord *record);             /* khidki-form-record-address.c */
void khidki_record_drop_city (KhidkiRecord *record);                 /* khidki-form-record-address.c */

/* khidki-form-record-place.c: what people say around an address */
void khidki_record_drop_lead (KhidkiRecord *record);
void khidki_record_drop_phone (KhidkiRecord *record);
void khidki_record_refuse_pin (KhidkiRecord *record);
void khidki_record_find_aside (KhidkiRecord *record);
gboolean khidki_record_knows_locality (KhidkiRecord *record, guint piece); /* khidki-form-record-address.c */

G_END_DECLS
