/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

/* A link is shown again, not made again, for this long (milliseconds). */
#define LINK_AGE (30 * 60 * 1000)

static gboolean
has_link (KhidkiTurn *turn, const char *path)
{
  return *turn->session->link_token != '\0' && strcmp (turn->session->link_path, path) == 0 &&
         strcmp (turn->session->link_draft, khidki_draft_get_id (turn->draft)) == 0 &&
         turn->context->now - turn->session->link_at < LINK_AGE;
}

static void
make_link (KhidkiTurn *turn, const char *path)
{
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_PRIVATE_LINK);

  action->draft = khidki_draft_ref (turn->draft);
  action->path = g_strdup (path);
  action->text = g_strdup (turn->session->language);
  action->token = g_strdup (turn->context->reserved_token);
  khidki_session_set (&turn->session->link_token, turn->context->reserved_token);
  khidki_session_set (&turn->session->link_path, path);
  khidki_session_set (&turn->session->link_draft, khidki_draft_get_id (turn->draft));
  turn->session->link_at = turn->context->now;
}

/* Numbers of cards and accounts are not asked in a chat, but on a page. */
void
khidki_room_private_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *label = khidki_form_dup_label (form, need->path);
  g_autofree char *link = NULL;

  if (!has_link (turn, need->path))
    make_link (turn, need->path);
  link = g_strconcat (turn->context->public_url, "/f/", turn->session->link_token, NULL);
  khidki_turn_say (turn, "private.ask", "label", label, "link", link, NULL);
}

static gboolean
belongs_here (KhidkiTurn *turn, GVariant *values)
{
  const char *draft = "";

  g_variant_lookup (values, "draft", "&s", &draft);
  return khidki_turn_sees_draft (turn) && strcmp (draft, khidki_draft_get_id (turn->draft)) == 0;
}

/* The page was filled. */
void
khidki_room_private_given (KhidkiTurn *turn)
{
  GVariant *values = khidki_event_get_values (turn->event);
  const char *path = "";
  const char *value = "";
  KhidkiForm form;
  g_autofree char *complaint = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  turn->silent = TRUE;
  if (values == NULL || !belongs_here (turn, values) || !khidki_turn_get_form (turn, &form))
    return;

  g_variant_lookup (values, "path", "&s", &path);
  g_variant_lookup (values, "value", "&s", &value);
  answers = khidki_form_set (&form, path, value, &complaint);
  khidki_session_set (&turn->session->link_token, "");
  /* A form that has walked here since: the page itself has said that it is kept. */
  if (turn->context->limits->templates_only)
    {
      if (answers != NULL)
        khidki_turn_save_draft (turn, answers);
      return;
    }
  turn->silent = FALSE;
  turn->news = !khidki_rooms_is (turn, &khidki_room_question);
  if (answers == NULL && complaint != NULL)
    khidki_turn_note_text (turn, complaint);
  else
    khidki_turn_note (turn, "private.given", NULL);
  if (answers != NULL)
    khidki_turn_save_draft (turn, answers);
  if (answers != NULL && !turn->news)
    khidki_room_question_next (turn);
  else if (!turn->news)
    khidki_rooms_show (turn);
}
