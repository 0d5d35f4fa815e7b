/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

void
khidki_room_language_offer (KhidkiTurn *turn)
{
  khidki_turn_offer_text (turn, "language:hi", "हिन्दी", NULL);
  khidki_turn_offer_text (turn, "language:en", "English", NULL);
}

/* Asks for the language, beside whatever is going on. */
void
khidki_room_language_ask (KhidkiTurn *turn)
{
  g_autofree char *text = g_strconcat (khidki_texts_get ("hi", "language.choose"), "\n",
                                       khidki_texts_get ("en", "language.choose"), NULL);

  khidki_turn_say_text (turn, text);
  khidki_room_language_offer (turn);
}

/* Remembers the language and goes on with what was asked for before it. */
void
khidki_room_language_set (KhidkiTurn *turn, const char *language)
{
  g_autofree char *after = g_strdup (turn->session->after);

  if (!khidki_texts_has_language (language))
    {
      khidki_rooms_show (turn);
      return;
    }

  khidki_session_set (&turn->session->language, language);
  khidki_session_set (&turn->session->after, "");
  khidki_turn_note (turn, "language.chosen", NULL);
  if (*after != '\0' && khidki_rooms_choose_anywhere (turn, after))
    return;
  if (*turn->session->place == '\0')
    khidki_rooms_enter (turn, "menu", "");
  else
    khidki_rooms_show (turn);
}
