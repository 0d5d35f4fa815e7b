/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-offered.h"
#include "conversation/khidki-rooms.h"

#define TRAIL_LENGTH 64
#define MISSES_TOGETHER 2
/* So many answers more are looked for behind a comma. */
#define MOST_TOGETHER 4

static gboolean question_hear (KhidkiTurn *turn, const char *text);
static gboolean question_choose (KhidkiTurn *turn, const char *id);

/* The need that is open: the one that was asked for, else the form's next. */
KhidkiNeed *
khidki_room_question_get_need (KhidkiTurn *turn, const KhidkiForm *form)
{
  KhidkiNeed *need = NULL;

  if (*turn->session->asking != '\0')
    need = khidki_form_need_for (form, turn->session->asking);
  if (need != NULL)
    return need;

  khidki_session_set (&turn->session->asking, "");
  turn->session->changing = FALSE;
  return khidki_form_next (form);
}

/* Looks only: the turn's session stays as it is. */
gboolean
khidki_room_question_asks (KhidkiTurn *turn, KhidkiFieldType type)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!khidki_turn_get_form (turn, &form))
    return FALSE;
  if (*turn->session->asking != '\0')
    need = khidki_form_need_for (&form, turn->session->asking);
  if (need == NULL)
    need = khidki_form_next (&form);
  return khidki_form_takes (&form, need, type);
}

/* `address.pin` is a part of `address`. */
static gboolean
is_part_of (const char *path, const char *whole)
{
  return g_str_has_prefix (path, whole) && path[strlen (whole)] == '.';
}

/* Whether @path is a part of what is being changed part by part. */
static gboolean
is_replaced (KhidkiTurn *turn, const char *path)
{
  const char *whole = turn->session->replaced[0];

  return whole != NULL && is_part_of (path, whole);
}

static void
offer_leave (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  const char *answer = khidki_answers_get (form->answers, need->path);
  gboolean optional = need->field != NULL && khidki_field_is_optional (need->field);
  gboolean replaced = is_replaced (turn, need->path);

  if (!turn->session->changing && !replaced)
    return;
  khidki_turn_offer_pinned (turn, "keep", "label.keep");
  if (!replaced && optional && answer != NULL && *answer != '\0')
    khidki_turn_offer_pinned (turn, "empty", "label.empty");
}

static void
offer_choices (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;

  if (!khidki_form_list_choices (form, need, &ids, &names) || ids == NULL || names == NULL)
    return;
  for (guint i = 0; ids[i] != NULL && names[i] != NULL; i++)
    {
      g_autofree char *id = g_strconcat ("a:", ids[i], NULL);

      khidki_turn_offer_text (turn, id, names[i], NULL);
    }
}

/* The account's own number, for who applies for themselves: one tap. */
static void
offer_prefill (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  const char *prefill = need->field != NULL ? khidki_field_get_value (need->field, "Prefill") : NULL;
  const char *phone = khidki_account_get_phone (khidki_event_get_account (turn->event));
  g_autofree char *id = NULL;

  if (g_strcmp0 (prefill, "phone") != 0 || phone == NULL || strlen (phone) < 10 ||
      strcmp (khidki_draft_get_relation (turn->draft), "self") != 0)
    return;

  phone += strlen (phone) - 10;
  id = g_strconcat ("a:", phone, NULL);
  khidki_turn_offer_text (turn, id, phone, NULL);
}

/* Who is paid by the month need not do sums: what it makes in a year is one tap, and
 * nothing is taken without it. */
static void
offer_year (KhidkiTurn *turn, const KhidkiNeed *need)
{
  g_autofree char *id = NULL;
  g_autofree char *rupees = NULL;
  g_autofree char *title = NULL;

  if (turn->year == 0 || need->kind != KHIDKI_NEED_FIELD ||
      khidki_field_get_field_type (need->field) != KHIDKI_FIELD_MONEY)
    return;

  id = g_strdup_printf ("a:%" G_GINT64_FORMAT, turn->year);
  rupees = khidki_form_write_rupees (turn->year);
  title = khidki_turn_dup_text (turn, "label.a-year", "amount", rupees, NULL);
  khidki_turn_offer_text (turn, id, title, NULL);
}

static void
show_plain (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *question = khidki_form_dup_question (form, need);

  khidki_turn_say_text (turn, question);
  turn->button = "label.open-list";
  offer_choices (turn, form, need);
  offer_prefill (turn, form, need);
  offer_year (turn, need);
  if (need->kind == KHIDKI_NEED_MORE && turn->options->len == 0)
    {
      khidki_turn_offer (turn, "a:yes", "label.add-another");
      khidki_turn_offer (turn, "a:no", "label.that-is-all");
    }
  offer_leave (turn, form, need);
}

static gboolean
is_subdivision (const KhidkiNeed *need)
{
  return need->kind == KHIDKI_NEED_FIELD && need->field != NULL &&
         khidki_field_get_field_type (need->field) == KHIDKI_FIELD_SUBDIVISION;
}

static void
show_need (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  switch (need->kind)
    {
    case KHIDKI_NEED_REVIEW:
      khidki_session_clear_list (&turn->session->replaced);
      khidki_rooms_enter (turn, "review", "");
      return;
    case KHIDKI_NEED_PAPER:
      khidki_room_papers_show (turn, form, need);
      break;
    case KHIDKI_NEED_PRIVATE:
      khidki_room_private_show (turn, form, need);
      break;
    case KHIDKI_NEED_FIELD:
    case KHIDKI_NEED_GROUP:
    case KHIDKI_NEED_MORE:
    default:
      if (is_subdivision (need))
        khidki_room_places_show (turn, form, need);
      else
        show_plain (turn, form, need);
    }
  if (need->kind == KHIDKI_NEED_PRIVATE || is_subdivision (need))
    offer_leave (turn, form, need);
}

/* No draft at all, or one whose department does not run: it may be back in a
 * moment, and what somebody has typed is not thrown away for that. */
static void
leave_without_form (KhidkiTurn *turn)
{
  if (khidki_turn_sees_draft (turn))
    khidki_turn_note (turn, "service.resting", NULL);
  khidki_rooms_enter (turn, "menu", "");
}

static void
question_show (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!khidki_turn_get_form (turn, &form))
    {
      leave_without_form (turn);
      return;
    }

  need = khidki_room_question_get_need (turn, &form);
  show_need (turn, &form, need);
}

/* Goes on where the form goes on. */
void
khidki_room_question_next (KhidkiTurn *turn)
{
  khidki_session_set (&turn->session->asking, "");
  khidki_session_set (&turn->session->paper_kind, "");
  turn->session->changing = FALSE;
  turn->session->replacing = FALSE;
  khidki_rooms_enter (turn, "question", "");
}

/* Asks one thing that the form would not ask now. */
void
khidki_room_question_ask (KhidkiTurn *turn, const char *path)
{
  khidki_session_set (&turn->session->asking, path);
  khidki_session_set (&turn->session->paper_kind, "");
  turn->session->replacing = FALSE;
  khidki_rooms_enter (turn, "question", "");
}

static void
remember (KhidkiTurn *turn, const char *path)
{
  guint length = g_strv_length (turn->session->trail);

  if (length > 0 && strcmp (turn->session->trail[length - 1], path) == 0)
    return;
  if (length >= TRAIL_LENGTH)
    {
      g_free (turn->session->trail[0]);
      memmove (turn->session->trail, turn->session->trail + 1, length * sizeof (char *));
    }
  khidki_session_push (&turn->session->trail, path);
}

/* Where it was before is not known any more when those behind have moved up. */
static void
forget_members (KhidkiTurn *turn, const char *group)
{
  g_auto (GStrv) trail = g_steal_pointer (&turn->session->trail);

  turn->session->trail = g_new0 (char *, 1);
  for (guint i = 0; trail[i] != NULL; i++)
    if (!is_part_of (trail[i], group))
      khidki_session_push (&turn->session->trail, trail[i]);
}

/* Notes for the way back what was answered: of a further member the member, not that there
 * was one. */
static void
remember_answer (KhidkiTurn *turn, const char *path, KhidkiAnswers *before, KhidkiAnswers *after)
{
  g_autofree char *group = g_strndup (path, strcspn (path, "."));
  guint were = khidki_answers_get_repeats (before, group);
  guint are = khidki_answers_get_repeats (after, group);
  g_autofree char *member = g_strdup_printf ("%s.%u", group, were + 1);

  if (are < were)
    forget_members (turn, group);
  else
    remember (turn, are > were && g_str_has_suffix (path, ".more") ? member : path);
}

/* Keeps the answers and goes on. */
void
khidki_room_question_take (KhidkiTurn *turn, const char *path, KhidkiAnswers *answers)
{
  KhidkiForm form;
  g_autoptr (KhidkiAnswers) followed = NULL;
  g_autoptr (KhidkiAnswers) before = khidki_answers_ref (khidki_draft_get_answers (turn->draft));

  if (khidki_turn_get_form (turn, &form))
    followed = khidki_room_places_follow (&form, answers);
  khidki_turn_save_draft (turn, followed != NULL ? followed : answers);
  remember_answer (turn, path, before, answers);
  khidki_room_question_next (turn);
}

/* Says what is wrong and asks again; the third time, where a person helps. */
void
khidki_room_question_miss (KhidkiTurn *turn, const char *complaint)
{
  turn->session->misses++;
  if (complaint != NULL)
    khidki_turn_note_text (turn, complaint);
  if (turn->session->misses % 3 == 0)
    khidki_help_after_misses (turn);
  khidki_rooms_show (turn);
  if (turn->session->misses % 3 == 0)
    khidki_help_offer (turn);
}

static void
take_or_miss (KhidkiTurn *turn, const char *path, KhidkiAnswers *answers, const char *said)
{
  g_autofree char *unclear = NULL;

  if (answers != NULL)
    {
      if (said != NULL)
        khidki_turn_note_text (turn, said);
      khidki_room_question_take (turn, path, answers);
      return;
    }
  if (said == NULL)
    unclear = khidki_turn_dup_text (turn, "question.unclear", NULL);
  khidki_room_question_miss (turn, said != NULL ? said : unclear);
}

/* Until all parts of it are answered anew, what stood there can be had back. */
static void
note_replaced (KhidkiTurn *turn, const KhidkiForm *form, const char *path)
{
  GStrv *replaced = &turn->session->replaced;
  g_auto (GStrv) paths = khidki_answers_list_paths (form->answers);

  khidki_session_clear_list (replaced);
  khidki_session_push (replaced, path);
  khidki_session_push (replaced, "");
  for (guint i = 0; paths[i] != NULL; i++)
    if (is_part_of (paths[i], path))
      {
        khidki_session_push (replaced, paths[i]);
        khidki_session_push (replaced, khidki_answers_get (form->answers, paths[i]));
      }
}

static void
put_back (KhidkiTurn *turn, const KhidkiForm *form)
{
  GStrv replaced = turn->session->replaced;
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);

  khidki_answers_unset_below (answers, replaced[0]);
  for (guint i = 2; replaced[i] != NULL; i += 2)
    khidki_answers_set (answers, replaced[i], replaced[i + 1]);
  khidki_turn_save_draft (turn, answers);
  khidki_session_clear_list (&turn->session->replaced);
}

/* Who has failed twice at a question for several things is asked for each. */
static gboolean
take_apart (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *path = NULL;
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (turn->session->misses + 1 < MISSES_TOGETHER)
    return FALSE;
  answers = khidki_form_take_apart (form, need, &path, &said);
  if (answers == NULL)
    return FALSE;
  khidki_turn_note_text (turn, said);
  if (turn->session->changing)
    note_replaced (turn, form, need->path);
  khidki_turn_save_draft (turn, answers);
  turn->session->changing = FALSE;
  khidki_room_question_ask (turn, path);
  return TRUE;
}

/* (nullable): a service that is named though another one's form is open. */
static KhidkiService *
find_other_service (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_search (turn->catalogue, text);
  KhidkiService *first = services->len > 0 ? g_ptr_array_index (services, 0) : NULL;

  return first != NULL && strcmp (khidki_service_get_id (first), khidki_service_get_id (form->service)) != 0
           ? first
           : NULL;
}

/* Whoever has changed their mind is asked, and loses nothing. */
gboolean
khidki_room_question_offer_other (KhidkiTurn *turn, const KhidkiForm *form, const char *text)
{
  KhidkiService *other = find_other_service (turn, form, text);
  g_autofree char *name = NULL;
  g_autofree char *other_name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *choice = NULL;

  if (other == NULL)
    return FALSE;
  name = khidki_turn_dup_service_name (turn, khidki_service_get_id (form->service), FALSE);
  other_name = khidki_turn_dup_service_name (turn, khidki_service_get_id (other), FALSE);
  title = khidki_turn_dup_service_name (turn, khidki_service_get_id (other), TRUE);
  choice = g_strconcat ("service:", khidki_service_get_id (other), NULL);
  khidki_turn_say (turn, "question.other-service", "service", name, "other", other_name, NULL);
  khidki_turn_offer (turn, "here", "label.go-on");
  khidki_turn_offer_text (turn, choice, title, NULL);
  return TRUE;
}

/* The office that was proposed, by a part of its name. */
static gboolean
choose_part (KhidkiTurn *turn, const KhidkiNeed *need, const char *text)
{
  g_autofree char *offered = is_subdivision (need) ? khidki_offered_match_part (turn, text) : NULL;
  const char *id = offered != NULL ? strchr (offered, ':') : NULL;

  return id != NULL && question_choose (turn, id + 1);
}

/* What is offered beside the question, with a slip of the thumb. */
static gboolean
choose_nearly (KhidkiTurn *turn, const char *text)
{
  g_autofree char *offered = khidki_offered_match_nearly (turn, text);
  const char *id = offered != NULL ? strchr (offered, ':') : NULL;

  return id != NULL && !g_str_has_prefix (id + 1, "a:")
         && (question_choose (turn, id + 1) || khidki_rooms_choose_anywhere (turn, id + 1));
}

/* The first line may answer this question, and the next ones those behind it. */
static gboolean
hear_lines (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  g_autofree char *rest = NULL;
  g_autofree char *first = khidki_pieces_split (text, &rest);
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers =
    first != NULL ? khidki_form_answer (form, need, first, &said) : NULL;

  if (answers == NULL)
    return FALSE;
  take_or_miss (turn, need->path, answers, said);
  return !khidki_rooms_is (turn, &khidki_room_question) || question_hear (turn, rest);
}

/* What stands before the first comma, and what behind it. */
static gboolean
split_comma (const char *text, char **first, char **rest)
{
  gsize length = strcspn (text, ",;");

  if (text[length] == '\0')
    return FALSE;
  *first = g_strstrip (g_strndup (text, length));
  *rest = g_strstrip (g_strdup (text + length + 1));
  return **first != '\0' && **rest != '\0';
}

/* Whether what is asked next is answered by @text, or by what stands before its comma and
 * then so on. */
static gboolean
answers_next (const KhidkiForm *form, KhidkiAnswers *answers, const char *text, guint most)
{
  KhidkiForm then = *form;
  g_autoptr (KhidkiNeed) next = NULL;
  g_autoptr (KhidkiAnswers) whole = NULL;
  g_autoptr (KhidkiAnswers) one = NULL;
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;

  then.answers = answers;
  next = khidki_form_next (&then);
  if (next->kind != KHIDKI_NEED_FIELD && next->kind != KHIDKI_NEED_GROUP)
    return FALSE;
  whole = khidki_form_answer (&then, next, text, NULL);
  if (whole != NULL || most == 0 || next->kind != KHIDKI_NEED_FIELD || !split_comma (text, &first, &rest))
    return whole != NULL;
  one = khidki_form_answer (&then, next, first, NULL);
  return one != NULL && answers_next (form, one, rest, most - 1);
}

/* Sita Devi, female: what stands behind the comma answers what is asked next. */
static gboolean
hear_both (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (need->kind != KHIDKI_NEED_FIELD || turn->session->changing || !split_comma (text, &first, &rest))
    return FALSE;
  answers = khidki_form_answer (form, need, first, &said);
  if (answers == NULL || !answers_next (form, answers, rest, MOST_TOGETHER))
    return FALSE;
  take_or_miss (turn, need->path, answers, said);
  return question_hear (turn, rest);
}

/* Of somebody in a list one thing was asked, and all of it is told once more. */
static gboolean
hear_whole (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  const char *end = need->kind == KHIDKI_NEED_FIELD ? strrchr (need->path, '.') : NULL;
  g_autofree char *path = end != NULL ? g_strndup (need->path, (gsize) (end - need->path)) : NULL;
  g_autoptr (KhidkiNeed) whole = path != NULL ? khidki_form_need_for (form, path) : NULL;
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (whole == NULL || whole->kind != KHIDKI_NEED_GROUP || !khidki_part_get_repeat (whole->part, NULL, NULL))
    return FALSE;
  answers = khidki_form_answer (form, whole, text, &said);
  if (answers == NULL || khidki_answers_get (answers, need->path) == NULL)
    return FALSE;
  take_or_miss (turn, path, answers, said);
  return TRUE;
}

/* A choice is found in any sentence; what stands in the next line is not a part of it. */
static gboolean
is_choice (const KhidkiNeed *need)
{
  return need->kind == KHIDKI_NEED_FIELD && khidki_field_get_field_type (need->field) == KHIDKI_FIELD_CHOICE;
}

static gboolean
hear_answer (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  turn->year = 0;
  if (is_choice (need) && (hear_lines (turn, form, need, text) || hear_both (turn, form, need, text)))
    return TRUE;
  answers = khidki_form_answer (form, need, text, &said);
  if (answers == NULL
      && (hear_lines (turn, form, need, text) || hear_both (turn, form, need, text)
          || hear_whole (turn, form, need, text)
          || khidki_second_thoughts_hear (turn, form, text) || choose_part (turn, need, text) || choose_nearly (turn, text)
          || khidki_pieces_add (turn, form, text) || khidki_room_question_offer_other (turn, form, text)
          || take_apart (turn, form, need)))
    return TRUE;
  take_or_miss (turn, need->path, answers, said);
  return TRUE;
}

static gboolean
question_hear (KhidkiTurn *turn, const char *text)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!khidki_turn_get_form (turn, &form))
    return FALSE;

  need = khidki_room_question_get_need (turn, &form);
  switch (need->kind)
    {
    case KHIDKI_NEED_PAPER:
      return khidki_room_papers_hear (turn, &form, need, text);
    case KHIDKI_NEED_PRIVATE:
      khidki_turn_note (turn, "private.not-here", NULL);
      khidki_rooms_show (turn);
      return TRUE;
    case KHIDKI_NEED_REVIEW:
      return FALSE;
    case KHIDKI_NEED_FIELD:
    case KHIDKI_NEED_GROUP:
    case KHIDKI_NEED_MORE:
    default:
      return khidki_plain_answer (turn, &form, need, text)
             || (khidki_form_takes (&form, need, KHIDKI_FIELD_NAME)
                 && khidki_second_thoughts_hear_whom (turn, &form, text))
             || hear_answer (turn, &form, need, text);
    }
}

static gboolean
leave_empty (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);

  if (need->field == NULL || !khidki_field_is_optional (need->field))
    return FALSE;
  khidki_answers_unset (answers, need->path);
  khidki_room_question_take (turn, need->path, answers);
  return TRUE;
}

static gboolean
choose_answer (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need, const char *id)
{
  g_autofree char *said = NULL;
  g_autoptr (KhidkiAnswers) answers = khidki_form_set (form, need->path, id, &said);

  take_or_miss (turn, need->path, answers, said);
  return TRUE;
}

static gboolean
question_choose (KhidkiTurn *turn, const char *id)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (!khidki_turn_get_form (turn, &form))
    return FALSE;

  need = khidki_room_question_get_need (turn, &form);
  if (strcmp (id, "keep") == 0)
    {
      if (is_replaced (turn, need->path))
        put_back (turn, &form);
      khidki_room_question_next (turn);
      return TRUE;
    }
  if (strcmp (id, "empty") == 0)
    return leave_empty (turn, &form, need);
  if (strcmp (id, "replace") == 0 && need->kind == KHIDKI_NEED_PAPER)
    {
      turn->session->replacing = TRUE;
      khidki_rooms_show (turn);
      return TRUE;
    }
  if (is_subdivision (need) && khidki_room_places_choose (turn, &form, need, id))
    return TRUE;
  if (g_str_has_prefix (id, "a:"))
    return choose_answer (turn, &form, need, id + 2);

  return FALSE;
}

/* To the question answered last; before the first, to what may be done at all. */
static void
question_back (KhidkiTurn *turn)
{
  guint length = g_strv_length (turn->session->trail);
  g_autofree char *path = NULL;

  if (turn->session->changing)
    {
      khidki_room_question_next (turn);
      return;
    }
  if (length == 0)
    {
      khidki_rooms_enter (turn, "resume", "");
      return;
    }

  path = g_steal_pointer (&turn->session->trail[length - 1]);
  khidki_turn_note (turn, "question.back", NULL);
  khidki_room_question_ask (turn, path);
}

const KhidkiRoom khidki_room_question = {
  "question", question_show, question_hear, question_choose, question_back,
};
