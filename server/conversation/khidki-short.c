/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-short.h"

#include <string.h>

#include "conversation/khidki-fit.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"
#include "libkhidki/khidki-digits.h"

/* Two machines that answer each other must come to an end. */
#define MOST_REPLIES 20
#define HOUR ((gint64) 60 * 60 * 1000)

/* What somebody writes in, in this and the texts to come. */
static void
take_language (KhidkiTurn *turn, const KhidkiShortWish *wish, const char *text)
{
  const char *language = wish->language;

  if (language == NULL && khidki_turn_knows_language (turn))
    return;
  /* Latin letters that are no word of Hindi. */
  if (language == NULL)
    for (const char *at = text; *at != '\0' && language == NULL; at++)
      if (g_ascii_isalpha (*at))
        language = "en";
  if (language != NULL)
    khidki_session_set (&turn->session->language, language);
}

static gboolean
may_reply (KhidkiTurn *turn)
{
  KhidkiSession *session = turn->session;
  gint64 now = turn->context->now;

  if (now - session->short_since >= HOUR || now < session->short_since)
    {
      session->short_since = now;
      session->short_replies = 0;
    }
  if (session->short_replies >= MOST_REPLIES)
    return FALSE;
  session->short_replies++;
  return TRUE;
}

/**
 * khidki_short_say:
 * @turn: a turn
 * @family: the name of a registered text
 * @...: its values, then %NULL
 *
 * Nothing is said to whoever was answered twenty times in this hour.
 */
void
khidki_short_say (KhidkiTurn *turn, const char *family, ...)
{
  g_autoptr (KhidkiMessage) message =
    khidki_message_new_template (family, khidki_turn_get_language (turn));
  const char *value;
  va_list values;

  turn->silent = TRUE;
  if (!may_reply (turn))
    return;

  va_start (values, family);
  while ((value = va_arg (values, const char *)) != NULL)
    {
      g_autofree char *line = khidki_fit_line (value);

      khidki_message_add_parameter (message, line);
    }
  va_end (values);
  khidki_turn_act (turn, KHIDKI_ACTION_SEND)->message = khidki_message_ref (message);
}

static gboolean
is_closed (const char *state)
{
  static const char *const closed[] = { "approved", "issued", "delivered", "rejected", "withdrawn", NULL };

  return g_strv_contains (closed, state);
}

/* Whoever has the number may know how far it is, and nothing of whose it is. */
static void
tell_application (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *spaced = khidki_turn_dup_number (facts->number);
  g_autofree char *own = khidki_applications_dup_state (turn, facts->state);
  g_autofree char *withdrawn = khidki_turn_dup_word (turn, "short.withdrawn");
  const char *state = g_str_equal (facts->state, "withdrawn") ? withdrawn : own;
  g_autofree char *due = khidki_turn_dup_day (turn, facts->due);

  if (is_closed (facts->state) || facts->due == 0)
    khidki_short_say (turn, "status_closed", spaced, state, NULL);
  else
    khidki_short_say (turn, "status", spaced, state, due, NULL);
}

static void
tell_status (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *asked = turn->context->asked;
  g_autoptr (GPtrArray) own = khidki_applications_list (turn);

  if (number != NULL && asked != NULL && g_str_equal (asked->number, number))
    tell_application (turn, asked);
  else if (number != NULL)
    khidki_short_say (turn, "status_unknown", turn->context->helpline, NULL);
  else if (own->len > 0)
    tell_application (turn, g_ptr_array_index (own, 0));
  else
    khidki_short_say (turn, "status_how", turn->context->helpline, NULL);
}

/* Broadcasts end; there is no end to news of one's own case. */
static void
set_quiet (KhidkiTurn *turn, gboolean quiet)
{
  turn->session->quiet = quiet;
  khidki_short_say (turn, quiet ? "stopped" : "started", NULL);
}

/* Words alone may name a service. */
static void
guess (KhidkiTurn *turn, const KhidkiShortWish *wish)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_search (turn->catalogue, wish->rest);

  if (services->len > 0)
    khidki_short_tell_service (turn, wish->rest);
  else
    khidki_short_say (turn, "not_understood", turn->context->helpline, NULL);
}

static void
answer (KhidkiTurn *turn, const KhidkiShortWish *wish)
{
  switch (wish->command)
    {
    case KHIDKI_SHORT_HELP:
      khidki_short_say (turn, "help", turn->context->helpline, NULL);
      break;
    case KHIDKI_SHORT_STATUS:
      tell_status (turn, wish->number);
      break;
    case KHIDKI_SHORT_SERVICE:
      khidki_short_tell_service (turn, wish->rest);
      break;
    case KHIDKI_SHORT_CENTRE:
      khidki_short_tell_centre (turn, wish);
      break;
    case KHIDKI_SHORT_APPLY:
      khidki_short_apply (turn, wish->rest);
      break;
    case KHIDKI_SHORT_CANCEL:
      khidki_short_cancel (turn);
      break;
    case KHIDKI_SHORT_STOP:
      set_quiet (turn, TRUE);
      break;
    case KHIDKI_SHORT_START:
      set_quiet (turn, FALSE);
      break;
    case KHIDKI_SHORT_NOTHING:
    default:
      guess (turn, wish);
    }
}

/**
 * khidki_short_answer:
 * @turn: a turn with an event of a person
 *
 * One text in, at most one text out, and no place to be in: whoever has a phone
 * with keys has nothing to go back to.
 */
void
khidki_short_answer (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);
  g_autoptr (KhidkiShortWish) wish = khidki_short_wish_new (text != NULL ? text : "");

  khidki_identity_watch (turn);
  take_language (turn, wish, text != NULL ? text : "");
  if (text == NULL || !khidki_short_code_take (turn, text))
    answer (turn, wish);
}
