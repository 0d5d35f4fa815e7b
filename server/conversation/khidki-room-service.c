/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"

static const char *
get_text (KhidkiService *service, const char *key, KhidkiTurn *turn)
{
  const char *text = khidki_service_get_text (service, key, khidki_turn_get_language (turn));

  return text != NULL ? text : "";
}

/* (transfer full): a line for each paper that is asked for. */
static char *
dup_papers (KhidkiTurn *turn, KhidkiService *service)
{
  GPtrArray *papers = khidki_service_get_papers (service);
  GString *list = g_string_new (NULL);
  g_autofree char *if_needed = khidki_turn_dup_word (turn, "service.if-needed");

  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      KhidkiPart *paper = g_ptr_array_index (papers, i);
      const char *optional = khidki_part_get_value (paper, "Optional");
      const char *condition = khidki_part_get_value (paper, "ShowIf");
      const char *name = khidki_part_get_text (paper, "Name", khidki_turn_get_language (turn));

      if (g_strcmp0 (optional, "yes") == 0)
        continue;
      g_string_append_printf (list, "%s• %s%s", list->len > 0 ? "\n" : "",
                              name != NULL ? name : khidki_part_get_id (paper),
                              condition != NULL ? if_needed : "");
    }
  return g_string_free (list, FALSE);
}

static void
say_papers (KhidkiTurn *turn, KhidkiService *service)
{
  g_autofree char *papers = dup_papers (turn, service);

  if (*papers != '\0')
    khidki_turn_say (turn, "service.papers", "papers", papers, NULL);
}

void
khidki_room_service_note_papers (KhidkiTurn *turn, KhidkiService *service)
{
  g_autofree char *papers = dup_papers (turn, service);

  if (*papers != '\0')
    khidki_turn_note (turn, "service.papers", "papers", papers, NULL);
}

/* @paise: -1 if no fee is known for today. */
static char *
dup_fee (KhidkiTurn *turn, gint64 paise)
{
  if (paise < 0)
    return g_strdup ("–");
  if (paise == 0)
    return khidki_turn_dup_word (turn, "service.free");
  if (paise % 100 == 0)
    return g_strdup_printf ("₹%" G_GINT64_FORMAT, paise / 100);
  return g_strdup_printf ("₹%" G_GINT64_FORMAT ".%02d", paise / 100, (int) (paise % 100));
}

static char *
dup_terms (KhidkiTurn *turn, KhidkiService *service)
{
  g_autofree char *fee_text =
    dup_fee (turn, khidki_service_get_fee (service, &turn->context->today));
  g_autofree char *days = g_strdup_printf ("%d", khidki_service_get_days (service));

  return khidki_turn_dup_text (turn, "service.terms", "fee", fee_text, "count", days, NULL);
}

void
khidki_room_service_note_terms (KhidkiTurn *turn, KhidkiService *service)
{
  g_autofree char *terms = dup_terms (turn, service);

  khidki_turn_note_text (turn, terms);
}

static void
say_all (KhidkiTurn *turn, KhidkiService *service)
{
  const char *who = get_text (service, "Who", turn);
  g_autofree char *terms = dup_terms (turn, service);

  khidki_turn_say_text (turn, get_text (service, "Help", turn));
  if (*who != '\0')
    khidki_turn_say (turn, "service.who", "who", who, NULL);
  say_papers (turn, service);
  khidki_turn_say_text (turn, terms);
}

static void
service_show (KhidkiTurn *turn)
{
  KhidkiService *service =
    khidki_catalogue_find_service (turn->catalogue, turn->session->subject);

  if (service == NULL)
    {
      khidki_turn_note (turn, "service.gone", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return;
    }

  khidki_turn_say (turn, "service.title", "name", get_text (service, "Name", turn), NULL);
  if (!turn->brief)
    say_all (turn, service);
  khidki_turn_say (turn, "service.whom", NULL);
  khidki_turn_offer (turn, "begin:self", "label.for-me");
  khidki_turn_offer (turn, "begin:other", "label.for-other");
  khidki_turn_offer (turn, "menu", "label.other-service");
}

/* From here on one language is spoken: it is asked for if it is not known. */
void
khidki_room_service_open (KhidkiTurn *turn, const char *service)
{
  g_autofree char *id = g_strdup (service);

  if (!khidki_turn_knows_language (turn))
    {
      g_autofree char *after = g_strconcat ("service:", id, NULL);

      khidki_session_set (&turn->session->after, after);
      khidki_room_language_ask (turn);
      return;
    }
  if (khidki_turn_sees_draft (turn) &&
      strcmp (khidki_draft_get_service (turn->draft), id) == 0)
    khidki_rooms_enter (turn, "resume", "");
  else
    khidki_rooms_enter (turn, "service", id);
}

static void
begin (KhidkiTurn *turn, const char *relation)
{
  KhidkiService *service =
    khidki_catalogue_find_service (turn->catalogue, turn->session->subject);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiDraft) draft = NULL;

  if (service == NULL)
    {
      service_show (turn);
      return;
    }

  draft = khidki_draft_new (turn->context->reserved_draft, khidki_service_get_id (service),
                            khidki_service_get_version (service), relation, answers);
  khidki_turn_set_draft (turn, draft);
  khidki_session_clear_list (&turn->session->trail);
  khidki_session_forget_files (turn->session);
  turn->session->changing = FALSE;
  khidki_turn_note (turn, strcmp (relation, "self") == 0 ? "question.begin" : "question.begin-other",
                    NULL);
  khidki_room_question_next (turn);
}

/* The open form was of the wrong person. */
void
khidki_room_service_begin_again (KhidkiTurn *turn, const char *relation)
{
  g_autofree char *whom = g_strdup (relation);

  if (!khidki_turn_sees_draft (turn))
    {
      khidki_rooms_enter (turn, "menu", "");
      return;
    }
  khidki_session_set (&turn->session->subject, khidki_draft_get_service (turn->draft));
  khidki_turn_set_draft (turn, NULL);
  begin (turn, whom);
}

static gboolean
service_choose (KhidkiTurn *turn, const char *id)
{
  g_autofree char *wanted = NULL;

  if (!g_str_has_prefix (id, "begin:"))
    return FALSE;

  /* One draft is open at a time: another one is not lost without a word. */
  if (khidki_turn_sees_draft (turn))
    {
      wanted = g_strdup (turn->session->subject);
      khidki_rooms_enter (turn, "resume", wanted);
      return TRUE;
    }
  begin (turn, strcmp (id, "begin:other") == 0 ? "other" : "self");
  return TRUE;
}

/* Whoever names another service here has looked at the wrong one. */
static gboolean
service_hear (KhidkiTurn *turn, const char *text)
{
  if (khidki_room_menu.hear (turn, text))
    return TRUE;
  if (khidki_plain_match (text) == KHIDKI_PLAIN_SELF)
    return service_choose (turn, "begin:self");
  return khidki_plain_is_for_other (text) && service_choose (turn, "begin:other");
}

const KhidkiRoom khidki_room_service = {
  "service", service_show, service_hear, service_choose, NULL,
};

static void
resume_show (KhidkiTurn *turn)
{
  g_autofree char *name = NULL;

  if (!khidki_turn_sees_draft (turn))
    {
      khidki_rooms_enter (turn, "menu", "");
      return;
    }

  name = khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);
  khidki_turn_say (turn, khidki_turn_has_answers (turn) ? "resume.ask" : "resume.ask-empty",
                   "service", name, NULL);
  khidki_turn_offer (turn, "continue", "label.continue");
  khidki_turn_offer (turn, "anew", "label.anew");
  khidki_turn_offer (turn, "menu", "label.menu");
}

static gboolean
resume_choose (KhidkiTurn *turn, const char *id)
{
  g_autofree char *wanted = g_strdup (turn->session->subject);

  if (strcmp (id, "anew") != 0 || !khidki_turn_sees_draft (turn))
    return FALSE;

  if (*wanted == '\0')
    {
      g_free (wanted);
      wanted = g_strdup (khidki_draft_get_service (turn->draft));
    }
  khidki_turn_set_draft (turn, NULL);
  khidki_turn_note (turn, "resume.dropped", NULL);
  khidki_room_service_open (turn, wanted);
  return TRUE;
}

const KhidkiRoom khidki_room_resume = { "resume", resume_show, NULL, resume_choose, NULL };

static void
forget_shown (KhidkiSession *session)
{
  khidki_session_set (&session->asking, "");
  khidki_session_set (&session->paper_kind, "");
  khidki_session_set (&session->page_of, "");
  khidki_session_set (&session->guessed_of, "");
  khidki_session_set (&session->full_of, "");
  khidki_session_clear_list (&session->trail);
  khidki_session_clear_list (&session->replaced);
  khidki_session_forget_files (session);
  khidki_session_clear_list (&session->kept_of);
  session->changing = FALSE;
  session->replacing = FALSE;
}

static gboolean
is_in_form (KhidkiTurn *turn)
{
  return khidki_rooms_is (turn, &khidki_room_question) || khidki_rooms_is (turn, &khidki_room_review) ||
         khidki_rooms_is (turn, &khidki_room_change) || khidki_rooms_is (turn, &khidki_room_declaration) ||
         khidki_rooms_is (turn, &khidki_room_cancel) || khidki_rooms_is (turn, &khidki_room_resume);
}

/**
 * khidki_room_resume_watch:
 * @turn: a turn that has just begun
 *
 * What was about to be done with the form that was shown is not done with another one.
 *
 * Returns: whether another one came up in the midst of it, which is told
 *
 * Since: 0.1
 */
gboolean
khidki_room_resume_watch (KhidkiTurn *turn)
{
  if (!khidki_turn_sees_other_draft (turn))
    return FALSE;
  forget_shown (turn->session);
  if (!is_in_form (turn))
    return FALSE;

  khidki_session_clear_list (&turn->session->offered);
  khidki_session_set (&turn->session->place, "resume");
  khidki_session_set (&turn->session->subject, "");
  turn->session->misses = 0;
  turn->session->turn++;
  khidki_turn_note (turn, "resume.other", NULL);
  return TRUE;
}
