/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-turn.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-reply.h"
#include "conversation/khidki-texts.h"

static void
option_free (KhidkiOption *option)
{
  g_free (option->id);
  g_free (option->title);
  g_free (option->description);
  g_free (option);
}

void
khidki_turn_init (KhidkiTurn *turn,
                  KhidkiCatalogue *catalogue,
                  KhidkiSession *session,
                  KhidkiEvent *event,
                  const KhidkiContext *context)
{
  *turn = (KhidkiTurn){ 0 };
  turn->catalogue = catalogue;
  turn->event = event;
  turn->context = context;
  turn->session = khidki_session_copy (session);
  if (context->draft != NULL)
    turn->draft = khidki_draft_ref (context->draft);
  turn->notes = g_string_new (NULL);
  turn->body = g_string_new (NULL);
  turn->options = g_ptr_array_new_with_free_func ((GDestroyNotify) option_free);
  turn->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_action_free);
}

/* Says what there is to say and gives the step; the turn is empty afterwards. */
KhidkiStep *
khidki_turn_end (KhidkiTurn *turn)
{
  KhidkiStep *step = khidki_step_new ();

  khidki_reply_send (turn);
  step->session = g_steal_pointer (&turn->session);
  g_ptr_array_extend_and_steal (step->actions, g_steal_pointer (&turn->actions));

  g_clear_pointer (&turn->draft, khidki_draft_unref);
  g_clear_pointer (&turn->paper, khidki_paper_unref);
  g_clear_pointer (&turn->paper_of, g_free);
  g_clear_pointer (&turn->template_message, khidki_message_unref);
  g_clear_pointer (&turn->filename, g_free);
  g_ptr_array_unref (turn->options);
  g_string_free (turn->notes, TRUE);
  g_string_free (turn->body, TRUE);

  return step;
}

gboolean
khidki_turn_knows_language (KhidkiTurn *turn)
{
  return khidki_texts_has_language (turn->session->language);
}

/* The language for what can be said in one only. */
const char *
khidki_turn_get_language (KhidkiTurn *turn)
{
  return khidki_turn_knows_language (turn) ? turn->session->language : KHIDKI_LANGUAGE_FIRST;
}

static char *
fill_in (const char *language, const char *key, GHashTable *values)
{
  return khidki_texts_fill (language, khidki_texts_get_counted (language, key, values), values);
}

static char *
fill (KhidkiTurn *turn, const char *key, const char *between, GHashTable *values)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (khidki_turn_knows_language (turn))
    return fill_in (turn->session->language, key, values);

  first = fill_in (KHIDKI_LANGUAGE_FIRST, key, values);
  second = fill_in (KHIDKI_LANGUAGE_SECOND, key, values);
  return g_strconcat (first, between, second, NULL);
}

/* A word or a label, `हाँ · Yes` while the language is not known. */
char *
khidki_turn_dup_word (KhidkiTurn *turn, const char *key)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  return fill (turn, key, " · ", values);
}

char *
khidki_turn_dup_text (KhidkiTurn *turn, const char *key, ...)
{
  g_autoptr (GHashTable) values = NULL;
  va_list pairs;

  va_start (pairs, key);
  values = khidki_texts_collect (pairs);
  va_end (pairs);

  return fill (turn, key, "\n\n", values);
}

static void
append (GString *string, const char *text)
{
  if (*text == '\0')
    return;
  if (string->len > 0)
    g_string_append (string, "\n\n");
  g_string_append (string, text);
}

void
khidki_turn_note_text (KhidkiTurn *turn, const char *text)
{
  append (turn->notes, text);
}

void
khidki_turn_say_text (KhidkiTurn *turn, const char *text)
{
  append (turn->body, text);
}

/* What has just happened: said first. */
void
khidki_turn_note (KhidkiTurn *turn, const char *key, ...)
{
  g_autoptr (GHashTable) values = NULL;
  g_autofree char *text = NULL;
  va_list pairs;

  va_start (pairs, key);
  values = khidki_texts_collect (pairs);
  va_end (pairs);

  text = fill (turn, key, "\n", values);
  khidki_turn_note_text (turn, text);
}

void
khidki_turn_say (KhidkiTurn *turn, const char *key, ...)
{
  g_autoptr (GHashTable) values = NULL;
  g_autofree char *text = NULL;
  va_list pairs;

  va_start (pairs, key);
  values = khidki_texts_collect (pairs);
  va_end (pairs);

  text = fill (turn, key, "\n\n", values);
  khidki_turn_say_text (turn, text);
}

static KhidkiOption *
add_option (KhidkiTurn *turn, const char *id, const char *title, const char *description)
{
  KhidkiOption *option = g_new0 (KhidkiOption, 1);

  option->id = g_strdup (id);
  option->title = g_strdup (title);
  option->description = g_strdup (description != NULL ? description : "");
  g_ptr_array_add (turn->options, option);

  return option;
}

static KhidkiOption *
offer_key (KhidkiTurn *turn, const char *id, const char *key)
{
  if (khidki_turn_knows_language (turn))
    return add_option (turn, id, khidki_texts_get (turn->session->language, key), NULL);

  return add_option (turn, id, khidki_texts_get (KHIDKI_LANGUAGE_FIRST, key),
                     khidki_texts_get (KHIDKI_LANGUAGE_SECOND, key));
}

void
khidki_turn_offer (KhidkiTurn *turn, const char *id, const char *key)
{
  offer_key (turn, id, key);
}

void
khidki_turn_offer_pinned (KhidkiTurn *turn, const char *id, const char *key)
{
  offer_key (turn, id, key)->pinned = TRUE;
}

void
khidki_turn_offer_text (KhidkiTurn *turn, const char *id, const char *title, const char *description)
{
  add_option (turn, id, title, description);
}

KhidkiAction *
khidki_turn_act (KhidkiTurn *turn, KhidkiActionKind kind)
{
  KhidkiAction *action = g_new0 (KhidkiAction, 1);

  action->kind = kind;
  g_ptr_array_add (turn->actions, action);
  return action;
}

/* A draft may change more than once in a step; only its last form is kept. What
 * is done with another draft stands. */
static void
forget_draft_actions (KhidkiTurn *turn, KhidkiDraft *draft)
{
  for (guint i = turn->actions->len; i > 0; i--)
    {
      KhidkiAction *action = g_ptr_array_index (turn->actions, i - 1);

      if ((action->kind == KHIDKI_ACTION_SAVE_DRAFT || action->kind == KHIDKI_ACTION_DROP_DRAFT)
          && strcmp (khidki_draft_get_id (action->draft), khidki_draft_get_id (draft)) == 0)
        g_ptr_array_remove_index (turn->actions, i - 1);
    }
}

/* @draft: (transfer none) (nullable): the open draft from now on. */
void
khidki_turn_set_draft (KhidkiTurn *turn, KhidkiDraft *draft)
{
  g_autoptr (KhidkiDraft) before = g_steal_pointer (&turn->draft);
  KhidkiDraft *changed = draft != NULL ? draft : before;

  if (changed == NULL)
    return;
  if (draft == NULL || before == NULL || strcmp (khidki_draft_get_id (draft), khidki_draft_get_id (before)) != 0)
    khidki_session_clear_list (&turn->session->replaced);
  turn->draft = draft != NULL ? khidki_draft_ref (draft) : NULL;
  forget_draft_actions (turn, changed);
  khidki_turn_act (turn, draft != NULL ? KHIDKI_ACTION_SAVE_DRAFT : KHIDKI_ACTION_DROP_DRAFT)->draft =
      khidki_draft_ref (changed);
}

void
khidki_turn_save_draft (KhidkiTurn *turn, KhidkiAnswers *answers)
{
  g_autoptr (KhidkiDraft) draft = khidki_draft_copy_with_answers (turn->draft, answers,
                                                                   turn->context->channel);

  khidki_turn_set_draft (turn, draft);
}

static KhidkiService *
find_service (KhidkiTurn *turn)
{
  const char *id = khidki_draft_get_service (turn->draft);
  const char *version = khidki_draft_get_service_version (turn->draft);
  KhidkiService *service = khidki_catalogue_find_version (turn->catalogue, id, version);

  return service != NULL ? service : khidki_catalogue_find_service (turn->catalogue, id);
}

/* One that came up when a later one was gone. */
static gboolean
is_of_before (KhidkiTurn *turn)
{
  const KhidkiContext *context = turn->context;

  return context->draft != NULL && context->draft_changed != 0
         && context->draft_changed < turn->session->hidden_before
         && strcmp (khidki_draft_get_id (turn->draft), khidki_draft_get_id (context->draft)) == 0;
}

/* A draft of somebody who had this number before is not shown to who has it now. */
gboolean
khidki_turn_sees_draft (KhidkiTurn *turn)
{
  return turn->draft != NULL &&
         !khidki_session_hides_draft (turn->session, khidki_draft_get_id (turn->draft)) &&
         !is_of_before (turn);
}

/* The draft that was shown last was sent or deleted elsewhere, or another one was brought. */
gboolean
khidki_turn_sees_other_draft (KhidkiTurn *turn)
{
  return *turn->session->shown_draft != '\0' && khidki_turn_sees_draft (turn) &&
         strcmp (khidki_draft_get_id (turn->draft), turn->session->shown_draft) != 0;
}

/* Whether something was answered in the open draft, or sent for it. */
gboolean
khidki_turn_has_answers (KhidkiTurn *turn)
{
  g_auto (GStrv) paths = NULL;
  g_auto (GStrv) papers = NULL;

  if (!khidki_turn_sees_draft (turn))
    return FALSE;
  paths = khidki_answers_list_paths (khidki_draft_get_answers (turn->draft));
  papers = khidki_answers_list_paper_paths (khidki_draft_get_answers (turn->draft));
  return paths[0] != NULL || papers[0] != NULL;
}

/* FALSE when there is no draft, or nobody offers its service any more. */
gboolean
khidki_turn_get_form (KhidkiTurn *turn, KhidkiForm *form)
{
  KhidkiService *service = khidki_turn_sees_draft (turn) ? find_service (turn) : NULL;

  if (service == NULL)
    return FALSE;

  *form = (KhidkiForm){
    .catalogue = turn->catalogue,
    .department =
      khidki_catalogue_find_department (turn->catalogue, khidki_service_get_department (service)),
    .service = service,
    .answers = khidki_draft_get_answers (turn->draft),
    .today = &turn->context->today,
    .language = khidki_turn_get_language (turn),
    .for_self = strcmp (khidki_draft_get_relation (turn->draft), "self") == 0,
    .year = &turn->year,
  };
  return TRUE;
}

static const char *
get_name (KhidkiService *service, const char *key, const char *language)
{
  const char *name = khidki_service_get_text (service, key, language);

  if (name == NULL || *name == '\0')
    name = khidki_service_get_text (service, "Name", language);
  return name != NULL && *name != '\0' ? name : khidki_service_get_id (service);
}

char *
khidki_turn_dup_service_name (KhidkiTurn *turn, const char *id, gboolean short_name)
{
  KhidkiService *service = khidki_catalogue_find_service (turn->catalogue, id);
  const char *key = short_name ? "ShortName" : "Name";
  const char *first, *second;

  if (service == NULL)
    return g_strdup (id);
  if (khidki_turn_knows_language (turn))
    return g_strdup (get_name (service, key, turn->session->language));

  first = get_name (service, key, KHIDKI_LANGUAGE_FIRST);
  second = get_name (service, key, KHIDKI_LANGUAGE_SECOND);
  if (short_name || strcmp (first, second) == 0)
    return g_strdup (first);
  return g_strconcat (first, " · ", second, NULL);
}

/* An application's number in groups, as people read it out. */
char *
khidki_turn_dup_number (const char *number)
{
  GString *spaced = g_string_new (NULL);

  for (guint i = 0; number[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (spaced, ' ');
      g_string_append_c (spaced, number[i]);
    }

  return g_string_free (spaced, FALSE);
}

char *
khidki_turn_dup_date (KhidkiTurn *turn, const GDate *date)
{
  g_autofree char *key = NULL;
  g_autofree char *month = NULL;

  if (!g_date_valid (date))
    return g_strdup ("–");

  key = g_strdup_printf ("month.%d", g_date_get_month (date));
  month = khidki_turn_dup_word (turn, key);
  return g_strdup_printf ("%d %s %d", g_date_get_day (date), month, g_date_get_year (date));
}

/* The civil day of an instant. */
char *
khidki_turn_dup_day (KhidkiTurn *turn, gint64 instant)
{
  gint64 seconds = (instant + turn->context->utc_offset) / 1000;
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (seconds);
  GDate date;

  g_date_clear (&date, 1);
  if (day != NULL)
    g_date_set_dmy (&date, g_date_time_get_day_of_month (day), g_date_time_get_month (day),
                    g_date_time_get_year (day));

  return khidki_turn_dup_date (turn, &date);
}
