/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-conversation.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-near.h"
#include "conversation/khidki-offered.h"
#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-short.h"
#include "conversation/khidki-texts.h"
#include "libkhidki/khidki-digits.h"

#define NUMBER_LENGTH 14
/* So soon nobody says the same again: a thumb slipped, or the network hung. */
#define TWICE 1500
#define LONGEST_ROW 3

static void
guess_language (KhidkiTurn *turn, const char *text)
{
  const KhidkiLanguage *language =
    khidki_turn_knows_language (turn) ? NULL : khidki_language_find_for_text (text);

  if (language != NULL)
    khidki_session_set (&turn->session->language, language->code);
}

/* What follows the turn in a choice's id; NULL if it is none of ours. */
static const char *
split_choice (const char *choice, gint64 *number)
{
  char *end = NULL;

  if (choice == NULL || !g_ascii_isdigit (*choice))
    return NULL;
  *number = g_ascii_strtoll (choice, &end, 10);
  return *end == ':' ? end + 1 : NULL;
}

static void
say_stale (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "choice.stale", NULL);
  khidki_rooms_show (turn);
}

/* A second tap on what has been done is told what came of the first. */
static void
say_submitted_already (KhidkiTurn *turn)
{
  g_autofree char *number = khidki_turn_dup_number (turn->session->submitted_number);

  khidki_turn_say (turn, "submitted.already", "number", number, NULL);
}

/* Choices that do no harm whenever they are tapped. */
static gboolean
is_timeless (const char *id)
{
  static const char *const plain[] = { "menu", "help", "language", "applications", "counter", "elsewhere", NULL };

  return g_strv_contains (plain, id) || g_str_has_prefix (id, "language:") ||
         g_str_has_prefix (id, "show:") || g_str_has_prefix (id, "certificate:") ||
         g_str_has_prefix (id, "query:");
}

static void
take_choice (KhidkiTurn *turn, const char *choice)
{
  const KhidkiRoom *room = khidki_rooms_find (turn->session->place);
  gint64 number = -1;
  const char *id = split_choice (choice, &number);

  if (id == NULL)
    {
      say_stale (turn);
      return;
    }
  if (number > 0 && number == turn->session->submitted_turn && strcmp (id, "agree") == 0)
    {
      say_submitted_already (turn);
      return;
    }
  if ((number == 0 || is_timeless (id)) && khidki_rooms_choose_anywhere (turn, id))
    return;
  if (number != turn->session->turn)
    {
      say_stale (turn);
      return;
    }
  if (room->choose != NULL && room->choose (turn, id))
    return;
  if (!khidki_rooms_choose_anywhere (turn, id))
    say_stale (turn);
}

static gboolean
take_number (KhidkiTurn *turn, const char *text)
{
  g_autofree char *digits = khidki_offered_dup_digits (text);

  /* The office may have asked for a number. */
  if (digits == NULL || strlen (digits) != NUMBER_LENGTH || khidki_rooms_is (turn, &khidki_room_query))
    return FALSE;
  if (khidki_digits_check (digits))
    return khidki_room_applications_number (turn, digits);
  if (khidki_rooms_is (turn, &khidki_room_question))
    return FALSE;

  khidki_turn_note (turn, "application.bad-number", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

static gboolean
take_nearly (KhidkiTurn *turn, const char *text)
{
  g_autofree char *offered = khidki_offered_match_nearly (turn, text);

  if (offered == NULL)
    return FALSE;
  take_choice (turn, offered);
  return TRUE;
}

static gboolean
is_at_menu (KhidkiTurn *turn)
{
  return khidki_rooms_find (turn->session->place) == &khidki_room_menu
         || khidki_rooms_is (turn, &khidki_room_services)
         || khidki_rooms_is (turn, &khidki_room_found);
}

static gboolean
has_letters (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* What was wanted is not forgotten for an answer in none of our languages. */
static gboolean
ask_language_again (KhidkiTurn *turn)
{
  if (*turn->session->after == '\0' || khidki_turn_knows_language (turn))
    return FALSE;
  khidki_room_language_ask (turn);
  return TRUE;
}

static void
say_not_understood (KhidkiTurn *turn, const char *text)
{
  gboolean service = is_at_menu (turn) && has_letters (text);

  turn->session->misses++;
  turn->brief = TRUE;
  khidki_turn_note (turn, service ? "menu.unknown" : "text.not-understood", NULL);
  if (turn->session->misses % 3 == 0)
    khidki_help_after_misses (turn);
  khidki_rooms_show (turn);
}

/* Whether the same was written a moment ago, as the phone's clock has it. The number of a
 * row may be that of the next list too. */
static gboolean
is_said_twice (KhidkiTurn *turn, const char *text)
{
  gint64 heard = g_str_hash (text);
  gint64 at = khidki_event_get_at (turn->event);
  gboolean same = strlen (text) > LONGEST_ROW && heard == turn->session->heard && at >= turn->session->heard_at
                  && at - turn->session->heard_at < TWICE;

  turn->session->heard = heard;
  turn->session->heard_at = at;
  return same;
}

/* A whole Aadhaar number was covered before anybody read it: it is said so, and that it is
 * not to be sent. Where the end of a card's number is asked for, that is told there. */
static void
note_masked (KhidkiTurn *turn, const char *text)
{
  gboolean asked = khidki_rooms_is (turn, &khidki_room_question)
                   && khidki_room_question_asks (turn, KHIDKI_FIELD_LAST4);

  if (!asked && g_regex_match_simple ("X{4}[ -]?X{4}[ -]?[0-9]{4}", text, 0, 0))
    khidki_turn_note (turn, "other.masked", NULL);
}

static void
take_text (KhidkiTurn *turn, const char *text)
{
  const KhidkiRoom *room = khidki_rooms_find (turn->session->place);
  KhidkiCommand command = khidki_commands_match (text);
  g_autofree char *offered = NULL;
  gboolean twice = is_said_twice (turn, text);

  note_masked (turn, text);
  if (command != KHIDKI_COMMAND_NONE)
    {
      khidki_commands_do (turn, command);
      return;
    }
  if (khidki_counter_hears (turn, text))
    {
      khidki_counter_take (turn, text);
      return;
    }
  /* What was meant once answers one question. */
  if (twice && (room == &khidki_room_question || room == &khidki_room_query))
    {
      khidki_rooms_show (turn);
      return;
    }
  if (khidki_unasked_hear_reply (turn, text) || khidki_near_hear (turn, text))
    return;
  /* What the office asked is answered in free words. */
  if (!khidki_rooms_is (turn, &khidki_room_query) && khidki_plain_wants_person (text))
    {
      khidki_help_tell (turn);
      return;
    }
  offered = khidki_offered_match (turn, text);
  if (offered != NULL)
    {
      take_choice (turn, offered);
      return;
    }
  if (take_number (turn, text) || khidki_unasked_hear_first (turn, text) ||
      khidki_asides_hear (turn, text) || (room->hear != NULL && room->hear (turn, text)) ||
      take_nearly (turn, text) || khidki_unasked_hear_last (turn, text) ||
      khidki_named_service_hear (turn, text) || khidki_near_hear_last (turn, text) ||
      ask_language_again (turn) || khidki_plain_hear_last (turn, text))
    return;
  say_not_understood (turn, text);
}

/* Who speaks may be one who cannot write: a person, a counter, and something to tap. */
static void
take_voice (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "other.voice", NULL);
  khidki_help_after_misses (turn);
  khidki_rooms_show (turn);
  khidki_help_offer (turn);
}

/* Sticker, contact, place, an empty text: one answer that helps. */
static void
take_other (KhidkiTurn *turn, const char *what)
{
  g_autofree char *key = g_strconcat ("other.", what, NULL);

  if (g_str_equal (what, "voice") || g_str_equal (what, "audio"))
    {
      take_voice (turn);
      return;
    }
  if (strcmp (khidki_texts_get ("en", key), key) == 0)
    khidki_turn_note (turn, "other.anything", NULL);
  else
    khidki_turn_note (turn, key, NULL);
  khidki_rooms_show (turn);
}

static void
take_person (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);
  const char *detail = khidki_event_get_detail (turn->event);

  switch (khidki_event_get_kind (turn->event))
    {
    case KHIDKI_EVENT_TEXT:
      if (text != NULL && *text != '\0')
        take_text (turn, text);
      else
        take_other (turn, "anything");
      break;
    case KHIDKI_EVENT_CHOICE:
      take_choice (turn, khidki_event_get_choice (turn->event));
      break;
    case KHIDKI_EVENT_MEDIA:
      khidki_room_papers_media (turn);
      break;
    case KHIDKI_EVENT_LOCATION:
      if (!khidki_near_take_location (turn))
        take_other (turn, "location");
      break;
    case KHIDKI_EVENT_OTHER:
    case KHIDKI_EVENT_STATUS:
    case KHIDKI_EVENT_IDENTITY:
    case KHIDKI_EVENT_NOTICE:
    case KHIDKI_EVENT_SERVER:
    default:
      take_other (turn, detail != NULL ? detail : "anything");
    }
}

static gboolean
brings_code (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);

  return khidki_event_get_kind (turn->event) == KHIDKI_EVENT_TEXT && text != NULL
         && khidki_counter_hears (turn, text);
}

/* Whoever writes for the first time is greeted, whatever it was they sent; but for
 * who was told at a counter what to write. */
static gboolean
is_first (KhidkiTurn *turn)
{
  gint64 number = -1;
  const char *id = split_choice (khidki_event_get_choice (turn->event), &number);

  return *turn->session->place == '\0' && (id == NULL || number != 0) && !brings_code (turn);
}

/* A word that means something at any time; greetings are answered by the greeting. */
static KhidkiCommand
find_first_command (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);
  KhidkiCommand command = KHIDKI_COMMAND_NONE;

  if (khidki_event_get_kind (turn->event) == KHIDKI_EVENT_TEXT && text != NULL)
    command = khidki_commands_match (text);
  return command == KHIDKI_COMMAND_HI || command == KHIDKI_COMMAND_MENU
             || command == KHIDKI_COMMAND_BACK
           ? KHIDKI_COMMAND_NONE
           : command;
}

/* Whoever names an application or a service at once is taken there. */
static gboolean
take_first_words (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);

  if (khidki_event_get_kind (turn->event) != KHIDKI_EVENT_TEXT || text == NULL
      || khidki_turn_sees_draft (turn))
    return FALSE;
  return take_number (turn, text) || khidki_room_menu.hear (turn, text);
}

/* A photo or a voice note is not passed over in silence because it came first. */
static void
note_first_other (KhidkiTurn *turn)
{
  const char *detail = khidki_event_get_detail (turn->event);

  if (khidki_event_get_kind (turn->event) == KHIDKI_EVENT_MEDIA && !khidki_turn_sees_draft (turn))
    khidki_turn_note (turn, "papers.not-asked", NULL);
  else if (khidki_event_get_kind (turn->event) == KHIDKI_EVENT_OTHER
           && (g_strcmp0 (detail, "voice") == 0 || g_strcmp0 (detail, "audio") == 0))
    khidki_turn_note (turn, "other.voice", NULL);
}

/* Whoever asks for something at once is told it with the greeting. */
static void
greet_first (KhidkiTurn *turn)
{
  KhidkiCommand command = find_first_command (turn);

  if (command == KHIDKI_COMMAND_NONE)
    {
      khidki_session_set (&turn->session->place, "menu");
      khidki_turn_note (turn, "greeting.welcome", NULL);
      if (take_first_words (turn))
        return;
      g_string_truncate (turn->notes, 0);
      khidki_session_set (&turn->session->place, "");
      khidki_room_menu_greet (turn);
      khidki_near_greet (turn);
      note_first_other (turn);
      return;
    }
  khidki_turn_note (turn, "greeting.welcome", NULL);
  khidki_session_set (&turn->session->place, "menu");
  khidki_commands_do (turn, command);
}

/* What has to do with no form, whichever is open. */
static gboolean
is_of_no_form (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);
  gint64 number = -1;
  const char *id = split_choice (khidki_event_get_choice (turn->event), &number);
  KhidkiCommand command = find_first_command (turn);

  if (id != NULL)
    return strcmp (id, "counter") != 0 && strcmp (id, "elsewhere") != 0 && (number == 0 || is_timeless (id));
  if (brings_code (turn))
    return TRUE;
  if (command == KHIDKI_COMMAND_NONE)
    return text != NULL && (khidki_commands_match (text) == KHIDKI_COMMAND_HI
                            || khidki_commands_match (text) == KHIDKI_COMMAND_MENU);
  return command != KHIDKI_COMMAND_CANCEL && command != KHIDKI_COMMAND_COUNTER;
}

static void
answer_person (KhidkiTurn *turn)
{
  const char *text = khidki_event_get_text (turn->event);

  khidki_identity_watch (turn);
  turn->near_asked = turn->session->near_asked != 0;
  turn->session->near_asked = FALSE;
  /* A tapped title is our own writing and tells nothing of theirs. */
  if (text != NULL && khidki_event_get_kind (turn->event) != KHIDKI_EVENT_CHOICE)
    guess_language (turn, text);
  if (is_first (turn))
    greet_first (turn);
  else if (khidki_room_resume_watch (turn) && !is_of_no_form (turn))
    khidki_rooms_show (turn);
  else
    take_person (turn);

  /* Never leave a person without an answer. */
  if (!turn->silent && turn->notes->len == 0 && turn->body->len == 0)
    khidki_rooms_enter (turn, "menu", "");
}

static void
take_server_event (KhidkiTurn *turn)
{
  const char *detail = khidki_event_get_detail (turn->event);
  gboolean is_short = turn->context->limits->templates_only;

  if (g_strcmp0 (detail, "application-moved") == 0)
    khidki_news_tell (turn);
  else if (g_strcmp0 (detail, "paper-kept") == 0)
    khidki_room_papers_kept (turn);
  else if (g_strcmp0 (detail, "paper-lost") == 0)
    khidki_room_papers_lost (turn);
  else if (g_strcmp0 (detail, "private-given") == 0)
    khidki_room_private_given (turn);
  else if (g_strcmp0 (detail, "draft-taken") == 0)
    (is_short ? khidki_short_code_taken : khidki_counter_taken) (turn);
  else if (g_strcmp0 (detail, "draft-refused") == 0)
    (is_short ? khidki_short_code_refused : khidki_counter_refused) (turn);
}

/**
 * khidki_conversation_asks:
 * @catalogue: what is on offer
 * @session: where the conversation stands
 * @context: what else may be known
 * @type: a type of fields
 *
 * Returns: whether a field of @type answers the question that is open
 *
 * Since: 0.1
 */
gboolean
khidki_conversation_asks (KhidkiCatalogue *catalogue,
                          KhidkiSession *session,
                          const KhidkiContext *context,
                          KhidkiFieldType type)
{
  KhidkiTurn turn = { .catalogue = catalogue, .context = context, .session = session, .draft = context->draft };

  return khidki_rooms_is (&turn, &khidki_room_question) && khidki_room_question_asks (&turn, type);
}

/**
 * khidki_conversation_step:
 * @catalogue: what is on offer
 * @session: where the conversation stands
 * @event: what happened
 * @context: what else may be known
 *
 * Returns: (transfer full): the new session and what is to be done
 *
 * Since: 0.1
 */
KhidkiStep *
khidki_conversation_step (KhidkiCatalogue *catalogue,
                          KhidkiSession *session,
                          KhidkiEvent *event,
                          const KhidkiContext *context)
{
  KhidkiTurn turn;

  khidki_turn_init (&turn, catalogue, session, event, context);
  if (khidki_event_is_from_person (event) && context->limits->templates_only)
    khidki_short_answer (&turn);
  else if (khidki_event_is_from_person (event))
    answer_person (&turn);
  else if (khidki_event_get_kind (event) == KHIDKI_EVENT_SERVER)
    take_server_event (&turn);
  else if (khidki_event_get_kind (event) == KHIDKI_EVENT_IDENTITY)
    khidki_identity_hide (&turn);

  return khidki_turn_end (&turn);
}
