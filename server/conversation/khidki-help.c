/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-rooms.h"

/* A person can always be reached. The dialogue stays where it is. */
void
khidki_help_tell (KhidkiTurn *turn)
{
  khidki_turn_say (turn, "help.text", "helpline", turn->context->helpline, "hours",
                   turn->context->helpline_hours, NULL);
  if (*turn->session->place != '\0' && !khidki_rooms_is (turn, &khidki_room_menu))
    khidki_turn_offer (turn, "here", "label.go-on");
  khidki_turn_offer (turn, "menu", "label.menu");
}

void
khidki_help_after_misses (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "help.after-misses", "helpline", turn->context->helpline, "hours",
                    turn->context->helpline_hours, NULL);
}
