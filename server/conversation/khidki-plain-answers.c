/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"

/*
 * `Haan` is no name, `pata nahi` no address and a thumb no date: what is said to the
 * question and does not answer it gets a word of its own, and nothing of it goes into
 * the form.
 */

/* (nullable): the only answer that was offered to tap, if there is one only. */
static const char *
find_only_offered (KhidkiTurn *turn)
{
  GStrv offered = turn->session->offered;
  const char *only = NULL;

  for (guint i = 0; offered[i] != NULL; i += 2)
    {
      const char *id = strchr (offered[i], ':');

      if (id == NULL || !g_str_has_prefix (id + 1, "a:"))
        continue;
      if (only != NULL)
        return NULL;
      only = id + 1;
    }
  return only;
}

static gboolean
takes (const KhidkiForm *form, const KhidkiNeed *need, KhidkiFieldType type)
{
  return khidki_form_takes (form, need, type);
}

/* Where a yes can be no answer, whatever else is. */
static gboolean
is_of_facts (const KhidkiForm *form, const KhidkiNeed *need)
{
  static const KhidkiFieldType types[] = {
    KHIDKI_FIELD_NAME, KHIDKI_FIELD_LOCALITY, KHIDKI_FIELD_DATE, KHIDKI_FIELD_MOBILE,
    KHIDKI_FIELD_PIN,  KHIDKI_FIELD_MONEY,    KHIDKI_FIELD_LAST4,
  };

  if (need->kind == KHIDKI_NEED_MORE)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (takes (form, need, types[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_subdivision (const KhidkiForm *form, const KhidkiNeed *need)
{
  return takes (form, need, KHIDKI_FIELD_SUBDIVISION);
}

/* A no may mean that there is nobody, or nothing. */
static gboolean
is_no_for_name (const KhidkiForm *form, const KhidkiNeed *need)
{
  return (takes (form, need, KHIDKI_FIELD_NAME) || takes (form, need, KHIDKI_FIELD_LOCALITY))
         && (need->part == NULL || !khidki_part_get_repeat (need->part, NULL, NULL));
}

static gboolean
choose_only (KhidkiTurn *turn)
{
  g_autofree char *only = g_strdup (find_only_offered (turn));

  return only != NULL && khidki_room_question.choose (turn, only);
}

static void
miss (KhidkiTurn *turn, const char *key)
{
  g_autofree char *said = khidki_turn_dup_text (turn, key, NULL);

  khidki_room_question_miss (turn, said);
}

/* Who cannot know is told where it stands, and where a person helps. */
static void
say_unknown (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  if (need->field != NULL && khidki_field_is_optional (need->field)
      && khidki_room_question.choose (turn, "empty"))
    return;
  turn->session->misses++;
  khidki_turn_note (turn, "question.unknown", NULL);
  if (turn->session->misses % 3 == 0)
    khidki_help_after_misses (turn);
  khidki_rooms_show (turn);
  khidki_help_offer (turn);
}

/* Who has it not at hand now may come back: nothing presses. */
void
khidki_plain_put_off (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "question.later", NULL);
  khidki_rooms_show (turn);
}

static gboolean
answer_place (KhidkiTurn *turn, KhidkiPlain plain)
{
  gboolean listed = strcmp (turn->session->subject, "others") == 0;

  if (plain == KHIDKI_PLAIN_YES)
    {
      if (!choose_only (turn))
        miss (turn, listed ? "choice.name-it" : "places.which");
      return TRUE;
    }
  if (listed || (plain != KHIDKI_PLAIN_NO && plain != KHIDKI_PLAIN_UNKNOWN))
    return FALSE;
  khidki_rooms_enter (turn, "question", "others");
  return TRUE;
}

/**
 * khidki_plain_answer:
 * @turn: a turn
 * @form: its form
 * @need: what was asked
 * @text: what came
 *
 * Returns: %FALSE if it may be the answer
 *
 * Since: 0.1
 */
gboolean
khidki_plain_answer (KhidkiTurn *turn,
                     const KhidkiForm *form,
                     const KhidkiNeed *need,
                     const char *text)
{
  KhidkiPlain plain = khidki_plain_match (text);

  if (is_subdivision (form, need) && answer_place (turn, plain))
    return TRUE;
  if ((plain == KHIDKI_PLAIN_YES || plain == KHIDKI_PLAIN_SAME)
      && (takes (form, need, KHIDKI_FIELD_MOBILE) || takes (form, need, KHIDKI_FIELD_MONEY))
      && choose_only (turn))
    return TRUE;
  if (plain == KHIDKI_PLAIN_UNKNOWN)
    say_unknown (turn, form, need);
  else if (plain == KHIDKI_PLAIN_LATER)
    khidki_plain_put_off (turn);
  else if (plain == KHIDKI_PLAIN_SIGN && (strpbrk (text, "?.") != NULL || strstr (text, "؟") != NULL))
    miss (turn, "question.unclear");
  else if (plain == KHIDKI_PLAIN_THANKS || plain == KHIDKI_PLAIN_SIGN
           || (plain == KHIDKI_PLAIN_YES && is_of_facts (form, need))
           || (plain == KHIDKI_PLAIN_NO && is_no_for_name (form, need)))
    miss (turn, "question.here");
  else
    return FALSE;
  return TRUE;
}

/**
 * khidki_plain_hear_last:
 * @turn: a turn
 * @text: what meant nothing where we stand
 *
 * Returns: %FALSE if it is nothing that is said alone
 *
 * Since: 0.1
 */
gboolean
khidki_plain_hear_last (KhidkiTurn *turn, const char *text)
{
  KhidkiPlain plain = khidki_plain_match (text);
  gboolean told = khidki_rooms_find (turn->session->place) == &khidki_room_menu
                  || khidki_rooms_is (turn, &khidki_room_application);
  gboolean done = plain == KHIDKI_PLAIN_THANKS
                  || (told && (plain == KHIDKI_PLAIN_YES || plain == KHIDKI_PLAIN_SIGN));

  /* #, @$%: means nothing at all. */
  if (plain == KHIDKI_PLAIN_NONE || (plain == KHIDKI_PLAIN_SIGN && g_str_is_ascii (text)))
    return FALSE;
  turn->brief = TRUE;
  if (done)
    {
      khidki_turn_note (turn, "text.welcome", NULL);
      khidki_rooms_show (turn);
    }
  else
    miss (turn, "choice.name-it");
  return TRUE;
}

/**
 * khidki_plain_ask_in_words:
 * @turn: a turn
 * @label: the key of what would settle it
 *
 * Asks who said a bare yes to what cannot be undone to say it in so many words.
 *
 * Since: 0.1
 */
void
khidki_plain_ask_in_words (KhidkiTurn *turn, const char *label)
{
  g_autofree char *words = khidki_turn_dup_word (turn, label);

  khidki_turn_note (turn, "choice.in-words", "label", words, NULL);
  khidki_rooms_show (turn);
}
