/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/*
 * What somebody says though nothing asked for it here may well be meant for what
 * the office told them: the natural way is to write below the news, wherever the
 * conversation stood before it.
 */

/* After this long a dialogue rests: who writes now writes because of the news. */
#define RESTS (60 * 60 * 1000)

#define AGAIN_WORDS                                                                              \
  "apply again|again|reapply|re apply|apply once more|phir se|fir se|phir|fir|dobara|dubara|"   \
  "phir aavedan|phir se aavedan|फिर|फिर से|दोबारा|दुबारा|फिर आवेदन|फिर से आवेदन|"                 \
  "फिर आवेदन कीजिए|फिर से आवेदन करना है|दोबारा आवेदन|"              \
  "ਫਿਰ|ਫੇਰ|ਫਿਰ ਤੋਂ|ਦੁਬਾਰਾ|ਫਿਰ ਅਰਜ਼ੀ|پھر|پھر سے|دوبارہ|پھر درخواست"

static gboolean
is_state (const KhidkiApplicationFacts *facts, const char *state)
{
  return g_strcmp0 (facts->state, state) == 0;
}

/* Nothing was said since the office did this. */
static gboolean
is_news (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  return facts->changed > turn->seen;
}

static gboolean
rests (KhidkiTurn *turn)
{
  return turn->context->now - turn->seen > RESTS;
}

static gboolean
is_at_menu (KhidkiTurn *turn)
{
  return khidki_rooms_find (turn->session->place) == &khidki_room_menu ||
         khidki_rooms_is (turn, &khidki_room_services) ||
         khidki_rooms_is (turn, &khidki_room_found);
}

/* (nullable): the application in @state that the office moved last. */
static const KhidkiApplicationFacts *
find_latest (KhidkiTurn *turn, const char *state)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);
  const KhidkiApplicationFacts *latest = NULL;

  for (guint i = 0; i < seen->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (seen, i);

      if (is_state (facts, state) && (latest == NULL || facts->changed > latest->changed))
        latest = facts;
    }

  return latest;
}

/* (nullable): the application whose question the office waits to have answered. */
const KhidkiApplicationFacts *
khidki_unasked_find_waiting (KhidkiTurn *turn)
{
  return find_latest (turn, "query");
}

/* (nullable): what the event is a reply to, if that was news of an application. */
static const KhidkiApplicationFacts *
find_replied (KhidkiTurn *turn)
{
  g_autofree char *number = NULL;

  if (turn->context->replied == NULL)
    return NULL;

  number = khidki_news_dup_number (turn->context->replied);
  return number != NULL ? khidki_applications_find (turn, number) : NULL;
}

/* (nullable): the rejected application after which nobody applied again. */
static const KhidkiApplicationFacts *
find_rejected (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *rejected = find_latest (turn, "rejected");
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);

  for (guint i = 0; rejected != NULL && i < seen->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (seen, i);

      if (facts->submitted > rejected->submitted &&
          g_strcmp0 (facts->service, rejected->service) == 0)
        return NULL;
    }

  return rejected;
}

static gboolean
says_again (const char *text)
{
  const char *const *languages = khidki_language_list_codes ();

  for (guint i = 0; languages[i] != NULL; i++)
    if (khidki_commands_is_one_of (text, khidki_texts_get (languages[i], "label.apply-again")))
      return TRUE;
  return khidki_commands_is_one_of (text, AGAIN_WORDS);
}

/* Yes is an answer to the news while it is new. */
static gboolean
hear_again (KhidkiTurn *turn, const char *text)
{
  const KhidkiApplicationFacts *rejected = find_rejected (turn);
  gboolean here = rejected != NULL && khidki_rooms_is (turn, &khidki_room_application) &&
                  strcmp (turn->session->subject, rejected->number) == 0;

  if (rejected == NULL)
    return FALSE;
  if (!says_again (text) && !((is_news (turn, rejected) || here) && khidki_plain_is_yes (text)))
    return FALSE;

  khidki_room_applications_again (turn, rejected->number);
  return TRUE;
}

/* The title of one of the choices of the message that this is a reply to. */
static gboolean
hear_title (KhidkiTurn *turn, const char *text)
{
  KhidkiMessage *replied = turn->context->replied;

  for (guint i = 0; i < khidki_message_get_n_choices (replied); i++)
    {
      const char *id = khidki_message_get_choice_id (replied, i);

      if (g_str_has_prefix (id, "0:") &&
          khidki_commands_is_one_of (text, khidki_message_get_choice_title (replied, i)))
        return khidki_rooms_choose_anywhere (turn, id + 2);
    }

  return FALSE;
}

/**
 * khidki_unasked_hear_reply:
 *
 * Takes a text that is a reply to news of an application.
 *
 * Returns: %FALSE if it is a reply to nothing of the kind
 */
gboolean
khidki_unasked_hear_reply (KhidkiTurn *turn, const char *text)
{
  const KhidkiApplicationFacts *facts = find_replied (turn);
  g_autofree char *number = NULL;

  if (facts == NULL)
    return FALSE;
  if (hear_title (turn, text))
    return TRUE;

  number = g_strdup (facts->number);
  if (is_state (facts, "query"))
    khidki_room_query_offer (turn, number, text);
  else if (is_state (facts, "rejected") && (says_again (text) || khidki_plain_is_yes (text)))
    khidki_room_applications_again (turn, number);
  else
    khidki_rooms_enter (turn, "application", number);
  return TRUE;
}

static gboolean
was_declined (KhidkiTurn *turn, const KhidkiApplicationFacts *waiting)
{
  return strcmp (turn->session->declined, waiting->number) == 0 &&
         turn->session->declined_at > waiting->changed;
}

/* Whether the office's question goes before what was said here long ago. */
static gboolean
goes_first (KhidkiTurn *turn, const KhidkiApplicationFacts *waiting)
{
  if (was_declined (turn, waiting))
    return FALSE;
  return is_at_menu (turn) || (is_news (turn, waiting) && rests (turn));
}

/**
 * khidki_unasked_hear_first:
 *
 * Takes a text that the office waits for more than this room does.
 *
 * Returns: %FALSE if the room should hear it
 */
gboolean
khidki_unasked_hear_first (KhidkiTurn *turn, const char *text)
{
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);
  const KhidkiApplicationFacts *rejected = find_rejected (turn);

  if (khidki_rooms_is (turn, &khidki_room_query))
    return FALSE;
  if (rejected != NULL && (is_at_menu (turn) || (is_news (turn, rejected) && rests (turn))) &&
      hear_again (turn, text))
    return TRUE;
  if (waiting == NULL || !goes_first (turn, waiting))
    return FALSE;

  khidki_room_query_offer (turn, waiting->number, text);
  return TRUE;
}

/**
 * khidki_unasked_hear_last:
 *
 * Takes a text that meant nothing where we stand.
 *
 * Returns: %FALSE if nothing waits for it
 */
gboolean
khidki_unasked_hear_last (KhidkiTurn *turn, const char *text)
{
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);

  if (hear_again (turn, text))
    return TRUE;
  if (waiting == NULL)
    return FALSE;

  khidki_room_query_offer (turn, waiting->number, text);
  return TRUE;
}

/**
 * khidki_unasked_media_first:
 *
 * Returns: whether a file goes with the answer to the office's question, whatever
 *   this room asks for
 */
gboolean
khidki_unasked_media_first (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *replied = find_replied (turn);
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);

  if (replied != NULL && is_state (replied, "query"))
    return khidki_room_query_offer_media (turn, replied->number);
  if (khidki_rooms_is (turn, &khidki_room_query))
    return khidki_room_query_offer_media (turn, turn->session->subject);
  if (waiting == NULL || !goes_first (turn, waiting))
    return FALSE;

  return khidki_room_query_offer_media (turn, waiting->number);
}

/**
 * khidki_unasked_media_last:
 *
 * Returns: whether a file that nothing here asked for goes with the answer to
 *   the office's question
 */
gboolean
khidki_unasked_media_last (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);

  return waiting != NULL && khidki_room_query_offer_media (turn, waiting->number);
}
