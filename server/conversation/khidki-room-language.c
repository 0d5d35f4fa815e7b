/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/* Every language in its own words: who cannot read this one finds theirs. */
void
khidki_room_language_offer (KhidkiTurn *turn)
{
  guint n = 0;
  const KhidkiLanguage *languages = khidki_language_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strconcat ("language:", languages[i].code, NULL);

      khidki_turn_offer_text (turn, id, languages[i].name,
                              khidki_texts_get (languages[i].code, "language.whole"));
      ((KhidkiOption *) g_ptr_array_index (turn->options, turn->options->len - 1))->pinned = TRUE;
    }
}

/* Asks for the language, beside whatever is going on. */
void
khidki_room_language_ask (KhidkiTurn *turn)
{
  const char *const *codes = khidki_language_list_codes ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; codes[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            khidki_texts_get (codes[i], "language.choose"));
  khidki_turn_say_text (turn, text->str);
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
