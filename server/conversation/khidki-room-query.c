/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-fit.h"
#include "conversation/khidki-rooms.h"

/* An answer of this length (UTF-16 units) is a letter, not a chat. */
#define ANSWER_LENGTH 3000

static const KhidkiApplicationFacts *
find_asked (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, number);

  return facts != NULL && g_strcmp0 (facts->state, "query") == 0 ? facts : NULL;
}

static void
leave (KhidkiTurn *turn)
{
  khidki_session_set (&turn->session->answer, "");
  g_clear_pointer (&turn->session->given, khidki_answers_unref);
}

static gboolean
has_answer (KhidkiTurn *turn)
{
  return *turn->session->answer != '\0' || turn->session->given != NULL;
}

static void
query_show (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *facts = find_asked (turn, turn->session->subject);
  g_autofree char *number = NULL;

  if (facts == NULL)
    {
      leave (turn);
      khidki_turn_note (turn, "query.closed", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return;
    }

  number = khidki_turn_dup_number (facts->number);
  if (has_answer (turn))
    {
      khidki_turn_say (turn, "query.more", NULL);
      khidki_turn_offer (turn, "send-answer", "label.send-answer");
      khidki_turn_offer (turn, "later", "label.later");
      return;
    }
  khidki_turn_say (turn, "query.ask", "number", number, "query",
                   facts->query != NULL ? facts->query : "", NULL);
  khidki_turn_offer (turn, "later", "label.later");
}

/* Opens the office's question about an application. */
void
khidki_room_query_open (KhidkiTurn *turn, const char *number)
{
  if (strcmp (turn->session->subject, number) != 0)
    leave (turn);
  khidki_rooms_enter (turn, "query", number);
}

static gboolean
query_hear (KhidkiTurn *turn, const char *text)
{
  g_autofree char *whole = NULL;
  g_autofree char *fitted = NULL;

  if (*turn->session->answer != '\0')
    whole = g_strconcat (turn->session->answer, "\n", text, NULL);
  else
    whole = g_strdup (text);
  fitted = khidki_fit_text (whole, ANSWER_LENGTH);
  khidki_session_set (&turn->session->answer, fitted);
  khidki_turn_note (turn, "query.noted", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

gboolean
khidki_room_query_media (KhidkiTurn *turn)
{
  const char *caption = khidki_event_get_text (turn->event);

  if (find_asked (turn, turn->session->subject) == NULL)
    return FALSE;
  if (caption != NULL && *caption != '\0' && *turn->session->answer == '\0')
    {
      g_autofree char *fitted = khidki_fit_text (caption, ANSWER_LENGTH);

      khidki_session_set (&turn->session->answer, fitted);
    }
  return TRUE;
}

/* @paper: (nullable): a file that came with the answer; without it, none came. */
void
khidki_room_query_kept (KhidkiTurn *turn, KhidkiPaper *paper, const char *kind)
{
  g_autoptr (KhidkiAnswers) given = NULL;

  if (paper != NULL)
    {
      given = turn->session->given != NULL ? khidki_answers_copy (turn->session->given)
                                           : khidki_answers_new ();
      khidki_answers_add_paper (given, "query", kind, paper);
      g_clear_pointer (&turn->session->given, khidki_answers_unref);
      turn->session->given = g_steal_pointer (&given);
      khidki_turn_note (turn, "query.paper-noted", NULL);
    }
  if (khidki_rooms_is (turn, &khidki_room_query))
    khidki_rooms_show (turn);
  else
    turn->news = TRUE;
}

static void
send_answer (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *number = khidki_turn_dup_number (facts->number);
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_ANSWER_QUERY);

  action->number = g_strdup (facts->number);
  action->text = g_strdup (turn->session->answer);
  action->answers = turn->session->given != NULL ? khidki_answers_ref (turn->session->given)
                                                 : khidki_answers_new ();
  leave (turn);
  khidki_session_set (&turn->session->place, "menu");
  khidki_session_set (&turn->session->subject, "");
  khidki_turn_say (turn, "query.sent", "number", number, NULL);
}

static gboolean
query_choose (KhidkiTurn *turn, const char *id)
{
  const KhidkiApplicationFacts *facts = find_asked (turn, turn->session->subject);

  if (strcmp (id, "send-answer") != 0)
    return FALSE;

  if (facts == NULL || !has_answer (turn))
    khidki_rooms_show (turn);
  else
    send_answer (turn, facts);
  return TRUE;
}

const KhidkiRoom khidki_room_query = { "query", query_show, query_hear, query_choose, NULL };
