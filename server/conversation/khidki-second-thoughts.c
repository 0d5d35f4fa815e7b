/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"

/*
 * People think of something else in the midst of a form: it is for the mother after all,
 * the name was wrong, sorry, the 16th. What they say so answers nothing that is asked.
 */

#define MISTAKEN_WORDS                                                                            \
  "mistake|my mistake|i made a mistake|wrong|it is wrong|sorry wrong|correct it|galat|galti|"     \
  "galat hai|galat likh diya|galat ho gaya|galti ho gayi|गलत|गलती|गलत है|गलत लिख दिया|गलत हो गया|" \
  "गलती हो गई|ਗਲਤ|ਗਲਤੀ|ਗਲਤ ਹੈ|ਗਲਤ ਲਿਖ ਦਿੱਤਾ|ਗਲਤੀ ਹੋ ਗਈ|غلط|غلطی|غلط ہے|غلط لکھ دیا|غلطی ہو گئی"

#define SORRY_WORDS                                                                               \
  "no|nope|nahi|nahin|not|sorry|oops|wait|actually|arre|are|maaf|galat|wrong|नहीं|सॉरी|माफ़|गलत|अरे|" \
  "ਨਹੀਂ|ਸੌਰੀ|ਮਾਫ਼|ਗਲਤ|نہیں|سوری|معاف|غلط"

/* Any words are a name; that one is meant must be said: no, my name is Sita Rani. */
#define NAME_WORDS "name|naam|nam|नाम|ਨਾਂ|ਨਾਮ|نام"

static gboolean
takes_any_words (const KhidkiForm *form, const KhidkiNeed *need)
{
  return khidki_form_takes (form, need, KHIDKI_FIELD_NAME) || khidki_form_takes (form, need, KHIDKI_FIELD_TEXT)
         || khidki_form_takes (form, need, KHIDKI_FIELD_LOCALITY);
}

static gboolean
names_name (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (khidki_commands_is_one_of (words[i], NAME_WORDS))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): what follows a sorry. */
static char *
dup_behind_sorry (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint sorry = 0;

  while (words[sorry] != NULL && khidki_commands_is_one_of (words[sorry], SORRY_WORDS))
    sorry++;
  return sorry > 0 && words[sorry] != NULL ? g_strjoinv (" ", words + sorry) : NULL;
}

/* (nullable): the question before this one. */
static KhidkiNeed *
find_last (KhidkiTurn *turn, const KhidkiForm *form)
{
  guint length = g_strv_length (turn->session->trail);
  g_autoptr (KhidkiNeed) need = length > 0 ? khidki_form_need_for (form, turn->session->trail[length - 1]) : NULL;

  return need != NULL && (need->kind == KHIDKI_NEED_FIELD || need->kind == KHIDKI_NEED_GROUP)
           ? g_steal_pointer (&need)
           : NULL;
}

/* `Sorry, 16 aug 1990`. */
static gboolean
correct_last (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  g_autofree char *rest = dup_behind_sorry (text);
  g_autoptr (KhidkiNeed) last = rest != NULL ? find_last (turn, form) : NULL;
  g_autofree char *said = NULL;
  g_autofree char *value = NULL;
  g_autofree char *path = NULL;
  g_autoptr (KhidkiAnswers) answers = last != NULL ? khidki_form_answer (form, last, rest, &said) : NULL;
  KhidkiForm corrected = *form;

  if (answers == NULL || (takes_any_words (form, last) && !names_name (text)))
    return FALSE;
  corrected.answers = answers;
  path = g_strdup (last->path);
  value = khidki_form_dup_value (&corrected, path);
  khidki_turn_note (turn, "question.corrected", "value", value != NULL ? value : rest, NULL);
  khidki_room_question_take (turn, path, answers);
  return TRUE;
}

/**
 * khidki_second_thoughts_hear_whom:
 * @turn: a turn
 * @form: its form
 * @text: what was written to a question
 *
 * Asks who says that it is for somebody else than the form is whether to begin again.
 *
 * Returns: %FALSE if it says nothing of the kind
 *
 * Since: 0.1
 */
gboolean
khidki_second_thoughts_hear_whom (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  KhidkiPlain whom = khidki_plain_find_whom (text);
  gboolean self = whom == KHIDKI_PLAIN_SELF;

  if (whom == KHIDKI_PLAIN_NONE || self == form->for_self)
    return FALSE;
  if (!khidki_turn_has_answers (turn))
    {
      khidki_room_service_begin_again (turn, self ? "self" : "other");
      return TRUE;
    }
  khidki_turn_say (turn, self ? "question.whom-self" : "question.whom-other", NULL);
  khidki_turn_offer (turn, self ? "whom:self" : "whom:other", self ? "label.for-me" : "label.for-other");
  khidki_turn_offer (turn, "here", "label.go-on");
  return TRUE;
}

/**
 * khidki_second_thoughts_hear:
 * @turn: a turn
 * @form: its form
 * @text: what answers nothing that is asked
 *
 * Returns: %FALSE if it is about nothing that was said before
 *
 * Since: 0.1
 */
gboolean
khidki_second_thoughts_hear (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  if (khidki_second_thoughts_hear_whom (turn, form, text) || khidki_room_review_hear_wrong (turn, text))
    return TRUE;
  if (khidki_commands_is_one_of (text, MISTAKEN_WORDS))
    {
      khidki_commands_do (turn, KHIDKI_COMMAND_BACK);
      return TRUE;
    }
  return correct_last (turn, form, text);
}
