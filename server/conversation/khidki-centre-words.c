/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-centre-words.h"

#include <string.h>

#include "conversation/khidki-commands.h"
#include "libkhidki/khidki-digits.h"

/* Where is it: names no place, for where somebody is stands in the form or is asked for. */
#define WHERE_WORDS                                                                                 \
  "csc|" /* lint: allow plugin-name – a word that people say */                                      \
  "center|centre|near|nearest|nearby|where|kahan|kaha|kidhar|paas|sabse|पास|सबसे|कहाँ|कहां|ਕੋਲ|ਕਿੱਥੇ|" \
  "ਨੇੜੇ|پاس|کہاں|نزدیک|قریب"
#define BESIDE_WORDS "me|is|the|my|hai|mere|मेरे|है|ਮੇਰੇ|ਹੈ|ਸਭ|ਤੋਂ|میرے|ہے|سب|سے"

#define PIN_LENGTH 6

/* English, Hindi in both scripts, Punjabi, Urdu. */
static const char phrases[] =
  "csc|centre|center|service centre|service center|nearest centre|nearest center|" /* lint: allow plugin-name – a word that people say */
  "nearest service centre|nearest service center|centre near me|center near me|csc near me|" /* lint: allow plugin-name – a word that people say */
  "kendra|seva kendra|sewa kendra|jan seva kendra|suvidha kendra|csc kendra|csc centre|csc center|" /* lint: allow plugin-name – a word that people say */
  "केंद्र|केन्द्र|सेवा केंद्र|सेवा केन्द्र|जन सेवा केंद्र|जन सेवा केन्द्र|सुविधा केंद्र|सुविधा केन्द्र|"
  "पास का केंद्र|पास का केन्द्र|पास का सेवा केंद्र|नज़दीकी केंद्र|नज़दीकी केन्द्र|नज़दीकी सेवा केंद्र|"
  "सीएससी|सीएससी सेंटर|सेंटर|सर्विस सेंटर|ਕੇਂਦਰ|ਸੇਵਾ ਕੇਂਦਰ|ਸੁਵਿਧਾ ਕੇਂਦਰ|ਸੈਂਟਰ|ਸੀਐਸਸੀ|"
  "مرکز|سیوا مرکز|سیوا کیندر|سینٹر|سی ایس سی";

/* As they are compared: as khidki_commands_normalise() leaves them. */
static GStrv
get_phrases (void)
{
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      GStrv list = g_strsplit (phrases, "|", -1);

      for (guint i = 0; list[i] != NULL; i++)
        {
          char *phrase = khidki_commands_normalise (list[i]);

          g_free (list[i]);
          list[i] = phrase;
        }
      g_once_init_leave (&made, (gsize) list);
    }
  return (GStrv) made;
}

/* What stands before or behind a phrase, as far as it is a phrase of whole words. */
static gboolean
split_at (const char *said, const char *phrase, char **rest)
{
  gsize length = strlen (said), own = strlen (phrase);

  if (length < own)
    return FALSE;
  if (g_str_has_prefix (said, phrase) && (said[own] == '\0' || said[own] == ' '))
    *rest = g_strdup (said[own] == ' ' ? said + own + 1 : "");
  else if (length > own && g_str_has_suffix (said, phrase) && said[length - own - 1] == ' ')
    *rest = g_strndup (said, length - own - 1);
  else
    return FALSE;
  return TRUE;
}

/* Near me, kahan hai. */
static gboolean
asks_where (const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", -1);
  gboolean where = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean asks = khidki_commands_is_one_of (words[i], WHERE_WORDS);

      if (!asks && !khidki_commands_is_one_of (words[i], BESIDE_WORDS))
        return FALSE;
      where |= asks;
    }
  return where;
}

/**
 * khidki_centre_words_split:
 * @said: a whole message as khidki_commands_normalise() leaves it
 * @rest: (out) (transfer full): the words beside those for a service centre, "" if there are none
 *
 * Returns: whether the message asks for a service centre, before a place or behind it
 *
 * Since: 0.1
 */
gboolean
khidki_centre_words_split (const char *said, char **rest)
{
  GStrv list = get_phrases ();
  gsize longest = 0;

  *rest = NULL;
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *found = NULL;

      if (strlen (list[i]) <= longest || !split_at (said, list[i], &found))
        continue;
      longest = strlen (list[i]);
      g_free (*rest);
      *rest = g_steal_pointer (&found);
    }
  if (longest > 0 && asks_where (*rest))
    **rest = '\0';
  return longest > 0;
}

/**
 * khidki_centre_words_find_pin:
 * @text: what somebody wrote
 *
 * Returns: (transfer full) (nullable): the six digits in it, in any script and
 *   grouping, if there are no others beside
 *
 * Since: 0.1
 */
char *
khidki_centre_words_find_pin (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *at = ascii; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);

  return digits->len == PIN_LENGTH && digits->str[0] != '0'
           ? g_string_free (g_steal_pointer (&digits), FALSE)
           : NULL;
}

/**
 * khidki_centre_words_is_pin:
 * @said: a whole message
 *
 * Returns: whether it is six digits, `110 085` and `११००८५` too, and nothing else
 *
 * Since: 0.1
 */
gboolean
khidki_centre_words_is_pin (const char *said)
{
  g_autofree char *pin = khidki_centre_words_find_pin (said);
  g_autofree char *ascii = khidki_digits_to_ascii (said);

  return pin != NULL && strspn (ascii, "0123456789 ") == strlen (ascii);
}
