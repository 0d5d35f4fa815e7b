/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-rooms.h"

/* The number in bold, and the hours if they are known. */
static char *
dup_helpline (KhidkiTurn *turn)
{
  const char *hours = turn->context->helpline_hours;
  gboolean known = hours != NULL && *hours != '\0';

  return g_strconcat ("*", turn->context->helpline, "*", known ? " (" : "", known ? hours : "",
                      known ? ")" : "", NULL);
}

/* A person can always be reached. The dialogue stays where it is. */
void
khidki_help_tell (KhidkiTurn *turn)
{
  g_autofree char *helpline = dup_helpline (turn);

  khidki_turn_say (turn, "help.text", "helpline", helpline, NULL);
  if (*turn->session->place != '\0' && !khidki_rooms_is (turn, &khidki_room_menu))
    khidki_turn_offer (turn, "here", "label.go-on");
  khidki_turn_offer (turn, "menu", "label.menu");
}

void
khidki_help_after_misses (KhidkiTurn *turn)
{
  g_autofree char *helpline = dup_helpline (turn);

  khidki_turn_note (turn, "help.after-misses", "helpline", helpline, NULL);
  if (khidki_turn_has_answers (turn))
    khidki_turn_note (turn, "help.kept", NULL);
}
