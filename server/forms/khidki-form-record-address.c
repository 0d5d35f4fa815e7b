/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-record-private.h"

static KhidkiPlaces *
get_places (KhidkiRecord *record)
{
  return khidki_catalogue_get_places (record->form->catalogue);
}

static gboolean
ends_piece (KhidkiRecord *record, guint end)
{
  return end >= record->words->len ||
         khidki_record_get_word (record, end)->piece != khidki_record_get_word (record, end - 1)->piece;
}

/* Delhi-85, New Delhi - 85, Delhi 110085: the digits behind the city's name. */
static char *
read_zone (KhidkiRecord *record, const char *folded)
{
  const char *blank = strrchr (folded, ' ');
  gsize length = blank != NULL ? strspn (blank + 1, "0123456789") : 0;
  g_autofree char *city = NULL;

  if (length == 0 || blank[1 + length] != '\0')
    return NULL;
  city = g_strchomp (g_strndup (folded, (gsize) (blank - folded)));
  if (length == 6 && khidki_places_is_city (get_places (record), city))
    return g_strdup (blank + 1);
  return length <= 2 ? khidki_places_dup_zone_pin (get_places (record), city,
                                                   (guint) g_ascii_strtoull (blank + 1, NULL, 10))
                     : NULL;
}

/**
 * khidki_record_find_zone:
 * @record: a record
 * @index: of a PIN
 *
 * Takes the city's name with its postal zone at the end of a piece.
 */
void
khidki_record_find_zone (KhidkiRecord *record, guint index)
{
  for (guint first = 0; first < record->words->len; first++)
    for (guint n = MIN (KHIDKI_RECORD_LONGEST_RUN, record->words->len - first); n > 0; n--)
      {
        g_autofree char *run = ends_piece (record, first + n) ? khidki_record_dup_folded (record, first, n) : NULL;
        g_autofree char *pin = run != NULL ? read_zone (record, run) : NULL;
        g_autofree char *value =
            pin != NULL ? khidki_form_read_value (record->form, khidki_record_get_field (record, index), pin, NULL) : NULL;

        if (value == NULL)
          continue;
        khidki_record_take (record, first, n);
        khidki_record_fill (record, index, value);
        return;
      }
}

static gboolean
is_place_word (const char *folded)
{
  static const char *const plain[] = {
    "near",     "nearby",  "beside",  "behind",  "opposite", "opp",     "next",     "temple",   "mosque",   "church",
    "school",   "hospital", "market", "bazar",   "station",  "stand",   "bridge",   "village",  "house",    "flat",
    "street",   "lane",    "road",    "colony",  "building", "block",   "tola",     "paas",     "pas",      "nazdeek",
    "samne",    "saamne",  "peeche",  "piche",   "bagal",    "kinare",  "mandir",   "masjid",   "gurudwara", "gurdwara",
    "chowk",    "chauk",   "gali",    "mohalla", "muhalla",  "basti",   "jhuggi",   "gaon",     "gaav",     "pind",
    "makan",    "makaan",  "kothi",   "nagar",   "marg",     "sadak",   "nala",     "pul",      "kol",      "nede",
    "पास",       "नज़दीक",    "सामने",     "पीछे",      "बगल",       "किनारे",    "मंदिर",      "मस्जिद",     "गुरुद्वारा",    "चौक",
    "गली",       "मोहल्ला",    "बस्ती",      "झुग्गी",      "गाँव",       "गांव",      "मकान",      "कोठी",      "नगर",        "मार्ग",
    "सड़क",       "स्कूल",      "अस्पताल",    "बाज़ार",     "बाजार",     "कॉलोनी",    "ਕੋਲ",       "ਨੇੜੇ",       "ਸਾਹਮਣੇ",     "ਪਿੱਛੇ",
    "ਮੰਦਰ",      "ਮਸਜਿਦ",   "ਗੁਰਦੁਆਰਾ",   "ਗੁਰਦੁਆਰੇ",   "ਗੁਰੂਦੁਆਰੇ",   "ਚੌਕ",      "ਗਲੀ",       "ਮੁਹੱਲਾ",     "ਪਿੰਡ",       "ਮਕਾਨ",
    "ਸਕੂਲ",      "ਬਜ਼ਾਰ",    "پاس",      "نزدیک",    "قریب",      "سامنے",    "پیچھے",     "بغل",       "کنارے",      "مندر",
    "مسجد",     "گردوارہ",  "گردوارے",  "چوک",      "گلی",       "محلہ",     "محلے",      "بستی",      "گاؤں",       "مکان",
    "سڑک",      "اسکول",    "بازار",    "کالونی",   "ہسپتال",    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/**
 * khidki_form_names_place:
 * @text: what was written where an address is asked for
 *
 * Returns: whether it says beside what the house stands, as people do who have no number:
 *   near the big temple, bade mandir ke paas
 */
gboolean
khidki_form_names_place (const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);

  if (strchr (text, '?') != NULL || strstr (text, "؟") != NULL)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (is_place_word (words[i]))
      return TRUE;
  return FALSE;
}

/* How many of the last words before @end are the city's name. */
static guint
count_city (KhidkiRecord *record, guint end)
{
  for (guint n = MIN (KHIDKI_RECORD_LONGEST_RUN, end); n > 0; n--)
    {
      g_autofree char *run = khidki_record_dup_folded (record, end - n, n);

      if (run != NULL && khidki_places_is_city (get_places (record), run))
        return n;
    }
  return 0;
}

/**
 * khidki_record_drop_city:
 * @record: a record
 *
 * Takes the city's name at the end of an address, where something stands before it.
 */
void
khidki_record_drop_city (KhidkiRecord *record)
{
  guint end = record->words->len, n;

  if (khidki_record_find_field (record, KHIDKI_FIELD_LOCALITY) == record->fields->len)
    return;
  do
    {
      while (end > 0 && khidki_record_get_word (record, end - 1)->taken)
        end--;
      n = count_city (record, end);
      if (n > 0 && n < end)
        khidki_record_take (record, end - n, n);
    }
  while (n > 0 && n < end);
}

static gboolean
is_part_word (const char *folded)
{
  static const char *const plain[] = { "sector", "sec", "sect", "phase", "pocket", "सेक्टर", "सैक्टर", "फेज", "फेस", "पॉकेट",
                                       "سیکٹر", "فیز", "پاکٹ", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* “Sector 7”, from @first on. */
static gboolean
is_part (KhidkiRecord *record, guint first)
{
  g_autofree char *run = first + 2 <= record->words->len ? khidki_record_dup_folded (record, first, 2) : NULL;

  return run != NULL && is_part_word (khidki_record_get_word (record, first)->folded) &&
         khidki_record_has_digit (khidki_record_get_word (record, first + 1));
}

static gboolean
is_village_word (const char *folded)
{
  static const char *const plain[] = { "village", "gaon", "gaav", "gram", "pind", "गाँव", "गांव", "ग्राम", "ਪਿੰਡ", "گاؤں", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static gboolean
is_locality (KhidkiRecord *record, guint first, guint n)
{
  g_autofree char *run = khidki_record_dup_folded (record, first, n);
  g_auto (GStrv) words = run != NULL ? g_strsplit (run, " ", -1) : NULL;

  return words != NULL && khidki_places_is_locality (get_places (record), (const char *const *) words, g_strv_length (words));
}

/* The longest name of a known locality; of two as long the later one, for the house
 * may be named for a place as well. */
static guint
find_known (KhidkiRecord *record, guint *first)
{
  for (guint n = MIN (KHIDKI_RECORD_LONGEST_RUN, record->words->len); n > 0; n--)
    for (guint i = record->words->len - n + 1; i > 0; i--)
      if (is_locality (record, i - 1, n))
        {
          *first = i - 1;
          return n;
        }
  return 0;
}

static guint
count_open (KhidkiRecord *record, guint first, guint end)
{
  guint n = 0;

  for (guint i = first; i < end; i++)
    n += !khidki_record_get_word (record, i)->taken;
  return n;
}

static guint
count_behind (KhidkiRecord *record, guint first)
{
  guint n = 0;

  while (first + n < record->words->len && !khidki_record_get_word (record, first + n)->taken &&
         !khidki_record_is_noise (record, khidki_record_get_word (record, first + n)))
    n++;
  return n;
}

/**
 * khidki_record_find_locality:
 * @record: a record
 *
 * In an address without commas a known locality tells where the house ends: what
 * stands before it is the house, what stands behind it belongs to the locality.
 */
void
khidki_record_find_locality (KhidkiRecord *record)
{
  guint index = khidki_record_find_field (record, KHIDKI_FIELD_LOCALITY);
  g_autoptr (GPtrArray) pieces = khidki_record_list_leftovers (record);
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;
  guint first = 0, n;

  if (index == record->fields->len || pieces->len != 1)
    return;
  n = find_known (record, &first);
  if (n == 0)
    return;
  if (first >= 2 && is_part (record, first - 2))
    {
      first -= 2;
      n += 2;
    }
  else if (first >= 1 && is_village_word (khidki_record_get_word (record, first - 1)->folded))
    {
      first--;
      n++;
    }
  if (is_part (record, first + n))
    n += 2;
  if (count_open (record, 0, first) > 0)
    n += count_behind (record, first + n);

  text = khidki_record_dup_run (record, first, n);
  if (text != NULL)
    value = khidki_form_read_value (record->form, khidki_record_get_field (record, index), text, NULL);
  if (value == NULL)
    return;
  khidki_record_take (record, first, n);
  khidki_record_fill (record, index, value);
}

/**
 * khidki_record_knows_locality:
 * @record: a record
 * @piece: which piece of it
 *
 * Returns: whether the name of a known locality stands in the piece
 */
gboolean
khidki_record_knows_locality (KhidkiRecord *record, guint piece)
{
  for (guint first = 0; first < record->words->len; first++)
    for (guint n = 1; khidki_record_get_word (record, first)->piece == piece
                      && n <= MIN (KHIDKI_RECORD_LONGEST_RUN, record->words->len - first); n++)
      if (is_locality (record, first, n))
        return TRUE;
  return FALSE;
}
