/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-offered.h"

#include <string.h>

#include "catalogue/khidki-words.h"
#include "conversation/khidki-rooms.h"
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

/* Where a number may be what was asked for, it is the place of a row only if the rows
 * have numbers. */
static gboolean
is_place (KhidkiTurn *turn)
{
  gboolean asked = khidki_rooms_is (turn, &khidki_room_question)
                   || (khidki_rooms_is (turn, &khidki_room_query)
                       && *turn->session->answer == '\0' && turn->session->given == NULL);

  return turn->session->numbered || !asked;
}

char *
khidki_offered_match (KhidkiTurn *turn, const char *text)
{
  GStrv offered = turn->session->offered;
  g_autofree char *digits = khidki_offered_dup_digits (text);
  g_autofree char *said = NULL;
  gint64 place = digits != NULL && strlen (digits) < 3 ? g_ascii_strtoll (digits, NULL, 10) : 0;

  if (is_place (turn) && place > 0 && place * 2 <= g_strv_length (offered))
    return g_strdup (offered[(place - 1) * 2]);
  if (strlen (text) > LONGEST)
    return NULL;

  said = khidki_commands_normalise (text);
  for (guint i = 0; *said != '\0' && offered[i] != NULL; i += 2)
    {
      g_autofree char *title = khidki_commands_normalise (offered[i + 1]);

      if (strcmp (said, title) == 0)
        return g_strdup (offered[i]);
    }

  return NULL;
}

/* Who agrees, deletes or takes back says so in so many words. */
static gboolean
is_final (const char *id)
{
  static const char *const final[] = { "agree", "drop", "withdraw-now", "anew", "send-answer", NULL };
  const char *rest = strchr (id, ':');

  return rest != NULL && g_strv_contains (final, rest + 1);
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
