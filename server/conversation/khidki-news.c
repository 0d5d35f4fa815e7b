/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-fit.h"
#include "conversation/khidki-reasons.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/* A template's values are one line each, never empty, and not too long: all of
 * it has to fit into 1024 letters. */
#define PARAMETER_LENGTH 250
#define REASON_LENGTH 400

typedef struct
{
  const char *number;
  const char *move;
  const char *stage;
  const char *service;
  const char *reason;
  const char *text;
  const char *filename;
  gint64 answer_by;
  gboolean unproven;
  char *spaced;
  char *name;
} News;

static void
news_clear (News *news)
{
  g_free (news->spaced);
  g_free (news->name);
}

static const char *
look_up (GVariant *values, const char *key)
{
  const char *value = "";

  g_variant_lookup (values, key, "&s", &value);
  return value;
}

static void
read_news (KhidkiTurn *turn, GVariant *values, News *news)
{
  news->number = look_up (values, "number");
  news->move = look_up (values, "move");
  news->stage = look_up (values, "stage");
  news->service = look_up (values, "service");
  news->reason = look_up (values, "reason");
  news->text = look_up (values, "text");
  news->filename = look_up (values, "filename");
  g_variant_lookup (values, "answer-by", "x", &news->answer_by);
  g_variant_lookup (values, "unproven", "b", &news->unproven);
  news->spaced = khidki_turn_dup_number (news->number);
  news->name = khidki_turn_dup_service_name (turn, news->service, FALSE);
}

static KhidkiPaper *
dup_paper (GVariant *values)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (values, "paper", NULL);

  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    {
      g_autoptr (GVariant) inner = g_variant_get_variant (value);

      return khidki_paper_new_from_variant (inner);
    }
  return value != NULL ? khidki_paper_new_from_variant (value) : NULL;
}

static void
add_long_parameter (KhidkiMessage *message, const char *value, guint maximum)
{
  g_autofree char *line = khidki_fit_line (value);
  g_autofree char *fitted = khidki_fit_text (line, maximum);

  khidki_message_add_parameter (message, *fitted != '\0' ? fitted : "–");
}

static void
add_parameter (KhidkiMessage *message, const char *value)
{
  add_long_parameter (message, value, PARAMETER_LENGTH);
}

/* Says the same as a text registered with the channel, for a closed window. */
static void
begin_template (KhidkiTurn *turn, const char *name, const News *news)
{
  turn->template_message = khidki_message_new_template (name, khidki_turn_get_language (turn));
  add_parameter (turn->template_message, news->name);
  add_parameter (turn->template_message, news->spaced);
}

/**
 * khidki_news_dup_number:
 * @message: a message that was sent
 *
 * Returns: (transfer full) (nullable): the number of the application that it was
 *   news of; %NULL if it was none, or told nothing of whose it is
 */
char *
khidki_news_dup_number (KhidkiMessage *message)
{
  KhidkiMessage *template_message = khidki_message_get_template (message);
  const char *const *parameters =
    template_message != NULL ? khidki_message_get_parameters (template_message) : NULL;
  g_auto (GStrv) groups = NULL;

  if (parameters == NULL || parameters[0] == NULL || parameters[1] == NULL)
    return NULL;
  groups = g_strsplit (parameters[1], " ", -1);
  return g_strjoinv ("", groups);
}

static void
offer (KhidkiTurn *turn, const char *what, const News *news, const char *key)
{
  g_autofree char *id = g_strconcat (what, ":", news->number, NULL);

  khidki_turn_offer (turn, id, key);
}

static void
tell_query (KhidkiTurn *turn, const News *news)
{
  g_autofree char *by = khidki_turn_dup_day (turn, news->answer_by);

  khidki_turn_say (turn, "news.query", "service", news->name, "number", news->spaced, "query",
                   news->text, "by", by, NULL);
  offer (turn, "query", news, "label.answer");
  khidki_turn_offer (turn, "later", "label.later");
  begin_template (turn, "application_query", news);
  add_long_parameter (turn->template_message, news->text, REASON_LENGTH);
  add_parameter (turn->template_message, by);
}

static void
tell_rejected (KhidkiTurn *turn, const News *news)
{
  g_autofree char *why = khidki_reasons_dup_why (turn, news->service, news->reason, news->text);
  g_autofree char *what_now = khidki_reasons_dup_what_now (turn, news->service, news->reason);

  khidki_turn_say (turn, "news.rejected", "service", news->name, "number", news->spaced, NULL);
  khidki_turn_say (turn, "rejected.reason", "reason", why, NULL);
  khidki_turn_say_text (turn, what_now);
  offer (turn, "again", news, "label.apply-again");
  khidki_turn_offer (turn, "help", "row.help");
  begin_template (turn, "application_rejected", news);
  add_long_parameter (turn->template_message, why, REASON_LENGTH);
  add_parameter (turn->template_message, what_now);
}

static void
tell_issued (KhidkiTurn *turn, const News *news, KhidkiPaper *paper)
{
  khidki_turn_say (turn, "news.issued", "service", news->name, "number", news->spaced, NULL);
  turn->paper = khidki_paper_ref (paper);
  turn->paper_of = g_strdup (news->number);
  turn->filename = *news->filename != '\0'
                     ? g_strdup (news->filename)
                     : g_strdup_printf ("%s-%s.pdf", news->service, news->number);
  begin_template (turn, "certificate_ready", news);
  khidki_message_set_paper (turn->template_message, paper, turn->filename);
}

static void
tell_moved (KhidkiTurn *turn, const News *news)
{
  g_autofree char *key = g_strconcat ("move.", news->move, NULL);
  g_autofree char *stage = khidki_reasons_dup_stage (turn, news->service, news->stage);
  g_autofree char *words = NULL;

  if (strcmp (khidki_texts_get ("en", key), key) != 0)
    words = khidki_turn_dup_word (turn, key);
  else
    words = khidki_turn_dup_word (turn, "move.other");
  khidki_turn_say (turn, "news.moved", "service", news->name, "number", news->spaced, "words",
                   words, NULL);
  if (*stage != '\0')
    khidki_turn_say (turn, "news.stage", "stage", stage, NULL);
  begin_template (turn, "application_moved", news);
  add_parameter (turn->template_message, words);
}

/* What the citizen did here, they were answered when they did it; that the
 * certificate was delivered, they see. */
static gboolean
is_known_already (KhidkiTurn *turn, const News *news)
{
  static const char *const known[] = { "", "answer", "deliver", "withdraw", NULL };

  if (strcmp (news->move, "submit") == 0)
    return strcmp (news->number, turn->session->submitted_number) == 0;
  return g_strv_contains (known, news->move);
}

/* An application that was made elsewhere, at a counter. */
static void
tell_received (KhidkiTurn *turn, const News *news)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, news->number);
  g_autofree char *due = khidki_turn_dup_day (turn, facts != NULL ? facts->due : 0);

  g_autofree char *words = khidki_turn_dup_word (turn, "move.submit");

  khidki_turn_say (turn, "news.received", "service", news->name, "number", news->spaced, NULL);
  if (facts == NULL)
    {
      begin_template (turn, "application_moved", news);
      add_parameter (turn->template_message, words);
      return;
    }
  khidki_turn_say (turn, "application.due", "due", due, NULL);
  begin_template (turn, "application_received", news);
  add_parameter (turn->template_message, due);
}

static void
tell_hidden (KhidkiTurn *turn)
{
  khidki_turn_say (turn, "news.hidden", NULL);
  khidki_turn_offer (turn, "claim", "label.show-it");
  turn->template_message =
    khidki_message_new_template ("application_news_hidden", khidki_turn_get_language (turn));
}

static gboolean
is_hidden (KhidkiTurn *turn, const char *number)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, number);

  /* It goes out unasked, to whoever has the number now. */
  if (khidki_identity_may_be_another (turn) && (facts == NULL || facts->submitted <= turn->session->seen))
    return TRUE;
  return turn->session->hidden_before > 0 && facts == NULL;
}

static void
tell (KhidkiTurn *turn, GVariant *values)
{
  g_autoptr (KhidkiPaper) paper = NULL;
  News news = { 0 };

  read_news (turn, values, &news);
  paper = dup_paper (values);
  if (is_known_already (turn, &news))
    turn->silent = TRUE;
  else if (is_hidden (turn, news.number))
    tell_hidden (turn);
  /* Whose phone it is, nobody has shown: the number and where it stands, no more. */
  else if (news.unproven)
    tell_moved (turn, &news);
  else if (strcmp (news.move, "submit") == 0)
    tell_received (turn, &news);
  else if (strcmp (news.move, "ask") == 0)
    tell_query (turn, &news);
  else if (strcmp (news.move, "reject") == 0)
    tell_rejected (turn, &news);
  else if (strcmp (news.move, "issue") == 0 && paper != NULL)
    tell_issued (turn, &news, paper);
  else
    tell_moved (turn, &news);
  news_clear (&news);
}

/* Where the registered text is all that is read, both languages in each of its values
 * would fill it. */
static gboolean
is_text_alone (KhidkiTurn *turn, GVariant *values)
{
  gboolean unproven = FALSE;

  g_variant_lookup (values, "unproven", "b", &unproven);
  return unproven || turn->context->limits->templates_only;
}

/* Tells of a move of an application, beside the dialogue. */
void
khidki_news_tell (KhidkiTurn *turn)
{
  GVariant *values = khidki_event_get_values (turn->event);
  gboolean unknown = !khidki_turn_knows_language (turn);

  turn->news = TRUE;
  if (values == NULL)
    return;

  /* One is taken for this once: nobody has chosen it. */
  if (unknown && is_text_alone (turn, values))
    khidki_session_set (&turn->session->language, khidki_turn_get_language (turn));
  tell (turn, values);
  if (unknown)
    khidki_session_set (&turn->session->language, "");
}
