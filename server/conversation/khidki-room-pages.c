/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conversation/khidki-rooms.h"
#include "conversation/khidki-texts.h"

/*
 * A paper may have several files: both sides of a card, the pages of a contract.
 * The form goes on after the first, for most papers have one; the next question
 * offers to add another page of it. Who sends the back of a card at once cannot
 * have read that question yet: what comes within QUICK after it is taken as
 * another page, is said to be so, and with one tap is the next paper instead.
 * Of an album that is longer than the paper may be nothing goes to the next one.
 */
#define QUICK (6 * 1000)

static guint
get_files (KhidkiTurn *turn, const char *path)
{
  return khidki_answers_get_n_papers (khidki_draft_get_answers (turn->draft), path);
}

/* The paper at @path, if it applies to the open draft. */
static KhidkiNeed *
find_paper (KhidkiTurn *turn, const char *path)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (*path == '\0' || !khidki_turn_get_form (turn, &form))
    return NULL;
  need = khidki_form_need_for (&form, path);
  if (need == NULL || need->kind != KHIDKI_NEED_PAPER || !khidki_form_applies (&form, path))
    return NULL;
  return g_steal_pointer (&need);
}

/**
 * khidki_room_pages_has_place:
 *
 * Returns: whether a file of the paper at @path is there and more may come
 */
gboolean
khidki_room_pages_has_place (KhidkiTurn *turn, const char *path)
{
  g_autoptr (KhidkiNeed) need = find_paper (turn, path);
  guint files;

  if (need == NULL)
    return FALSE;

  files = get_files (turn, path);
  return files > 0 && files < khidki_form_get_most_files (need->part);
}

/* @caption: (nullable). A caption that fits another paper and not the one at @path
 * leaves nothing to guess. */
static gboolean
is_told_apart (KhidkiTurn *turn, const KhidkiForm *form, const char *path, const char *caption)
{
  g_autoptr (KhidkiNeed) page_need = khidki_form_need_for (form, path);
  g_autofree char *kind = khidki_room_papers_match_kind (form, page_need, caption);
  g_autoptr (GPtrArray) needs = khidki_form_list_needs (form);

  if (kind != NULL)
    return FALSE;
  for (guint i = 0; i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);
      g_autofree char *other =
        need->kind == KHIDKI_NEED_PAPER ? khidki_room_papers_match_kind (form, need, caption) : NULL;

      if (other != NULL)
        return TRUE;
    }

  return FALSE;
}

/* (nullable): the paper of the last file that has not arrived yet: until it has, nothing
 * else is asked for. */
static const char *
find_fetched (KhidkiTurn *turn)
{
  guint length = g_strv_length (turn->session->fetching);

  return length >= 3 && khidki_room_papers_waits (turn) ? turn->session->fetching[length - 2] : NULL;
}

/* (nullable): the paper that got a file so lately that nobody has read what is asked now. */
static const char *
find_just_kept (KhidkiTurn *turn)
{
  gint64 at = MIN (khidki_event_get_at (turn->event), turn->context->now);
  const char *page_of = turn->session->page_of;

  return at <= turn->session->page_at + QUICK && strcmp (turn->session->asking, page_of) != 0 ? page_of : NULL;
}

/**
 * khidki_room_pages_dup_album:
 * @caption: (nullable): what was written below the file
 *
 * Returns: (transfer full) (nullable): the paper of which the file of the event is
 *   another page because it came so soon; there may be too many of them already
 */
char *
khidki_room_pages_dup_album (KhidkiTurn *turn, const KhidkiForm *form, const char *caption)
{
  const char *path = find_fetched (turn);
  g_autoptr (KhidkiNeed) need = NULL;

  if (path == NULL)
    path = find_just_kept (turn);
  need = path != NULL ? find_paper (turn, path) : NULL;
  return need != NULL && !is_told_apart (turn, form, path, caption) ? g_strdup (path) : NULL;
}

/* The kind of the first page. */
char *
khidki_room_pages_dup_kind (KhidkiTurn *turn, const char *path)
{
  const char *kind = NULL;

  if (get_files (turn, path) > 0)
    khidki_answers_get_paper (khidki_draft_get_answers (turn->draft), path, 0, &kind);
  return g_strdup (kind != NULL ? kind : "");
}

static void
show_change (KhidkiTurn *turn, const char *label, guint files)
{
  g_autofree char *count = g_strdup_printf ("%u", files);
  const char *replace = khidki_texts_get (khidki_turn_get_language (turn), "label.replace");
  gboolean more = khidki_room_pages_has_place (turn, turn->session->asking);

  if (turn->session->replacing || !more)
    {
      khidki_turn_say (turn, "papers.replace", "paper", label, NULL);
      return;
    }
  khidki_turn_say (turn, "papers.add-or-replace", "paper", label, "count", count, "label", replace,
                   NULL);
  khidki_turn_offer (turn, "replace", "label.replace");
}

/**
 * khidki_room_pages_show:
 *
 * Asks for a file of a paper of which there is one already: another page, or one
 * in its place.
 */
void
khidki_room_pages_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *label = khidki_form_dup_label (form, need->path);

  if (turn->session->changing)
    {
      show_change (turn, label, get_files (turn, need->path));
      khidki_turn_offer (turn, "keep", "label.keep");
      return;
    }
  khidki_turn_say (turn, "papers.next-page", "paper", label, NULL);
  khidki_turn_offer (turn, "keep", "label.no-more-pages");
}

/* @path: the paper that got a file. What comes now may be another page of it. */
void
khidki_room_pages_note (KhidkiTurn *turn, const char *path)
{
  g_autofree char *paper = g_strdup (path);
  gboolean more = khidki_room_pages_has_place (turn, paper);
  KhidkiForm form;
  const char *another = khidki_texts_get (khidki_turn_get_language (turn), "label.another-page");
  g_autofree char *label = NULL;

  khidki_session_set (&turn->session->page_of, paper);
  turn->session->page_at = turn->context->now;
  if (!more || !khidki_turn_get_form (turn, &form))
    return;
  label = khidki_form_dup_label (&form, paper);
  khidki_turn_note (turn, "papers.more-pages", "paper", label, "label", another, NULL);
}

/* Whether a further paper is asked for; (nullable) the need for it. */
static KhidkiNeed *
find_next_paper (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) next = NULL;

  if (!khidki_turn_get_form (turn, &form))
    return NULL;
  next = khidki_form_next (&form);
  return next->kind == KHIDKI_NEED_PAPER ? g_steal_pointer (&next) : NULL;
}

/* Buttons below the question that comes after a file. @guessed: the file was
 * taken as another page though the next paper had been asked for. */
void
khidki_room_pages_offer (KhidkiTurn *turn, gboolean guessed)
{
  g_autoptr (KhidkiNeed) next = guessed ? find_next_paper (turn) : NULL;
  const char *label = khidki_texts_get (khidki_turn_get_language (turn), "label.next-paper");

  if (next != NULL)
    {
      khidki_turn_note (turn, "papers.guessed", "label", label, NULL);
      khidki_turn_offer_pinned (turn, "next-paper", "label.next-paper");
    }
  if (khidki_room_pages_has_place (turn, turn->session->page_of))
    khidki_turn_offer_pinned (turn, "page", "label.another-page");
}

/* The papers of @path without the last, which is given back. */
static KhidkiPaper *
take_last (KhidkiAnswers *answers, const char *path)
{
  g_autoptr (KhidkiAnswers) before = khidki_answers_copy (answers);
  guint files = khidki_answers_get_n_papers (before, path);
  const char *kind = NULL;

  khidki_answers_remove_papers (answers, path);
  for (guint i = 0; i + 1 < files; i++)
    {
      KhidkiPaper *paper = khidki_answers_get_paper (before, path, i, &kind);

      khidki_answers_add_paper (answers, path, kind != NULL ? kind : "", paper);
    }

  return khidki_paper_ref (khidki_answers_get_paper (before, path, files - 1, &kind));
}

/* What was taken as another page is the next paper. */
static gboolean
move_to_next (KhidkiTurn *turn)
{
  g_autofree char *from = g_strdup (turn->session->guessed_of);
  g_autoptr (KhidkiNeed) next = find_next_paper (turn);
  g_autoptr (KhidkiAnswers) answers = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;
  g_autofree char *kind = NULL;
  KhidkiForm form;

  if (next == NULL || !khidki_turn_get_form (turn, &form) || get_files (turn, from) < 2)
    return FALSE;

  kind = khidki_room_papers_get_only_kind (&form, next);
  answers = khidki_answers_copy (khidki_draft_get_answers (turn->draft));
  paper = take_last (answers, from);
  khidki_answers_add_paper (answers, next->path, kind, paper);
  khidki_turn_save_draft (turn, answers);
  khidki_room_papers_note_kept (turn, next->path);
  khidki_room_pages_note (turn, next->path);
  khidki_room_question_next (turn);
  khidki_room_pages_offer (turn, FALSE);
  return TRUE;
}

static gboolean
ask_for_page (KhidkiTurn *turn)
{
  g_autofree char *path = g_strdup (turn->session->page_of);

  if (!khidki_room_pages_has_place (turn, path))
    return FALSE;
  turn->session->changing = FALSE;
  khidki_room_question_ask (turn, path);
  return TRUE;
}

/**
 * khidki_room_pages_choose:
 *
 * Returns: %FALSE if @id is no choice about pages, or not any more
 */
gboolean
khidki_room_pages_choose (KhidkiTurn *turn, const char *id)
{
  if (strcmp (id, "page") == 0)
    return ask_for_page (turn);
  if (strcmp (id, "next-paper") == 0)
    return move_to_next (turn);
  return FALSE;
}
