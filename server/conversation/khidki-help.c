/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-near.h"
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
  g_autofree char *centre = khidki_near_dup_own (turn);

  khidki_turn_say (turn, "help.text", "helpline", helpline, NULL);
  khidki_turn_say_text (turn, centre);
  khidki_turn_say (turn, "help.words", NULL);
  if (*turn->session->place != '\0' && !khidki_rooms_is (turn, &khidki_room_menu))
    khidki_turn_offer (turn, "here", "label.go-on");
  if (khidki_turn_sees_draft (turn))
    khidki_turn_offer (turn, "counter", "label.counter");
  khidki_turn_offer (turn, "menu", "label.menu");
  if (!khidki_turn_knows_language (turn))
    khidki_room_language_offer (turn);
}

void
khidki_help_after_misses (KhidkiTurn *turn)
{
  g_autofree char *helpline = dup_helpline (turn);
  g_autofree char *centre = khidki_near_dup_own (turn);

  khidki_turn_note (turn, "help.after-misses", "helpline", helpline, NULL);
  khidki_turn_note_text (turn, centre);
  if (khidki_turn_has_answers (turn))
    khidki_turn_note (turn, "help.kept", NULL);
  if (khidki_turn_sees_draft (turn))
    khidki_turn_note (turn, "help.counter", NULL);
}

/* Something to tap for who can neither answer nor write. */
void
khidki_help_offer (KhidkiTurn *turn)
{
  if (turn->options->len > 0)
    return;
  khidki_turn_offer (turn, "help", "row.help");
  if (khidki_turn_sees_draft (turn))
    khidki_turn_offer (turn, "counter", "label.counter");
  khidki_turn_offer (turn, "menu", "label.menu");
}
