/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "conversation/khidki-rooms.h"

/*
 * A service is named wherever somebody happens to stand: below the state of an
 * application, after a certificate, in front of a list. It begins as from the menu.
 */

#define LONGEST 256
/* `Birth certificate banwana hai`: more words than these are a story. */
#define MOST_TELLING 3

/* How many words of it say which paper is wanted. @common: (out): it is a paper at all */
static guint
count_telling (const char *text, gboolean *common)
{
  g_auto (GStrv) words = khidki_words_split (text);
  guint telling = 0;

  *common = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean paper = khidki_words_is_common (words[i]);

      *common |= paper;
      telling += !paper && !khidki_words_is_stop (words[i]);
    }
  return telling;
}

static gboolean
say_unknown (KhidkiTurn *turn)
{
  khidki_turn_note (turn, "menu.unknown", NULL);
  khidki_rooms_enter (turn, "menu", "");
  return TRUE;
}

/* A form that is open has its own way to ask whether it is left for another one. */
static gboolean
hears_itself (KhidkiTurn *turn)
{
  return khidki_rooms_is (turn, &khidki_room_question) || khidki_rooms_is (turn, &khidki_room_query)
         || khidki_rooms_find (turn->session->place)->hear == khidki_room_menu.hear;
}

/**
 * khidki_named_service_hear:
 * @turn: a turn
 * @text: what meant nothing where we stand
 *
 * Returns: %FALSE if it names no paper of the government
 *
 * Since: 0.1
 */
gboolean
khidki_named_service_hear (KhidkiTurn *turn, const char *text)
{
  gboolean common = FALSE;
  guint telling = 0;

  if (hears_itself (turn) || strlen (text) > LONGEST)
    return FALSE;
  telling = count_telling (text, &common);
  if (telling == 0 && !common)
    return FALSE;
  if (telling == 0)
    {
      khidki_room_applications_certificate (turn);
      return TRUE;
    }
  return khidki_room_menu.hear (turn, text) || (common && telling <= MOST_TELLING && say_unknown (turn));
}
