/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-alphabet.h"

#define VIRAMA_CLASS 9
#define MADDA 0x0653

#define DEVANAGARI_CANDRABINDU 0x0901
#define DEVANAGARI_ANUSVARA 0x0902

/* The letters of a script whose order is not that of their code points; what else belongs
 * to it, vowel signs and the like, stands in Unicode behind them and in the right order. */
typedef struct
{
  gunichar first;
  gunichar last;
  const char *letters;
} Alphabet;

/* Gurmukhi as DUCET has it; Urdu as CLDR (common/collation/ur.xml), with the Arabic forms of
 * its letters where they belong. Urdu's aspirates and alif with madda are letters of their own
 * there, behind the plain ones: both are told by a sign that follows. */
static const Alphabet alphabets[] = {
  { 0x0A01, 0x0A7F, "ੳਉਊਓਅਆਐਔੲਇਈਏਸਹਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵੜ" },
  { 0x0621, 0x06D5, "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہۃءیے" },
};

/* Marks that only tell namesakes apart: the nukta, short vowels of Urdu, accents of Latin,
 * and the nasal and doubling signs of Gurmukhi. */
static gboolean
is_mark (gunichar c)
{
  int class = g_unichar_combining_class (c);

  return (class != 0 && class != VIRAMA_CLASS && c != MADDA) || (c >= 0x0A01 && c <= 0x0A03)
         || c == 0x0A70 || c == 0x0A71 || g_unichar_type (c) == G_UNICODE_FORMAT;
}

/* Letters that two languages write in two ways are one letter. */
static gunichar
unify (gunichar c)
{
  switch (c)
    {
    case DEVANAGARI_CANDRABINDU:
      return DEVANAGARI_ANUSVARA;
    case 0x0643: /* Arabic kaf */
      return 0x06A9;
    case 0x0647: /* Arabic heh */
      return 0x06C1;
    case 0x0649: /* alif maqsura */
    case 0x064A: /* Arabic yeh */
      return 0x06CC;
    default:
      return c;
    }
}

static gunichar
get_weight (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (alphabets); i++)
    {
      const Alphabet *alphabet = &alphabets[i];
      const char *place;

      if (c < alphabet->first || c > alphabet->last)
        continue;
      place = g_utf8_strchr (alphabet->letters, -1, c);
      if (place != NULL)
        return alphabet->first + (gunichar) g_utf8_pointer_to_offset (alphabet->letters, place);
    }
  return c;
}

/**
 * khidki_alphabet_dup_key:
 * @name: a name in any of the languages
 *
 * What strcmp() puts in the order of a dictionary of the name's own script, whatever the
 * locale of the process: English word by word, capitals or not; Hindi with the anusvara in
 * front of the vowels; Punjabi from ੳ ਅ ੲ ਸ ਹ on; Urdu with its own letters among the Arabic.
 *
 * Returns: (transfer full): the key; names that differ in marks only have different ones,
 *   beside each other
 *
 * Since: 0.1
 */
char *
khidki_alphabet_dup_key (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *letters = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  GString *key = g_string_new (NULL);

  for (const char *p = letters; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_mark (g_utf8_get_char (p)))
      g_string_append_unichar (key, get_weight (unify (g_utf8_get_char (p))));
  /* Below every letter, so that what is shorter comes first. */
  g_string_append_c (key, '\1');
  return g_string_free (g_string_append (key, letters), FALSE);
}
