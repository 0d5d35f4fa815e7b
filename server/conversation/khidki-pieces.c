/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

/*
 * People do not write one answer a message: the surname comes in a second one, and
 * the answers to three questions in one, a line each.
 */

/* Who writes again so soon has not read what was answered in between. To read it and to
 * answer something takes longer. */
#define SOON (6 * 1000)

static gboolean
is_free_text (KhidkiField *field)
{
  KhidkiFieldType type = field != NULL ? khidki_field_get_field_type (field) : KHIDKI_FIELD_CHOICE;

  return type == KHIDKI_FIELD_NAME || type == KHIDKI_FIELD_TEXT;
}

/* Figures alone are nobody's surname and no rest of an address: they mean what is asked. */
static gboolean
has_letters (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/* (nullable): what was answered last, if more words may belong to it. */
static KhidkiNeed *
find_last (KhidkiTurn *turn, const KhidkiForm *form)
{
  guint length = g_strv_length (turn->session->trail);
  g_autoptr (KhidkiNeed) need = NULL;

  if (length == 0 || turn->seen == 0 || turn->context->now - turn->seen > SOON)
    return NULL;
  need = khidki_form_need_for (form, turn->session->trail[length - 1]);
  return need != NULL && is_free_text (need->field) ? g_steal_pointer (&need) : NULL;
}

/**
 * khidki_pieces_add:
 * @turn: a turn
 * @form: its form
 * @text: what answers nothing that is asked
 *
 * Takes it for the rest of what was answered a moment ago.
 *
 * Returns: %FALSE if it cannot be that
 *
 * Since: 0.1
 */
gboolean
khidki_pieces_add (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  g_autoptr (KhidkiNeed) last = has_letters (text) ? find_last (turn, form) : NULL;
  const char *before = last != NULL ? khidki_answers_get (form->answers, last->path) : NULL;
  g_autofree char *whole = before != NULL ? g_strconcat (before, " ", text, NULL) : NULL;
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;
  g_autofree char *path = NULL;

  if (whole == NULL)
    return FALSE;
  answers = khidki_form_answer (form, last, whole, &said);
  if (answers == NULL)
    return FALSE;

  path = g_strdup (last->path);
  khidki_turn_note (turn, "question.added", "value", khidki_answers_get (answers, path), NULL);
  khidki_room_question_take (turn, path, answers);
  return TRUE;
}

/**
 * khidki_pieces_split:
 * @text: what does not answer the question as a whole
 * @rest: (out) (transfer full): the lines behind the first
 *
 * Returns: (transfer full) (nullable): its first line; %NULL if there is only one
 *
 * Since: 0.1
 */
char *
khidki_pieces_split (const char *text, char **rest)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2);
  g_autofree char *first = lines[0] != NULL ? g_strdup (g_strstrip (lines[0])) : NULL;

  *rest = NULL;
  if (first == NULL || *first == '\0' || lines[1] == NULL || *g_strstrip (lines[1]) == '\0')
    return NULL;
  *rest = g_strdup (lines[1]);
  return g_steal_pointer (&first);
}
