/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-near.h"
#include "conversation/khidki-offer-code.h"
#include "conversation/khidki-rooms.h"

/*
 * A form walks between the chat and a counter by a code of eleven digits: one that
 * is said here is told at the counter, one that the counter gave is written here.
 */

/* What is still to be shown there; empty if nothing is. */
static char *
dup_missing_papers (KhidkiTurn *turn)
{
  GString *list = g_string_new (NULL);
  g_autoptr (GPtrArray) needs = NULL;
  KhidkiForm form;

  if (!khidki_turn_get_form (turn, &form))
    return g_string_free (list, FALSE);
  needs = khidki_form_list_needs (&form);
  for (guint i = 0; i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);
      g_autofree char *label = NULL;

      if (need->kind != KHIDKI_NEED_PAPER
          || khidki_answers_get_n_papers (form.answers, need->path) > 0)
        continue;
      label = khidki_form_dup_label (&form, need->path);
      g_string_append_printf (list, "%s• %s", list->len > 0 ? "\n" : "", label);
    }
  return g_string_free (list, FALSE);
}

static void
say_what_to_bring (KhidkiTurn *turn)
{
  g_autofree char *papers = dup_missing_papers (turn);

  if (*papers != '\0')
    khidki_turn_say (turn, "counter.bring", "papers", papers, NULL);
  else
    khidki_turn_say (turn, "counter.bring-originals", NULL);
}

static KhidkiAction *
offer_draft (KhidkiTurn *turn)
{
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_OFFER_DRAFT);

  action->draft = khidki_draft_ref (turn->draft);
  action->token = g_strdup (turn->context->reserved_code);
  return action;
}

static const char *
get_phone (KhidkiTurn *turn)
{
  return khidki_account_get_phone (khidki_event_get_account (turn->event));
}

static void
say_code (KhidkiTurn *turn)
{
  g_autofree char *code = khidki_offer_code_show (turn->context->reserved_code);
  g_autofree char *name =
    khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);

  khidki_turn_say (turn, "counter.code", "service", name, "code", code, NULL);
  say_what_to_bring (turn);
}

static void
offer_elsewhere (KhidkiTurn *turn)
{
  if (turn->context->papers_elsewhere && get_phone (turn) != NULL)
    khidki_turn_offer (turn, "elsewhere", "label.elsewhere");
}

/* Where no papers can be sent, a form gets as far as its first one. */
void
khidki_counter_hand_over (KhidkiTurn *turn)
{
  g_autofree char *centre = khidki_near_dup_own (turn);

  offer_draft (turn);
  khidki_turn_note (turn, "counter.no-papers", NULL);
  say_code (turn);
  khidki_turn_say (turn, "counter.terms-there", NULL);
  khidki_turn_say_text (turn, centre);
  offer_elsewhere (turn);
}

/* The same person goes on where papers can be sent. */
void
khidki_counter_offer_phone (KhidkiTurn *turn)
{
  const char *phone = get_phone (turn);
  g_autofree char *code = NULL;

  if (phone == NULL || !turn->context->papers_elsewhere || !khidki_turn_sees_draft (turn))
    {
      khidki_rooms_show (turn);
      return;
    }
  offer_draft (turn)->text = g_strdup (phone);
  code = khidki_offer_code_show (turn->context->reserved_code);
  khidki_turn_say (turn, "counter.elsewhere", "code", code, "phone", phone, "url",
                   turn->context->public_url, NULL);
  khidki_turn_offer (turn, "counter", "label.counter");
  khidki_turn_offer (turn, "menu", "label.menu");
}

/* Makes a code for the open form. The dialogue stays where it is. */
void
khidki_counter_offer (KhidkiTurn *turn)
{
  if (!khidki_turn_sees_draft (turn))
    {
      khidki_turn_note (turn, "counter.nothing", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return;
    }
  offer_draft (turn);
  say_code (turn);
  khidki_turn_say (turn, "counter.terms", NULL);
  khidki_turn_offer (turn, "here", "label.go-on");
  khidki_turn_offer (turn, "menu", "label.menu");
}

/* Numbers of accounts are given on a page, and so not taken for a code here. */
static gboolean
asks_in_private (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!khidki_rooms_is (turn, &khidki_room_question) || !khidki_turn_get_form (turn, &form))
    return FALSE;
  need = khidki_room_question_get_need (turn, &form);
  return need != NULL && need->kind == KHIDKI_NEED_PRIVATE;
}

/**
 * khidki_counter_hears:
 * @text: a whole message
 *
 * Returns: whether it is a code that a counter gave, good or not
 */
gboolean
khidki_counter_hears (KhidkiTurn *turn, const char *text)
{
  g_autofree char *code = khidki_offer_code_parse (text);

  return code != NULL && !asks_in_private (turn);
}

/* Whether it is good, the rows say; the answer comes as an event. */
void
khidki_counter_take (KhidkiTurn *turn, const char *text)
{
  khidki_turn_act (turn, KHIDKI_ACTION_TAKE_DRAFT)->token = khidki_offer_code_parse (text);
  turn->silent = TRUE;
}

static const char *
look_up (KhidkiTurn *turn, const char *key)
{
  GVariant *values = khidki_event_get_values (turn->event);
  const char *value = "";

  if (values != NULL)
    g_variant_lookup (values, key, "&s", &value);
  return value;
}

static void
note_other (KhidkiTurn *turn)
{
  const char *other = look_up (turn, "other");
  g_autofree char *name = NULL;

  /* A form of whoever had this number before is none of theirs. */
  if (*other == '\0' || *turn->session->hidden_draft != '\0' || *turn->session->hidden != NULL)
    return;
  name = khidki_turn_dup_service_name (turn, other, FALSE);
  khidki_turn_note (turn, "counter.other", "service", name, NULL);
}

/* One language is spoken in a form: it is asked for if it is not known. */
static void
go_on_with_form (KhidkiTurn *turn)
{
  if (khidki_turn_knows_language (turn))
    {
      khidki_room_question_next (turn);
      return;
    }
  /* Who wrote the code as their first message is nobody new when they choose. */
  if (*turn->session->place == '\0')
    khidki_session_set (&turn->session->place, "menu");
  khidki_session_set (&turn->session->after, "continue");
  khidki_room_language_ask (turn);
}

/* The form that a counter began is this account's now. */
void
khidki_counter_taken (KhidkiTurn *turn)
{
  g_autofree char *name = NULL;

  khidki_identity_trust_draft (turn);
  if (!khidki_turn_sees_draft (turn))
    {
      /* It was sent or deleted before this could be told. */
      turn->silent = TRUE;
      return;
    }
  khidki_session_clear_list (&turn->session->trail);
  khidki_session_clear_list (&turn->session->replaced);
  khidki_session_forget_files (turn->session);
  khidki_session_set (&turn->session->asking, "");
  turn->session->changing = FALSE;
  name = khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);
  khidki_turn_note (turn, "counter.taken", "service", name, NULL);
  note_other (turn);
  go_on_with_form (turn);
}

/* Wrong, used, late or somebody else's: which, is not told. */
void
khidki_counter_refused (KhidkiTurn *turn)
{
  gboolean is_shut = g_str_equal (look_up (turn, "why"), "shut");

  khidki_turn_note (turn, is_shut ? "counter.shut" : "counter.refused", NULL);
  if (khidki_rooms_is (turn, &khidki_room_question) || khidki_rooms_is (turn, &khidki_room_query))
    khidki_turn_note (turn, "counter.refused-answer", NULL);
  if (*turn->session->place != '\0')
    khidki_rooms_show (turn);
  else
    khidki_room_menu_greet (turn);
}
