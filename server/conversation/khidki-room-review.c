/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "catalogue/khidki-language.h"
#include "conversation/khidki-plain-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-word-table.h"

#define LONGEST 256

static char *
dup_paper_line (KhidkiTurn *turn, const KhidkiForm *form, const char *path)
{
  guint papers = khidki_answers_get_n_papers (form->answers, path);
  g_autofree char *count = g_strdup_printf ("%u", papers);

  if (papers == 0)
    return NULL;
  return khidki_turn_dup_text (turn, "review.papers", "count", count, NULL);
}

/* What stands in the form for a need, NULL if nothing does. */
static char *
dup_value (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *value = NULL;

  if (need->kind == KHIDKI_NEED_PAPER)
    return dup_paper_line (turn, form, need->path);

  value = khidki_form_dup_value (form, need->path);
  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static void
append_line (KhidkiTurn *turn, GString *lines, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *value = dup_value (turn, form, need);
  g_autofree char *label = khidki_form_dup_label (form, need->path);

  g_autofree char *isolated =
    value != NULL ? khidki_language_isolate (form->language, value) : NULL;

  if (isolated != NULL)
    g_string_append_printf (lines, "%s%s: *%s*", lines->len > 0 ? "\n" : "", label, isolated);
}

static void
review_show (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_autoptr (GPtrArray) needs = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *name = NULL;

  if (!khidki_turn_get_form (turn, &form))
    {
      khidki_rooms_enter (turn, "question", "");
      return;
    }

  needs = khidki_form_list_needs (&form);
  for (guint i = 0; i < needs->len; i++)
    append_line (turn, lines, &form, g_ptr_array_index (needs, i));
  name = khidki_turn_dup_service_name (turn, khidki_service_get_id (form.service), FALSE);
  khidki_turn_say (turn, "review.title", "service", name, NULL);
  khidki_turn_say_text (turn, lines->str);
  khidki_turn_say (turn, "review.ask", NULL);
  khidki_turn_offer (turn, "right", "label.all-right");
  khidki_turn_offer (turn, "change", "label.change");
  khidki_turn_offer (turn, "counter", "label.counter");
}

/* What stands around the name of what is wrong: my name is wrong, नाम गलत है. */
static gboolean
is_around_wrong (const char *word)
{
  static const KhidkiWordRow rows[] = {
    { 1, "my|the|is|was|no|not|please|all|but|only|ok|fine|sab|bas|lekin|par|baki|theek|badalni|badalne|wala|wali|ka|ki|सब|बस|लेकिन|पर|"
         "बाकी|ठीक|बदलनी|वाला|का|की|ਸਭ|ਬਸ|ਪਰ|ਬਾਕੀ|ਬਦਲਣੀ|ਵਾਲਾ|ਦਾ|ਦੀ|سب|بس|لیکن|پر|باقی|ٹھیک|بدلنی|والا|کا|کی|wrong|incorrect|change|edit|correct|fix|mistake|in|galat|hai|mera|meri|badlo|badalna|"
         "badal|do|karo|sahi|nahi|मेरा|मेरी|गलत|है|बदलो|बदलना|बदल|दो|करो|सही|नहीं|ਮੇਰਾ|ਮੇਰੀ|ਗਲਤ|ਹੈ|ਬਦਲੋ|ਬਦਲਣਾ|ਠੀਕ|ਕਰੋ|ਨਹੀਂ|"
         "میرا|میری|غلط|ہے|بدلو|بدلنا|درست|کرو|صحیح|نہیں" },
  };
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (rows, khidki_words_fold);

  return khidki_word_table_get (&table, word) != 0;
}

static gboolean
has_around_wrong (const char *said)
{
  g_auto (GStrv) words = g_strsplit (said, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (is_around_wrong (words[i]))
      return TRUE;
  return FALSE;
}

/* Whether @said is @label with such words around it, and with one at least. */
static gboolean
names_wrong (const char *said, const char *label)
{
  const char *at = *label != '\0' ? strstr (said, label) : NULL;
  g_auto (GStrv) around = NULL;
  g_autofree char *rest = NULL;
  guint n = 0;

  if (at == NULL)
    return FALSE;
  rest = g_strdup_printf ("%.*s %s", (int) (at - said), said, at + strlen (label));
  around = g_strsplit (rest, " ", -1);
  for (guint i = 0; around[i] != NULL; i++)
    {
      if (*around[i] != '\0' && !is_around_wrong (around[i]))
        return FALSE;
      n += *around[i] != '\0';
    }
  return n > 0;
}

/* In whatever language: naam galat hai is said while English is spoken. */
static gboolean
is_wrong (const KhidkiForm *form, const char *path, const char *said)
{
  const char *const *languages = khidki_language_list_codes ();
  KhidkiForm in = *form;

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      g_autofree char *folded = NULL;

      in.language = languages[i];
      label = khidki_form_dup_label (&in, path);
      folded = khidki_words_join (label);
      if (names_wrong (said, folded))
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (nullable): what somebody says is wrong, as change_choose() takes it. */
static char *
dup_wrong (KhidkiTurn *turn, const char *text)
{
  KhidkiForm form;
  g_autoptr (GPtrArray) needs = NULL;
  g_autofree char *said = NULL;

  if (strlen (text) > LONGEST || !khidki_turn_get_form (turn, &form))
    return NULL;
  said = khidki_words_join (text);
  /* Most of what is written says nothing of the kind: no label need be looked at. */
  if (!has_around_wrong (said))
    return NULL;
  needs = khidki_form_list_needs (&form);
  for (guint i = 0; i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);

      if (is_wrong (&form, need->path, said))
        return g_strconcat ("path:", need->path, NULL);
    }
  return NULL;
}

/**
 * khidki_room_review_holds:
 * @turn: a turn
 * @form: what was answered
 * @wrong: (out) (transfer full) (nullable): the paths of what does not hold
 *
 * Says why, if it does not.
 *
 * Returns: whether all of it holds now
 */
gboolean
khidki_room_review_holds (KhidkiTurn *turn, const KhidkiForm *form, GStrv *wrong)
{
  g_autofree char *complaint = NULL;

  *wrong = khidki_form_check_all (form, &complaint);
  if (complaint != NULL)
    khidki_turn_note_text (turn, complaint);
  return *wrong == NULL && complaint == NULL;
}

/* Of a paper that has too many files there is no next page: what comes takes their place. */
static void
ask_again (KhidkiTurn *turn, const KhidkiForm *form, const char *path)
{
  turn->session->changing = khidki_answers_get_n_papers (form->answers, path) > 0;
  khidki_room_question_ask (turn, path);
}

/* Goes to the declaration, or to what does not hold. */
static void
leave_review (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_auto (GStrv) wrong = NULL;

  if (!khidki_turn_get_form (turn, &form))
    khidki_rooms_enter (turn, "question", "");
  else if (khidki_room_review_holds (turn, &form, &wrong))
    khidki_rooms_enter (turn, "declaration", "");
  else if (wrong != NULL && *wrong != NULL)
    ask_again (turn, &form, *wrong);
  else
    khidki_rooms_enter (turn, "change", "");
}

static gboolean
review_choose (KhidkiTurn *turn, const char *id)
{
  if (strcmp (id, "right") == 0)
    leave_review (turn);
  else if (strcmp (id, "change") == 0)
    khidki_rooms_enter (turn, "change", "");
  else
    return FALSE;

  return TRUE;
}

static gboolean change_choose (KhidkiTurn *turn, const char *id);

static gboolean
review_hear (KhidkiTurn *turn, const char *text)
{
  g_autofree char *path = NULL;

  if (khidki_plain_is_yes (text))
    return review_choose (turn, "right");
  path = dup_wrong (turn, text);
  if (path != NULL)
    return change_choose (turn, path);
  if (khidki_plain_match (text) == KHIDKI_PLAIN_NO ||
      khidki_commands_is_one_of (text, "change|wrong|edit|galat|galat hai|badlo|badlen|badalna hai|"
                                       "गलत|गलत है|बदलें|बदलो|बदलना है|ਗਲਤ|ਗਲਤ ਹੈ|ਬਦਲੋ|ਬਦਲਣਾ ਹੈ|"
                                       "غلط|غلط ہے|بدلو|بدلیے|بدلنا ہے"))
    return review_choose (turn, "change");
  return FALSE;
}

static void
review_back (KhidkiTurn *turn)
{
  khidki_rooms_enter (turn, "question", "");
  khidki_rooms_find ("question")->back (turn);
}

const KhidkiRoom khidki_room_review = {
  "review", review_show, review_hear, review_choose, review_back,
};

static void
offer_need (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need)
{
  g_autofree char *id = g_strconcat ("path:", need->path, NULL);
  g_autofree char *label = khidki_form_dup_label (form, need->path);
  g_autofree char *value = dup_value (turn, form, need);
  g_autofree char *none = khidki_turn_dup_word (turn, "review.nothing");

  khidki_turn_offer_text (turn, id, label, value != NULL ? value : none);
}

static void
change_show (KhidkiTurn *turn)
{
  KhidkiForm form;
  g_autoptr (GPtrArray) needs = NULL;

  if (!khidki_turn_get_form (turn, &form))
    {
      khidki_rooms_enter (turn, "question", "");
      return;
    }

  needs = khidki_form_list_needs (&form);
  khidki_turn_say (turn, "change.ask", NULL);
  turn->button = "label.open-list";
  for (guint i = 0; i < needs->len; i++)
    offer_need (turn, &form, g_ptr_array_index (needs, i));
  khidki_turn_offer_pinned (turn, "review", "label.no-change");
}

static gboolean
change_choose (KhidkiTurn *turn, const char *id)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;

  if (strcmp (id, "review") == 0)
    {
      khidki_room_question_next (turn);
      return TRUE;
    }
  if (!g_str_has_prefix (id, "path:") || !khidki_turn_get_form (turn, &form))
    return FALSE;

  id += strlen ("path:");
  need = khidki_form_need_for (&form, id);
  if (need == NULL)
    return FALSE;
  turn->session->changing = TRUE;
  khidki_room_question_ask (turn, id);
  return TRUE;
}

/* What is to be changed may be named instead of tapped. */
static gboolean
change_hear (KhidkiTurn *turn, const char *text)
{
  KhidkiForm form;
  g_autoptr (GPtrArray) needs = NULL;
  g_autofree char *said = NULL;
  g_autofree char *wrong = dup_wrong (turn, text);

  if (wrong != NULL)
    return change_choose (turn, wrong);
  if (khidki_plain_is_yes (text))
    return change_choose (turn, "review");
  if (strlen (text) > LONGEST || !khidki_turn_get_form (turn, &form))
    return FALSE;

  said = khidki_commands_normalise (text);
  needs = khidki_form_list_needs (&form);
  for (guint i = 0; *said != '\0' && i < needs->len; i++)
    {
      KhidkiNeed *need = g_ptr_array_index (needs, i);
      g_autofree char *label = khidki_form_dup_label (&form, need->path);
      g_autofree char *folded = khidki_commands_normalise (label);
      g_autofree char *id = g_strconcat ("path:", need->path, NULL);

      if (strstr (folded, said) != NULL)
        return change_choose (turn, id);
    }

  return FALSE;
}

static void
change_back (KhidkiTurn *turn)
{
  khidki_room_question_next (turn);
}

/**
 * khidki_room_review_hear_wrong:
 * @turn: a turn
 * @text: a whole message
 *
 * Asks anew what is said to be wrong, if it was answered.
 *
 * Returns: %FALSE if nothing is said to be wrong
 *
 * Since: 0.1
 */
gboolean
khidki_room_review_hear_wrong (KhidkiTurn *turn, const char *text)
{
  g_autofree char *wrong = dup_wrong (turn, text);
  const char *path = wrong != NULL ? wrong + strlen ("path:") : "";
  g_auto (GStrv) answered = khidki_answers_list_paths (khidki_draft_get_answers (turn->draft));

  for (guint i = 0; wrong != NULL && answered[i] != NULL; i++)
    if (g_str_has_prefix (answered[i], path))
      return change_choose (turn, wrong);
  return FALSE;
}

const KhidkiRoom khidki_room_change = {
  "change", change_show, change_hear, change_choose, change_back,
};
