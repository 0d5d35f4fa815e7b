/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"

/* A file that has not come after this long is no longer waited for; it is still
 * taken when it comes. */
#define FETCHING_AGE (3 * 60 * 1000)

static void
say_alternatives (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  if (!khidki_form_list_choices (form, need, &ids, &names) || names == NULL)
    return;
  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (list, "%s• %s", i > 0 ? "\n" : "", names[i]);
  if (g_strv_length (names) > 1)
    khidki_turn_say (turn, "papers.any-of", "papers", list->str, NULL);
}

static gboolean
is_optional (const KhidkiNeed *need)
{
  const char *optional = need->part != NULL ? khidki_part_get_value (need->part, "Optional") : NULL;

  return g_strcmp0 (optional, "yes") == 0;
}

void
khidki_room_papers_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *question = khidki_form_dup_question (form, need);

  khidki_turn_say_text (turn, question);
  /* Who is told what was wrong with a photo has read the list already. */
  if (*turn->session->paper_kind == '\0' && turn->session->misses == 0)
    say_alternatives (turn, form, need);
  khidki_turn_say (turn, "papers.how", NULL);
  if (turn->session->changing)
    khidki_turn_offer (turn, "keep", "label.keep");
  else if (is_optional (need))
    khidki_turn_offer (turn, "keep", "label.skip");
}

static gboolean
names (const char *words, const char *name)
{
  g_autofree char *folded = khidki_commands_normalise (name);

  return *folded != '\0' && strstr (words, folded) != NULL;
}

/* Other words that people have for a kind of paper. */
static gboolean
names_by_words (const KhidkiForm *form, const char *words, const char *id)
{
  KhidkiPart *kind = khidki_service_find_part (form->service, "Kind", id);
  const char *const *list = kind != NULL ? khidki_part_get_list (kind, "Words") : NULL;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (names (words, list[i]))
      return TRUE;

  return FALSE;
}

/* The kind that a text names among those that a paper may be, else NULL. */
static char *
match_kind (const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) titles = NULL;
  g_autofree char *words = NULL;

  if (text == NULL || strlen (text) > 512 ||
      !khidki_form_list_choices (form, need, &ids, &titles) || ids == NULL || titles == NULL)
    return NULL;

  words = khidki_commands_normalise (text);
  for (guint i = 0; ids[i] != NULL && titles[i] != NULL; i++)
    if (names (words, titles[i]) || names (words, ids[i]) || names_by_words (form, words, ids[i]))
      return g_strdup (ids[i]);

  return NULL;
}

static char *
get_only_kind (const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) titles = NULL;

  if (!khidki_form_list_choices (form, need, &ids, &titles) || ids == NULL)
    return g_strdup ("");
  return g_strdup (g_strv_length (ids) == 1 ? ids[0] : "");
}

gboolean
khidki_room_papers_waits (KhidkiTurn *turn)
{
  return *turn->session->fetching != NULL &&
         turn->context->now - turn->session->fetching_since < FETCHING_AGE;
}

gboolean
khidki_room_papers_hear (KhidkiTurn *turn,
                         const KhidkiForm *form,
                         const KhidkiNeed *need,
                         const char *text)
{
  g_autofree char *kind = match_kind (form, need, text);
  g_autofree char *complaint = NULL;

  if (khidki_room_papers_waits (turn))
    {
      khidki_turn_say (turn, "papers.checking", NULL);
      return TRUE;
    }
  if (kind != NULL)
    {
      khidki_session_set (&turn->session->paper_kind, kind);
      khidki_turn_note (turn, "papers.kind-noted", NULL);
      khidki_rooms_show (turn);
      return TRUE;
    }

  complaint = khidki_turn_dup_text (turn, "papers.not-text", NULL);
  khidki_room_question_miss (turn, complaint);
  return TRUE;
}

static gboolean
is_paper_type (const char *mime_type)
{
  return mime_type == NULL || *mime_type == '\0' || g_str_has_prefix (mime_type, "image/") ||
         g_str_has_prefix (mime_type, "application/pdf");
}

/* The paper that a caption names, though another one or none is asked. */
static KhidkiNeed *
find_captioned (const KhidkiForm *form, const char *caption, char **kind)
{
  g_autoptr (GPtrArray) needs = khidki_form_list_needs (form);

  for (guint i = 0; needs != NULL && i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);

      if (need->kind != KHIDKI_NEED_PAPER || !khidki_form_applies (form, need->path) ||
          khidki_answers_get_n_papers (form->answers, need->path) > 0)
        continue;
      *kind = match_kind (form, need, caption);
      if (*kind != NULL)
        return khidki_form_need_for (form, need->path);
    }

  return NULL;
}

static void
fetch (KhidkiTurn *turn, const char *path, const char *kind)
{
  const char *media = khidki_event_get_media (turn->event);
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_FETCH_MEDIA);

  action->media = g_strdup (media);
  action->path = g_strdup (path);
  turn->session->fetching_since = turn->context->now;
  khidki_session_push (&turn->session->fetching, media);
  khidki_session_push (&turn->session->fetching, path);
  khidki_session_push (&turn->session->fetching, kind);
  turn->silent = TRUE;
}

/* The kind by the caption, by what was named before, or because there is but one. */
static char *
dup_kind (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  char *kind = match_kind (form, need, khidki_event_get_text (turn->event));

  if (kind != NULL)
    return kind;
  if (*turn->session->paper_kind != '\0')
    return g_strdup (turn->session->paper_kind);
  return get_only_kind (form, need);
}

static gboolean
fetch_asked (KhidkiTurn *turn, const KhidkiForm *form)
{
  g_autoptr (KhidkiNeed) need = NULL;
  g_autoptr (KhidkiNeed) captioned = NULL;
  g_autofree char *kind = NULL;

  if (khidki_rooms_is (turn, &khidki_room_question))
    need = khidki_room_question_get_need (turn, form);
  if (need == NULL || need->kind != KHIDKI_NEED_PAPER)
    g_clear_pointer (&need, khidki_need_free);

  if (need != NULL)
    kind = match_kind (form, need, khidki_event_get_text (turn->event));
  if (kind == NULL)
    captioned = find_captioned (form, khidki_event_get_text (turn->event), &kind);
  if (captioned == NULL && need != NULL && kind == NULL)
    kind = dup_kind (turn, form, need);
  if (captioned == NULL && need == NULL)
    return FALSE;

  fetch (turn, captioned != NULL ? captioned->path : need->path, kind);
  return TRUE;
}

/* A photo or a file came. */
void
khidki_room_papers_media (KhidkiTurn *turn)
{
  KhidkiForm form;
  gboolean has_form = khidki_turn_get_form (turn, &form);

  if (!is_paper_type (khidki_event_get_mime_type (turn->event)) ||
      khidki_event_get_media (turn->event) == NULL)
    {
      khidki_turn_note (turn, "papers.wrong-type", NULL);
      khidki_rooms_show (turn);
      return;
    }
  if (khidki_rooms_is (turn, &khidki_room_query) && khidki_room_query_media (turn))
    {
      fetch (turn, "query", "");
      return;
    }
  if (has_form && fetch_asked (turn, &form))
    return;

  if (khidki_rooms_is (turn, &khidki_room_question))
    khidki_turn_note (turn, "papers.later", NULL);
  else if (khidki_rooms_is (turn, &khidki_room_review) || khidki_rooms_is (turn, &khidki_room_change))
    khidki_turn_note (turn, "papers.at-review", NULL);
  else
    khidki_turn_note (turn, "papers.not-asked", NULL);
  khidki_rooms_show (turn);
}

/* Takes a file off those that are being fetched; FALSE if it is none of them. */
static gboolean
take_fetched (KhidkiTurn *turn, const char *media, char **path, char **kind)
{
  GStrv left = g_new0 (char *, 1);
  gboolean found = FALSE;

  for (GStrv at = turn->session->fetching; *at != NULL; at += 3)
    {
      if (!found && strcmp (at[0], media) == 0)
        {
          found = TRUE;
          *path = g_strdup (at[1]);
          *kind = g_strdup (at[2]);
          continue;
        }
      for (guint i = 0; i < 3; i++)
        khidki_session_push (&left, at[i]);
    }

  g_strfreev (turn->session->fetching);
  turn->session->fetching = left;
  return found;
}

/* A service says how many files a paper may have. */
static gboolean
is_full (KhidkiTurn *turn, KhidkiAnswers *answers, const char *path)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;
  const char *maximum = NULL;

  if (khidki_turn_get_form (turn, &form))
    need = khidki_form_need_for (&form, path);
  if (need != NULL && need->part != NULL)
    maximum = khidki_part_get_value (need->part, "Max");

  return maximum != NULL &&
         khidki_answers_get_n_papers (answers, path) >= g_ascii_strtoull (maximum, NULL, 10);
}

static void
keep (KhidkiTurn *turn, const char *path, const char *kind, KhidkiPaper *paper)
{
  g_autoptr (KhidkiAnswers) answers =
    khidki_answers_copy (khidki_draft_get_answers (turn->draft));

  if (turn->session->changing && strcmp (turn->session->asking, path) == 0)
    khidki_answers_remove_papers (answers, path);
  if (!is_full (turn, answers, path))
    khidki_answers_add_paper (answers, path, kind, paper);
  khidki_turn_save_draft (turn, answers);
  turn->session->changing = FALSE;
  khidki_session_set (&turn->session->asking, "");
}

static void
note_verdict (KhidkiTurn *turn, const char *verdict)
{
  static const char *const known[] = {
    "too-small", "too-dark", "encrypted", "damaged", "too-many-pages", "wrong-type", "lost", NULL,
  };
  g_autofree char *key = g_strconcat ("papers.", verdict, NULL);

  khidki_turn_note (turn, g_strv_contains (known, verdict) ? key : "papers.damaged", NULL);
}

static void
note_kept (KhidkiTurn *turn, const char *path)
{
  KhidkiForm form;
  g_autofree char *label = NULL;

  if (!khidki_turn_get_form (turn, &form))
    return;
  label = khidki_form_dup_label (&form, path);
  khidki_turn_note (turn, "papers.kept", "paper", label, NULL);
}

/* All files that came together are told of once, with the last. */
static void
tell (KhidkiTurn *turn, const char *path, gboolean kept)
{
  turn->silent = FALSE;
  turn->news = !khidki_rooms_is (turn, &khidki_room_question);
  if (kept)
    note_kept (turn, path);
  if (*turn->session->said != '\0')
    note_verdict (turn, turn->session->said);
  khidki_session_set (&turn->session->said, "");
  if (turn->news)
    return;
  if (kept)
    khidki_room_question_next (turn);
  else
    khidki_room_question_miss (turn, NULL);
}

static void
settle (KhidkiTurn *turn, const char *path, const char *kind, KhidkiPaper *paper, const char *verdict)
{
  KhidkiForm form;
  gboolean good = strcmp (verdict, "ok") == 0 && paper != NULL;

  if (strcmp (path, "query") == 0)
    {
      turn->silent = FALSE;
      if (!good)
        note_verdict (turn, verdict);
      khidki_room_query_kept (turn, good ? paper : NULL, kind);
      return;
    }
  if (!khidki_turn_get_form (turn, &form))
    return;

  if (good)
    keep (turn, path, kind, paper);
  else
    khidki_session_set (&turn->session->said, verdict);
  if (khidki_room_papers_waits (turn))
    return;

  form.answers = khidki_draft_get_answers (turn->draft);
  tell (turn, path, khidki_answers_get_n_papers (form.answers, path) > 0);
}

static void
take_event (KhidkiTurn *turn, const char *verdict)
{
  GVariant *values = khidki_event_get_values (turn->event);
  const char *media = "";
  g_autofree char *path = NULL;
  g_autofree char *kind = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;

  turn->silent = TRUE;
  if (values == NULL)
    return;

  g_variant_lookup (values, "media", "&s", &media);
  g_variant_lookup (values, "verdict", "&s", &verdict);
  value = g_variant_lookup_value (values, "paper", NULL);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    {
      g_autoptr (GVariant) boxed = g_steal_pointer (&value);

      value = g_variant_get_variant (boxed);
    }
  if (value != NULL)
    paper = khidki_paper_new_from_variant (value);
  if (take_fetched (turn, media, &path, &kind))
    settle (turn, path, kind, paper, verdict);
}

/* The server's word on a file: kept and checked. */
void
khidki_room_papers_kept (KhidkiTurn *turn)
{
  take_event (turn, "damaged");
}

/* The server's word on a file: it could not be brought. */
void
khidki_room_papers_lost (KhidkiTurn *turn)
{
  take_event (turn, "lost");
}
