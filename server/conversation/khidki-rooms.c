/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-rooms.h"

#include <string.h>

static const KhidkiRoom *const rooms[] = {
  &khidki_room_menu,        &khidki_room_services,     &khidki_room_found,
  &khidki_room_service,     &khidki_room_resume,       &khidki_room_question,
  &khidki_room_review,      &khidki_room_change,       &khidki_room_declaration,
  &khidki_room_cancel,      &khidki_room_applications, &khidki_room_application,
  &khidki_room_withdraw,    &khidki_room_claim_number, &khidki_room_claim_birth,
  &khidki_room_query,
};

/* The menu is where everybody is who is nowhere else. */
const KhidkiRoom *
khidki_rooms_find (const char *place)
{
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    if (strcmp (rooms[i]->place, place) == 0)
      return rooms[i];

  return &khidki_room_menu;
}

gboolean
khidki_rooms_is (KhidkiTurn *turn, const KhidkiRoom *room)
{
  return strcmp (turn->session->place, room->place) == 0;
}

/* Says where we stand. What an earlier room of the same turn offered is void. */
void
khidki_rooms_show (KhidkiTurn *turn)
{
  g_string_truncate (turn->body, 0);
  g_ptr_array_set_size (turn->options, 0);
  khidki_rooms_find (turn->session->place)->show (turn);
}

void
khidki_rooms_enter (KhidkiTurn *turn, const char *place, const char *subject)
{
  g_autofree char *about = g_strdup (subject);

  khidki_session_set (&turn->session->place, place);
  khidki_session_set (&turn->session->subject, about);
  khidki_session_set (&turn->session->after, "");
  turn->session->page = 0;
  turn->session->misses = 0;
  khidki_rooms_show (turn);
}

static void
turn_page (KhidkiTurn *turn, int pages)
{
  turn->session->page = MAX (0, turn->session->page + pages);
  khidki_rooms_show (turn);
}

static void
go_on (KhidkiTurn *turn)
{
  if (khidki_turn_sees_draft (turn))
    khidki_room_question_next (turn);
  else
    khidki_rooms_enter (turn, "menu", "");
}

static void
put_off (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *waiting = khidki_unasked_find_waiting (turn);
  g_autofree char *by = khidki_turn_dup_day (turn, waiting != NULL ? waiting->answer_by : 0);

  if (waiting != NULL)
    khidki_turn_note (turn, "query.later", "by", by, NULL);
  else
    khidki_turn_note (turn, "query.closed", NULL);
  if (khidki_rooms_is (turn, &khidki_room_query))
    khidki_session_set (&turn->session->place, "menu");
}

static gboolean
choose_plain (KhidkiTurn *turn, const char *id)
{
  if (strcmp (id, "menu") == 0)
    khidki_rooms_enter (turn, "menu", "");
  else if (strcmp (id, "help") == 0)
    khidki_help_tell (turn);
  else if (strcmp (id, "language") == 0)
    khidki_room_language_ask (turn);
  else if (strcmp (id, "here") == 0)
    khidki_rooms_show (turn);
  else if (strcmp (id, "more") == 0)
    turn_page (turn, 1);
  else if (strcmp (id, "less") == 0)
    turn_page (turn, -1);
  else if (strcmp (id, "continue") == 0)
    go_on (turn);
  else if (strcmp (id, "applications") == 0)
    khidki_room_applications_status (turn);
  else if (strcmp (id, "claim") == 0)
    khidki_room_claim_open (turn);
  else if (strcmp (id, "later") == 0)
    put_off (turn);
  else if (strcmp (id, "counter") == 0)
    khidki_counter_offer (turn);
  else if (strcmp (id, "elsewhere") == 0)
    khidki_counter_offer_phone (turn);
  else
    return khidki_room_pages_choose (turn, id);

  return TRUE;
}

typedef struct
{
  const char *prefix;
  void (*open) (KhidkiTurn *turn, const char *subject);
} Opening;

static void
open_application (KhidkiTurn *turn, const char *number)
{
  khidki_rooms_enter (turn, "application", number);
}

static const Opening openings[] = {
  { "service:", khidki_room_service_open },
  { "language:", khidki_room_language_set },
  { "show:", open_application },
  { "certificate:", khidki_room_applications_send_certificate },
  { "query:", khidki_room_query_open },
  { "again:", khidki_room_applications_again },
  { "whom:", khidki_room_service_begin_again },
};

static gboolean
is_of_application (const char *prefix)
{
  static const char *const prefixes[] = { "show:", "certificate:", "query:", "again:", NULL };

  return g_strv_contains (prefixes, prefix);
}

/* An old button of an application that is hidden now: whose it is has to be shown first. */
static gboolean
asks_whose (KhidkiTurn *turn, const char *prefix, const char *number)
{
  return is_of_application (prefix) && khidki_applications_find (turn, number) == NULL
         && khidki_applications_any_hidden (turn) && khidki_room_applications_number (turn, number);
}

gboolean
khidki_rooms_choose_anywhere (KhidkiTurn *turn, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    if (g_str_has_prefix (id, openings[i].prefix))
      {
        const char *subject = id + strlen (openings[i].prefix);

        if (!asks_whose (turn, openings[i].prefix, subject))
          openings[i].open (turn, subject);
        return TRUE;
      }

  return choose_plain (turn, id);
}
