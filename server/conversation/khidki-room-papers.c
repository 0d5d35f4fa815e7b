/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"
#include "papers/khidki-paper-check.h"

/* A file that has not come after this long is no longer waited for; it is still
 * taken when it comes. */
#define FETCHING_AGE (3 * 60 * 1000)
/* A document where the paper has to be a photo. */
#define NOT_A_PHOTO "not-a-photo"

/* What not everybody knows of a kind, such as what a masked copy is. */
static void
say_kind_help (KhidkiTurn *turn, const KhidkiForm *form, const char *id)
{
  KhidkiPart *kind = khidki_service_find_part (form->service, "Kind", id);
  const char *help = kind != NULL ? khidki_part_get_text (kind, "Help", form->language) : NULL;

  if (help != NULL)
    khidki_turn_say_text (turn, help);
}

/* Of a portrait only a photo will do. */
static gboolean
wants_photo (const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;
  gboolean photo = khidki_form_list_choices (form, need, &ids, &names);

  for (guint i = 0; photo && ids[i] != NULL; i++)
    {
      KhidkiPart *kind = khidki_service_find_part (form->service, "Kind", ids[i]);
      const char *only = kind != NULL ? khidki_part_get_value (kind, "Only") : NULL;

      photo = g_strcmp0 (only, "photo") == 0;
    }

  return photo;
}

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
  for (guint i = 0; names[i] != NULL; i++)
    say_kind_help (turn, form, ids[i]);
}

static gboolean
is_optional (const KhidkiNeed *need)
{
  const char *optional = need->part != NULL ? khidki_part_get_value (need->part, "Optional") : NULL;

  return g_strcmp0 (optional, "yes") == 0;
}

static void
offer_leave (KhidkiTurn *turn, const KhidkiNeed *need)
{
  if (turn->session->changing)
    khidki_turn_offer (turn, "keep", "label.keep");
  else if (is_optional (need))
    khidki_turn_offer (turn, "keep", "label.skip");
}

void
khidki_room_papers_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *question = khidki_form_dup_question (form, need);
  const char *how = wants_photo (form, need) ? "papers.how-photo" : "papers.how";

  if (turn->context->no_papers)
    {
      khidki_counter_hand_over (turn);
      offer_leave (turn, need);
      return;
    }
  if (khidki_answers_get_n_papers (form->answers, need->path) > 0)
    {
      khidki_room_pages_show (turn, form, need);
      khidki_turn_say (turn, how, NULL);
      return;
    }
  khidki_turn_say_text (turn, question);
  /* Who is told what was wrong with a photo has read the list already. */
  if (*turn->session->paper_kind == '\0' && turn->session->misses == 0)
    say_alternatives (turn, form, need);
  khidki_turn_say (turn, how, NULL);
  offer_leave (turn, need);
}

/* So short a name stands in longer words of another meaning: pan in pani. */
#define SHORT_NAME 5

/* Whether the name stands in it as a word; a long one may have an ending. */
static gboolean
names (const char *words, const char *name)
{
  g_autofree char *folded = khidki_commands_normalise (name);
  gsize length = strlen (folded);
  gboolean whole = g_utf8_strlen (folded, -1) < SHORT_NAME;

  for (const char *at = words; length > 0 && (at = strstr (at, folded)) != NULL; at += length)
    if ((at == words || at[-1] == ' ') && (!whole || at[length] == '\0' || at[length] == ' '))
      return TRUE;
  return FALSE;
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
char *
khidki_room_papers_match_kind (const KhidkiForm *form, const KhidkiNeed *need, const char *text)
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

/* The kind of a paper that can be but one, else "". */
char *
khidki_room_papers_get_only_kind (const KhidkiForm *form, const KhidkiNeed *need)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) titles = NULL;

  if (!khidki_form_list_choices (form, need, &ids, &titles) || ids == NULL)
    return g_strdup ("");
  return g_strdup (g_strv_length (ids) == 1 ? ids[0] : "");
}

/* Each file is waited for on its own: one that never comes must not silence those that are sent
 * after it, however soon. */
gboolean
khidki_room_papers_waits (KhidkiTurn *turn)
{
  for (GStrv at = turn->session->fetching_at; *at != NULL; at++)
    if (turn->context->now - g_ascii_strtoll (*at, NULL, 10) < FETCHING_AGE)
      return TRUE;
  return FALSE;
}

gboolean
khidki_room_papers_hear (KhidkiTurn *turn,
                         const KhidkiForm *form,
                         const KhidkiNeed *need,
                         const char *text)
{
  g_autofree char *kind = khidki_room_papers_match_kind (form, need, text);
  g_autofree char *complaint = NULL;

  /* The code that was shown stays good. */
  if (turn->context->no_papers)
    {
      khidki_turn_say (turn, "counter.no-papers-again", NULL);
      khidki_turn_offer (turn, "counter", "label.counter");
      khidki_turn_offer (turn, "menu", "label.menu");
      return TRUE;
    }
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
      say_kind_help (turn, form, kind);
      return TRUE;
    }

  if (khidki_plain_match (text) == KHIDKI_PLAIN_LATER)
    {
      khidki_plain_put_off (turn);
      return TRUE;
    }
  if (khidki_second_thoughts_hear (turn, form, text) || khidki_room_question_offer_other (turn, form, text))
    return TRUE;
  complaint = khidki_turn_dup_text (turn, "papers.not-text", NULL);
  khidki_room_question_miss (turn, complaint);
  return TRUE;
}

/* What is no paper by its very name; of the rest the worker judges the content,
 * for phones send a PDF as a mere stream of bytes. */
static gboolean
is_no_paper (const char *mime_type)
{
  static const char *const others[] = {
    "audio/", "video/", "text/", "application/msword", "application/vnd.", "application/zip",
  };

  for (guint i = 0; mime_type != NULL && i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (mime_type, others[i]))
      return TRUE;

  return FALSE;
}

/* The paper that a caption names, though another one or none is asked. @more: one that
 * has files already and may have more. */
static KhidkiNeed *
find_captioned (KhidkiTurn *turn, const KhidkiForm *form, gboolean more, const char *caption, char **kind)
{
  g_autoptr (GPtrArray) needs = khidki_form_list_needs (form);

  for (guint i = 0; needs != NULL && i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);

      if (need->kind != KHIDKI_NEED_PAPER || !khidki_form_applies (form, need->path) ||
          (more ? !khidki_room_pages_has_place (turn, need->path)
                : khidki_answers_get_n_papers (form->answers, need->path) > 0))
        continue;
      *kind = khidki_room_papers_match_kind (form, need, caption);
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
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, turn->context->now);

  action->media = g_strdup (media);
  action->path = g_strdup (path);
  khidki_session_push (&turn->session->fetching, media);
  khidki_session_push (&turn->session->fetching, path);
  khidki_session_push (&turn->session->fetching, kind);
  khidki_session_push (&turn->session->fetching_at, now);
  turn->silent = TRUE;
}

/* The kind by the caption, by what was named before, or because there is but one. */
static char *
dup_kind (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  char *kind = khidki_room_papers_match_kind (form, need, khidki_event_get_text (turn->event));

  if (kind != NULL)
    return kind;
  if (*turn->session->paper_kind != '\0')
    return g_strdup (turn->session->paper_kind);
  return khidki_room_papers_get_only_kind (form, need);
}

/* @kind: (out): of the file, "" if nothing tells */
static char *
dup_asked_path (KhidkiTurn *turn, const KhidkiForm *form, char **kind)
{
  const char *caption = khidki_event_get_text (turn->event);
  g_autoptr (KhidkiNeed) need = NULL;
  g_autoptr (KhidkiNeed) captioned = NULL;

  if (khidki_rooms_is (turn, &khidki_room_question))
    need = khidki_room_question_get_need (turn, form);
  if (need == NULL || need->kind != KHIDKI_NEED_PAPER)
    g_clear_pointer (&need, khidki_need_free);

  if (need != NULL)
    *kind = khidki_room_papers_match_kind (form, need, caption);
  if (*kind != NULL)
    return g_strdup (need->path);
  captioned = find_captioned (turn, form, FALSE, caption, kind);
  if (captioned == NULL)
    captioned = find_captioned (turn, form, TRUE, caption, kind);
  if (captioned != NULL)
    return g_strdup (captioned->path);
  if (need == NULL)
    return NULL;

  *kind = dup_kind (turn, form, need);
  return g_strdup (need->path);
}

static gboolean
fetch_asked (KhidkiTurn *turn, const KhidkiForm *form)
{
  g_autofree char *kind = NULL;
  g_autofree char *album = khidki_room_pages_dup_album (turn, form, khidki_event_get_text (turn->event));
  g_autofree char *path = album != NULL ? g_strdup (album) : dup_asked_path (turn, form, &kind);
  g_autoptr (KhidkiNeed) need = album != NULL ? khidki_form_need_for (form, album) : NULL;

  khidki_session_set (&turn->session->guessed_of, album);
  if (need != NULL)
    kind = dup_kind (turn, form, need);
  if (path == NULL)
    return FALSE;
  if (kind == NULL || *kind == '\0')
    {
      g_free (kind);
      kind = khidki_room_pages_dup_kind (turn, path);
    }
  fetch (turn, path, kind);
  return TRUE;
}

static void
note_not_asked (KhidkiTurn *turn)
{
  const char *change = khidki_texts_get (khidki_turn_get_language (turn), "label.change");

  if (khidki_rooms_is (turn, &khidki_room_question))
    khidki_turn_note (turn, "papers.later", NULL);
  else if (khidki_rooms_is (turn, &khidki_room_review) || khidki_rooms_is (turn, &khidki_room_change))
    khidki_turn_note (turn, "papers.at-review", "label", change, NULL);
  else
    khidki_turn_note (turn, "papers.not-asked", NULL);
}

/* A photo or a file came. */
void
khidki_room_papers_media (KhidkiTurn *turn)
{
  KhidkiForm form;

  if (is_no_paper (khidki_event_get_mime_type (turn->event)) ||
      khidki_event_get_media (turn->event) == NULL)
    {
      khidki_room_papers_note_verdict (
        turn, khidki_paper_fault_to_string (KHIDKI_PAPER_NOT_AN_IMAGE));
      khidki_rooms_show (turn);
      return;
    }
  if (khidki_unasked_media_first (turn))
    {
      fetch (turn, "query", "");
      return;
    }
  if (khidki_turn_get_form (turn, &form) && fetch_asked (turn, &form))
    return;
  if (khidki_unasked_media_last (turn))
    {
      fetch (turn, "query", "");
      return;
    }

  note_not_asked (turn);
  khidki_rooms_show (turn);
}

/* Takes a file off those that are being fetched; FALSE if it is none of them. */
static gboolean
take_fetched (KhidkiTurn *turn, const char *media, char **path, char **kind)
{
  g_auto (GStrv) files = g_steal_pointer (&turn->session->fetching);
  g_auto (GStrv) times = g_steal_pointer (&turn->session->fetching_at);
  gboolean found = FALSE;

  turn->session->fetching = g_new0 (char *, 1);
  turn->session->fetching_at = g_new0 (char *, 1);
  for (guint i = 0; times[i] != NULL; i++)
    {
      GStrv file = files + 3 * (gsize) i;

      if (!found && strcmp (file[0], media) == 0)
        {
          found = TRUE;
          *path = g_strdup (file[1]);
          *kind = g_strdup (file[2]);
          continue;
        }
      for (guint j = 0; j < 3; j++)
        khidki_session_push (&turn->session->fetching, file[j]);
      khidki_session_push (&turn->session->fetching_at, times[i]);
    }

  return found;
}

/* A service says how many files a paper may have. */
static gboolean
is_full (KhidkiTurn *turn, KhidkiAnswers *answers, const char *path)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (khidki_turn_get_form (turn, &form))
    need = khidki_form_need_for (&form, path);
  return need != NULL && need->part != NULL &&
         khidki_answers_get_n_papers (answers, path) >= khidki_form_get_most_files (need->part);
}

static void
note_full (KhidkiTurn *turn, const char *path)
{
  KhidkiForm form;
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;

  if (*path == '\0' || !khidki_turn_get_form (turn, &form))
    return;
  count = g_strdup_printf ("%u", khidki_answers_get_n_papers (form.answers, path));
  label = khidki_form_dup_label (&form, path);
  khidki_turn_note (turn, "papers.full", "paper", label, "count", count, NULL);
}

static void
keep (KhidkiTurn *turn, const char *path, const char *kind, KhidkiPaper *paper)
{
  g_autoptr (KhidkiAnswers) answers =
    khidki_answers_copy (khidki_draft_get_answers (turn->draft));
  gboolean changing = turn->session->changing && strcmp (turn->session->asking, path) == 0;

  if (changing && (turn->session->replacing || is_full (turn, answers, path)))
    khidki_answers_remove_papers (answers, path);
  if (is_full (turn, answers, path))
    khidki_session_set (&turn->session->full_of, path);
  else
    khidki_answers_add_paper (answers, path, kind, paper);
  khidki_turn_save_draft (turn, answers);
  if (!g_strv_contains ((const char *const *) turn->session->kept_of, path))
    khidki_session_push (&turn->session->kept_of, path);
  turn->session->changing = FALSE;
  turn->session->replacing = FALSE;
  khidki_session_set (&turn->session->asking, "");
}

/* The worker's codes are the keys of the texts that say what to do; what is none
 * of them is told as a damaged file. */
void
khidki_room_papers_note_verdict (KhidkiTurn *turn, const char *verdict)
{
  g_autofree char *key = g_strconcat ("papers.", verdict, NULL);
  gboolean known = strcmp (verdict, "lost") == 0 || strcmp (verdict, NOT_A_PHOTO) == 0;

  /* What came of the words below it. */
  if (g_str_has_prefix (verdict, "query."))
    {
      khidki_turn_note (turn, verdict, NULL);
      return;
    }
  for (guint i = KHIDKI_PAPER_FINE + 1; i < KHIDKI_PAPER_N_FAULTS; i++)
    known |= strcmp (verdict, khidki_paper_fault_to_string (i)) == 0;
  khidki_turn_note (turn, known ? key : "papers.damaged", NULL);
}

void
khidki_room_papers_note_kept (KhidkiTurn *turn, const char *path)
{
  KhidkiForm form;
  g_autofree char *label = NULL;
  g_autofree char *count = NULL;
  guint files;

  if (!khidki_turn_get_form (turn, &form))
    return;
  files = khidki_answers_get_n_papers (form.answers, path);
  count = g_strdup_printf ("%u", files);
  label = khidki_form_dup_label (&form, path);
  khidki_turn_note (turn, "papers.kept", "paper", label, "count", count, NULL);
}

/* All files that came together are told of once, with the last. */
static void
tell (KhidkiTurn *turn, const char *path)
{
  g_auto (GStrv) kept = g_strdupv (turn->session->kept_of);
  gboolean full = *turn->session->full_of != '\0';
  gboolean guessed = *kept != NULL && !full && strcmp (turn->session->guessed_of, path) == 0;

  turn->silent = FALSE;
  turn->news =
    !khidki_rooms_is (turn, &khidki_room_question) && !khidki_rooms_is (turn, &khidki_room_review);
  for (guint i = 0; kept[i] != NULL; i++)
    khidki_room_papers_note_kept (turn, kept[i]);
  note_full (turn, turn->session->full_of);
  khidki_session_clear_list (&turn->session->kept_of);
  khidki_session_set (&turn->session->full_of, "");
  if (*turn->session->said != '\0')
    khidki_room_papers_note_verdict (turn, turn->session->said);
  khidki_session_set (&turn->session->said, "");
  if (turn->news)
    return;
  if (*kept != NULL)
    {
      khidki_room_pages_note (turn, path);
      khidki_room_question_next (turn);
      khidki_room_pages_offer (turn, guessed);
      return;
    }
  khidki_room_question_miss (turn, NULL);
}

static void
settle_query (KhidkiTurn *turn, const char *kind, KhidkiPaper *paper, const char *verdict)
{
  gboolean good = strcmp (verdict, KHIDKI_PAPER_GOOD) == 0 && paper != NULL;

  turn->silent = FALSE;
  if (!good)
    khidki_session_set (&turn->session->said, verdict);
  khidki_room_query_kept (turn, good ? paper : NULL, kind);
}

/* What the worker finds good may still be no photo where only a photo will do. */
static const char *
judge (const KhidkiForm *form, const char *path, KhidkiPaper *paper, const char *verdict)
{
  g_autoptr (KhidkiNeed) need = khidki_form_need_for (form, path);

  if (need != NULL && need->kind == KHIDKI_NEED_PAPER && wants_photo (form, need) &&
      strcmp (verdict, KHIDKI_PAPER_GOOD) == 0 && paper != NULL &&
      !g_str_has_prefix (khidki_paper_get_mime_type (paper), "image/"))
    return NOT_A_PHOTO;
  return verdict;
}

/* It came for a form that is no longer there, or whose department has stopped since. */
static void
tell_formless (KhidkiTurn *turn)
{
  gboolean rests = khidki_turn_sees_draft (turn) && !khidki_turn_sees_other_draft (turn);

  if (khidki_room_papers_waits (turn))
    return;
  turn->silent = FALSE;
  turn->news = TRUE;
  khidki_turn_note (turn, rests ? "papers.form-rests" : "papers.form-gone", NULL);
}

static void
settle (KhidkiTurn *turn, const char *path, const char *kind, KhidkiPaper *paper, const char *verdict)
{
  KhidkiForm form;

  if (strcmp (path, "query") == 0)
    {
      settle_query (turn, kind, paper, verdict);
      return;
    }
  if (khidki_turn_sees_other_draft (turn) || !khidki_turn_get_form (turn, &form))
    {
      tell_formless (turn);
      return;
    }

  verdict = judge (&form, path, paper, verdict);
  if (strcmp (verdict, KHIDKI_PAPER_GOOD) == 0 && paper != NULL)
    keep (turn, path, kind, paper);
  else
    khidki_session_set (&turn->session->said, verdict);
  if (!khidki_room_papers_waits (turn))
    tell (turn, path);
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
