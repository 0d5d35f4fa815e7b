/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

#define OWN_VERSION "1"

/* The service's own declaration, else the common one. */
static const char *
get_declaration (KhidkiTurn *turn, const KhidkiForm *form, const char **version)
{
  const char *text = khidki_service_get_text (form->service, "Declaration", form->language);

  *version = khidki_service_get_text (form->service, "DeclarationVersion", NULL);
  if (*version == NULL || **version == '\0')
    *version = OWN_VERSION;
  if (text != NULL && *text != '\0')
    return text;
  return khidki_texts_get (form->language, "declaration.text");
}

static gboolean
is_reviewed (const KhidkiForm *form)
{
  const char *text = khidki_service_get_text (form->service, "Declaration", form->language);
  const char *reviewed = text != NULL && *text != '\0'
                           ? khidki_service_get_text (form->service, "Reviewed", form->language)
                           : khidki_texts_get (form->language, "reviewed.by-native-reader");

  return reviewed != NULL && strcmp (reviewed, "no") != 0;
}

/* (nullable): the language in which it is said once more, because nobody who speaks the
 * citizen's has read what they are to declare. */
static const char *
get_beside (const KhidkiForm *form)
{
  const KhidkiLanguage *language = khidki_language_find (form->language);

  if (language == NULL || language->original || is_reviewed (form))
    return NULL;
  return KHIDKI_LANGUAGE_FIRST;
}

static void
say_beside (KhidkiTurn *turn, const KhidkiForm *form)
{
  KhidkiForm other = *form;
  const char *beside = get_beside (form);
  const char *version;
  g_autofree char *tongue = NULL;
  g_autofree char *text = NULL;

  if (beside == NULL)
    return;
  tongue = g_strconcat ("tongue.", beside, NULL);
  khidki_turn_say (turn, "declaration.beside", "language", khidki_texts_get (form->language, tongue), NULL);
  other.language = beside;
  text = khidki_form_fill (&other, get_declaration (turn, &other, &version), NULL);
  khidki_turn_say_text (turn, text);
}

static void
declaration_show (KhidkiTurn *turn)
{
  KhidkiForm form;
  const char *version;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;

  if (!khidki_turn_get_form (turn, &form))
    {
      khidki_rooms_enter (turn, "question", "");
      return;
    }

  text = khidki_form_fill (&form, get_declaration (turn, &form, &version), values);
  khidki_turn_say (turn, "declaration.title", "version", version, NULL);
  khidki_turn_say_text (turn, text);
  say_beside (turn, &form);
  khidki_turn_say (turn, "declaration.ask", NULL);
  khidki_turn_offer (turn, "agree", "label.agree");
  khidki_turn_offer (turn, "review", "label.look-again");
}

static KhidkiDraft *
dup_declared (KhidkiTurn *turn, const KhidkiForm *form)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);
  const char *version;

  get_declaration (turn, form, &version);
  khidki_answers_set (answers, "declaration.version", version);
  khidki_answers_set (answers, "declaration.language", form->language);
  if (get_beside (form) != NULL)
    khidki_answers_set (answers, "declaration.beside", get_beside (form));
  return khidki_draft_copy_with_answers (turn->draft, answers, turn->context->channel);
}

static void
say_submitted (KhidkiTurn *turn, const KhidkiForm *form)
{
  g_autofree char *number = khidki_turn_dup_number (turn->session->submitted_number);
  g_autofree char *name =
    khidki_turn_dup_service_name (turn, khidki_service_get_id (form->service), FALSE);
  GDate due = turn->context->today;
  g_autofree char *day = NULL;

  g_date_add_days (&due, khidki_service_get_days (form->service));
  day = khidki_turn_dup_date (turn, &due);
  khidki_turn_say (turn, "submitted.done", "service", name, "number", number, "due", day, NULL);
}

static void
submit (KhidkiTurn *turn, const KhidkiForm *form)
{
  g_autoptr (KhidkiDraft) declared = dup_declared (turn, form);
  KhidkiAction *action;

  khidki_turn_set_draft (turn, NULL);
  action = khidki_turn_act (turn, KHIDKI_ACTION_SUBMIT);
  action->draft = khidki_draft_ref (declared);
  action->number = g_strdup (turn->context->reserved_number);

  khidki_session_set (&turn->session->submitted_number, turn->context->reserved_number);
  turn->session->submitted_turn = turn->session->turn;
  khidki_session_clear_list (&turn->session->trail);
  khidki_session_forget_files (turn->session);
  khidki_session_set (&turn->session->place, "menu");
  khidki_session_set (&turn->session->subject, "");
  say_submitted (turn, form);
}

static void
agree (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_auto (GStrv) wrong = NULL;

  if (!khidki_turn_get_form (turn, &form))
    khidki_rooms_enter (turn, "question", "");
  /* A day may have passed since the review; what held then may not hold now. */
  else if (khidki_room_review_holds (turn, &form, &wrong))
    submit (turn, &form);
  else
    khidki_rooms_enter (turn, "review", "");
}

static gboolean
declaration_choose (KhidkiTurn *turn, const char *id)
{
  if (strcmp (id, "agree") == 0)
    agree (turn);
  else if (strcmp (id, "review") == 0)
    khidki_rooms_enter (turn, "review", "");
  else
    return FALSE;

  return TRUE;
}

/* A bare yes declares nothing: what is declared is said, or tapped. */
static gboolean
declaration_hear (KhidkiTurn *turn, const char *text)
{
  switch (khidki_plain_match (text))
    {
    case KHIDKI_PLAIN_AGREED:
      return declaration_choose (turn, "agree");
    case KHIDKI_PLAIN_NO:
      return declaration_choose (turn, "review");
    case KHIDKI_PLAIN_YES:
      khidki_plain_ask_in_words (turn, "label.agree");
      return TRUE;
    case KHIDKI_PLAIN_NONE:
    case KHIDKI_PLAIN_UNKNOWN:
    case KHIDKI_PLAIN_THANKS:
    case KHIDKI_PLAIN_SIGN:
    case KHIDKI_PLAIN_SAME:
    case KHIDKI_PLAIN_SELF:
    case KHIDKI_PLAIN_OTHER:
    case KHIDKI_PLAIN_LATER:
    default:
      return FALSE;
    }
}

static void
declaration_back (KhidkiTurn *turn)
{
  khidki_rooms_enter (turn, "review", "");
}

const KhidkiRoom khidki_room_declaration = {
  "declaration", declaration_show, declaration_hear, declaration_choose, declaration_back,
};

static void
cancel_show (KhidkiTurn *turn)
{
  if (!khidki_turn_sees_draft (turn))
    {
      khidki_rooms_enter (turn, "menu", "");
      return;
    }

  khidki_turn_say (turn, "cancel.ask", NULL);
  khidki_turn_offer (turn, "continue", "label.continue");
  khidki_turn_offer (turn, "menu", "label.keep-for-later");
  khidki_turn_offer (turn, "drop", "label.delete");
}

static gboolean
cancel_choose (KhidkiTurn *turn, const char *id)
{
  if (strcmp (id, "drop") != 0)
    return FALSE;

  if (khidki_turn_sees_draft (turn))
    khidki_turn_set_draft (turn, NULL);
  khidki_session_clear_list (&turn->session->trail);
  khidki_session_forget_files (turn->session);
  khidki_turn_note (turn, "cancel.done", NULL);
  khidki_rooms_enter (turn, "menu", "");
  return TRUE;
}

static gboolean
cancel_hear (KhidkiTurn *turn, const char *text)
{
  KhidkiPlain plain = khidki_plain_match (text);

  if (plain == KHIDKI_PLAIN_YES)
    khidki_plain_ask_in_words (turn, "label.delete");
  else if (plain == KHIDKI_PLAIN_NO)
    khidki_room_question_next (turn);
  else
    return FALSE;
  return TRUE;
}

static void
cancel_back (KhidkiTurn *turn)
{
  khidki_room_question_next (turn);
}

const KhidkiRoom khidki_room_cancel = { "cancel", cancel_show, cancel_hear, cancel_choose, cancel_back };
