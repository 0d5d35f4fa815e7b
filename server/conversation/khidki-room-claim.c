/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

#define DAY ((gint64) 24 * 60 * 60 * 1000)
/* After this long, a number may have gone to somebody else. */
#define IDLE (180 * DAY)
/* A birth date is soon guessed by who may guess often. */
#define CLAIMS 5

/* Hides all that is personal until somebody shows that it is theirs. */
void
khidki_identity_hide (KhidkiTurn *turn)
{
  turn->session->hidden_before = turn->context->now;
  if (turn->draft != NULL)
    khidki_session_set (&turn->session->hidden_draft, khidki_draft_get_id (turn->draft));
  if (*turn->session->place != '\0')
    khidki_session_set (&turn->session->place, "menu");
  khidki_session_set (&turn->session->subject, "");
  khidki_session_set (&turn->session->asking, "");
  khidki_session_set (&turn->session->after, "");
  khidki_session_set (&turn->session->answer, "");
  khidki_session_set (&turn->session->answering, "");
  khidki_session_set (&turn->session->unasked, "");
  khidki_session_set (&turn->session->came_from, "");
  khidki_session_set (&turn->session->came_subject, "");
  khidki_session_set (&turn->session->page_of, "");
  khidki_session_set (&turn->session->guessed_of, "");
  khidki_session_set (&turn->session->full_of, "");
  khidki_session_set (&turn->session->submitted_number, "");
  khidki_session_set (&turn->session->link_token, "");
  khidki_session_set (&turn->session->near_pin, "");
  khidki_session_clear_list (&turn->session->offered);
  khidki_session_clear_list (&turn->session->trail);
  khidki_session_clear_list (&turn->session->fetching);
  khidki_session_clear_list (&turn->session->kept_of);
  g_clear_pointer (&turn->session->given, khidki_answers_unref);
  turn->session->submitted_turn = 0;
  turn->session->near_asked = 0;
}

/**
 * khidki_identity_may_be_another:
 * @turn: a turn
 *
 * Returns: whether nobody has written for so long that the number may be somebody else's
 *
 * Since: 0.1
 */
gboolean
khidki_identity_may_be_another (KhidkiTurn *turn)
{
  return turn->session->seen > 0 && turn->context->now - turn->session->seen > IDLE;
}

/* Called for every message of a person, before anything is shown. */
void
khidki_identity_watch (KhidkiTurn *turn)
{
  gint64 seen = turn->session->seen;

  turn->seen = seen;
  if (khidki_identity_may_be_another (turn))
    khidki_identity_hide (turn);
  turn->session->seen = MAX (seen, turn->context->now);
}

/* Whoever brings a form with a code from a counter was there, whosever it was before. */
void
khidki_identity_trust_draft (KhidkiTurn *turn)
{
  if (turn->draft != NULL && strcmp (khidki_draft_get_id (turn->draft), turn->session->hidden_draft) == 0)
    khidki_session_set (&turn->session->hidden_draft, "");
}

static gboolean
may_claim (KhidkiTurn *turn)
{
  if (turn->context->now - turn->session->claim_missed_at > DAY)
    turn->session->claim_misses = 0;
  return turn->session->claim_misses < CLAIMS;
}

void
khidki_room_claim_open (KhidkiTurn *turn)
{
  if (may_claim (turn))
    {
      khidki_rooms_enter (turn, "claim-number", "");
      return;
    }
  khidki_turn_note (turn, "claim.too-many", "helpline", turn->context->helpline, NULL);
  khidki_rooms_enter (turn, "menu", "");
}

static void
number_show (KhidkiTurn *turn)
{
  khidki_turn_say (turn, "claim.number", NULL);
  khidki_turn_offer (turn, "menu", "label.menu");
}

const KhidkiRoom khidki_room_claim_number = { "claim-number", number_show, NULL, NULL, NULL };

static void
birth_show (KhidkiTurn *turn)
{
  khidki_turn_say (turn, "claim.birth", NULL);
  khidki_turn_offer (turn, "menu", "label.menu");
}

/* A day as people type it, as YYYY-MM-DD; NULL if it is none. */
static char *
parse_birth (KhidkiTurn *turn, const char *text)
{
  GDate date;

  if (!khidki_form_read_date (text, &turn->context->today, FALSE, &date))
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

static gboolean
is_theirs (KhidkiTurn *turn, const char *birth)
{
  GPtrArray *all = turn->context->applications;
  gboolean found = FALSE;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (all, i);

      found |= facts->birth != NULL && *facts->birth != '\0' &&
               g_strcmp0 (facts->number, turn->session->claimed_number) == 0 &&
               strcmp (facts->birth, birth) == 0;
    }

  return found;
}

static void
open_again (KhidkiTurn *turn)
{
  g_autofree char *number = g_steal_pointer (&turn->session->claimed_number);

  turn->session->claimed_number = g_strdup ("");
  turn->session->hidden_before = 0;
  turn->session->claim_misses = 0;
  khidki_session_set (&turn->session->hidden_draft, "");
  khidki_turn_note (turn, "claim.done", NULL);
  khidki_rooms_enter (turn, "application", number);
}

/* A wrong number and a wrong date get the same answer. */
static gboolean
birth_hear (KhidkiTurn *turn, const char *text)
{
  g_autofree char *birth = parse_birth (turn, text);

  if (birth == NULL && khidki_named_service_hear (turn, text))
    return TRUE;
  if (birth == NULL)
    {
      khidki_turn_note (turn, "claim.not-a-date", NULL);
      khidki_rooms_show (turn);
      return TRUE;
    }
  if (may_claim (turn) && is_theirs (turn, birth))
    {
      open_again (turn);
      return TRUE;
    }

  turn->session->claim_misses++;
  turn->session->claim_missed_at = turn->context->now;
  if (may_claim (turn))
    khidki_turn_note (turn, "claim.no-match", NULL);
  khidki_room_claim_open (turn);
  return TRUE;
}

const KhidkiRoom khidki_room_claim_birth = { "claim-birth", birth_show, birth_hear, NULL, NULL };
