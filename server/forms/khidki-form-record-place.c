/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-record-private.h"

/*
 * What people say around an address: I live in …, behind the temple, a PIN of another
 * state, a telephone number. None of it is the locality.
 */

#define MOST_LEAD 4
#define DIGITS_OF_PHONE 10

static gboolean
is_lead (const char *folded)
{
  static const char *const plain[] = {
    "address",   "my address", "my address is", "address is", "mera address", "mera address hai", "mera pata", "mera pata hai",
    "pata",      "pata hai",   "i live in",     "i live at",  "i live",       "we live in",       "mera ghar", "मेरा पता",
    "मेरा पता है",   "पता",        "पता है",          "मेरा घर",       "ਮੇਰਾ ਪਤਾ",      "ਮੇਰਾ ਪਤਾ ਹੈ",       "ਪਤਾ",        "ਮੇਰਾ ਘਰ",
    "میرا پتہ",   "میرا پتہ ہے", "پتہ",           "میرا گھر",    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* Main … rehta hu: the first word is somebody, and no main road. */
static gboolean
is_somebody (const char *folded)
{
  static const char *const plain[] = { "main", "mai", "hum", "ham", "मैं", "हम", "ਮੈਂ", "ਅਸੀਂ", "میں", "ہم", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
is_living (const char *folded)
{
  static const char *const plain[] = { "rehta", "rehti", "rehte", "rahta", "rahti", "rahte", "रहता", "रहती", "रहते",
                                       "ਰਹਿੰਦਾ", "ਰਹਿੰਦੀ", "ਰਹਿੰਦੇ", "رہتا", "رہتی", "رہتے", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
says_living (KhidkiRecord *record)
{
  for (guint i = 0; i < record->words->len; i++)
    if (is_living (khidki_record_get_word (record, i)->folded))
      return TRUE;
  return FALSE;
}

/**
 * khidki_record_drop_lead:
 * @record: a record
 *
 * Takes the words that only lead to an address, where something stands behind them.
 */
void
khidki_record_drop_lead (KhidkiRecord *record)
{
  guint words = record->words->len;

  if (khidki_record_find_field (record, KHIDKI_FIELD_LOCALITY) == record->fields->len || words < 2)
    return;
  if (says_living (record) && is_somebody (khidki_record_get_word (record, 0)->folded))
    khidki_record_take (record, 0, 1);
  for (guint n = MIN (MOST_LEAD, words - 1); n > 0; n--)
    {
      g_autofree char *run = khidki_record_dup_folded (record, 0, n);

      if (run == NULL || !is_lead (run))
        continue;
      khidki_record_take (record, 0, n);
      return;
    }
}

static guint
count_digits (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += g_ascii_isdigit (*p);
  return n;
}

/**
 * khidki_record_drop_phone:
 * @record: a record
 *
 * Takes a piece that is a telephone number: it is asked for elsewhere.
 */
void
khidki_record_drop_phone (KhidkiRecord *record)
{
  if (khidki_record_find_field (record, KHIDKI_FIELD_LOCALITY) == record->fields->len || record->n_pieces < 2)
    return;
  for (guint i = 0; i < record->words->len; i++)
    {
      guint piece = khidki_record_get_word (record, i)->piece;

      if (count_digits (khidki_record_get_word (record, i)->text) < DIGITS_OF_PHONE)
        continue;
      for (guint j = 0; j < record->words->len; j++)
        if (khidki_record_get_word (record, j)->piece == piece)
          khidki_record_take (record, j, 1);
    }
}

/* 201301, 1100085, 11OO85: meant for a PIN, and none that can be taken. */
static gboolean
is_meant_for_pin (const char *text)
{
  return g_regex_match_simple ("^(?:[1-9][0-9]{5}|11[0-9oO]{3,6})$", text, 0, 0);
}

/**
 * khidki_record_refuse_pin:
 * @record: a record whose numbers were taken
 *
 * Whoever lives elsewhere, or has slipped, is told at once: a PIN that is refused becomes
 * no part of a locality.
 */
void
khidki_record_refuse_pin (KhidkiRecord *record)
{
  guint index = khidki_record_find_field (record, KHIDKI_FIELD_PIN);

  if (index == record->fields->len || record->filled[index] || record->failed)
    return;
  for (guint i = 0; i < record->words->len && !record->failed; i++)
    {
      const KhidkiRecordWord *word = khidki_record_get_word (record, i);
      g_autofree char *value = NULL;

      if (word->taken || !is_meant_for_pin (word->text))
        continue;
      value = khidki_form_read_value (record->form, khidki_record_get_field (record, index), word->text, record->complaint);
      record->failed = value == NULL;
    }
}

/* Near, behind: what stands beside a house; a lane: where it stands. */
static gboolean
is_aside_word (const char *folded)
{
  static const char *const plain[] = {
    "near",  "nearby", "beside", "behind",  "opposite", "opp",   "next",   "paas",    "pas",    "nazdeek", "samne", "saamne",
    "peeche", "piche", "bagal",  "kinare",  "kol",      "nede",  "gali",   "street",  "lane",   "पास",      "नज़दीक", "सामने",
    "पीछे",   "बगल",     "किनारे",   "गली",      "ਕੋਲ",       "ਨੇੜੇ",   "ਸਾਹਮਣੇ", "ਪਿੱਛੇ",     "ਗਲੀ",     "پاس",     "نزدیک", "قریب",
    "سامنے", "پیچھے",   "بغل",    "کنارے",   "گلی",      NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
is_aside (KhidkiRecord *record, guint piece)
{
  if (khidki_record_knows_locality (record, piece))
    return FALSE;
  for (guint i = 0; i < record->words->len; i++)
    if (khidki_record_get_word (record, i)->piece == piece && is_aside_word (khidki_record_get_word (record, i)->folded))
      return TRUE;
  return FALSE;
}

/* The last piece of which something is left. */
static gboolean
find_last_piece (KhidkiRecord *record, guint *piece)
{
  for (guint i = record->words->len; i > 0; i--)
    if (!khidki_record_get_word (record, i - 1)->taken)
      {
        *piece = khidki_record_get_word (record, i - 1)->piece;
        return TRUE;
      }
  return FALSE;
}

static char *
dup_piece (KhidkiRecord *record, guint piece)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < record->words->len; i++)
    {
      const KhidkiRecordWord *word = khidki_record_get_word (record, i);

      if (word->piece == piece && !word->taken)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word->text);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The locality is the piece that is known for one. */
static void
fill_known (KhidkiRecord *record, guint index, guint last)
{
  for (guint piece = last; piece > 0; piece--)
    {
      g_autofree char *text = NULL;
      g_autofree char *value = NULL;

      if (!khidki_record_knows_locality (record, piece - 1))
        continue;
      text = dup_piece (record, piece - 1);
      value = khidki_form_read_value (record->form, khidki_record_get_field (record, index), text, NULL);
      if (value == NULL)
        return;
      for (guint i = 0; i < record->words->len; i++)
        if (khidki_record_get_word (record, i)->piece == piece - 1)
          khidki_record_take (record, i, 1);
      khidki_record_fill (record, index, value);
      return;
    }
}

/**
 * khidki_record_find_aside:
 * @record: a record
 *
 * What ends an address need not be its locality: A-12, Lajpat Nagar, near the metro. One
 * that is not known for sure is asked for.
 */
void
khidki_record_find_aside (KhidkiRecord *record)
{
  guint index = khidki_record_find_field (record, KHIDKI_FIELD_LOCALITY);
  guint last = 0;

  if (index == record->fields->len || record->filled[index] || !find_last_piece (record, &last) || last == 0
      || !is_aside (record, last))
    return;
  fill_known (record, index, last);
  record->skipped[index] = !record->filled[index];
}
