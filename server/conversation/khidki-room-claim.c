/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

#define DAY ((gint64) 24 * 60 * 60 * 1000)
/* After this long, a number may have gone to somebody else. */
#define IDLE (180 * DAY)
/* A birth date is soon guessed by who may guess often. */
#define CLAIMS 5
/* So many people who had a number one after the other are told apart. */
#define OWNERS 16

static void
drop_pair (GStrv list, guint at)
{
  g_free (list[at]);
  g_free (list[at + 1]);
  memmove (list + at, list + at + 2, (g_strv_length (list + at + 2) + 1) * sizeof (char *));
}

/* The time before this one is not forgotten: who shows that the form behind it is theirs
 * has not shown that those before it are. */
static void
hide_from_now (KhidkiTurn *turn)
{
  KhidkiSession *session = turn->session;
  g_autofree char *before = g_strdup_printf ("%" G_GINT64_FORMAT, session->hidden_before);

  if (session->hidden_before > 0)
    {
      khidki_session_push (&session->hidden, before);
      khidki_session_push (&session->hidden, session->hidden_draft);
    }
  if (g_strv_length (session->hidden) > 2 * OWNERS)
    drop_pair (session->hidden, 0);
  session->hidden_before = turn->context->now;
  khidki_session_set (&session->hidden_draft, turn->draft != NULL ? khidki_draft_get_id (turn->draft) : "");
}

/* Whoever made an application of that day has the number now, and had it ever since. */
static void
show_since (KhidkiTurn *turn, gint64 submitted)
{
  KhidkiSession *session = turn->session;

  while (session->hidden_before > submitted)
    {
      guint length = g_strv_length (session->hidden);

      session->hidden_before = length > 0 ? g_ascii_strtoll (session->hidden[length - 2], NULL, 10) : 0;
      khidki_session_set (&session->hidden_draft, length > 0 ? session->hidden[length - 1] : "");
      if (length > 0)
        drop_pair (session->hidden, length - 2);
    }
}

/* Hides all that is personal until somebody shows that it is theirs. */
void
khidki_identity_hide (KhidkiTurn *turn)
{
  hide_from_now (turn);
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
  khidki_session_clear_list (&turn->session->replaced);
  khidki_session_forget_files (turn->session);
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
  const char *id = turn->draft != NULL ? khidki_draft_get_id (turn->draft) : "";

  if (*id == '\0')
    return;
  if (strcmp (id, turn->session->hidden_draft) == 0)
    khidki_session_set (&turn->session->hidden_draft, "");
  for (guint i = 0; turn->session->hidden[i] != NULL; i += 2)
    if (strcmp (id, turn->session->hidden[i + 1]) == 0)
      khidki_session_set (&turn->session->hidden[i + 1], "");
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

/* (nullable): the application that was claimed, if it is theirs. */
static const KhidkiApplicationFacts *
find_theirs (KhidkiTurn *turn, const char *birth)
{
  GPtrArray *all = turn->context->applications;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (all, i);

      if (facts->birth != NULL && *facts->birth != '\0' &&
          g_strcmp0 (facts->number, turn->session->claimed_number) == 0 &&
          strcmp (facts->birth, birth) == 0)
        return facts;
    }

  return NULL;
}

static void
open_again (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  khidki_session_set (&turn->session->claimed_number, "");
  turn->session->claim_misses = 0;
  show_since (turn, facts->submitted);
  khidki_turn_note (turn, "claim.done", NULL);
  khidki_rooms_enter (turn, "application", facts->number);
}

/* A wrong number and a wrong date get the same answer. */
static gboolean
birth_hear (KhidkiTurn *turn, const char *text)
{
  g_autofree char *birth = parse_birth (turn, text);
  const KhidkiApplicationFacts *facts = NULL;

  if (birth == NULL && khidki_named_service_hear (turn, text))
    return TRUE;
  if (birth == NULL)
    {
      khidki_turn_note (turn, "claim.not-a-date", NULL);
      khidki_rooms_show (turn);
      return TRUE;
    }
  if (may_claim (turn))
    facts = find_theirs (turn, birth);
  if (facts != NULL)
    {
      open_again (turn, facts);
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
