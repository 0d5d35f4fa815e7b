/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-rooms.h"

static void
go_back (KhidkiTurn *turn)
{
  const KhidkiRoom *room = khidki_rooms_find (turn->session->place);

  if (room->back != NULL)
    room->back (turn);
  else
    khidki_rooms_enter (turn, "menu", "");
}

static void
cancel (KhidkiTurn *turn)
{
  if (khidki_turn_sees_draft (turn))
    {
      khidki_rooms_enter (turn, "cancel", "");
      return;
    }

  khidki_turn_note (turn, "cancel.nothing", NULL);
  khidki_rooms_enter (turn, "menu", "");
}

/* Ends broadcasts; there is no end to news of one's own case. */
static void
stop (KhidkiTurn *turn)
{
  turn->session->quiet = TRUE;
  khidki_turn_say (turn, "stop.done", NULL);
}

/* Does what a word asks that can be said at any time. */
void
khidki_commands_do (KhidkiTurn *turn, KhidkiCommand command)
{
  switch (command)
    {
    case KHIDKI_COMMAND_HI:
      khidki_room_menu_greet (turn);
      break;
    case KHIDKI_COMMAND_BACK:
      go_back (turn);
      break;
    case KHIDKI_COMMAND_CANCEL:
      cancel (turn);
      break;
    case KHIDKI_COMMAND_STATUS:
      khidki_room_applications_status (turn);
      break;
    case KHIDKI_COMMAND_CERTIFICATE:
      khidki_room_applications_certificate (turn);
      break;
    case KHIDKI_COMMAND_HELP:
      khidki_help_tell (turn);
      break;
    case KHIDKI_COMMAND_LANGUAGE:
      khidki_room_language_ask (turn);
      break;
    case KHIDKI_COMMAND_SPEAK:
      khidki_room_language_set (turn, khidki_commands_find_language (khidki_event_get_text (turn->event)));
      break;
    case KHIDKI_COMMAND_STOP:
      stop (turn);
      break;
    case KHIDKI_COMMAND_COUNTER:
      khidki_counter_offer (turn);
      break;
    case KHIDKI_COMMAND_MENU:
    case KHIDKI_COMMAND_NONE:
    case KHIDKI_COMMAND_N_COMMANDS:
    default:
      khidki_rooms_enter (turn, "menu", "");
    }
}
