/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-fit.h"
#include "conversation/khidki-rooms.h"

/* An answer of this length (UTF-16 units) is a letter, not a chat. */
#define ANSWER_LENGTH 3000
/* So much of the question and of the answer is shown again before it is sent. */
#define SHOWN_LENGTH 280

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
  khidki_session_set (&turn->session->answering, "");
  khidki_session_set (&turn->session->unasked, "");
  khidki_session_set (&turn->session->came_from, "");
  khidki_session_set (&turn->session->came_subject, "");
  g_clear_pointer (&turn->session->given, khidki_answers_unref);
}

static gboolean
has_answer (KhidkiTurn *turn)
{
  return *turn->session->answer != '\0' || turn->session->given != NULL;
}

/* Tells of it now; beside a file, which is answered when it is here, then. */
static void
tell (KhidkiTurn *turn, const char *key)
{
  if (khidki_event_get_kind (turn->event) == KHIDKI_EVENT_MEDIA)
    khidki_session_set (&turn->session->said, key);
  else
    khidki_turn_note (turn, key, NULL);
}

/* What was noted for another application does not go with this one. */
static void
begin (KhidkiTurn *turn, const char *number)
{
  g_autofree char *about = g_strdup (number);
  gboolean another = strcmp (turn->session->answering, about) != 0;

  if (another && has_answer (turn))
    tell (turn, "query.dropped");
  if (another)
    leave (turn);
  khidki_session_set (&turn->session->answering, about);
}

/* What is noted so far: the words, and how many files. */
static char *
dup_noted (KhidkiTurn *turn)
{
  g_autofree char *answer = khidki_fit_text (turn->session->answer, SHOWN_LENGTH);
  guint files =
    turn->session->given != NULL ? khidki_answers_get_n_papers (turn->session->given, "query") : 0;
  g_autofree char *count = g_strdup_printf ("%u", files);
  g_autofree char *line = NULL;

  if (files > 0)
    line = khidki_turn_dup_text (turn, "review.papers", "count", count, NULL);
  return g_strconcat (*answer != '\0' ? "“" : "", answer, *answer != '\0' ? "”" : "",
                      *answer != '\0' && line != NULL ? "\n" : "", line, NULL);
}

static void
show_noted (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *number = khidki_turn_dup_number (facts->number);
  g_autofree char *query = khidki_fit_text (facts->query != NULL ? facts->query : "", SHOWN_LENGTH);
  g_autofree char *noted = dup_noted (turn);

  khidki_turn_say (turn, "query.confirm", "number", number, "query", query, "answer", noted, NULL);
  khidki_turn_offer (turn, "send-answer", "label.send-answer");
  khidki_turn_offer (turn, "add-more", "label.add-more");
  khidki_turn_offer (turn, "no-answer", "label.no-answer");
}

static void
query_show (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *facts = find_asked (turn, turn->session->subject);
  g_autofree char *number = NULL;
  g_autofree char *by = NULL;

  if (facts == NULL)
    {
      leave (turn);
      khidki_turn_note (turn, "query.closed", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return;
    }
  if (has_answer (turn))
    {
      show_noted (turn, facts);
      return;
    }

  number = khidki_turn_dup_number (facts->number);
  by = khidki_turn_dup_day (turn, facts->answer_by);
  khidki_turn_say (turn, "query.ask", "number", number, "query",
                   facts->query != NULL ? facts->query : "", "by", by, NULL);
  khidki_turn_offer (turn, "later", "label.later");
}

/* Opens the office's question about an application. */
void
khidki_room_query_open (KhidkiTurn *turn, const char *number)
{
  g_autofree char *about = g_strdup (number);

  begin (turn, about);
  khidki_rooms_enter (turn, "query", about);
}

/* FALSE if it is too much, which is told: half a sentence is no answer. */
static gboolean
add_text (KhidkiTurn *turn, const char *text)
{
  g_autofree char *whole = NULL;

  if (*turn->session->answer != '\0')
    whole = g_strconcat (turn->session->answer, "\n", text, NULL);
  else
    whole = g_strdup (text);
  if (khidki_limits_measure (whole) > ANSWER_LENGTH)
    {
      tell (turn, "query.too-long");
      return FALSE;
    }
  khidki_session_set (&turn->session->answer, whole);
  return TRUE;
}

/* Remembers where we were, and goes to the question without a word yet. */
static void
come (KhidkiTurn *turn, const char *number)
{
  if (khidki_rooms_is (turn, &khidki_room_query) && strcmp (turn->session->subject, number) == 0)
    return;

  khidki_session_set (&turn->session->came_from, turn->session->place);
  khidki_session_set (&turn->session->came_subject, turn->session->subject);
  khidki_session_set (&turn->session->place, "query");
  khidki_session_set (&turn->session->subject, number);
}

/**
 * khidki_room_query_offer:
 * @number: an application about which the office waits for an answer
 * @text: what was said, though not here
 *
 * Notes it as the answer and asks whether it is one.
 */
void
khidki_room_query_offer (KhidkiTurn *turn, const char *number, const char *text)
{
  g_autofree char *about = g_strdup (number);
  gboolean alone;

  begin (turn, about);
  alone = !has_answer (turn);
  come (turn, about);
  alone &= add_text (turn, text);
  khidki_session_set (&turn->session->unasked, alone ? text : "");
  turn->session->misses = 0;
  khidki_rooms_show (turn);
}

/**
 * khidki_room_query_offer_media:
 * @number: an application
 *
 * Takes the file of the event to the answer, and its caption. It is asked about
 * when the file is here.
 *
 * Returns: %FALSE if the office waits for none
 */
gboolean
khidki_room_query_offer_media (KhidkiTurn *turn, const char *number)
{
  const char *caption = khidki_event_get_text (turn->event);
  g_autofree char *about = g_strdup (number);

  if (find_asked (turn, about) == NULL)
    return FALSE;

  begin (turn, about);
  come (turn, about);
  khidki_session_set (&turn->session->unasked, "");
  if (caption != NULL && *caption != '\0')
    add_text (turn, caption);
  return TRUE;
}

static gboolean
query_hear (KhidkiTurn *turn, const char *text)
{
  begin (turn, turn->session->subject);
  khidki_session_set (&turn->session->unasked, "");
  if (add_text (turn, text))
    khidki_turn_note (turn, "query.noted", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

static void
give (KhidkiTurn *turn, KhidkiPaper *paper, const char *kind)
{
  g_autoptr (KhidkiAnswers) given = turn->session->given != NULL
                                      ? khidki_answers_copy (turn->session->given)
                                      : khidki_answers_new ();

  khidki_answers_add_paper (given, "query", kind, paper);
  g_clear_pointer (&turn->session->given, khidki_answers_unref);
  turn->session->given = g_steal_pointer (&given);
}

/* @paper: (nullable): a file that came with the answer; without it, none came.
 * All that came together are told of once, with the last. */
void
khidki_room_query_kept (KhidkiTurn *turn, KhidkiPaper *paper, const char *kind)
{
  g_autofree char *id = NULL;

  if (paper != NULL && *turn->session->answering != '\0')
    {
      give (turn, paper, kind);
      turn->session->kept++;
    }
  turn->silent = khidki_room_papers_waits (turn);
  if (turn->silent)
    return;

  if (turn->session->kept > 0)
    khidki_turn_note (turn, "query.paper-noted", NULL);
  if (*turn->session->said != '\0')
    khidki_room_papers_note_verdict (turn, turn->session->said);
  khidki_session_set (&turn->session->said, "");
  turn->session->kept = 0;
  if (khidki_rooms_is (turn, &khidki_room_query))
    {
      khidki_rooms_show (turn);
      return;
    }
  turn->news = TRUE;
  id = g_strconcat ("query:", turn->session->answering, NULL);
  if (find_asked (turn, turn->session->answering) != NULL)
    khidki_turn_offer (turn, id, "label.answer");
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
  if (khidki_turn_sees_draft (turn))
    khidki_turn_offer (turn, "continue", "row.continue");
}

static void
ask_for_more (KhidkiTurn *turn)
{
  khidki_turn_say (turn, "query.add", NULL);
  khidki_turn_offer (turn, "send-answer", "label.send-answer");
}

/* It was not meant for the office: it is heard where it was said. */
static void
decline (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *text = g_strdup (turn->session->unasked);
  g_autofree char *place = g_strdup (turn->session->came_from);
  g_autofree char *subject = g_strdup (turn->session->came_subject);
  g_autofree char *by = khidki_turn_dup_day (turn, facts != NULL ? facts->answer_by : 0);
  const KhidkiRoom *room = khidki_rooms_find (place);

  khidki_session_set (&turn->session->declined, turn->session->subject);
  turn->session->declined_at = turn->context->now;
  leave (turn);
  khidki_session_set (&turn->session->place, room->place);
  khidki_session_set (&turn->session->subject, subject);
  khidki_turn_note (turn, "query.not-sent", "by", by, NULL);
  if (*text == '\0' || room->hear == NULL || !room->hear (turn, text))
    khidki_rooms_show (turn);
}

static gboolean
query_choose (KhidkiTurn *turn, const char *id)
{
  const KhidkiApplicationFacts *facts = find_asked (turn, turn->session->subject);

  if (strcmp (id, "add-more") == 0 && facts != NULL)
    ask_for_more (turn);
  else if (strcmp (id, "no-answer") == 0)
    decline (turn, facts);
  else if (strcmp (id, "send-answer") != 0 && strcmp (id, "add-more") != 0)
    return FALSE;
  else if (facts == NULL || !has_answer (turn))
    khidki_rooms_show (turn);
  else if (khidki_room_papers_waits (turn))
    khidki_turn_say (turn, "papers.checking", NULL);
  else
    send_answer (turn, facts);

  return TRUE;
}

const KhidkiRoom khidki_room_query = { "query", query_show, query_hear, query_choose, NULL };
