/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-reasons.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

static gboolean
sees (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  return facts->submitted >= turn->session->hidden_before;
}

static const KhidkiApplicationFacts *
find_any (KhidkiTurn *turn, const char *number)
{
  GPtrArray *all = turn->context->applications;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (all, i);

      if (g_strcmp0 (facts->number, number) == 0)
        return facts;
    }

  return NULL;
}

/* (nullable): an application that may be shown. */
const KhidkiApplicationFacts *
khidki_applications_find (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = find_any (turn, number);

  return facts != NULL && sees (turn, facts) ? facts : NULL;
}

GPtrArray *
khidki_applications_list (KhidkiTurn *turn)
{
  GPtrArray *all = turn->context->applications;
  GPtrArray *seen = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (sees (turn, g_ptr_array_index (all, i)))
      g_ptr_array_add (seen, g_ptr_array_index (all, i));

  return seen;
}

gboolean
khidki_applications_any_hidden (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);

  return turn->context->applications != NULL && seen->len < turn->context->applications->len;
}

char *
khidki_applications_dup_state (KhidkiTurn *turn, const char *state)
{
  g_autofree char *key = g_strconcat ("state.", state != NULL ? state : "", NULL);

  if (strcmp (khidki_texts_get ("en", key), key) == 0)
    return khidki_turn_dup_word (turn, "state.other");
  return khidki_turn_dup_word (turn, key);
}

static gboolean
is_state (const KhidkiApplicationFacts *facts, const char *state)
{
  return g_strcmp0 (facts->state, state) == 0;
}

static gboolean
is_open (const KhidkiApplicationFacts *facts)
{
  return is_state (facts, "submitted") || is_state (facts, "scrutiny") ||
         is_state (facts, "query") || is_state (facts, "approval");
}

static void
offer_with_number (KhidkiTurn *turn, const char *what, const char *number, const char *key)
{
  g_autofree char *id = g_strconcat (what, ":", number, NULL);

  khidki_turn_offer (turn, id, key);
}

static void
say_reason (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *why = khidki_reasons_dup_why (turn, facts->service, facts->reason, facts->text);
  g_autofree char *what_now = khidki_reasons_dup_what_now (turn, facts->service, facts->reason);

  khidki_turn_say (turn, "rejected.reason", "reason", why, NULL);
  khidki_turn_say_text (turn, what_now);
}

static void
say_query (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *by = khidki_turn_dup_day (turn, facts->answer_by);

  khidki_turn_say (turn, "application.query", "query", facts->query, "by", by, NULL);
}

static void
say_application (KhidkiTurn *turn, const KhidkiApplicationFacts *facts)
{
  g_autofree char *name = khidki_turn_dup_service_name (turn, facts->service, FALSE);
  g_autofree char *number = khidki_turn_dup_number (facts->number);
  g_autofree char *state = khidki_applications_dup_state (turn, facts->state);
  g_autofree char *submitted = khidki_turn_dup_day (turn, facts->submitted);
  g_autofree char *changed = khidki_turn_dup_day (turn, facts->changed);
  g_autofree char *due = khidki_turn_dup_day (turn, facts->due);

  khidki_turn_say (turn, "application.detail", "service", name, "number", number, "applicant",
                   facts->applicant, "state", state, "submitted", submitted, "changed", changed,
                   NULL);
  if (is_open (facts))
    khidki_turn_say (turn, "application.due", "due", due, NULL);
  if (is_state (facts, "query") && facts->query != NULL && *facts->query != '\0')
    say_query (turn, facts);
  if (is_state (facts, "rejected"))
    say_reason (turn, facts);
}

static void
application_show (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *facts =
    khidki_applications_find (turn, turn->session->subject);

  if (facts == NULL)
    {
      khidki_turn_note (turn, "application.unknown", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return;
    }

  say_application (turn, facts);
  if (facts->certificate != NULL)
    offer_with_number (turn, "certificate", facts->number, "label.send-certificate");
  if (is_state (facts, "query"))
    offer_with_number (turn, "query", facts->number, "label.answer");
  if (is_state (facts, "rejected"))
    offer_with_number (turn, "again", facts->number, "label.apply-again");
  if (is_open (facts))
    khidki_turn_offer (turn, "withdraw", "label.withdraw");
  if (khidki_turn_sees_draft (turn))
    khidki_turn_offer (turn, "continue", "row.continue");
  khidki_turn_offer (turn, "menu", "label.menu");
}

static gboolean
application_choose (KhidkiTurn *turn, const char *id)
{
  g_autofree char *number = g_strdup (turn->session->subject);

  if (strcmp (id, "withdraw") != 0)
    return FALSE;

  khidki_rooms_enter (turn, "withdraw", number);
  return TRUE;
}

/* Why, and hurry: all that can be said about it stands there. */
static gboolean
application_hear (KhidkiTurn *turn, const char *text)
{
  if (!khidki_commands_is_one_of (text, "why|but why|kyu|kyun|kyon|kyu hua|hurry|urgent|urgent hai|jaldi|jaldi karo|jaldi chahiye|"
                                        "क्यों|क्यों हुआ|जल्दी|जल्दी करो|जल्दी चाहिए|ਕਿਉਂ|ਜਲਦੀ|ਜਲਦੀ ਕਰੋ|ਜਲਦੀ ਚਾਹੀਦਾ|"
                                        "کیوں|جلدی|جلدی کرو|جلدی چاہیے"))
    return FALSE;
  khidki_rooms_show (turn);
  return TRUE;
}

/* To the list that it came from; an only one came from nowhere. */
static void
application_back (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);

  khidki_rooms_enter (turn, seen->len > 1 ? "applications" : "menu", "");
}

const KhidkiRoom khidki_room_application = {
  "application", application_show, application_hear, application_choose, application_back,
};

static void
withdraw_show (KhidkiTurn *turn)
{
  g_autofree char *number = khidki_turn_dup_number (turn->session->subject);

  khidki_turn_say (turn, "withdraw.ask", "number", number, NULL);
  offer_with_number (turn, "show", turn->session->subject, "label.no-keep");
  khidki_turn_offer (turn, "withdraw-now", "label.yes-withdraw");
}

static gboolean
withdraw_choose (KhidkiTurn *turn, const char *id)
{
  const KhidkiApplicationFacts *facts =
    khidki_applications_find (turn, turn->session->subject);
  g_autofree char *number = NULL;

  if (strcmp (id, "withdraw-now") != 0)
    return FALSE;

  if (facts == NULL || !is_open (facts))
    {
      khidki_turn_note (turn, "withdraw.closed", NULL);
      khidki_rooms_enter (turn, "menu", "");
      return TRUE;
    }
  number = khidki_turn_dup_number (facts->number);
  khidki_turn_act (turn, KHIDKI_ACTION_WITHDRAW)->number = g_strdup (facts->number);
  khidki_turn_note (turn, "withdraw.done", "number", number, NULL);
  khidki_rooms_enter (turn, "menu", "");
  return TRUE;
}

static void
withdraw_back (KhidkiTurn *turn)
{
  khidki_rooms_enter (turn, "application", turn->session->subject);
}

const KhidkiRoom khidki_room_withdraw = {
  "withdraw", withdraw_show, NULL, withdraw_choose, withdraw_back,
};

static void
offer_application (KhidkiTurn *turn, const char *what, const KhidkiApplicationFacts *facts)
{
  g_autofree char *id = g_strconcat (what, ":", facts->number, NULL);
  g_autofree char *number = khidki_turn_dup_number (facts->number);
  g_autofree char *name = khidki_turn_dup_service_name (turn, facts->service, TRUE);
  g_autofree char *state = khidki_applications_dup_state (turn, facts->state);
  g_autofree char *below =
    g_strconcat (facts->applicant != NULL ? facts->applicant : "", " · ", state, " · ", name, NULL);

  khidki_turn_offer_text (turn, id, number, below);
}

static void
applications_show (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);
  gboolean certificates = strcmp (turn->session->subject, "certificates") == 0;

  khidki_turn_say (turn, certificates ? "certificate.which" : "application.which", NULL);
  turn->button = "label.open-list";
  for (guint i = 0; i < seen->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (seen, i);

      if (!certificates || facts->certificate != NULL)
        offer_application (turn, certificates ? "certificate" : "show", facts);
    }
  if (khidki_turn_sees_draft (turn))
    khidki_turn_offer_pinned (turn, "continue", "row.continue");
  khidki_turn_offer_pinned (turn, "menu", "label.menu");
}

const KhidkiRoom khidki_room_applications = {
  "applications", applications_show, NULL, NULL, NULL,
};

/* `status`: the only application, or a list of them. */
void
khidki_room_applications_status (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);
  const KhidkiApplicationFacts *only;

  if (seen->len == 0 && khidki_applications_any_hidden (turn))
    {
      khidki_room_claim_open (turn);
      return;
    }
  if (seen->len == 0)
    {
      khidki_turn_note (turn, "application.none", NULL);
      if (khidki_turn_sees_draft (turn))
        khidki_rooms_enter (turn, "resume", "");
      else
        khidki_rooms_enter (turn, "menu", "");
      return;
    }

  only = g_ptr_array_index (seen, 0);
  if (seen->len == 1)
    khidki_rooms_enter (turn, "application", only->number);
  else
    khidki_rooms_enter (turn, "applications", "");
}

/* `certificate`: the only one at once, else a list of them. */
void
khidki_room_applications_certificate (KhidkiTurn *turn)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);
  const KhidkiApplicationFacts *first = NULL;
  guint certificates = 0;

  for (guint i = 0; i < seen->len; i++)
    {
      const KhidkiApplicationFacts *facts = g_ptr_array_index (seen, i);

      if (facts->certificate == NULL)
        continue;
      certificates++;
      if (first == NULL)
        first = facts;
    }

  if (certificates > 1)
    {
      khidki_rooms_enter (turn, "applications", "certificates");
      return;
    }
  if (certificates == 1)
    {
      khidki_room_applications_send_certificate (turn, first->number);
      return;
    }
  /* Where there is no application, saying so says it all. */
  if (seen->len > 0)
    khidki_turn_note (turn, "certificate.none", NULL);
  khidki_room_applications_status (turn);
}

/* The dialogue stays where it was: the next answer belongs to its question. */
void
khidki_room_applications_send_certificate (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, number);
  g_autofree char *name = NULL;
  g_autofree char *spaced = NULL;

  if (facts == NULL || facts->certificate == NULL)
    {
      khidki_turn_note (turn, "certificate.none", NULL);
      khidki_rooms_show (turn);
      return;
    }

  name = khidki_turn_dup_service_name (turn, facts->service, FALSE);
  spaced = khidki_turn_dup_number (facts->number);
  turn->paper = khidki_paper_ref (facts->certificate);
  turn->paper_of = g_strdup (facts->number);
  turn->filename = g_strdup_printf ("%s-%s.pdf", facts->service, facts->number);
  khidki_turn_say (turn, "certificate.here", "service", name, "number", spaced, NULL);
  if (khidki_rooms_is (turn, &khidki_room_question))
    khidki_turn_say (turn, "certificate.go-on", NULL);
}

/* A typed number of 14 digits; FALSE if it is not that of an application. */
gboolean
khidki_room_applications_number (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = find_any (turn, number);

  if (facts != NULL && sees (turn, facts))
    {
      khidki_rooms_enter (turn, "application", number);
      return TRUE;
    }
  /* Whether a hidden number is known here is not told before the birth date. */
  if (khidki_applications_any_hidden (turn))
    {
      khidki_session_set (&turn->session->claimed_number, number);
      khidki_rooms_enter (turn, "claim-birth", "");
      return TRUE;
    }
  if (khidki_rooms_is (turn, &khidki_room_question))
    return FALSE;

  khidki_turn_note (turn, "application.unknown", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

/* A new application with all that was said in the rejected one. */
void
khidki_room_applications_again (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, number);
  KhidkiService *service = NULL;
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiAnswers) answers = NULL;
  g_autoptr (KhidkiDraft) empty = NULL;
  g_autoptr (KhidkiDraft) draft = NULL;

  if (facts != NULL)
    service = khidki_catalogue_find_service (turn->catalogue, facts->service);
  if (service == NULL)
    {
      khidki_turn_note (turn, "application.unknown", NULL);
      khidki_rooms_show (turn);
      return;
    }
  if (facts->answers == NULL || khidki_turn_has_answers (turn))
    {
      khidki_room_service_open (turn, facts->service);
      return;
    }

  answers = khidki_form_dup_again (service, facts->service_version, facts->answers);
  empty = khidki_draft_new (turn->context->reserved_draft, facts->service,
                            khidki_service_get_version (service),
                            facts->relation != NULL ? facts->relation : "self", none);
  draft = khidki_draft_copy_with_answers (empty, answers, turn->context->channel);
  /* Nothing was said in one that is open: it would come up again behind this one. */
  if (khidki_turn_sees_draft (turn))
    khidki_turn_set_draft (turn, NULL);
  khidki_turn_set_draft (turn, draft);
  khidki_session_clear_list (&turn->session->trail);
  khidki_turn_note (turn, "again.copied", NULL);
  khidki_room_question_next (turn);
}
